"""Reading what the registry answers."""

import csv
import io
import json
import re
import sqlite3
from contextlib import closing

from openpyxl import load_workbook

ROW = re.compile(r'<th scope="row">.*?href="/\w+/([A-Z]{2}-\d+)/["?]', re.DOTALL)
CARD = re.compile(r'<article class="card" data-code="([A-Z]{2}-\d+)"')


def codes_of_list(client, kind, query):
    """The records on all pages of a list, in their order."""
    found, number = [], 1
    while True:
        response = client.get(f"/{kind}/", {**query, "page": number})
        assert response.status_code == 200, response.content.decode()
        found += ROW.findall(response.content.decode())
        if not response.context["page_obj"].has_next():
            return found
        number += 1


def codes_beside_map(client, kind, query):
    """The records that the panels of the map list, at most the first fifty."""
    response = client.get("/", {**query, "show": kind}, headers={"X-Fragment": "panels"})
    assert response.status_code == 200
    return CARD.findall(response.content.decode())


def marks_on_map(client, kind, query):
    """The marks that the map draws."""
    response = client.get("/map.json", {**query, "show": kind})
    assert response.status_code == 200, response.content.decode()
    data = response.json()
    assert data["total"] == len(data["records"])
    return data["records"]


def bytes_of(response):
    """The whole body of an answer, streamed or not."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def geojson_bytes(client, kind, query):
    """The bytes of the GeoJSON file."""
    response = client.get(f"/{kind}.geojson", query)
    assert response.status_code == 200, response.content.decode()
    return bytes_of(response)


def features(body):
    """The features of a GeoJSON file."""
    return json.loads(body)["features"]


def rows_of_file(body, kind):
    """The cells of a table that was downloaded as xlsx, csv or gpkg, row by row."""
    if kind.endswith("xlsx"):
        book = load_workbook(io.BytesIO(body), read_only=True)
        return [row for page in book for row in page.iter_rows(values_only=True)]
    if kind.endswith("csv"):
        return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    with closing(sqlite3.connect(":memory:")) as base:
        base.deserialize(body)
        [(table,)] = base.execute("SELECT table_name FROM gpkg_contents").fetchall()
        return base.execute(f'SELECT * FROM "{table}"').fetchall()  # noqa: S608
