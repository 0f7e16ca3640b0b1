"""Registering a project: what the form refuses and says, and what the actions allow to whom."""

from decimal import Decimal

import pytest
from django.contrib.gis.geos import Point
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from geo.models import Division
from parks.models import Park, Sector
from projects import actions
from projects.forms import ProjectForm
from projects.models import Project
from records.enums import State, Visibility
from records.intake.placing import problem_of_point
from records.review.actions import publish
from tests.factories import EnterpriseFactory, ParkFactory, ProjectFactory, UserFactory

BINXIAN, HARBIN, DAQING = "230125", "230100", "230600"
IN_BINXIAN = ("127.48", "45.75")

pytestmark = pytest.mark.usefixtures("facts")


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def filled(**changes):
    """A form that is complete, as a browser sends it."""
    return {
        "name_zh": "合成公司年产一万吨石墨新建项目",
        "enterprise_name": "合成石墨有限公司",
        "sector": str(Sector.objects.get(slug="food").pk),
        "division": BINXIAN,
        "location_precision": "unknown",
        "stage": "proposed",
        "source": "合成来源",
        "confidence": "low",
        **changes,
    }


def form_of(user, **changes):
    return ProjectForm(filled(**changes), by=user)


def errors_of(form):
    return {name: " ".join(messages) for name, messages in form.errors.items()}


def test_what_is_needed_is_enough(clerk):
    form = form_of(clerk)
    assert not errors_of(form)
    fields = form.fields_for_action()
    assert fields["point"] is None
    assert fields["investment_yuan"] is None
    assert fields["enterprise_text"] == "合成石墨有限公司"


@pytest.mark.parametrize(
    "name", ["name_zh", "enterprise_name", "sector", "division", "stage", "source", "confidence"]
)
def test_what_is_needed_is_asked_for(clerk, name):
    assert list(errors_of(form_of(clerk, **{name: ""}))) == [name]


@pytest.mark.parametrize(
    ("changes", "name", "word"),
    [
        ({"lon": "127.48"}, "lat", "both"),
        ({"lat": "45.75"}, "lon", "both"),
        ({"lon": "181", "lat": "45.75"}, "lon", "180"),
        ({"lon": "x", "lat": "45.75"}, "lon", "number"),
        ({"lon": "NaN", "lat": "45.75"}, "lon", "number"),
        ({"lon": "127.48", "lat": "45.75"}, "location_precision", "how precise"),
        ({"lon": "45.75", "lat": "90"}, "lon", "outside the province"),
        ({"lon": "116.4", "lat": "39.9", "location_precision": "site"}, "lon", "outside"),
        ({"lon": "45.75", "lat": "127.48", "location_precision": "site"}, "lon", "swapped"),
        ({"lon": "125.03", "lat": "46.58", "location_precision": "site"}, "lon", "This point is"),
        ({"investment_scope": "phase_1"}, "investment_yi", "sum"),
        ({"investment_yi": "0"}, "investment_yi", "0.0001"),
        ({"investment_yi": "-1"}, "investment_yi", "0.0001"),
        ({"investment_yi": "1.1234567"}, "investment_yi", "6 decimal"),
        ({"investment_yi": "100001"}, "investment_yi", "100000"),
        ({"investment_yi": "一亿二"}, "investment_yi", "number"),
        ({"division": ""}, "division", "give the point"),
        ({"division": DAQING}, "division", "valid choice"),
        ({"division": "nonsense"}, "division", "valid choice"),
        ({"name_zh": "名"}, "name_zh", "2 char"),
        ({"name_zh": "名" * 201}, "name_zh", "200"),
        ({"stage": "dreamt"}, "stage", "valid choice"),
        ({"stage_year": "two"}, "stage_year", "whole number"),
        ({"location_precision": "province"}, "location_precision", "valid choice"),
    ],
)
def test_a_mistake_is_said_beside_its_field(clerk, changes, name, word):
    errors = errors_of(form_of(clerk, **changes))
    assert name in errors
    assert word in errors[name]


@pytest.mark.parametrize("typed", ["1200.5", "１２００．５", "1,200.5", "１，２００.5"])
def test_a_sum_may_be_typed_in_any_digits(clerk, typed):
    form = form_of(clerk, investment_yi=typed)
    assert form.is_valid(), form.errors
    assert form.fields_for_action()["investment_yuan"] == 120_050_000_000


@pytest.mark.parametrize("name", ["investment_yi", "lat", "land_area_ha", "stage_year"])
def test_a_number_that_cannot_be_read_stays_as_typed(clerk, name):
    box = str(form_of(clerk, **{name: "一亿二"})[name])
    assert 'type="text"' in box
    assert 'value="一亿二"' in box
    assert "step=" not in box


def test_policy_areas_and_drafts_are_no_park_to_choose(clerk):
    area, draft = ParkFactory(policy_area=True), ParkFactory(draft=True)
    offered = ProjectForm(by=clerk).fields["park"].queryset
    assert ParkFactory() in offered
    assert not {area, draft} & set(offered)
    assert "park" in errors_of(form_of(clerk, park=str(draft.pk)))


