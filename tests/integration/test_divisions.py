"""Shaded divisions: counts and sums are those of the files, classes part them, all adds up."""

from collections import defaultdict
from decimal import Decimal

import pytest
from hypothesis import example, given, settings

from records.maps.shading import CLASSES, class_bounds, step_of
from tests.queries import ANSWERED_BY_FILES, KINDS, queries

UNITS = ("prefecture", "county")
ALL = {"show": list(KINDS)}


def ask(client, **query):
    response = client.get("/divisions.json", query)
    assert response.status_code == 200, response.content.decode()
    return response.json()


def unit_of(facts, code, unit):
    """The division of a unit that a place is or lies in; None above that."""
    for one in facts.ancestors(code):
        level = facts.places[one]["level"]
        if level == "prefecture" or level == "province":
            return one if (level, unit) == ("prefecture", "prefecture") else None
        if unit == "county":
            return one
    return None


def expected(facts, kind, query, unit):
    """Records and known investments (yuan) by division, and how many records have none."""
    rows = {row["registry_code"]: row for row in getattr(facts, kind)}
    records, money, unplaced = defaultdict(set), defaultdict(list), 0
    for registry_code in facts.find(kind, query):
        row = rows[registry_code]
        units = {unit_of(facts, code, unit) for code in facts.place_codes(row)} - {None}
        unplaced += not units
        for code in units:
            records[code].add(registry_code)
            if row.get("investment_100m_yuan"):
                money[code].append(Decimal(row["investment_100m_yuan"]) * 100_000_000)
    return records, money, unplaced


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=12)
@given(query=queries(ANSWERED_BY_FILES, most=2))
@example(query={})
@example(query={"policy_areas": ["include"]})
def test_counts_and_sums_are_those_of_the_files(facts, client, unit, kind, query):
    answer = ask(client, show=kind, unit=unit, shade="investment", **query)
    records, money, unplaced = expected(facts, kind, query, unit)
    told = {one["code"]: one for one in answer["divisions"]}
    assert records.keys() <= told.keys()
    for code, one in told.items():
        assert [one["count"], one["known"]] == [len(records[code]), len(money[code])]
        assert (one["investment_yuan"] or 0) == pytest.approx(float(sum(money[code])))
    assert [answer["total"], answer["unplaced"]] == [len(facts.find(kind, query)), unplaced]
    counted = sum(one["count"] for one in told.values())
    assert counted >= answer["total"] - unplaced
    assert answer["repeated"] == (counted > answer["total"] - unplaced)


def test_units_are_the_whole_province(facts, client):
    for unit, number in (("prefecture", 13), ("county", 125)):
        divisions = ask(client, unit=unit)["divisions"]
        assert len({one["code"] for one in divisions}) == len(divisions) == number
        # The statistical yearbook gives 473,000 km² with 18,000 that lie in Inner Mongolia.
        area_km2 = sum(one["area_km2"] or 0 for one in divisions)
        assert area_km2 == pytest.approx(453_000, rel=0.01)


def test_several_kinds_add_up(facts, client):
    together = ask(client, **ALL)
    apart = [ask(client, show=kind) for kind in KINDS]
    assert together["total"] == sum(one["total"] for one in apart)
    counts = {one["code"]: one["count"] for one in together["divisions"]}
    for code, count in counts.items():
        kinds = [
            one["count"] for answer in apart for one in answer["divisions"] if one["code"] == code
        ]
        assert count == sum(kinds)


@pytest.mark.parametrize("shade", ["count", "investment", "density"])
@pytest.mark.parametrize("unit", UNITS)
def test_values_classes_and_order(facts, client, shade, unit):
    answer = ask(client, shade=shade, unit=unit, **ALL)
    classes = {one["class"]: one for one in answer["classes"]}
    assert list(classes) == list(range(1, len(classes) + 1))
    known = [one for one in answer["divisions"] if one["value"]]
    assert known
    assert [one["value"] for one in known] == sorted((o["value"] for o in known), reverse=True)
    for one in answer["divisions"]:
        value = {
            "count": one["count"],
            "investment": one["investment_yuan"],
            "density": one["investment_yuan"]
            and one["area_km2"]
            and one["investment_yuan"] / one["area_km2"],
        }[shade]
        if value:
            its = classes[one["class"]]
            assert its["least"] <= value <= its["most"]
            assert one["value"] == pytest.approx(value)
        elif shade == "count" or not one["priced"]:
            assert [one["value"], one["class"]] == [0, 0]
        else:
            assert [one["value"], one["class"]] == [None, None]


