"""Uploads of boundaries: what honest files give, and how hostile ones are refused."""

import json
import struct

import numpy as np
import pytest
from django.contrib.gis.geos import LineString, MultiPolygon, Point, Polygon
from django.core.exceptions import ValidationError
from django.utils import translation

from geo.datums import Datum, wgs84_to_gcj02
from geo.uploads import MOST_BYTES, area_of, read_upload
from geo.uploads.archives import MOST_MEMBERS
from geo.uploads.shapes import MOST_CORNERS, MOST_FEATURES
from tests.uploads import (
    ENDLESS_VIEW,
    GENERATED,
    SQUARE,
    geojson,
    geopackage,
    kml,
    shapefile,
    wkb,
    zipped,
    zone_wkt,
)

SQUARE_AREA = MultiPolygon(Polygon(SQUARE), srid=4326)
VRT = b'<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource>'
BOWTIE = ((126.60, 45.70), (126.62, 45.72), (126.62, 45.70), (126.60, 45.72), (126.60, 45.70))
TURNED = tuple((lat, lon) for lon, lat in SQUARE)


def in_zone(srid):
    polygon = Polygon(SQUARE, srid=4326)
    polygon.transform(srid)
    return polygon


def area(name, content, datum=None):
    upload = read_upload(name, content)
    polygons = [one for shape in upload.shapes for one in shape.polygons]
    return area_of(polygons, datum or upload.datum)


def complaint(read, *args):
    with translation.override("en"), pytest.raises(ValidationError) as caught:
        read(*args)
    with translation.override("zh-hans"), pytest.raises(ValidationError) as again:
        read(*args)
    [message], [chinese] = caught.value.messages, again.value.messages
    assert message != chinese
    return message


# Honest files -------------------------------------------------------------------------------------

HONEST = {
    "GeoJSON": ("a.geojson", geojson()),
    "GeoJSON in GBK": ("a.json", geojson().decode("unicode-escape").encode("gb18030")),
    "KML": ("a.kml", kml()),
    "KML in GBK": ("a.KML", kml(encoding="GBK")),
    "KMZ": ("a.kmz", zipped({"doc.kml": kml()})),
    "Shapefile in GBK": ("a.zip", zipped(shapefile())),
    "Shapefile in UTF-8": ("a.zip", zipped(shapefile(encoding="UTF-8"))),
    "GeoPackage": ("a.gpkg", geopackage()),
    "GeoPackage, other byte order": ("a.gpkg", geopackage(wkb(order=">"))),
}


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_file_gives_its_area_and_its_name(name):
    upload = read_upload(*HONEST[name])
    assert [shape.name for shape in upload.shapes] == ["合成园区"]
    assert upload.notes == []
    found = area(*HONEST[name])
    assert found.polygons.equals(SQUARE_AREA)
    assert found.polygons.srid == 4326
    assert not found.is_repaired


@pytest.mark.parametrize("said", ["UTF-8", "ISO-8859-1", ""])
def test_letters_are_read_right_though_the_file_says_something_else(said):
    parts = shapefile() | {"boundary.cpg": said.encode()}
    assert read_upload("a.zip", zipped(parts)).shapes[0].name == "合成园区"


@pytest.mark.parametrize(
    ("srid", "easting_m", "meridian", "datum"),
    [(4530, 42_500_000, 126, Datum.ZONE_42), (4551, 500_000, 126, Datum.CM_126)],
)
def test_a_zone_is_known_by_its_numbers(srid, easting_m, meridian, datum):
    parts = shapefile([in_zone(srid)], prj=zone_wkt(easting_m, meridian))
    found = area("a.zip", zipped(parts))
    assert found.datum == datum
    assert found.polygons.sym_difference(SQUARE_AREA).area < 1e-8


def test_a_file_of_a_map_of_china_is_moved_by_its_half_kilometre():
    shifted = np.column_stack(wgs84_to_gcj02(*np.array(SQUARE).T)).tolist()
    found = area("a.geojson", geojson(shifted), Datum.GCJ02)
    assert 400 < found.moved_m < 800
    assert found.polygons.sym_difference(SQUARE_AREA).area < 1e-8


def test_turned_numbers_are_put_in_order_and_said():
    found = area("a.geojson", geojson(TURNED))
    assert found.polygons.equals(SQUARE_AREA)
    assert len(found.notes) == 1


def test_a_boundary_that_crosses_itself_is_repaired():
    found = area("a.geojson", geojson(BOWTIE))
    assert found.is_repaired
    assert found.polygons.valid
    assert len(found.polygons) == 2


def test_heights_and_other_geometries_are_left_out_and_said():
    high = [(*corner, 120.5) for corner in SQUARE]
    tree = json.loads(geojson(high))
    tree["features"] += [
        {
            "type": "Feature",
            "properties": None,
            "geometry": {"type": "Point", "coordinates": [1, 2]},
        },
        {"type": "Feature", "properties": {}, "geometry": None},
    ]
    upload = read_upload("a.geojson", json.dumps(tree).encode())
    assert len(upload.notes) == 2
    assert upload.shapes[0].polygons[0][0].shape == (5, 2)
    heights = kml().replace(b",0 ", b",99 ")
    assert area("a.kml", heights).polygons.equals(SQUARE_AREA)


