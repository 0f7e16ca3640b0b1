"""Whatever an act wrote can be taken back to the last bit, or is refused with the reason."""

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from parks.models import Park, ParkSector
from projects.models import Enterprise, Project
from records.enums import ActKind
from records.log.acting import acting, start_batch
from records.log.undo import undo
from records.models import Change
from tests.factories import (
    DesignationFactory,
    EnterpriseFactory,
    ParkFactory,
    ParkSectorFactory,
    ProjectFactory,
    UserFactory,
)

pytestmark = pytest.mark.usefixtures("facts")
TABLES = (
    "projects_project",
    "projects_enterprise",
    "projects_project_enterprises",
    "projects_projectchain",
    "parks_park",
    "parks_parksector",
    "parks_designation",
)


@pytest.fixture
def admin():
    return UserFactory(administrator=True)


@pytest.fixture
def batch(admin):
    return start_batch(by=admin, kind=ActKind.BATCH, name="合成批次")


def snapshot():
    """Every row of the tables, written by the database to the last bit."""
    with connection.cursor() as cursor:
        return {table: _rows(cursor, table) for table in TABLES}


def _rows(cursor, table):
    cursor.execute(f"SELECT id, t::text FROM {table} t ORDER BY id")  # noqa: S608
    return cursor.fetchall()


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["add", "save", "update", "delete", "tie", "untie", "move", "title", "outline", "again"]
        ),
        st.integers(0, 5),
        st.text(alphabet="合成a1 %'\"\\;—é", min_size=1, max_size=8),
    ),
    min_size=1,
    max_size=8,
)


class Writer:
    """Writes as pages, imports and shells do."""

    def __init__(self):
        self.park = ParkFactory()
        self.projects = ProjectFactory.create_batch(3, park=self.park)
        self.enterprise = EnterpriseFactory()
        self.projects[0].enterprises.add(self.enterprise)
        DesignationFactory(park=self.park)

    def one(self, number):
        rows = list(Project.objects.filter(registry_code__gte="PJ-9000").order_by("pk"))
        return rows[number % len(rows)] if rows else None

    def do(self, step, number, text):
        project = self.one(number)
        if step == "add" or project is None:
            Project.objects.bulk_create(ProjectFactory.build_batch(2, sector_id=1, note=text))
            return
        getattr(self, f"_{step}")(project, number, text)

    def _save(self, project, number, text):
        project.note, project.aliases = text, [text, "合成别名"]
        project.investment_yuan = f"{number}.10" if number else None
        project.save()

    def _update(self, project, number, text):
        Project.objects.filter(registry_code__gte="PJ-9000").update(capacity=text)

    def _again(self, project, number, text):
        Project.objects.filter(pk=project.pk).update(capacity=text, name_zh=f"合成{text}")

    def _delete(self, project, number, text):
        project.delete()

    def _tie(self, project, number, text):
        project.enterprises.set([self.enterprise])

    def _untie(self, project, number, text):
        project.enterprises.clear()

    def _move(self, project, number, text):
        project.point = Point(125 + number / 7, 45 + number / 3, srid=4326)
        project.location_precision = "site"
        project.save()

    def _title(self, project, number, text):
        self.park.designations.all().delete()
        DesignationFactory(park=self.park, note=text)

    def _outline(self, project, number, text):
        ring = Polygon(((126, 45), (127 + number / 9, 45), (127, 46.1), (126, 45)), srid=4326)
        Park.objects.filter(pk=self.park.pk).update(boundary=MultiPolygon(ring, srid=4326))


@settings(max_examples=25)
@given(steps=STEPS)
def test_any_writes_are_undone_to_the_last_bit(admin, steps):
    writer = Writer()
    batch = start_batch(by=admin, kind=ActKind.BATCH, name="合成批次")
    before = snapshot()
    with acting(batch=batch):
        for step in steps:
            writer.do(*step)
    after = snapshot()
    if before == after:
        return
    undoing = undo(act=batch, by=admin, reason="合成理由")
    assert snapshot() == before
    undo(act=undoing, by=admin, reason="合成理由")
    assert snapshot() == after


