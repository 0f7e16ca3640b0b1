"""The story of a record for each reader, records as they were, and batches undone by a button."""

import csv
import io
import math

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from geo.functions import ground_shift
from parks.models import Park
from projects.models import Project
from records.enums import ActKind, State
from records.log.acting import acting, start_batch
from records.models import Act, Change
from tests.factories import EnterpriseFactory, ParkFactory, ProjectFactory, UserFactory

BINXIAN, HARBIN, DAQING = "230125", "230100", "230600"
# GRS 80 and WGS 84 agree to a tenth of a millimetre here.
AXIS_M, FLATTENING = 6_378_137.0, 1 / 298.257223563
SQUARED = FLATTENING * (2 - FLATTENING)

pytestmark = pytest.mark.usefixtures("facts")


@pytest.fixture
def clerk():
    return UserFactory(contributor=True, territory=[BINXIAN], first_name="合成办事员")


@pytest.fixture
def project(clerk):
    """A published project whose past as a draft nobody else needs to know."""
    project = ProjectFactory(state=State.DRAFT, created_by=clerk, capacity="草稿时的合成产能")
    with acting(by=clerk, why="草稿的合成理由"):
        project.capacity = "交出时的合成产能"
        project.save()
    with acting(by=UserFactory(first_name="合成审核员"), why="发布的合成理由"):
        project.state = State.PUBLISHED
        project.save()
    with acting(by=clerk, why="更正的合成理由"):
        project.capacity = "公开后的合成产能"
        project.save()
    return project


def history(client, record, user=None, language="en"):
    if user:
        client.force_login(user)
    return client.get(f"{record.get_absolute_url()}history/?lang={language}").content.decode()


SECRET = ["草稿时的合成产能", "合成办事员", "合成审核员", "草稿的合成理由", "更正的合成理由"]


def test_the_public_reads_what_was_changed_in_public_and_no_names(client, project):
    page = history(client, project)
    assert "公开后的合成产能" in page
    assert "交出时的合成产能" in page, "what it was before the change in public"
    assert [word for word in SECRET if word in page] == []


def test_reviewers_of_the_territory_read_all(client, project):
    page = history(client, project, UserFactory(reviewer=True, territory=[HARBIN]))
    assert [word for word in SECRET if word not in page] == []


def test_the_owner_and_administrators_read_all(client, project, clerk):
    for user in (clerk, UserFactory(administrator=True)):
        page = history(client, project, user)
        assert [word for word in SECRET if word not in page] == []


@pytest.mark.parametrize(
    "user",
    [{"reviewer": True, "territory": [DAQING]}, {"contributor": True, "territory": [BINXIAN]}, {}],
)
def test_others_read_what_the_public_reads(client, project, user):
    page = history(client, project, UserFactory(**user))
    assert [word for word in SECRET if word in page] == []


def test_no_history_of_a_record_that_is_not_to_be_seen(client, clerk):
    draft = ProjectFactory(state=State.DRAFT, created_by=clerk)
    last = Change.objects.filter(registry_codes__contains=[draft.registry_code]).last().pk
    address = f"{draft.get_absolute_url()}history/"
    for page in (address, f"{address}{last}/", f"{address}log.csv"):
        assert client.get(page).status_code == 404


def test_ties_to_records_that_are_not_public_are_not_told(client, clerk):
    enterprise = EnterpriseFactory(state=State.PUBLISHED)
    public, draft = ProjectFactory(name_en="合成公开"), ProjectFactory(state=State.DRAFT)
    Project.objects.filter(pk=draft.pk).update(name_en="合成秘密", created_by=clerk)
    with acting():
        public.enterprises.add(enterprise)
    with acting():
        draft.enterprises.add(enterprise)
    page = history(client, enterprise)
    assert ("合成公开" in page, "合成秘密" in page) == (True, False)
    assert "合成秘密" in history(client, enterprise, UserFactory(administrator=True))


