"""The small tables of a project on their way through review: proposed, compared, merged."""

import datetime
import json

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from parks.models import Chain
from projects import actions
from projects.doubts import doubts
from projects.models import (
    FactorNeed,
    Fund,
    Investor,
    KeyListing,
    Project,
    ProjectChain,
    YearPlan,
)
from projects.table_forms import TABLES
from records.duplicates.actions import merge
from records.models import Change, Proposal
from records.review.diff import rows_of
from records.review.editors import values_now
from records.review.proposals import accept
from records.review.values import merged
from tests.factories import ProjectFactory, UserFactory
from tests.factories.details import ProgressReportFactory

BINXIAN = "230125"

pytestmark = pytest.mark.usefixtures("facts")


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def project():
    """A published project with a row in each small table."""
    found = ProjectFactory(
        created_by=UserFactory(), investment_yuan=10**9, enterprise_text="合成有限公司"
    )
    chain = Chain.objects.first()
    ProjectChain.objects.create(project=found, chain=chain, basis="合成", confidence="low")
    Investor.objects.create(project=found, name="合成甲", share_percent=60)
    Fund.objects.create(project=found, source="own", yuan=4 * 10**8)
    YearPlan.objects.create(project=found, year=2026, yuan=3 * 10**8)
    FactorNeed.objects.create(project=found, factor="power", quantity=40, unit="MW")
    KeyListing.objects.create(project=found, level="provincial", year=2026)
    return found


def typed(values, **rows):
    """A form as a browser sends it, with rows for some of its tables and the others as they are."""
    sent = {name: value for name, value in values.items() if name not in TABLES}
    for name in TABLES:
        filled = rows.get(name, [json.loads(row) for row in values[name]])
        sent |= {f"{name}-TOTAL_FORMS": len(filled) + 3, f"{name}-INITIAL_FORMS": len(filled)}
        for number, row in enumerate(filled):
            sent |= {f"{name}-{number}-{column}": text for column, text in row.items()}
    return {name: value for name, value in sent.items() if value is not False}


def test_tables_that_nobody_touched_are_no_change(project, clerk, client):
    client.force_login(clerk)
    address = f"/projects/{project.registry_code}/propose/?lang=en"
    shown = client.get(address)
    values = values_now(project, clerk)
    sent = typed(values) | {"base": shown.context["held_base"], "version": ""}
    answer = client.post(address, sent)
    assert answer.context["form"].errors == {
        "__all__": ["Nothing differs from the record. Change something first."]
    }


def test_rows_are_proposed_shown_one_by_one_and_accepted(project, clerk, reviewer, client):
    client.force_login(clerk)
    address = f"/projects/{project.registry_code}/propose/"
    shown = client.get(address)
    rows = [
        {"name": "合成甲", "credit_code": "", "share_percent": "60.00", "DELETE": ""},
        {"name": "合成乙", "credit_code": "", "share_percent": "４0"},
    ]
    sent = typed(values_now(project, clerk), investors=rows, listings=[])
    sent |= {"base": shown.context["held_base"], "version": shown.context["held_version"]}
    assert client.post(address, sent).status_code == 302
    assert [one.name for one in project.investors.all()] == ["合成甲"]
    proposal = Proposal.objects.get(registry_code=project.registry_code)
    assert set(proposal.values) == {"investors", "listings"}
    lines = {row.name: row.lines for row in rows_of(proposal, project, reviewer)}
    assert [kind for kind, _text in lines["investors"]] == ["kept", "new"]
    assert lines["investors"][1][1].startswith("合成乙; Share (%): 40")
    assert [kind for kind, _text in lines["listings"]] == ["gone"]
    client.force_login(reviewer)
    page = client.get(f"/work/proposals/{proposal.pk}/").content.decode()
    assert "合成乙" in page
    accept(proposal=proposal, record=project, by=reviewer, names=["investors", "listings"])
    project = Project.objects.get(pk=project.pk)
    assert sorted(one.name for one in project.investors.all()) == ["合成乙", "合成甲"]
    assert not project.listings.exists()
    assert project.funds.get().yuan == 4 * 10**8
    written = Change.objects.filter(table_name="projects_investor", act__by=reviewer)
    assert written.count() == 1, "the row that stays is not written again"


