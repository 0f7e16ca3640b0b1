"""Monthly reports, moves of stage, and projects that are overdue or to be verified."""

import datetime
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone, translation

from projects import progress
from projects.models import Project
from records.log.acting import acting
from tests.factories import ProjectFactory, UserFactory
from tests.factories.details import ProgressReportFactory

BINXIAN, DAQING = "230125", "230600"
TODAY = date(2026, 11, 24)

pytestmark = pytest.mark.usefixtures("facts")


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def fields(**changes):
    made = {"month": date(2026, 1, 1), "invested_yuan": 10, "progress": "合成", "explanation": ""}
    return {**made, **changes}


def test_a_month_is_reported_once_by_those_of_the_place(clerk):
    project = ProjectFactory(investment_yuan=100)
    progress.report(project=project, by=clerk, fields=fields())
    with pytest.raises(ValidationError, match="not changed"):
        progress.report(project=project, by=clerk, fields=fields())
    for other in (UserFactory(contributor=True, territory=[DAQING]), UserFactory()):
        with pytest.raises(PermissionDenied):
            progress.report(project=project, by=other, fields=fields(month=date(2026, 2, 1)))
    with pytest.raises(PermissionDenied):
        progress.report(project=ProjectFactory(draft=True), by=clerk, fields=fields())


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"invested_yuan": 111}, "explanation"),
        ({"invested_yuan": -1}, "explanation"),
        ({"month": date(2999, 1, 1)}, "month"),
    ],
)
def test_what_needs_a_word_is_refused_without(clerk, changes, name):
    project = ProjectFactory(investment_yuan=100)
    with pytest.raises(ValidationError) as refused:
        progress.report(project=project, by=clerk, fields=fields(**changes))
    assert set(refused.value.message_dict) == {name}
    if name == "explanation":
        progress.report(project=project, by=clerk, fields=fields(**changes, explanation="合成"))
        assert project.reports.count() == 1


def test_missing_months_are_listed():
    project = ProjectFactory()
    reports = [ProgressReportFactory(project=project, month=date(2026, n, 1)) for n in (8, 10)]
    assert progress.missing_months(reports, TODAY) == [date(2026, 9, 1)]
    assert progress.missing_months(reports, date(2027, 1, 5))[1:] == [
        date(2026, 11, 1),
        date(2026, 12, 1),
    ]
    assert progress.missing_months([], TODAY) == []


def test_a_stage_moves_with_date_evidence_and_works(clerk):
    project = ProjectFactory(stage="signed")
    move = {"project": project, "by": clerk, "on": date(2026, 5, 1)}
    for changes, name in (
        ({"to": "full_capacity", "evidence": "合成"}, "to"),
        ({"to": "started", "evidence": "合成"}, "works"),
        ({"to": "started", "evidence": " ", "works": "合成"}, "evidence"),
    ):
        with pytest.raises(ValidationError) as refused:
            progress.move_stage(**move, **changes)
        assert set(refused.value.message_dict) == {name}
    progress.move_stage(**move, to="started", evidence="合成", works="合成基础施工")
    project = Project.objects.get(pk=project.pk)
    assert (project.stage, project.stage_date, project.stage_year) == (
        "started",
        date(2026, 5, 1),
        2026,
    )
    assert project.stage_moves.get().from_stage == "signed"


@pytest.mark.parametrize(
    ("values", "report", "is_stale"),
    [
        ({"stage": "under_construction"}, None, True),
        ({"stage": "under_construction", "stage_year": 2011}, None, True),
        ({"stage": "under_construction", "stage_year": 2026}, None, False),
        ({"stage": "under_construction", "stage_date": date(2026, 7, 31)}, None, True),
        ({"stage": "under_construction", "stage_date": date(2026, 8, 1)}, None, False),
        ({"stage": "under_construction"}, date(2026, 7, 1), True),
        ({"stage": "under_construction"}, date(2026, 8, 1), False),
        ({"stage": "in_operation"}, None, False),
    ],
)
def test_what_is_not_heard_of_is_to_be_verified(values, report, is_stale):
    project = ProjectFactory(**values)
    if report:
        ProgressReportFactory(project=project, month=report)
    assert Project.objects.stale(TODAY).filter(pk=project.pk).exists() == is_stale


def test_what_should_have_started_is_overdue():
    late = ProjectFactory(stage="signed", planned_start=date(2026, 11, 23))
    ProjectFactory(stage="signed", planned_start=TODAY)
    ProjectFactory(stage="under_construction", planned_start=date(2026, 1, 1))
    assert list(Project.objects.overdue(TODAY)) == [late]


def test_from_the_reminder_to_the_report(clerk, client):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    project = ProjectFactory(stage="signed", planned_start=yesterday, investment_yuan=10**6)
    client.force_login(clerk)
    address = f"/projects/{project.registry_code}/progress/"
    work = client.get("/work/?lang=en").content.decode()
    assert address in work
    assert "Overdue" in work
    sent = {"month": "2026-01", "invested_yuan": "50", "progress": "<b>合成进度</b>"}
    refused = client.post(address, sent | {"invested_yuan": "500"})
    assert refused.status_code == 200
    assert "110 percent" in refused.content.decode()
    assert "&lt;b&gt;合成进度" in refused.content.decode()
    assert client.post(address, sent).status_code == 302
    moved = {"to": "started", "on": "2026-02-01", "evidence": "合成", "works": "合成基础"}
    assert client.post(address, moved | {"works": ""}).status_code == 200
    assert client.post(address, moved).status_code == 302
    page = client.get(address).content.decode()
    assert "50.0%" in page
    assert "合成基础" in page
    assert client.get(f"/projects/{project.registry_code}/").content.decode().count(address) == 1
    with acting(by=clerk):
        client.logout()
    assert client.get(address).status_code == 302
    client.force_login(UserFactory(contributor=True, territory=[DAQING]))
    assert client.get(address).status_code == 404
