"""What the map draws is what the files say: place, sector, level, shape, precision, title."""

import pytest

from tests.pages import marks_on_map

PRECISE = {"site", "district"}


@pytest.fixture
def marks(facts, client):
    """The marks of a kind by registry code."""

    def read(kind, **query):
        return {mark["code"]: mark for mark in marks_on_map(client, kind, query)}

    return read


def rows_with_point(rows):
    return {row["registry_code"]: row for row in rows if row["lon"]}


def check_place(mark, row):
    assert (mark["lon"], mark["lat"]) == pytest.approx((float(row["lon"]), float(row["lat"])))
    assert mark.get("rough", False) == (row["location_precision"] not in PRECISE)


def test_parks(facts, marks):
    drawn = marks("parks", policy_areas="include")
    assert drawn.keys() == rows_with_point(facts.parks).keys()
    for code, row in rows_with_point(facts.parks).items():
        mark, industries = drawn[code], facts.park_sectors[row["id"]]
        check_place(mark, row)
        main = industries[0]["sector"] or "unclassified" if industries else "unknown"
        assert mark["sector"] == main
        assert [mark["level"], mark["shape"]] == [row["level"], row["record"]]
        assert mark.get("titled", False) == bool(facts.park_titles[row["id"]])
        assert [mark["name"], mark["group"]] == [row["name_zh"], "parks"]


def test_bases(facts, marks):
    drawn = marks("bases")
    assert drawn.keys() == rows_with_point(facts.bases).keys()
    for code, row in rows_with_point(facts.bases).items():
        mark = drawn[code]
        check_place(mark, row)
        assert [mark["sector"], mark["shape"]] == [row["sector"], "base"]
        assert mark.get("titled", False) == bool(facts.base_titles[row["id"]])


def test_projects(facts, marks):
    drawn = marks("projects")
    assert drawn.keys() == rows_with_point(facts.projects).keys()
    for code, row in rows_with_point(facts.projects).items():
        mark = drawn[code]
        check_place(mark, row)
        assert [mark["sector"], mark["shape"]] == [row["sector_slug"], "project"]
        assert mark.get("yuan", 0) == round(float(row["investment_100m_yuan"] or 0) * 100_000_000)


def test_several_kinds_stand_one_after_the_other(marks, client):
    together = client.get("/map.json?show=projects&show=parks&sector=food").json()["records"]
    apart = [*marks("parks", sector="food").values(), *marks("projects", sector="food").values()]
    assert together == apart
    assert [mark["group"] for mark in together] == sorted(mark["group"] for mark in together)