def test_a_park_that_is_not_public_is_not_named(client, clerk):
    secret = ParkFactory(state=State.DRAFT, name_en="合成秘密园区", created_by=clerk)
    project = ProjectFactory(state=State.PUBLISHED)
    with acting():
        Project.objects.filter(pk=project.pk).update(park=secret)
    assert "合成秘密园区" not in history(client, project)


def test_what_a_record_hides_is_not_told_either(client, clerk):
    project = ProjectFactory(investment_yuan=111_000, created_by=clerk)
    rows = Project.objects.filter(pk=project.pk)
    enterprise = EnterpriseFactory(name_en="合成秘密企业")
    with acting():
        rows.update(investment_yuan=222_000, hidden_fields=["investment", "enterprise"])
    with acting():
        project.enterprises.add(enterprise)
    with acting():
        rows.update(investment_yuan=333_000, capacity="合成公开产能")
    with acting():
        rows.update(hidden_fields=["enterprise"])
    page = history(client, project)
    assert "合成公开产能" in page
    assert [
        sum_ for sum_ in ("111,000", "222,000", "333,000", "合成秘密企业") if sum_ in page
    ] == []
    assert project.name_en not in history(client, enterprise)
    last = Change.objects.filter(registry_codes__contains=[project.registry_code]).last().pk
    past = client.get(f"{project.get_absolute_url()}history/{last}/?lang=en").content.decode()
    assert "合成秘密企业" not in past
    whole = history(client, project, clerk)
    assert [word for word in ("111,000", "333,000", "合成秘密企业") if word not in whole] == []


def test_what_was_internal_is_told_to_staff_of_the_territory_alone(client, clerk):
    project = ProjectFactory(visibility="internal", capacity="合成内部", created_by=clerk)
    rows = Project.objects.filter(pk=project.pk)
    with acting():
        rows.update(capacity="合成内部二")
    with acting():
        rows.update(visibility="public")
    assert "合成内部" not in history(client, project)
    gis = UserFactory(gis_staff=True, territory=[HARBIN])
    assert "合成内部二" in history(client, project, gis)
    elsewhere = UserFactory(gis_staff=True, territory=[DAQING])
    assert "合成内部" not in history(client, project, elsewhere)


def test_a_bare_update_is_told_in_words(client):
    project = ProjectFactory(stage="proposed", investment_yuan="1234567.50")
    park = Park.objects.first()
    rows = Project.objects.filter(pk=project.pk)
    # A test is one transaction, and what one transaction writes unsaid is one act.
    with acting():
        rows.update(name_en="合成新名", stage="in_operation", investment_yuan=2_000_000, park=park)
    page = history(client, project)
    for words in (
        "合成新名",
        "Proposed",
        "In operation",
        "1,234,567.50 yuan",
        "2,000,000 yuan",
        park.name_en,
    ):
        assert words in page
    assert "found by" not in page.lower()
    assert "1,234,567.50 元" in history(client, project, language="zh-hans")


def test_a_move_says_its_metres_and_an_outline_its_hectares(client):
    project = ProjectFactory(point=Point(126, 45, srid=4326), location_precision="site")
    with acting():
        Project.objects.filter(pk=project.pk).update(point=Point(126, 45.01, srid=4326))
    page = history(client, project)
    assert "moved 1.1 km" in page
    assert '"before": "{' in page.replace("\\u0022", '"')
    park = ParkFactory(boundary=square(0.01))
    with acting():
        Park.objects.filter(pk=park.pk).update(boundary=square(0.02))
    assert "area 87." in history(client, park)


def square(side):
    ring = ((126, 45), (126 + side, 45), (126 + side, 45 + side), (126, 45 + side), (126, 45))
    return MultiPolygon(Polygon(ring, srid=4326), srid=4326)


def meridian_radius_m(latitude):
    return AXIS_M * (1 - SQUARED) / (1 - SQUARED * math.sin(latitude) ** 2) ** 1.5


def parallel_radius_m(latitude):
    return AXIS_M * math.cos(latitude) / math.sqrt(1 - SQUARED * math.sin(latitude) ** 2)


def summed(function, south, north, steps=2000):
    """The integral over latitudes in degrees, by the middles of many small steps."""
    width = math.radians(north - south) / steps
    return sum(function(math.radians(south) + (n + 0.5) * width) for n in range(steps)) * width