def test_full_width_letters_are_written_in_the_ordinary_way(clerk):
    form = form_of(clerk, name_zh="　合成ＰＬＣ１００项目 ", enterprise_name="ＡＢＣ公司")
    assert not errors_of(form)
    assert form.cleaned_data["name_zh"] == "合成PLC100项目"
    assert form.cleaned_data["enterprise_name"] == "ABC公司"


def test_without_a_point_there_is_no_precision(clerk):
    assert set(errors_of(form_of(clerk, location_precision="site"))) == {"location_precision"}
    form = form_of(clerk, location_precision="unknown")
    assert not errors_of(form)
    assert form.fields_for_action()["location_precision"] == "unknown"


@pytest.mark.parametrize("year", ["0", "1948", "99999", "2999"])
def test_a_year_that_cannot_be_is_refused(clerk, year):
    assert set(errors_of(form_of(clerk, stage_year=year))) == {"stage_year"}


def test_a_sum_in_yi_is_kept_in_yuan(clerk):
    form = form_of(clerk, investment_yi="26.6", investment_scope="phase_1")
    assert not errors_of(form)
    assert form.fields_for_action()["investment_yuan"] == Decimal(2_660_000_000)


# A point and its division -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lon", "lat", "word"),
    [
        (127.48, 45.75, ""),
        (45.75, 127.48, "swapped"),
        (116.4, 39.9, "outside the province"),
        (0, 0, "outside the province"),
        (125.03, 46.58, "not in"),
    ],
)
def test_a_point_must_lie_in_its_division(lon, lat, word):
    problem = problem_of_point(Point(lon, lat, srid=4326), Division.objects.get(pk=BINXIAN))
    assert (word in problem) if word else problem == ""


def test_a_wrong_point_is_said_to_be_where_it_is():
    daqing = Division.objects.get(pk="230604")
    problem = problem_of_point(Point(127.48, 45.75, srid=4326), daqing)
    assert Division.objects.get(pk=BINXIAN).full_name in problem
    assert daqing.full_name in problem


def test_a_point_on_the_border_counts_as_inside():
    division = Division.objects.get(pk=BINXIAN)
    x, y = division.boundary[0][0][0]
    assert problem_of_point(Point(x, y, srid=4326), division) == ""


def test_a_district_without_outline_takes_any_point():
    without = Division.objects.filter(boundary=None).first()
    assert problem_of_point(Point(124.1, 50.4, srid=4326), without) == ""


# Actions ------------------------------------------------------------------------------------------


def fields_of(user, **changes):
    """The fields of a form without mistakes."""
    form = form_of(user, **changes)
    assert not errors_of(form)
    return form.fields_for_action()


def registered(user, **changes):
    return actions.register(by=user, fields=fields_of(user, **changes))


def test_a_registered_project_is_a_draft_of_the_clerk(clerk):
    lon, lat = IN_BINXIAN
    project = registered(clerk, lon=lon, lat=lat, location_precision="site", investment_yi="2")
    project = Project.objects.get(pk=project.pk)
    assert project.state == State.DRAFT
    assert (project.created_by, project.changed_by) == (clerk, clerk)
    assert project.registry_code == "PJ-0048"
    assert project.point.coords == (127.48, 45.75)
    assert project.investment_yuan == 200_000_000
    assert project.location_source
    assert project not in Project.objects.published()


def test_an_enterprise_is_tied_by_its_very_name(clerk):
    enterprise = EnterpriseFactory(name_zh="合成石墨有限公司")
    EnterpriseFactory(name_zh="合成石墨有限公司二厂")
    assert list(registered(clerk).enterprises.all()) == [enterprise]
    unknown = registered(clerk, enterprise_name="无人知晓有限公司")
    assert not unknown.enterprises.exists()
    assert unknown.enterprise_text == "无人知晓有限公司"


def test_outside_the_territory_nobody_registers(clerk):
    fields = {**fields_of(clerk), "division": Division.objects.get(pk=DAQING)}
    with pytest.raises(ValidationError, match="outside your territory"):
        actions.register(by=clerk, fields=fields)
    assert Project.objects.count() == 47


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("viewer", False),
        ("gis_staff", False),
        ("contributor", True),
        ("reviewer", True),
        ("administrator", True),
    ],
)
def test_some_roles_register(clerk, role, allowed):
    user = UserFactory(role=role, territory=[HARBIN])
    fields = fields_of(clerk)
    if allowed:
        assert actions.register(by=user, fields=fields).created_by == user
        return
    with pytest.raises(PermissionDenied):
        actions.register(by=user, fields=fields)


@pytest.mark.parametrize(
    ("state", "allowed"),
    [("draft", True), ("returned", True), ("submitted", False), ("published", False)],
)
def test_only_a_draft_or_what_was_returned_is_revised(clerk, state, allowed):
    project = ProjectFactory(state=state, created_by=clerk)
    fields = fields_of(clerk, name_zh="合成改名项目")
    if allowed:
        actions.revise(project=project, by=clerk, fields=fields)
    else:
        with pytest.raises(ValidationError):
            actions.revise(project=project, by=clerk, fields=fields)
    project = Project.objects.get(pk=project.pk)
    assert (project.name_zh == "合成改名项目") == allowed
    assert project.state == state


