"""Projects that are overdue or to be verified: shown everywhere, by the day in Heilongjiang."""

import datetime
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from django.contrib.gis.geos import Point
from django.core.cache import cache
from django.http import QueryDict
from django.utils import timezone

from records.filters.results import Results
from tests.factories import ProjectFactory

pytestmark = pytest.mark.usefixtures("facts")


@pytest.fixture
def the_day(monkeypatch):
    """Set the clock; the days of the registry are those of Heilongjiang."""

    def turn(*moment):
        now = datetime.datetime(*moment, tzinfo=ZoneInfo("Asia/Harbin"))
        monkeypatch.setattr(timezone, "now", lambda: now)

    return turn


def asked(*projects, query=""):
    """The page of these projects."""
    codes = "&".join(f"code={project.registry_code}" for project in projects)
    return Results(QueryDict(f"{codes}&{query}"), ["projects"])


def numbers(facet, *projects):
    """How many of these projects each value of a facet has."""
    [found] = [one for one in asked(*projects).facets if one.name == facet]
    return {option.value: option.count for option in found.options if option.count}


def test_nothing_that_is_to_be_verified_counts_as_under_construction(the_day):
    the_day(2026, 11, 24, 12)
    heard = ProjectFactory(stage="under_construction", stage_date=date(2026, 9, 1))
    unheard = ProjectFactory(stage="under_construction", stage_year=2012)
    late = ProjectFactory(stage="signed", planned_start=date(2026, 11, 23))
    every = [heard, unheard, late]
    assert numbers("stage", *every) == {"under_construction": 1, "signed": 1}
    assert numbers("watch", *every) == {"overdue": 1, "stale": 1}
    for query, found in (
        ("stage=under_construction", [heard]),
        ("watch=stale", [unheard]),
        ("watch=overdue", [late]),
        ("watch=overdue&watch=stale", [unheard, late]),
    ):
        assert asked(*every, query=query).selected[0].records == found


def test_at_midnight_in_harbin_a_project_is_overdue(the_day, client):
    """Answers that were kept say what is true on the day, and their ETags change with it."""
    project = ProjectFactory(
        stage="signed",
        planned_start=date(2026, 11, 24),
        point=Point(126.6, 45.8),
        location_precision="site",
        location_source="合成",
    )
    the_day(2026, 11, 24, 23, 59)
    address = f"/map.json?show=projects&code={project.registry_code}"
    before = client.get(address)
    assert "watch" not in before.json()["records"][0]
    assert numbers("watch", project) == {}
    the_day(2026, 11, 25, 0, 0)
    after = client.get(address, headers={"If-None-Match": before["ETag"]})
    assert (after.status_code, after.json()["records"][0]["watch"]) == (200, "逾期未开工")
    assert numbers("watch", project) == {"overdue": 1}
    page = client.get(project.get_absolute_url()).content.decode()
    assert "逾期未开工" in page
    assert "计划 2026-11-24 开工" in page
    assert (
        "其中 1 个逾期未开工。"
        in client.get(f"/projects/?code={project.registry_code}").content.decode()
    )


def test_the_months_of_silence_are_a_setting(the_day, settings, client):
    the_day(2026, 11, 24, 12)
    project = ProjectFactory(stage="under_construction", stage_date=date(2026, 8, 15))
    assert numbers("watch", project) == {}
    settings.STALE_AFTER_MONTHS = 2
    cache.clear()
    assert numbers("watch", project) == {"stale": 1}
    assert "待核实：2 个月无进展信息" in client.get(project.get_absolute_url()).content.decode()