def test_metres_and_hectares_are_those_of_the_spheroid():
    moved = ground_shift(Point(126, 45, srid=4326), Point(126, 45.3, srid=4326))
    assert moved.moved_m == pytest.approx(summed(meridian_radius_m, 45, 45.3), rel=1e-6)
    assert (moved.area_before_ha, moved.area_after_ha) == (None, None)

    def strip(latitude):
        return meridian_radius_m(latitude) * parallel_radius_m(latitude)

    sizes = ground_shift(square(0.01), square(0.02))
    for side, area in ((0.01, sizes.area_before_ha), (0.02, sizes.area_after_ha)):
        expected = summed(strip, 45, 45 + side) * math.radians(side) / 10_000
        assert area == pytest.approx(expected, rel=1e-5)
    assert ground_shift(None, Point(126, 45, srid=4326)).moved_m is None


def test_a_record_is_shown_as_it_was(client, project):
    codes = [project.registry_code]
    first = Change.objects.filter(registry_codes__contains=codes).earliest("pk")
    client.force_login(UserFactory(administrator=True))
    page = client.get(f"{project.get_absolute_url()}history/{first.pk}/?lang=en").content.decode()
    facts = page.split("<main")[1]
    assert "草稿时的合成产能" in facts
    assert "公开后的合成产能" in facts.split("草稿时的合成产能")[1].split("today:")[1]
    assert "Draft" in facts


def test_the_public_cannot_look_at_a_draft_by_its_number(client, project):
    codes = [project.registry_code]
    keys = Change.objects.filter(registry_codes__contains=codes).values_list("pk", flat=True)
    address = f"{project.get_absolute_url()}history/"
    answers = [client.get(f"{address}{key}/").status_code for key in keys.order_by("pk")]
    assert answers == [404, 404, 200, 200]


def test_what_belonged_to_a_record_is_shown_as_it_was(client):
    project, enterprise = ProjectFactory(), EnterpriseFactory(name_en="合成当时企业")
    with acting():
        project.enterprises.add(enterprise)
    then = Change.objects.filter(registry_codes__contains=[project.registry_code]).last().pk
    with acting():
        project.enterprises.clear()
    client.force_login(UserFactory(administrator=True))
    page = client.get(f"{project.get_absolute_url()}history/{then}/?lang=en").content.decode()
    assert "合成当时企业" in page


@pytest.fixture
def batch(clerk):
    batch = start_batch(by=clerk, kind=ActKind.IMPORT, name="合成.xlsx", why="=合成公式")
    projects = ProjectFactory.create_batch(2, note="合成一", created_by=clerk)
    with acting(batch=batch):
        Project.objects.filter(pk__in=[one.pk for one in projects]).update(note="=1+1")
    return batch


def notes():
    made = Project.objects.filter(name_zh__startswith="合成项目")
    return set(made.values_list("note", flat=True))


def test_a_batch_is_undone_by_its_button(client, batch, clerk):
    client.force_login(clerk)
    address = f"/work/batches/{batch.pk}/"
    assert "合成.xlsx" in client.get("/work/batches/").content.decode()
    assert client.post(address, {"reason": "合成理由"}).status_code == 200
    assert client.post(address, {"meant": "on", "reason": ""}).status_code == 200
    assert notes() == {"=1+1"}
    answer = client.post(address, {"meant": "on", "reason": "合成理由"})
    undoing = Act.objects.get(undoes=batch)
    assert answer.url == f"/work/batches/{undoing.pk}/"
    assert notes() == {"合成一"}
    assert undoing.why == "合成理由"
    client.post(answer.url, {"meant": "on", "reason": "合成理由"})
    assert notes() == {"=1+1"}


def test_a_batch_changed_since_names_the_records(client, batch, clerk):
    changed = Project.objects.filter(note="=1+1").first()
    Project.objects.filter(pk=changed.pk).update(capacity="合成")
    client.force_login(clerk)
    answer = client.post(f"/work/batches/{batch.pk}/", {"meant": "on", "reason": "合成理由"})
    page = answer.content.decode()
    assert changed.registry_code in page.split('class="record-layout"')[0]
    assert "合成理由" in page
    assert notes() == {"=1+1"}


