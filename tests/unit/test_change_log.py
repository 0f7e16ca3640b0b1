"""Every change of a record is written into the log: what, who, when, why, by what."""

from decimal import Decimal

import pytest
from django.contrib.gis.geos import Point
from django.db import IntegrityError, connection, transaction

from projects.models import Project
from records.enums import ActKind, State
from records.log.acting import acting, start_batch
from records.models import Act, Change
from records.review import actions
from tests.factories import (
    BaseFactory,
    DesignationFactory,
    EnterpriseFactory,
    ParkFactory,
    ParkSectorFactory,
    ProjectFactory,
    UserFactory,
)


@pytest.fixture(autouse=True)
def _a_new_transaction(facts):
    """A test is one transaction: let it not go on with the act of the loader or a factory."""
    silence()


def silence():
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('registry.act', '', true)")


def change_and_fail(project):
    Project.objects.filter(pk=project.pk).update(note="合成")
    Project.objects.filter(pk=project.pk).update(source="")


def changes(record):
    return Change.objects.filter(registry_codes__contains=[record.registry_code])


def last(record):
    return changes(record).select_related("act").last()


def test_a_bare_update_is_logged_with_the_user_of_the_database():
    project = ProjectFactory(stage="proposed")
    silence()
    Project.objects.filter(pk=project.pk).update(stage="in_operation")
    change = last(project)
    assert (change.table_name, change.row_key) == ("projects_project", str(project.pk))
    assert (change.before, change.after) == ({"stage": "proposed"}, {"stage": "in_operation"})
    assert (change.act.kind, change.act.by) == (ActKind.DATABASE, None)
    assert change.act.database_user == connection.settings_dict["USER"]


def test_an_act_says_who_and_why():
    user = UserFactory()
    project = ProjectFactory()
    with acting(by=user, why="合成：“理由” 100 %"):
        Project.objects.filter(pk=project.pk).update(stage="in_operation", capacity="50%")
    act = last(project).act
    assert (act.by, act.why, act.kind) == (user, "合成：“理由” 100 %", ActKind.SITE)


def test_what_comes_after_an_act_is_not_part_of_it():
    user, project = UserFactory(), ProjectFactory()
    with acting(by=user):
        Project.objects.filter(pk=project.pk).update(note="合成一")
    Project.objects.filter(pk=project.pk).update(note="合成二")
    assert [change.act.by for change in changes(project).order_by("-pk")[:2]] == [None, user]


def test_an_act_that_failed_leaves_nothing_and_the_next_is_not_its_own():
    user, project = UserFactory(), ProjectFactory()
    before = changes(project).count()
    with pytest.raises(IntegrityError), transaction.atomic(), acting(by=user, why="合成"):
        change_and_fail(project)
    assert changes(project).count() == before
    Project.objects.filter(pk=project.pk).update(note="合成")
    assert last(project).act.by is None
    assert not Act.objects.filter(by=user).exists()


def test_an_act_goes_on_after_a_part_of_it_failed():
    user, project = UserFactory(), ProjectFactory()
    with acting(by=user, why="合成"):
        with pytest.raises(IntegrityError), transaction.atomic():
            change_and_fail(project)
        Project.objects.filter(pk=project.pk).update(note="合成")
    assert last(project).act.by == user


def test_a_reader_who_changes_nothing_makes_no_act():
    project = ProjectFactory()
    acts, logged = Act.objects.count(), changes(project).count()
    with acting(by=UserFactory()):
        Project.objects.filter(pk=project.pk).update(stage=project.stage)
        Project.objects.filter(registry_code="PJ-9999").delete()
    assert (Act.objects.count(), changes(project).count()) == (acts, logged)


def test_acts_inside_an_act_are_part_of_it():
    user, other, project = UserFactory(), UserFactory(), ProjectFactory()
    with acting(by=user, why="合成"), acting(by=other, why="合成之内"):
        Project.objects.filter(pk=project.pk).update(note="合成")
    assert (last(project).act.by, last(project).act.why) == (user, "合成")


def test_a_batch_holds_all_that_is_written_in_its_name():
    user = UserFactory()
    batch = start_batch(by=user, kind=ActKind.IMPORT, name="合成.xlsx", why="合成")
    for _part in range(2):
        with transaction.atomic(), acting(batch=batch):
            ProjectFactory.create_batch(2)
    with acting(by=user), acting(batch=batch):
        ProjectFactory()
    assert Change.objects.filter(act=batch).count() == 5
    assert (batch.by, batch.is_batch) == (user, True)