def test_sums_of_projects_are_all_that_is_known(facts, client):
    rows = [row["investment_100m_yuan"] for row in facts.projects if row["investment_100m_yuan"]]
    divisions = ask(client, show="projects", shade="investment")["divisions"]
    assert sum(one["known"] for one in divisions) == len(rows)
    known = sum(one["investment_yuan"] or 0 for one in divisions)
    assert known == pytest.approx(float(sum(map(Decimal, rows))) * 100_000_000)


@pytest.mark.parametrize(
    ("values", "bounds"),
    [
        ([], []),
        ([7], [(7, 7)]),
        ([2, 2, 2], [(2, 2)]),
        ([1, 2, 3, 4, 5], [(1, 1), (2, 2), (3, 3), (4, 4), (5, 5)]),
        ([1, 1, 1, 1, 1, 1, 1, 9], [(1, 1), (9, 9)]),
        (list(range(1, 11)), [(1, 2), (3, 4), (5, 6), (7, 8), (9, 10)]),
    ],
)
def test_classes_hold_about_equally_many_and_never_part_equals(values, bounds):
    assert class_bounds(values) == bounds
    assert len(bounds) <= CLASSES
    for value in values:
        step = step_of(value, bounds)
        assert bounds[step - 1][0] <= value <= bounds[step - 1][1]
    assert step_of(0, bounds) == 0


@pytest.mark.parametrize(
    "wrong", ["shade=galactic", "unit=village", "level=galactic", "colour=red"]
)
def test_wrong_values_are_said(client, facts, wrong):
    response = client.get(f"/divisions.json?{wrong}")
    assert response.status_code == 400
    assert wrong.split("=")[0] in " ".join(response.json()["errors"])


@pytest.mark.parametrize(
    ("language", "words"), [("en", "There are: count"), ("zh-hans", "可用的有：count")]
)
def test_page_with_a_wrong_shade_says_so_and_keeps_the_records(client, facts, language, words):
    response = client.get(f"/?shade=galactic&sector=food&lang={language}")
    page = response.content.decode()
    assert response.status_code == 200
    assert words in page
    assert "data-code=" in page
    assert 'id="shading"' not in page


def rows(response):
    """The divisions of the table, in their order."""
    return [shade.tally.division.code for shade in response.context["shading"].rows]


@pytest.mark.parametrize("query", ["shade=count", "shade=investment&unit=county&show=projects"])
def test_table_says_what_the_map_shows(client, facts, query):
    page = client.get(f"/?{query}")
    answer = client.get(f"/divisions.json?{query}").json()
    assert rows(page) == [one["code"] for one in answer["divisions"] if one["count"]]
    for one in answer["divisions"]:
        assert (f'data-division="{one["code"]}"' in page.content.decode()) == bool(one["count"])


def test_a_row_leads_to_the_records_of_its_division(client, facts):
    page = client.get("/?shade=count&show=parks&show=projects&sector=food")
    for shade in page.context["shading"].rows:
        narrowed = client.get(f"/{shade.url}")
        assert narrowed.context["shading"].total == shade.tally.count


def test_parks_alone_have_no_investment_and_the_page_offers_projects(client, facts):
    page = client.get("/?shade=investment&lang=en")
    assert "Only projects have an investment." in page.content.decode()
    offered = client.get(f"/{page.context['shading'].with_projects_url}")
    assert offered.context["shading"].has_values
    assert offered.context["shading"].known == 20


def test_unchanged_answer_is_not_sent_again(client, facts):
    first = client.get("/divisions.json?shade=count")
    again = client.get("/divisions.json?shade=count", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