def test_undoing_is_an_act_of_its_own(admin, batch):
    project = ProjectFactory(note="合成一")
    with acting(batch=batch):
        Project.objects.filter(pk=project.pk).update(note="合成二")
    undoing = undo(act=batch, by=admin, reason=" 合成理由 ")
    assert (undoing.kind, undoing.undoes, undoing.by, undoing.why) == (
        ActKind.UNDO,
        batch,
        admin,
        "合成理由",
    )
    [change] = undoing.changes.all()
    assert (change.before, change.after) == ({"note": "合成二"}, {"note": "合成一"})


def test_rows_changed_since_are_named_and_nothing_is_undone(admin, batch):
    projects = ProjectFactory.create_batch(2, note="合成一")
    with acting(batch=batch):
        Project.objects.filter(pk__in=[one.pk for one in projects]).update(note="合成二")
    Project.objects.filter(pk=projects[0].pk).update(capacity="合成")
    with pytest.raises(ValidationError, match=projects[0].registry_code) as refused:
        undo(act=batch, by=admin, reason="合成理由")
    assert projects[1].registry_code not in str(refused.value)
    assert set(Project.objects.filter(pk__in=[p.pk for p in projects]).values_list("note")) == {
        ("合成二",)
    }


def test_what_was_changed_since_and_changed_back_is_no_obstacle(admin, batch):
    project = ProjectFactory(note="合成一")
    with acting(batch=batch):
        Project.objects.filter(pk=project.pk).update(note="合成二")
    for text in ("合成三", "合成二"):
        Project.objects.filter(pk=project.pk).update(note=text)
    undo(act=batch, by=admin, reason="合成理由")
    project.refresh_from_db()
    assert project.note == "合成一"


def test_an_act_is_undone_once(admin, batch):
    project = ProjectFactory(note="合成一")
    with acting(batch=batch):
        Project.objects.filter(pk=project.pk).update(note="合成二")
    undo(act=batch, by=admin, reason="合成理由")
    with pytest.raises(ValidationError):
        undo(act=batch, by=admin, reason="合成理由")


def test_what_others_rely_on_is_not_taken_away(admin, batch):
    with acting(batch=batch):
        park = ParkFactory()
    project = ProjectFactory(park=park)
    with pytest.raises(ValidationError, match=project.registry_code):
        undo(act=batch, by=admin, reason="合成理由")
    assert Park.objects.filter(pk=park.pk).exists()


def test_ties_made_since_stand_in_the_way(admin, batch):
    with acting(batch=batch):
        enterprise = EnterpriseFactory()
    ProjectFactory().enterprises.add(enterprise)
    with pytest.raises(ValidationError):
        undo(act=batch, by=admin, reason="合成理由")
    assert Enterprise.objects.filter(pk=enterprise.pk).exists()


def test_values_exchanged_between_rows_go_back(admin, batch):
    park = ParkFactory()
    first, second = (ParkSectorFactory(park=park, rank=rank) for rank in (1, 2))
    before = snapshot()
    with acting(batch=batch):
        for row, rank in ((first, 9), (second, 1), (first, 2)):
            ParkSector.objects.filter(pk=row.pk).update(rank=rank)
    undo(act=batch, by=admin, reason="合成理由")
    assert snapshot() == before


def test_only_the_one_who_did_it_or_an_administrator_undoes():
    clerk = UserFactory(contributor=True)
    batch = start_batch(by=clerk, kind=ActKind.IMPORT, name="合成.xlsx")
    with acting(batch=batch):
        ProjectFactory.create_batch(2)
    for other in (UserFactory(contributor=True), UserFactory(reviewer=True), UserFactory()):
        with pytest.raises(PermissionDenied):
            undo(act=batch, by=other, reason="合成理由")
    with pytest.raises(ValidationError):
        undo(act=batch, by=clerk, reason="  ")
    undo(act=batch, by=clerk, reason="合成理由")
    assert Change.objects.filter(act=batch).count() == 2
    assert not Project.objects.filter(registry_code__gte="PJ-9000").exists()
