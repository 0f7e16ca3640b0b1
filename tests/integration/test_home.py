"""The home page counts what the files hold, and every number is that of the page behind it."""

import re
from decimal import Decimal

import pytest

from config.home import counted
from parks.enums import ParkLevel
from parks.models import Park
from projects.models import Project
from tests.factories import ParkFactory
from tests.oracle import Bases, Parks, Projects

WAYS = {"sectors": "sector", "belts": "belt", "divisions": "division", "chains": "chain"}
KINDS = {"parks": Parks, "bases": Bases, "projects": Projects}


def found(facts, kind, **query):
    """How many records of a kind the files hold for a query."""
    seeker = KINDS[kind](facts)
    asked = {name: [value] for name, value in query.items()}
    return sum(seeker.meets(row, asked) for row in seeker.rows())


def test_totals_are_those_of_the_files_and_of_the_lists(facts, client):
    numbers = {total["url"]: total["count"] for total in counted()["totals"]}
    expected = {f"/{kind}/": found(facts, kind) for kind in KINDS}
    assert numbers == expected | {"/enterprises/": len(facts.enterprises)}
    for url, number in numbers.items():
        assert client.get(url).context["page_obj"].paginator.count == number


def test_levels_and_policy_areas_are_those_of_the_files(facts):
    home = counted()
    levels = {level["value"]: level["count"] for level in home["levels"]}
    every = {level: found(facts, "parks", level=level) for level in ParkLevel.values}
    assert levels == {level: number for level, number in every.items() if number}
    assert home["with_policy_areas"]["count"] == found(facts, "parks", policy_areas="include")


def test_investment_is_that_of_the_files(facts, client):
    investment = counted()["investment"]
    sums = [row["investment_100m_yuan"] for row in facts.projects]
    known = [Decimal(text) * 100_000_000 for text in sums if text]
    assert investment["known"] == len(known) > 0
    assert investment["unknown"] == len(facts.projects) - len(known)
    assert investment["sum_yuan"] == sum(known)
    for part in ("known", "unknown"):
        listed = client.get(investment[f"{part}_url"]).context["page_obj"].paginator.count
        assert listed == investment[part]


@pytest.mark.parametrize(("ways", "parameter"), WAYS.items())
def test_ways_in_count_the_records_of_the_page_behind_them(facts, client, ways, parameter):
    options = counted()[ways]
    assert len(options) > 5
    for option in options[:8]:
        value = option["url"].rstrip("/").rsplit("/", 1)[1]
        number = sum(found(facts, kind, **{parameter: value}) for kind in KINDS)
        assert option["count"] == number, option
        groups = client.get(option["url"]).context["groups"]
        assert sum(group.count for group in groups) == number


def test_rings_count_the_parks_of_each_prefecture(facts):
    overview = counted()["overview"]
    assert sum(ring.count for ring in overview["rings"]) == Park.objects.published().parks().count()
    for ring in overview["rings"]:
        code = ring.url.rsplit("=", 1)[1]
        assert ring.count == found(facts, "parks", division=code), ring
        assert sum(arc.length for arc in ring.arcs) == pytest.approx(100, abs=len(ring.arcs) + 0.1)


def test_rings_do_not_cover_each_other(facts):
    places = [(ring.x, ring.y) for ring in counted()["overview"]["rings"]]
    for number, (x, y) in enumerate(places):
        for other_x, other_y in places[:number]:
            assert (x - other_x) ** 2 + (y - other_y) ** 2 > 42**2


def test_page_follows_every_change_of_the_data(facts, client):
    before = counted()["totals"][0]["count"]
    assert total_of(client) == before
    ParkFactory()
    assert total_of(client) == before + 1
    Project.objects.all().delete()
    assert client.get("/home/").context["investment"]["sum_yuan"] is None


def total_of(client):
    """The number of parks that the page shows."""
    html = client.get("/home/").content.decode()
    return int(re.search(r'href="/parks/"><b class="total__number">(\d+)', html).group(1))