def test_holes_and_several_parts_stay():
    hole = [(126.605, 45.705), (126.61, 45.705), (126.61, 45.71), (126.605, 45.705)]
    other = [(127.0, 45.7), (127.1, 45.7), (127.1, 45.8), (127.0, 45.7)]
    found = area("a.geojson", geojson([SQUARE, hole], [other], kind="MultiPolygon"))
    assert len(found.polygons) == 2
    assert sum(len(polygon) - 1 for polygon in found.polygons) == 1


# Hostile files ------------------------------------------------------------------------------------

STRANGE_CRS = {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32652"}}}
ROUND = [(126.6 + 0.001 * np.cos(one), 45.7 + 0.001 * np.sin(one)) for one in range(MOST_CORNERS)]
POINTS = [wkb(1)] * (MOST_FEATURES + 1)
NESTED = b"[" * 100_000
ENTITIES = '<!DOCTYPE kml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
OUTSIDE = '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
CHANGED = zipped(shapefile()).replace(b"boundary.shx", b"boundary.shy", 1)


def without(*endings, **more):
    return zipped(
        {name: part for name, part in shapefile(**more).items() if not name.endswith(endings)}
    )


def curved():
    return struct.pack("<BIII", 1, 10, 1, 1) + wkb()


def encrypted():
    content = bytearray(zipped({"a.kml": kml()}))
    content[6] |= 1
    at = content.index(b"PK\1\2")
    content[at + 8] |= 1
    return bytes(content)


HOSTILE = {
    "too large": ("a.kml", lambda: b"<" * (MOST_BYTES + 1), "more than 10 MB"),
    "empty": ("a.kml", lambda: b" \n", "file is empty"),
    "another format": ("a.dwg", kml, "Send the boundary as"),
    "no ending": ("boundary", kml, "Send the boundary as"),
    "zip called KML": ("a.kml", lambda: zipped({"a": b"b"}), "not what “.kml” says"),
    "VRT called KML": ("a.kml", lambda: VRT, "no KML"),
    "VRT called GeoJSON": ("a.geojson", lambda: VRT, "not what “.geojson” says"),
    "VRT called GeoPackage": ("a.gpkg", lambda: VRT, "not what “.gpkg” says"),
    "VRT called Shapefile": ("a.zip", lambda: zipped(shapefile() | {"boundary.shp": VRT}), "none"),
    "VRT in a zip": ("a.zip", lambda: zipped({"a.vrt": VRT}), "no Shapefile"),
    "VRT as index": ("a.zip", lambda: zipped(shapefile() | {"boundary.shx": VRT}), "none"),
    "SVG": ("a.kml", lambda: b"<svg/>", "no KML"),
    "broken XML": ("a.kml", lambda: kml()[:200], "no KML"),
    "entities": ("a.kml", lambda: kml(before=ENTITIES), "entities"),
    "outside entity": ("a.kml", lambda: kml(before=OUTSIDE), "entities"),
    "unknown letters": ("a.kml", lambda: kml().replace(b"UTF-8", b"EBCDIC"), "no KML"),
    "KML of words": ("a.kml", lambda: kml().replace(b"126.6,", b"x,"), "damaged"),
    "broken JSON": ("a.geojson", lambda: geojson()[:-5], "no GeoJSON"),
    "JSON of something else": ("a.json", lambda: b'{"rows": []}', "no GeoJSON"),
    "nested JSON": ("a.json", lambda: b'{"type":' + NESTED, "no GeoJSON"),
    "huge number": ("a.json", lambda: b'{"type":' + b"9" * 10_000 + b"}", "no GeoJSON"),
    "not a number": ("a.json", lambda: geojson([(float("nan"), 1), *SQUARE]), "no numbers"),
    "infinite": ("a.json", lambda: geojson().replace(b"126.62", b"1e999"), "no numbers"),
    "text as number": ("a.json", lambda: geojson([("x", "y"), *SQUARE]), "damaged"),
    "ragged ring": ("a.json", lambda: geojson([(1, 2), (3,), (4, 5)]), "damaged"),
    "two corners": ("a.json", lambda: geojson(SQUARE[:2]), "fewer than three"),
    "one corner often": ("a.json", lambda: geojson([SQUARE[0]] * 5), "fewer than three"),
    "no area": ("a.json", lambda: geojson([(126, 45), (127, 46), (128, 47)]), "enclose no area"),
    "no features": ("a.json", lambda: b'{"type":"FeatureCollection","features":[]}', "is empty"),
    "lines only": ("a.json", lambda: geojson(*SQUARE, kind="LineString"), "no area"),
    "empty polygon": ("a.json", lambda: geojson([]).replace(b"[[]]", b"[]"), "no area"),
    "too many corners": ("a.json", lambda: geojson([*ROUND, ROUND[0]]), "more than 20000"),
    "too many features": ("a.gpkg", lambda: geopackage(*POINTS), "more than 1000 features"),
    "outside": ("a.json", lambda: geojson([(2, 1), (3, 1), (3, 2)]), "outside the province"),
    "unknown system": ("a.json", lambda: geojson(**STRANGE_CRS), "Declare the datum"),
    "Web Mercator": ("a.gpkg", lambda: geopackage(epsg=3857), "Web Mercator"),
    "Beijing 1954": ("a.gpkg", lambda: geopackage(epsg=2435), "Beijing 1954"),
    "Xi'an 1980": ("a.zip", lambda: zipped(shapefile(prj='PROJCS["Xian_1980"]')), "Xi'an 1980"),
    "no .prj": ("a.zip", lambda: zipped(shapefile(prj="")), "Declare the datum"),
    "a .prj of words": ("a.zip", lambda: zipped(shapefile(prj="/etc/passwd")), "Declare the datum"),
    "scaled zone": (
        "a.zip",
        lambda: zipped(shapefile(prj=zone_wkt(500_000, 126, 0.9996))),
        "Declare the datum",
    ),
    "degrees as metres": (
        "a.zip",
        lambda: zipped(shapefile(prj=zone_wkt(500_000, 126))),
        "numbers are degrees",
    ),
    "no .shx": ("a.zip", lambda: without(".shx"), "lacks .shx"),
    "no .dbf": ("a.zip", lambda: without(".dbf"), "lacks .dbf"),
    "cut Shapefile": (
        "a.zip",
        lambda: zipped(shapefile() | {"boundary.shp": shapefile()["boundary.shp"][:90]}),
        "damaged",
    ),
    "lines as Shapefile": (
        "a.zip",
        lambda: zipped(shapefile([LineString(SQUARE)], kind="LineString")),
        "no area",
    ),
    "two layers": (
        "a.zip",
        lambda: zipped(shapefile() | {"b.shp": b"", "b.shx": b"", "b.dbf": b""}),
        "several layers",
    ),
    "zip bomb": ("a.zip", lambda: zipped({"a.shp": b"\0" * 8_000_000}), "unpacks to far more"),
    "many members": (
        "a.zip",
        lambda: zipped({str(one): b"" for one in range(MOST_MEMBERS + 1)}),
        "more than 60 files",
    ),
    "path up": ("a.zip", lambda: zipped({"../a.shp": b""}), "paths outside"),
    "path up, Windows": ("a.zip", lambda: zipped({"x\\..\\..\\a.shp": b""}), "paths outside"),
    "absolute path": ("a.zip", lambda: zipped({"/etc/a.shp": b""}), "paths outside"),
    "drive": ("a.zip", lambda: zipped({"C:/a.shp": b""}), "paths outside"),
    "link": ("a.zip", lambda: zipped({}, boundary="/etc/passwd"), "links instead"),
    "zip in a zip": ("a.zip", lambda: zipped({"b.zip": zipped({})}), "another archive"),
    "password": ("a.zip", encrypted, "password"),
    "broken zip": ("a.zip", lambda: zipped(shapefile())[:-40], "damaged"),
    "changed zip": ("a.zip", lambda: CHANGED, "damaged"),
    "endless view": ("a.gpkg", lambda: geopackage(statements=ENDLESS_VIEW), "holds no layer"),
    "generated column": ("a.gpkg", lambda: geopackage(statements=GENERATED), "cannot be read"),
    "only SQLite": ("a.gpkg", lambda: b"SQLite format 3\0" + b"\0" * 500, "cannot be read"),
    "two tables": ("a.gpkg", lambda: geopackage(layers=("a", "b")), "several layers"),
    "arcs": ("a.gpkg", lambda: geopackage(curved()), "has arcs"),
    "claims too much": ("a.gpkg", lambda: geopackage(wkb(count=4_000_000_000)), "damaged"),
    "cut geometry": ("a.gpkg", lambda: geopackage(wkb()[:-9]), "damaged"),
    "nested parts": ("a.gpkg", lambda: geopackage(struct.pack("<BII", 1, 6, 1) * 900), "damaged"),
    "points only": ("a.gpkg", lambda: geopackage(bytes(Point(126, 45).wkb)), "no area"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(name):
    file_name, make, words = HOSTILE[name]
    assert words in complaint(area, file_name, make())


def test_a_declared_datum_helps_a_file_without_one():
    content = zipped(shapefile([in_zone(4551)], prj=""))
    found = area("a.zip", content, Datum.CM_126)
    assert found.polygons.sym_difference(SQUARE_AREA).area < 1e-8
    assert "numbers are metres" in complaint(area, "a.zip", content, Datum.WGS84)


def test_a_zip_that_lies_about_its_sizes_is_refused():
    content = bytearray(zipped({"a.kml": kml()}))
    for mark, at in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        place = content.index(mark) + at
        content[place : place + 4] = struct.pack("<I", 10)
    assert "damaged" in complaint(area, "a.kmz", bytes(content))