def test_rows_of_two_people_meet_field_by_field(project, clerk):
    base = values_now(project, clerk)
    other = {**base, "funds": [], "capacity": "合成产能"}
    mine = {**base, "investors": []}
    both = merged(base, other, mine)
    assert (both.values["funds"], both.values["investors"]) == ([], [])
    assert not both.collisions
    assert merged(base, other, {**base, "funds": base["funds"] * 2}).collisions == ["funds"]


@pytest.mark.parametrize(
    ("table", "rows", "word"),
    [
        ("investors", [{"name": "合成甲", "share_percent": 40}] * 2, "same"),
        ("funds", [{"source": "own", "yuan": 2 * 10**9}], "sources"),
        ("year_plans", [{"year": 2026, "yuan": 2 * 10**9}], "years"),
        ("year_plans", [{"year": 2027, "yuan": 8 * 10**8}], "7"),
    ],
)
def test_rows_keep_within_the_whole_whoever_writes(project, reviewer, table, rows, word):
    ProgressReportFactory(
        project=project, month=datetime.date(2026, 10, 1), invested_yuan=3 * 10**8
    )
    with pytest.raises(ValidationError) as refused:
        actions.amend(project=project, by=reviewer, fields={table: rows})
    assert word in refused.value.message_dict[table][0]


def test_months_that_do_not_make_up_their_year_are_a_doubt(project):
    month = datetime.date(2026, 10, 1)
    ProgressReportFactory(project=project, month=month, invested_yuan=3 * 10**8)
    assert not any("add up" in one for one in doubts(project))
    ProgressReportFactory(project=project, month=month.replace(month=11), invested_yuan=9 * 10**8)
    said = [one for one in doubts(project) if "add up" in one]
    assert "2026" in said[0]
    assert "110 percent" in said[1]


def test_a_published_project_changes_its_stage_by_the_table_of_moves(project, reviewer):
    day = datetime.date(2026, 11, 1)
    move = {"stage": "started", "stage_works": "合成基础", "stage_note": "合成文件"}
    for fields, name in (
        ({**move, "stage": "full_capacity", "stage_date": day}, "stage"),
        (move, "stage_date"),
        ({**move, "stage_note": " ", "stage_date": day}, "stage_note"),
    ):
        with pytest.raises(ValidationError) as refused:
            actions.amend(project=Project.objects.get(pk=project.pk), by=reviewer, fields=fields)
        assert set(refused.value.message_dict) == {name}
    found = Project.objects.get(pk=project.pk)
    actions.amend(project=found, by=reviewer, fields={**move, "stage_date": day})
    kept = project.stage_moves.get()
    assert (kept.from_stage, kept.to_stage, kept.on) == ("proposed", "started", day)


def test_a_merge_takes_the_rows_along(project, reviewer):
    kept = ProjectFactory(created_by=UserFactory(), investment_yuan=10**9)
    Investor.objects.create(project=kept, name="合成丙")
    merge(kept=kept, dropped=project, by=reviewer, reason="合成")
    assert {one.name for one in kept.investors.all()} == {"合成甲", "合成丙"}
    for name in TABLES:
        assert getattr(kept, name).exists(), name


def test_people_are_shown_to_those_who_may_see_them(project, clerk, reviewer, client):
    project.responsible_official, project.contact_phone = "合成负责人", "0451-55550000"
    project.save()
    seen = {}
    for user in (None, clerk, reviewer):
        client.logout()
        if user:
            client.force_login(user)
        page = client.get(project.get_absolute_url()).content.decode()
        seen[user] = ("合成负责人" in page, "0451-55550000" in page)
    assert seen == {None: (False, False), clerk: (True, False), reviewer: (True, True)}


def test_the_review_page_shows_tables_and_doubts(clerk, reviewer, client):
    project = ProjectFactory(
        created_by=clerk,
        state="submitted",
        enterprise_text="合成有限公司",
        project_code="2301-230125-04-01-123456",
    )
    Investor.objects.create(project=project, name="合成甲", share_percent=60)
    client.force_login(reviewer)
    page = client.get(f"/work/{project.registry_code}/review/?lang=en").content.decode()
    assert "合成甲" in page
    assert "its check digit was not verified" in page
