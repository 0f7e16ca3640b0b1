"""The full record of a project: what its form refuses, its tables, and sums that count once."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects.doubts import doubts
from projects.models import Project
from projects.rules import stage_move_problem
from tests.factories import ProjectFactory
from tests.factories.details import ProgressReportFactory
from tests.unit.test_registration import errors_of, filled, form_of

CREDIT = "91350100M000100Y43"

pytestmark = pytest.mark.usefixtures("facts")


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("changes", "name", "word"),
    [
        ({"project_code": "2313-230125-04-01-123456"}, "project_code", "first four"),
        ({"project_code": "123"}, "project_code", "24 characters"),
        ({"credit_code": CREDIT[:-1] + "5"}, "credit_code", "check character"),
        ({"industry_class": "C3091"}, "industry_table", "version"),
        ({"industry_class": "C0691", "industry_table": "2017"}, "industry_class", "13 to 43"),
        ({"stage": "started"}, "stage_works", "physical works"),
        (
            {"planned_start": "2026-05-01", "planned_finish": "2026-04-01"},
            "planned_finish",
            "2026-05-01",
        ),
        ({"investment_yi": "1", "fixed_investment_yuan": "2"}, "fixed_investment_yuan", "larger"),
        (
            {"investment_yi": "1", "land_cost_yuan": "0.5", "equipment_yuan": "0.6"},
            "equipment_yuan",
            "together",
        ),
        ({"phase_number": "1"}, "phase_of", "both"),
        ({"land_area_ha": "-1"}, "land_area_ha", "below 0"),
        ({"office_share_percent": "101"}, "office_share_percent", "above 100"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(clerk, changes, name, word):
    errors = errors_of(form_of(clerk, **changes))
    assert set(errors) == {name}
    assert word in errors[name]


def test_codes_are_kept_as_they_are_written_and_sums_in_yuan(clerk):
    typed = {
        "project_code": "２３０１－230125－04－01－12345x",
        "credit_code": CREDIT.lower(),
        "investment_yi": "2",
        "fixed_investment_yuan": "1.5",
        "expected_tax_yuan": "12",
    }
    form = form_of(clerk, **typed)
    assert not errors_of(form)
    fields = form.fields_for_action()
    assert fields["project_code"] == "2301-230125-04-01-12345X"
    assert fields["credit_code"] == CREDIT
    assert fields["fixed_investment_yuan"] == 150_000_000
    assert fields["expected_tax_yuan"] == 120_000


def rows(name, *filled_in):
    sent = {f"{name}-TOTAL_FORMS": str(len(filled_in)), f"{name}-INITIAL_FORMS": "0"}
    for number, row in enumerate(filled_in):
        sent |= {f"{name}-{number}-{field}": value for field, value in row.items()}
    return sent


def tables(**changed):
    names = ("investors", "funds", "year_plans", "factors", "listings")
    sent = {}
    for name in names:
        sent |= rows(name, *changed.get(name, []))
    return sent


def test_small_tables_are_stored_with_the_project_and_kept_within_the_whole(clerk, client):
    client.force_login(clerk)
    typed = {
        "investors": [
            {"name": "合成甲", "share_percent": "60"},
            {"name": "合成乙", "share_percent": "50"},
        ],
        "funds": [{"source": "own", "yuan": "0.4"}],
        "year_plans": [{"year": "2026", "yuan": "0.3"}],
    }
    sent = filled(investment_yi="1")
    refused = client.post("/projects/new/", sent | tables(**typed))
    assert refused.status_code == 200
    assert "100" in refused.context["form"].errors["investors"][0]
    assert "合成乙" in refused.content.decode()
    assert not Project.objects.filter(created_by=clerk).exists()
    typed["investors"][1]["share_percent"] = "40"
    assert client.post("/projects/new/", sent | tables(**typed)).status_code == 302
    project = Project.objects.get(created_by=clerk)
    assert sorted(one.share_percent for one in project.investors.all()) == [40, 60]
    assert project.funds.get().yuan == 40_000_000
    assert project.year_plans.get().yuan == 30_000_000


# Sums count once ----------------------------------------------------------------------------------

SUMS = st.one_of(st.none(), st.integers(1, 50).map(Decimal))
STATES = st.sampled_from(["published", "draft"])


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(whole=SUMS, parts=st.lists(st.tuples(SUMS, STATES, STATES), max_size=3))
def test_a_yuan_counts_once_whatever_is_selected(facts, whole, parts):
    """An oracle adds up the published phases, and what the whole has beyond them."""
    with transaction.atomic():
        parent = ProjectFactory(investment_yuan=whole)
        phases = []
        for number, (yuan, first, last) in enumerate(parts, 1):
            phase = ProjectFactory(
                investment_yuan=yuan, state=first, phase_of=parent, phase_number=number
            )
            Project.objects.filter(pk=phase.pk).update(state=last)
            phases.append((phase.pk, yuan, last))
        shown = sum(yuan or 0 for _pk, yuan, state in phases if state == "published")
        rest = None if whole is None else max(whole - shown, 0)
        parent.refresh_from_db()
        assert parent.counted_yuan == rest
        family = Project.objects.filter(pk__in=[parent.pk, *(pk for pk, *_ in phases)])
        public = family.filter(state="published")
        known = public.known_investment()["sum_yuan"] or 0
        assert known == shown + (rest or 0)
        cells = public.by_division("county")
        assert sum(cell["yuan"] or 0 for cell in cells) == known
        if whole is not None:
            assert known == max(whole, shown)
        transaction.set_rollback(True)


def test_a_phase_that_goes_gives_its_sum_back(facts):
    parent = ProjectFactory(investment_yuan=10)
    phase = ProjectFactory(investment_yuan=4, phase_of=parent, phase_number=1)
    parent.refresh_from_db()
    assert parent.counted_yuan == 6
    phase.delete()
    parent.refresh_from_db()
    assert parent.counted_yuan == 10


# Reports and stages -------------------------------------------------------------------------------


def test_a_report_stays_as_it_was_made(facts):
    report = ProgressReportFactory()
    report.project.refresh_from_db()
    assert report.project.last_report == report.month
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        type(report).objects.filter(pk=report.pk).update(invested_yuan=2)


def test_stages_move_by_one_table():
    assert stage_move_problem("signed", "started") == ""
    assert "Completed" in stage_move_problem("under_construction", "signed")
    assert stage_move_problem("terminated", "started")
    assert stage_move_problem("unknown", "in_operation") == ""


def test_doubts_are_said_and_refuse_nothing(facts):
    project = ProjectFactory(project_code="2301-230604-04-01-123456", stage="completed")
    said = " ".join(doubts(project))
    assert "check digit was not verified" in said
    assert "not of" in said
    project.project_code = ""
    assert "At this stage" in " ".join(doubts(project))
