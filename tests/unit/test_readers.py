"""Reading cells: each reader gives a value, or names the cell and the rule it breaks."""

import json
from decimal import Decimal

import pytest
from django.contrib.gis.geos import GEOSGeometry, LineString, MultiPolygon, Point
from django.utils import translation

from geo.enums import Confidence
from geo.exports import joined
from geo.readers import Row, as_multipolygon, read_features, read_table
from geo.upserts import same


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def row(**cells):
    return Row("synthetic.csv", 7, cells, [])


def check_refused(read, column, word, **cells):
    """Reading gives nothing, and the problem names the cell."""
    made = row(**cells)
    assert not read(made)
    assert made.broken
    [problem] = made.problems
    assert [problem.file, problem.row, problem.column] == ["synthetic.csv", 7, column]
    assert problem.value == cells.get(column, "")
    assert word in problem.rule
    assert str(problem).startswith("synthetic.csv, row 7, column ")


def test_a_text_stays_as_it_is():
    made = row(note="  空格 ", empty="")
    assert made.text("note") == "  空格 "
    assert made.text("empty") == ""
    assert not made.problems
    check_refused(lambda one: one.text("note"), "note", "no such column", other="x")
    check_refused(lambda one: one.text("note", required=True), "note", "empty", note="")


def test_a_choice_is_one_of_the_list():
    assert row(a="high").choice("a", Confidence) == "high"
    assert row(a="").choice("a", Confidence, empty="low") == "low"
    for value in ("", "High", "sure"):
        made = row(a=value)
        made.choice("a", Confidence)
        assert "high, medium, low" in made.problems[0].rule


@pytest.mark.parametrize(("cell", "value"), [("", None), ("0", 0), ("1992", 1992), ("007", 7)])
def test_whole_numbers(cell, value):
    made = row(a=cell)
    assert made.whole("a") == value
    assert not made.problems


@pytest.mark.parametrize("cell", ["-1", "1.0", "1e3", "１９９２", "²", " 1", "1,000", "x"])
def test_what_is_no_whole_number(cell):
    check_refused(lambda one: one.whole("a"), "a", "whole number", a=cell)


@pytest.mark.parametrize(("cell", "value"), [("", None), ("-2.50", "-2.50"), ("1e3", "1000")])
def test_numbers(cell, value):
    made = row(a=cell)
    assert made.decimal("a") == (None if value is None else Decimal(value))
    assert not made.problems


@pytest.mark.parametrize("cell", ["NaN", "Infinity", "-inf", "1,5", "about 3", "--1"])
def test_what_is_no_number(cell):
    check_refused(lambda one: one.decimal("a"), "a", "must be a number", a=cell)


def test_flags():
    assert [row(a=cell).flag("a") for cell in ("yes", "no", "")] == [True, False, False]
    check_refused(lambda one: one.flag("a"), "a", "yes, no or empty", a="Yes")


def test_a_point_has_longitude_first():
    assert row(lon="126.65", lat="45.75").point() == Point(126.65, 45.75, srid=4326)
    assert row(lon="", lat="").point() is None


@pytest.mark.parametrize(
    ("lon", "lat", "column", "word"),
    [
        ("126.65", "", "lon", "both"),
        ("", "45.75", "lon", "both"),
        ("45.75", "126.65", "lon", "outside"),
        ("120.9", "45.75", "lon", "outside"),
        ("126.65", "53.8", "lon", "outside"),
        ("0", "0", "lon", "outside"),
    ],
)
def test_what_is_no_point_of_the_province(lon, lat, column, word):
    check_refused(lambda one: one.point(), column, word, lon=lon, lat=lat)


def test_references():
    known = {"a": 1, "b": 2, "broken": None}
    assert row(x="a").reference("x", known) == 1
    assert row(x="").reference("x", known) is None
    assert row(x="a;b").references("x", known) == [1, 2]
    assert row(x="").references("x", known) == []
    check_refused(lambda one: one.reference("x", known), "x", "nothing that is known", x="c")
    check_refused(
        lambda one: one.reference("x", known, required=True), "x", "must not be empty", x=""
    )
    made = row(x="a;c")
    assert made.references("x", known) == [1]
    assert "“c”" in made.problems[0].rule


def test_what_hangs_on_a_broken_row_is_broken_without_a_second_complaint():
    made = row(x="broken")
    assert made.reference("x", {"broken": None}) is None
    assert made.broken
    assert not made.problems


def read(tmp_path, text, *keys, encoding="utf-8"):
    path = tmp_path / "synthetic.csv"
    path.write_text(text, encoding=encoding, newline="")
    problems = []
    return list(read_table(path, problems, *keys)), problems


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_table_with_quotes_and_breaks(tmp_path, encoding):
    rows, problems = read(tmp_path, 'id,note\r\n1,"a ""b""\r\n，c"\r\n2,\r\n', encoding=encoding)
    assert [(one.number, one.text("id"), one.text("note")) for one in rows] == [
        (2, "1", 'a "b"\r\n，c'),
        (3, "2", ""),
    ]
    assert not problems


def test_rows_of_a_wrong_length_are_left_out(tmp_path):
    rows, problems = read(tmp_path, "id,note\n1\n2,b,c\n3,d\n")
    assert [one.number for one in rows] == [4]
    assert [problem.row for problem in problems] == [2, 3]


def test_what_stands_twice_is_named_with_where_it_stood_first(tmp_path):
    text = "id,a,b\n1,x,y\n2,x,z\n1,x,y\n,,\n,,\n"
    _rows, problems = read(tmp_path, text, "id", "a b")
    assert [(one.row, one.column, one.value) for one in problems] == [(4, "id", "1"), (4, "b", "y")]
    assert all("row 2 already" in one.rule for one in problems)


def test_features(tmp_path):
    path = tmp_path / "synthetic.geojson"
    geometry = {"type": "Point", "coordinates": [126.65, 45.75]}
    feature = {"type": "Feature", "properties": {"code": "一"}, "geometry": geometry}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    [(properties, point)] = read_features(path)
    assert properties == {"code": "一"}
    assert point.coords == (126.65, 45.75)
    assert point.srid == 4326


BOW_TIE = "POLYGON((0 0, 1 1, 1 0, 0 1, 0 0))"
WITH_SPIKE = "POLYGON((0 0, 1 0, 1 1, 2 1, 1 1, 0 1, 0 0))"


@pytest.mark.parametrize(
    ("wkt", "area"),
    [
        ("POLYGON((0 0, 1 0, 1 1, 0 1, 0 0))", 1),
        ("MULTIPOLYGON(((0 0, 1 0, 1 1, 0 1, 0 0)), ((2 0, 3 0, 3 1, 2 0)))", 1.5),
        (BOW_TIE, 0.5),
        (WITH_SPIKE, 1),
    ],
)
def test_polygons_are_made_valid_and_lines_dropped(wkt, area):
    made = as_multipolygon(GEOSGeometry(wkt, srid=4326))
    assert isinstance(made, MultiPolygon)
    assert made.valid
    assert made.srid == 4326
    assert made.area == pytest.approx(area)


def test_geometries_are_compared_by_vertex():
    line = LineString((0, 0), (1, 1))
    assert same(line, line.clone())
    assert not same(line, LineString((1, 1), (0, 0)))
    assert not same(None, line)
    assert same(Decimal("1.50"), Decimal("1.5"))


def test_pieces_are_joined_to_chunks():
    pieces = [b"a" * 3] * 5
    assert list(joined(iter(pieces), size=6)) == [b"a" * 6, b"a" * 6, b"a" * 3]
    assert list(joined(iter([]))) == []