def test_batches_of_others_are_nobodys_business(client, batch):
    address = f"/work/batches/{batch.pk}/"
    assert client.get(address).status_code == 302
    client.force_login(UserFactory(reviewer=True, territory=[HARBIN]))
    for page in (address, f"{address}log.csv"):
        assert client.get(page).status_code == 404
    assert client.post(address, {"meant": "on", "reason": "x"}).status_code == 404
    client.force_login(UserFactory(administrator=True))
    assert client.get(address).status_code == 200


def test_the_file_of_a_batch_holds_no_formula(client, batch, clerk):
    client.force_login(clerk)
    text = b"".join(client.get(f"/work/batches/{batch.pk}/log.csv")).decode("utf-8-sig")
    table = list(csv.DictReader(io.StringIO(text)))
    assert len(table) == 2
    assert {row["after"] for row in table} == {"'=1+1"}
    assert {row["why"] for row in table} == {"'=合成公式"}
    assert {row["column"] for row in table} == {"note"}


def test_the_file_of_a_record_is_for_those_who_read_all(client, project, clerk):
    address = f"{project.get_absolute_url()}history/log.csv"
    assert client.get(address).status_code == 404
    client.force_login(clerk)
    assert "草稿时的合成产能" in b"".join(client.get(address)).decode()


def test_what_many_rows_were_changed_by_is_listed_too(client):
    rows = ProjectFactory.create_batch(12)
    admin = UserFactory(administrator=True)
    with acting(by=admin, why="合成批量"):
        Project.objects.filter(pk__in=[row.pk for row in rows]).update(note="合成")
    act = Act.objects.get(why="合成批量")
    client.force_login(admin)
    assert f"/work/batches/{act.pk}/" in client.get("/work/batches/").content.decode()


def test_what_the_registry_computes_is_no_entry(client):
    whole = ProjectFactory(investment_yuan=9_000_000)
    admin = UserFactory(administrator=True)
    with acting(by=admin, why="一期的合成理由"):
        ProjectFactory(phase_of=whole, phase_number=1, investment_yuan=4_000_000)
    whole.refresh_from_db()
    assert whole.counted_yuan == 5_000_000
    page = history(client, whole, admin)
    assert "一期的合成理由" not in page
    assert "counted" not in page.lower()


def test_the_page_of_a_past_state_shows_where_it_was(client):
    project = ProjectFactory(point=Point(126, 45, srid=4326), location_precision="site")
    then = Change.objects.filter(registry_codes__contains=[project.registry_code]).last().pk
    address = f"{project.get_absolute_url()}history/{then}/?lang=en"
    client.force_login(UserFactory(administrator=True))
    shapes = client.get(address).context["shift_data"]["shifts"]
    assert [(one["before"], "126" in one["after"]) for one in shapes] == [(None, True)]
    with acting():
        Project.objects.filter(pk=project.pk).update(point=Point(127, 45, srid=4326))
    [shape] = client.get(address).context["shift_data"]["shifts"]
    assert ("127" in shape["before"], "126" in shape["after"]) == (True, True)


def test_the_page_of_a_batch_says_what_moved_and_what_grew(client, clerk):
    batch = start_batch(by=clerk, kind=ActKind.IMPORT, name="合成.gpkg")
    project = ProjectFactory(point=Point(126, 45, srid=4326), location_precision="site")
    park = ParkFactory(boundary=square(0.01))
    with acting(batch=batch):
        Project.objects.filter(pk=project.pk).update(point=Point(126, 45.01, srid=4326))
        Park.objects.filter(pk=park.pk).update(boundary=square(0.02))
    client.force_login(clerk)
    answer = client.get(f"/work/batches/{batch.pk}/?lang=en")
    page = answer.content.decode()
    assert "moved 1.1 km" in page
    assert "area 87." in page
    assert len(answer.context["shift_data"]["shifts"]) == 2