def test_who_no_longer_may_change_a_record_is_told_so_and_keeps_the_text(clerk, client):
    project = ProjectFactory(submitted=True, created_by=clerk)
    client.force_login(clerk)
    edit = f"/projects/{project.registry_code}/edit/"
    assert client.get(edit)["Location"] == project.get_absolute_url()
    answer = client.post(edit, filled(note="保留的话"))
    assert "保留的话" in answer.content.decode()
    assert answer.context["form"].non_field_errors()
    again = client.post(f"/work/{project.registry_code}/submit/", follow=True)
    assert [message.level_tag for message in again.context["messages"]] == ["error"]


def test_nobody_decides_on_what_was_changed_after_they_looked(clerk):
    project = ProjectFactory(submitted=True, created_by=clerk)
    reviewer = UserFactory(reviewer=True, territory=[HARBIN])
    with pytest.raises(ValidationError):
        publish(record=project, by=reviewer, version="2011-01-01T00:00:00+00:00")
    publish(record=project, by=reviewer, version=project.version)


def test_nobody_revises_the_project_of_another(clerk):
    theirs = ProjectFactory(draft=True, created_by=clerk)
    fields = fields_of(clerk)
    for other in (UserFactory(contributor=True, territory=[BINXIAN]), UserFactory(administrator=1)):
        with pytest.raises(PermissionDenied):
            actions.revise(project=theirs, by=other, fields=fields)


def test_a_refused_registration_takes_no_code(clerk):
    bad = {**fields_of(clerk), "source": ""}
    with pytest.raises(ValidationError):
        actions.register(by=clerk, fields=bad)
    assert registered(clerk).registry_code == "PJ-0048"


# Pages --------------------------------------------------------------------------------------------


def test_a_form_with_mistakes_comes_back_with_what_was_typed(clerk, client):
    client.force_login(clerk)
    response = client.post("/projects/new/?lang=en", filled(lon="127.48", capacity="<b>合成</b>"))
    page = response.content.decode()
    assert response.status_code == 200
    assert "Give both longitude and latitude" in page
    assert 'value="127.48"' in page
    assert "&lt;b&gt;合成&lt;/b&gt;" in page
    assert Project.objects.count() == 47


def test_from_the_form_to_the_public(clerk, client):
    client.force_login(clerk)
    park = Park.objects.get(registry_code="PK-0001")
    sent = filled(park=str(park.pk), submit="1")
    assert client.post("/projects/new/", sent).status_code == 302
    project = Project.objects.get(created_by=clerk)
    assert project.state == State.SUBMITTED
    assert client.get(f"/work/{project.registry_code}/review/").status_code == 404

    reviewer = UserFactory(reviewer=True, territory=[HARBIN])
    client.force_login(reviewer)
    address = f"/work/{project.registry_code}/review/"
    assert client.post(address, {"to": "returned", "reason": " "}).status_code == 200
    assert client.post(address, {"to": "returned", "reason": "合成理由"}).status_code == 302
    assert client.get(address)["Location"] == project.get_absolute_url()

    client.force_login(clerk)
    edit = f"/projects/{project.registry_code}/edit/"
    assert "合成理由" in client.get(edit).content.decode()
    assert client.post(edit, sent).status_code == 302
    client.force_login(reviewer)
    assert client.post(address, {"to": "published"}).status_code == 302
    client.logout()
    assert client.get(project.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    "address", ["/work/", "/projects/new/", "/projects/PJ-0001/edit/", "/work/PJ-0001/review/"]
)
def test_who_is_not_signed_in_is_asked_to(client, address):
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"] == f"/accounts/login/?next={address}"


def test_pages_of_work_are_for_those_whose_work_it_is(client):
    client.force_login(UserFactory(territory=[BINXIAN]))
    assert client.get("/projects/new/").status_code == 403
    waiting = ProjectFactory(submitted=True, created_by=UserFactory())
    assert client.get(f"/work/{waiting.registry_code}/review/").status_code == 404
    assert client.post(f"/work/{waiting.registry_code}/submit/").status_code == 404
    assert client.get(f"/work/{waiting.registry_code}/submit/")["Location"] == "/work/"


def test_a_military_civil_project_is_internal_unless_somebody_decides_otherwise(clerk):
    form = form_of(clerk)
    assert not errors_of(form)
    fields = form.fields_for_action()
    plain = actions.register(by=clerk, fields=fields)
    assert plain.visibility == Visibility.PUBLIC
    marked = {**fields, "is_military_civil": True}
    actions.revise(project=plain, by=clerk, fields=marked)
    plain.refresh_from_db()
    assert plain.visibility == Visibility.INTERNAL
    Project.objects.filter(pk=plain.pk).update(visibility=Visibility.PUBLIC)
    actions.revise(project=plain, by=clerk, fields=marked)
    plain.refresh_from_db()
    assert plain.visibility == Visibility.PUBLIC