def test_many_rows_are_one_act():
    rows = ProjectFactory.build_batch(3, sector_id=1)
    with acting(by=UserFactory()):
        Project.objects.bulk_create(rows)
        Project.objects.filter(pk__in=[row.pk for row in rows]).update(note="合成")
        Project.objects.filter(pk__in=[row.pk for row in rows]).delete()
    logged = Change.objects.filter(registry_codes__overlap=[row.registry_code for row in rows])
    assert [change.operation for change in logged] == ["insert"] * 3 + ["update"] * 3 + [
        "delete"
    ] * 3
    assert logged.values("act").distinct().count() == 1


def test_sums_and_points_are_kept_exactly():
    point = Point(126.1234567890123, 45.9876543210987, srid=4326)
    project = ProjectFactory(point=point, location_precision="site", investment_yuan="0.10")
    after = last(project).after
    assert after["point"] == point.hexewkb.decode()
    assert after["investment_yuan"] == Decimal("0.10")
    assert isinstance(after["investment_yuan"], Decimal)


def test_rows_that_tie_things_together_belong_to_what_they_tie():
    project, enterprise = ProjectFactory(), EnterpriseFactory()
    project.enterprises.add(enterprise)
    assert last(project).table_name == last(enterprise).table_name == "projects_project_enterprises"
    project.enterprises.clear()
    assert last(enterprise).operation == "delete"
    park, base = ParkFactory(), BaseFactory()
    DesignationFactory(park=park, base=base)
    assert set(last(park).registry_codes) == {park.registry_code, base.registry_code}


def test_a_row_of_a_row_belongs_to_the_record_above_both():
    industry = ParkSectorFactory()
    tag = industry.key_industries.model.objects.first()
    industry.key_industries.add(tag)
    assert last(industry.park).table_name == "parks_parksector_key_industries"


def test_a_row_that_moves_shows_in_both_records():
    old, new = ParkFactory(), ParkFactory()
    title = DesignationFactory(park=old)
    type(title).objects.filter(pk=title.pk).update(park=new)
    assert last(old) == last(new)


@pytest.mark.parametrize("table", ["records_act", "records_change"])
@pytest.mark.parametrize(
    "write",
    [
        "UPDATE {} SET at = now()",
        "DELETE FROM {}",
        "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {} CASCADE",
    ],
)
def test_the_log_cannot_be_changed(table, write):
    ProjectFactory()
    with (
        pytest.raises(IntegrityError, match="only ever added"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(write.format(table))


def test_a_decision_is_logged_with_its_reason():
    clerk = UserFactory(contributor=True, territory=["230125"])
    reviewer = UserFactory(reviewer=True, territory=["230100"])
    draft = ProjectFactory(state=State.DRAFT, created_by=clerk)
    actions.submit(record=draft, by=clerk)
    actions.send_back(record=draft, by=reviewer, reason=" 合成理由 ")
    act = last(draft).act
    assert (act.by, act.why) == (reviewer, "合成理由")
    assert last(draft).after["state"] == State.RETURNED


def test_a_request_says_who_sent_it(client):
    clerk = UserFactory(contributor=True, territory=["230125"])
    draft = ProjectFactory(state=State.DRAFT, created_by=clerk)
    client.force_login(clerk)
    client.post(f"/work/{draft.registry_code}/submit/")
    act = last(draft).act
    assert (act.by, act.request) == (clerk, f"POST /work/{draft.registry_code}/submit/")


def test_what_the_admin_writes_names_its_user(client):
    admin = UserFactory(is_staff=True, is_superuser=True)
    park = ParkFactory()
    client.force_login(admin)
    client.post(
        "/admin/parks/park/",
        {"action": "delete_selected", "_selected_action": park.pk, "post": "yes"},
    )
    act = last(park).act
    assert (last(park).operation, act.by, act.request) == (
        "delete",
        admin,
        "POST /admin/parks/park/",
    )


def test_the_facts_come_from_the_loader():
    loaded = Change.objects.filter(registry_codes__contains=["PK-0001"]).first()
    assert (loaded.operation, loaded.act.kind) == ("insert", ActKind.LOADER)
