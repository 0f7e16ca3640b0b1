"""The layers under every map: whole, simplified, in the language of the reader, and cacheable."""

import json

import pytest
from django.contrib.gis.geos import GEOSGeometry

from geo.models import Division

pytestmark = pytest.mark.usefixtures("facts")


def shape(feature):
    """An outline; rounded as it is, a tiny island may have lost its area."""
    return GEOSGeometry(json.dumps(feature["geometry"]), srid=4326).make_valid()


@pytest.fixture
def layers(client):
    return client.get("/basemap.json").json()


def test_layers(layers):
    assert layers["counties_url"].startswith("/counties.json")
    assert len(layers["prefectures"]["features"]) == 13
    belts = [belt["properties"]["slug"] for belt in layers["belts"]["features"]]
    assert belts == ["ha-da-qi", "east-coal"]
    assert layers["rivers"]["features"]
    assert layers["lakes"]["features"]


def test_outlines_are_simplified_but_true(layers):
    province = Division.objects.get(code="230000").boundary
    drawn = shape(layers["province"])
    assert drawn.num_coords < province.num_coords
    assert drawn.area == pytest.approx(province.area, rel=0.01)


def test_labels_and_seats_lie_in_their_prefecture(layers):
    for feature in layers["prefectures"]["features"]:
        outline = shape(feature).buffer(0.02)
        label = feature["properties"]["label"]
        assert outline.contains(GEOSGeometry(f"SRID=4326;POINT({label[0]} {label[1]})"))


def test_a_belt_is_one_outline_of_its_members(layers):
    [coal] = [
        belt for belt in layers["belts"]["features"] if belt["properties"]["slug"] == "east-coal"
    ]
    members = Division.objects.filter(belts__slug="east-coal")
    area = sum(division.boundary.area for division in members)
    assert shape(coal).area == pytest.approx(area, rel=0.02)


def names(response):
    """The names on a sheet."""
    sheet = response.json()
    return [one["properties"]["name"] for one in sheet.get("prefectures", sheet)["features"]]


@pytest.mark.parametrize("address", ["/basemap.json", "/counties.json"])
def test_names_follow_the_language_and_so_does_the_mark(client, address):
    chinese, english = (client.get(f"{address}?lang={code}") for code in ("zh-hans", "en"))
    assert chinese["ETag"] != english["ETag"]
    assert names(chinese) != names(english)
    assert not any(name.isascii() for name in names(chinese))
    assert any(name.isascii() for name in names(english))
    again = client.get(f"{address}?lang=en", headers={"If-None-Match": english["ETag"]})
    assert again.status_code == 304


def test_a_new_name_is_drawn_at_once(client):
    """The drawing is kept between requests, but not longer than the data stay the same."""
    assert "合成新名" not in names(client.get("/basemap.json"))
    Division.objects.filter(code="230100").update(name_zh="合成新名")
    assert "合成新名" in names(client.get("/basemap.json"))
