"""The admin refuses what the forms of clerks refuse: there is no way round a rule."""

import pytest
from django.contrib.gis.geos import Point
from django.utils import translation

from parks.models import Park, ParkPeriod
from projects.models import Enterprise, Fund, Investor, Project, StageMove
from records.enums import Visibility
from tests.factories import (
    BaseFactory,
    EnterpriseFactory,
    ParkFactory,
    ProjectFactory,
    UserFactory,
)
from tests.factories.details import FundFactory, InvestorFactory

BINXIAN = "230125"
CREDIT = "91350100M000100Y43"
HERE, ABROAD = Point(127.48, 45.75, srid=4326), Point(116.4, 39.9, srid=4326)

pytestmark = pytest.mark.usefixtures("facts")


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(administrator=True, is_staff=True, is_superuser=True))
    return client


def address_of(record):
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/change/?lang=en"


def sent(admin, record, **changes):
    """The answer to the form of a record, filled in as it was shown but for the changes."""
    shown = admin.get(address_of(record)).context["adminform"].form
    values = {name: shown[name].value() for name in shown.fields}
    data = {name: value for name, value in values.items() if value not in (None, False)}
    for formset in admin.get(address_of(record)).context["inline_admin_formsets"]:
        prefix = formset.formset.prefix
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return admin.post(address_of(record), {**data, **changes})


def refused(admin, record, **changes):
    """What the admin says of the changes, by field; nothing is stored."""
    before = type(record).objects.filter(pk=record.pk).values().get()
    answer = sent(admin, record, **changes)
    assert answer.status_code == 200
    assert type(record).objects.filter(pk=record.pk).values().get() == before
    errors = answer.context["adminform"].form.errors
    return {name: " ".join(texts) for name, texts in errors.items()}


@pytest.mark.parametrize(
    ("changes", "name", "word"),
    [
        ({"credit_code": "91350100M000100Y44"}, "credit_code", "check character"),
        ({"project_code": "123"}, "project_code", "24 characters"),
        ({"stage": "conceived"}, "stage", "goes to"),
        ({"stage": "completed"}, "stage_date", "Give the day"),
        ({"phase_number": "2"}, "phase_of", "whole project"),
        ({"industry_class": "C9999", "industry_table": "2017"}, "industry_class", "divisions"),
        ({"land_area_ha": "-1"}, "land_area_ha", "below 0"),
        ({"investment_yuan": "5"}, "__all__", "more than the whole investment"),
        ({"point": ABROAD.ewkt, "location_precision": "site"}, "point", "outside the province"),
    ],
)
def test_a_project(admin, changes, name, word):
    project = ProjectFactory(
        stage="under_construction", division_id=BINXIAN, investment_yuan=1_000, point=None
    )
    FundFactory(project=project, yuan=900)
    assert word in refused(admin, project, **changes)[name]


def test_a_project_takes_what_is_right_and_keeps_the_move_of_its_stage(admin):
    project = ProjectFactory(stage="under_construction", division_id=BINXIAN)
    changes = {
        "stage": "completed",
        "stage_date": "2024-05-01",
        "stage_note": "合成验收文件",
        "credit_code": " 91350100 m000100y43",
        "is_military_civil": "on",
    }
    assert sent(admin, project, **changes).status_code == 302
    stored = Project.objects.get(pk=project.pk)
    assert (stored.stage, stored.credit_code) == ("completed", CREDIT)
    assert stored.visibility == Visibility.INTERNAL
    [move] = StageMove.objects.filter(project=project)
    assert (move.from_stage, move.to_stage) == ("under_construction", "completed")


def test_who_sees_a_record_has_its_own_page(admin):
    project = ProjectFactory(division_id=BINXIAN)
    sent(admin, project, visibility="restricted", hidden_fields="point", note="x")
    stored = Project.objects.get(pk=project.pk)
    assert (stored.note, stored.visibility, stored.hidden_fields) == ("x", "public", [])


@pytest.mark.parametrize(
    ("changes", "name", "word"),
    [
        ({"credit_code": "91350100M000100Y44"}, "credit_code", "check character"),
        ({"name_zh": "合成已有企业"}, "name_zh", "registered already"),
    ],
)
def test_an_enterprise(admin, changes, name, word):
    EnterpriseFactory(name_zh="合成已有企业")
    assert word in refused(admin, EnterpriseFactory(), **changes)[name]
    good = EnterpriseFactory()
    assert sent(admin, good, credit_code=CREDIT.lower()).status_code == 302
    assert Enterprise.objects.get(pk=good.pk).credit_code == CREDIT


@pytest.mark.parametrize(
    ("changes", "name", "word"),
    [
        ({"management_code": "91350100M000100Y44"}, "management_code", "check character"),
        ({"approval_year": "1970"}, "approval_year", "from 1980"),
        ({"built_area_ha": "101"}, "built_area_ha", "larger than the planned"),
        ({"level_basis": ""}, "level_basis", "rests"),
        ({"point": ABROAD.ewkt, "location_precision": "site"}, "point", "outside the province"),
        ({"point": "SRID=4326;POINT(125 46.6)"}, "point", "not in"),
    ],
)
def test_a_park(admin, changes, name, word):
    park = ParkFactory(
        division_id=BINXIAN, planned_area_ha=100, point=HERE, location_precision="site"
    )
    assert word in refused(admin, park, **changes)[name]


def test_a_park_is_no_part_of_its_parts(admin):
    park = ParkFactory(division_id=BINXIAN)
    part = ParkFactory(division_id=BINXIAN, parent=park)
    assert "part of this one" in refused(admin, park, parent=part.pk)["parent"]
    assert sent(admin, part, note="x").status_code == 302
    assert Park.objects.get(pk=part.pk).note == "x"


def test_a_base_lies_in_the_province(admin):
    base = BaseFactory()
    base.divisions.set([BINXIAN])
    said = refused(admin, base, point=ABROAD.ewkt, location_precision="site")
    assert "outside the province" in said["point"]


def test_rows_of_small_tables(admin):
    project = ProjectFactory(investment_yuan=1_000)
    fund = FundFactory(project=project, source="own", yuan=600)
    FundFactory(project=project, source="loan", yuan=300)
    assert "more than the whole" in refused(admin, fund, yuan="701")["yuan"]
    assert sent(admin, fund, yuan="700").status_code == 302
    assert Fund.objects.get(pk=fund.pk).yuan == 700
    investor = InvestorFactory(project=project, share_percent=60)
    InvestorFactory(project=project, share_percent=40, name="合成另一投资方")
    assert "100 %" in refused(admin, investor, share_percent="61")["share_percent"]
    wrong = refused(admin, investor, credit_code="91350100M000100Y44")
    assert "check character" in wrong["credit_code"]
    assert Investor.objects.get(pk=investor.pk).share_percent == 60


def test_figures_of_a_period_that_leap_are_explained(admin):
    park = ParkFactory(division_id=BINXIAN)
    common = {"park": park, "part": "year", "source": "合成"}
    ParkPeriod.objects.create(year=2020, output_yuan=100, **common)
    later = ParkPeriod.objects.create(year=2021, output_yuan=120, **common)
    assert "60 percent" in refused(admin, later, output_yuan="300")["explanation"]
    assert sent(admin, later, output_yuan="300", explanation="合成说明").status_code == 302
