"""Reading cells: each reader gives a value or names what is wrong, and never guesses."""

from decimal import Decimal

import pytest
from django.contrib.gis.geos import GEOSGeometry, Point
from django.utils import translation

from geo.enums import Confidence
from geo.readers import Row, as_multipolygon, read_table


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def row(**cells):
    return Row("synthetic.csv", 7, cells, [])


def rules(found):
    return [problem.rule for problem in found.problems]


@pytest.mark.parametrize("cell", ["1", "007", "2012"])
def test_whole_numbers(cell):
    assert row(n=cell).whole("n") == int(cell)


@pytest.mark.parametrize("cell", ["1.0", "-1", "１２", "1e3", " 1", "一", "1,000"])
def test_what_is_no_whole_number(cell):
    found = row(n=cell)
    assert found.whole("n") is None
    assert rules(found) == ["must be a whole number"]


@pytest.mark.parametrize(("cell", "number"), [("26.6", "26.6"), ("-5", "-5"), ("0", "0")])
def test_numbers_stay_exact(cell, number):
    assert row(n=cell).decimal("n") == Decimal(number)


@pytest.mark.parametrize("cell", ["NaN", "Infinity", "-inf", "abc", "1,5", "3亩", "about 2"])
def test_what_is_no_number(cell):
    found = row(n=cell)
    assert found.decimal("n") is None
    assert rules(found) == ["must be a number"]


def test_an_empty_cell_is_unknown_and_not_zero():
    found = row(n="", lon="", lat="")
    assert found.whole("n") is None
    assert found.decimal("n") is None
    assert found.point() is None
    assert not found.problems


def test_longitude_comes_first():
    assert row(lon="126.65", lat="45.75").point() == Point(126.65, 45.75, srid=4326)


@pytest.mark.parametrize(
    ("lon", "lat"),
    [("45.75", "126.65"), ("0", "0"), ("116.4", "39.9"), ("1e9", "45"), ("126", "-45")],
)
def test_a_point_elsewhere_is_refused(lon, lat):
    found = row(lon=lon, lat=lat)
    assert found.point() is None
    assert rules(found) == ["longitude and latitude lie outside the province"]


@pytest.mark.parametrize(("lon", "lat"), [("126.65", ""), ("", "45.75")])
def test_half_a_point_is_none(lon, lat):
    found = row(lon=lon, lat=lat)
    assert found.point() is None
    assert rules(found) == ["longitude and latitude must both be there, or neither"]


def test_choices():
    assert row(c="high").choice("c", Confidence) == "high"
    assert row(c="").choice("c", Confidence, empty="") == ""
    for cell in ("", "High", "certain"):
        found = row(c=cell)
        found.choice("c", Confidence)
        assert rules(found) == ["must be one of high, medium, low"]


@pytest.mark.parametrize(("cell", "said"), [("yes", True), ("no", False), ("", False)])
def test_flags(cell, said):
    assert row(f=cell).flag("f") is said


def test_references():
    found = row(one="a", many="a;b;c", none="")
    known = {"a": 1, "b": 2}
    assert found.reference("one", known) == 1
    assert found.reference("none", known) is None
    assert not found.broken
    assert found.references("many", known) == [1, 2]
    assert rules(found) == ["“c” names nothing that is known"]


def test_what_hangs_on_a_broken_row_is_not_blamed():
    """It was said where the row stands; here it only may not be stored."""
    found = row(one="a")
    assert found.reference("one", {"a": None}) is None
    assert found.broken
    assert not found.problems


def test_a_problem_says_where_it_is():
    found = row(level="galactic")
    found.problem("level", "must be known")
    assert str(found.problems[0]) == (
        "synthetic.csv, row 7, column level, value “galactic”: must be known"
    )


def test_tables_are_read_as_spreadsheets_write_them(tmp_path):
    path = tmp_path / "synthetic.csv"
    path.write_bytes('\ufeffa,b\r\n1,"x\r\ny"\r\n2\r\n1,z\r\n'.encode())
    problems = []
    rows = list(read_table(path, problems, "a"))
    assert [one.cells for one in rows] == [{"a": "1", "b": "x\r\ny"}, {"a": "1", "b": "z"}]
    assert [(one.row, one.column, one.rule) for one in problems] == [
        (3, "", "has a wrong number of cells"),
        (4, "a", "stands in row 2 already"),
    ]


def test_a_repaired_outline_keeps_its_areas_only():
    bow_tie = GEOSGeometry("SRID=4326;POLYGON((127 45, 128 46, 128 45, 127 46, 127 45))")
    outline = as_multipolygon(bow_tie)
    assert outline.valid
    assert outline.geom_type == "MultiPolygon"
    assert outline.srid == 4326
    assert outline.area == pytest.approx(0.5)
