"""The same records on pages that Folium makes by itself, to compare with.

Nothing is left out of Folium's way and nothing is added: no base map, no list, no filters, and the
files of the libraries come from our own copies, since nothing may be fetched from elsewhere.
"""

import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import folium
from folium.plugins import FastMarkerCluster, MarkerCluster

FILES = Path(__file__).resolve().parent.parent / "static" / "vendor"
CENTRE = [48.5, 128.1]
LEAFLET = "/leaflet/dist/leaflet"
CLUSTERS = "/leaflet.markercluster/dist"
# What Folium's own callback draws needs an icon font; this is the plain marker.
MARKER = "(row) => L.marker([row[0], row[1]], {title: row[2]})"

# Latitude, longitude (EPSG:4326) and the name of a record.
Row = tuple[float, float, str]


def rows_of(geojson: str) -> list[Row]:
    """The records of a GeoJSON file that have a point."""
    return [
        (
            feature["geometry"]["coordinates"][1],
            feature["geometry"]["coordinates"][0],
            name(feature),
        )
        for feature in json.loads(geojson)["features"]
        if feature["geometry"]
    ]


def name(feature: dict[str, Any]) -> str:
    """The name of a record in a GeoJSON file."""
    return str(feature["properties"]["name_zh"])


def marker_cluster(rows: list[Row]) -> folium.Map:
    """A map as Folium's manual makes it: a Marker for each record in a MarkerCluster."""
    cluster = _local(MarkerCluster())
    for lat, lon, title in rows:
        folium.Marker([lat, lon], title=title).add_to(cluster)
    return _sheet(cluster)


def fast_marker_cluster(rows: list[Row]) -> folium.Map:
    """A map with Folium's shorter way for many records."""
    return _sheet(_local(FastMarkerCluster([list(row) for row in rows], callback=MARKER)))


WAYS: dict[str, Callable[[list[Row]], folium.Map]] = {
    "Folium MarkerCluster": marker_cluster,
    "Folium FastMarkerCluster": fast_marker_cluster,
}


def _sheet(cluster: Any) -> folium.Map:
    sheet = folium.Map(CENTRE, zoom_start=6, tiles=None, max_zoom=18, maxZoom=18)
    sheet.default_js = [("leaflet", f"{LEAFLET}.js")]
    sheet.default_css = [("leaflet_css", f"{LEAFLET}.css")]
    cluster.add_to(sheet)
    return sheet


def _local(cluster: Any) -> Any:
    cluster.default_js = [("markerclusterjs", f"{CLUSTERS}/leaflet.markercluster.js")]
    cluster.default_css = [
        ("markerclustercss", f"{CLUSTERS}/MarkerCluster.css"),
        ("markerclusterdefaultcss", f"{CLUSTERS}/MarkerCluster.Default.css"),
    ]
    return cluster


class _Handler(SimpleHTTPRequestHandler):
    """Answers `/` with the page, compressed as a server would send it, else with a file."""

    def __init__(self, *args: Any, page: bytes, **kwargs: Any) -> None:
        self.page = page
        super().__init__(*args, directory=str(FILES), **kwargs)

    def do_GET(self) -> None:
        if self.path != "/":
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(self.page)))
        self.end_headers()
        self.wfile.write(self.page)
        return None

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the figures stand alone."""


@contextmanager
def serving_plain(sheet: folium.Map) -> Iterator[str]:
    """Serve the page of a map; gives its address."""
    page = gzip.compress(sheet.get_root().render().encode())
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, page=page))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
