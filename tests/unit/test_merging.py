"""Making two records one: what stays, what is joined, where the old code leads, who may."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from geo.models import Belt
from parks.models import Chain
from projects.models import Enterprise, Project
from records.duplicates.actions import dismiss, explain, merge, tied_to
from records.duplicates.merging import choices
from records.log.undo import undo
from records.models import BeltRecord, Change, Distinction, PlanItem, Redirect
from tests.factories import (
    BaseFactory,
    DesignationFactory,
    EnterpriseFactory,
    ParkFactory,
    ParkSectorFactory,
    ProjectFactory,
    UserFactory,
)

BINXIAN, DAQING = "230125", "230600"

pytestmark = pytest.mark.usefixtures("facts")


@pytest.fixture
def reviewer():
    return UserFactory(reviewer=True, territory=[BINXIAN])


def belongs_to(record):
    """Every row of every table that names the record, without the record in it."""
    found = set()
    for model, column in tied_to(type(record)):
        for row in model._base_manager.filter(**{column: record.pk}):
            columns = [field for field in model._meta.concrete_fields if not field.primary_key]
            values = {field.attname: getattr(row, field.attname) for field in columns}
            values.pop(column)
            values.pop("rank", None)
            found.add((model._meta.label, column, repr(sorted(values.items()))))
    return found


def tie(project, enterprises, chains, items):
    """Give a project enterprises, chains and items of the plan."""
    project.enterprises.set(enterprises)
    for chain in chains:
        project.chain_places.create(chain=chain, basis="合成", confidence="low")
    for item in items:
        project.plan_places.create(plan_item=item, basis="合成", confidence="low")


some = st.sets(st.integers(0, 4), max_size=4)


@given(ours=st.tuples(some, some, some), theirs=st.tuples(some, some, some))
def test_nothing_that_belonged_to_either_is_lost(ours, theirs):
    with transaction.atomic():
        reviewer = UserFactory(reviewer=True, territory=[BINXIAN])
        kept, dropped = ProjectFactory(), ProjectFactory()
        pools = [
            [EnterpriseFactory() for _one in range(5)],
            list(Chain.objects.all()[:5]),
            list(PlanItem.objects.all()[:5]),
        ]
        for project, chosen in ((kept, ours), (dropped, theirs)):
            picked = zip(pools, chosen, strict=True)
            tie(project, *([pool[at] for at in sorted(places)] for pool, places in picked))
        before = belongs_to(kept) | belongs_to(dropped)
        merge(kept=kept, dropped=dropped, by=reviewer)
        assert belongs_to(kept) == before
        transaction.set_rollback(True)


def test_a_merged_park_keeps_industries_titles_parts_and_belts(reviewer):
    kept, dropped = ParkFactory(), ParkFactory()
    for park in (kept, dropped):
        ParkSectorFactory(park=park, rank=1, phrase=park.name_zh)
    title, part = DesignationFactory(park=dropped), ParkFactory(parent=dropped)
    base = BaseFactory(host_park=dropped)
    belt = Belt.objects.first()
    BeltRecord.objects.create(
        belt=belt, registry_code=dropped.registry_code, basis="x", source="合成", confidence="low"
    )
    merge(kept=kept, dropped=dropped, by=reviewer)
    for row in (title, part, base):
        row.refresh_from_db()
    assert (title.park, part.parent, base.host_park) == (kept, kept, kept)
    assert {one.phrase for one in kept.industries.all()} == {kept.name_zh, dropped.name_zh}
    assert BeltRecord.objects.filter(belt=belt, registry_code=kept.registry_code).exists()


def test_a_record_does_not_become_part_of_itself(reviewer):
    whole = ParkFactory()
    part = ParkFactory(parent=whole)
    merge(kept=part, dropped=whole, by=reviewer)
    part.refresh_from_db()
    assert part.parent is None


def test_the_filled_the_surer_and_the_newer_value_is_offered(reviewer):
    kept = ProjectFactory(capacity="", confidence="low", source="合成：旧")
    dropped = ProjectFactory(capacity="5万吨", confidence="high", source="合成：新")
    offered = {one.name: one.takes_dropped for one in choices(kept, dropped)}
    assert offered["capacity"]
    assert offered["source"]
    assert "division" not in offered
    assert not any(one.takes_dropped for one in choices(dropped, kept) if one.name == "capacity")


def test_chosen_values_and_the_other_name_are_taken_over(reviewer):
    kept, dropped = EnterpriseFactory(note=""), EnterpriseFactory(note="合成备注")
    dropped.division_id = kept.division_id = BINXIAN
    kept.save()
    dropped.save()
    merge(kept=kept, dropped=dropped, by=reviewer, from_dropped=["note", "name_zh"])
    old_name = kept.name_zh
    kept.refresh_from_db()
    assert (kept.name_zh, kept.note) == (dropped.name_zh, "合成备注")
    assert dropped.name_en in kept.aliases
    assert old_name != kept.name_zh
    assert old_name in kept.aliases


def test_the_old_code_leads_on_and_both_are_found(client, reviewer):
    kept, middle, first = ProjectFactory(), ProjectFactory(), ProjectFactory()
    merge(kept=middle, dropped=first, by=reviewer)
    merge(kept=kept, dropped=middle, by=reviewer)
    codes = {first.registry_code, middle.registry_code}
    leading = Redirect.objects.values_list("old_code", "registry_code")
    assert set(leading) == {(code, kept.registry_code) for code in codes}
    for code in (*codes, kept.registry_code):
        assert list(Project.objects.search(code)) == [kept]
    for code in codes:
        response = client.get(f"/projects/{code}/?lang=en")
        assert response.status_code == 301
        assert response.url == f"/projects/{kept.registry_code}/?lang=en"


def test_an_old_code_in_a_filter_leads_on_too(client, reviewer):
    kept, dropped = ParkFactory(), ParkFactory()
    merge(kept=kept, dropped=dropped, by=reviewer)
    for page in ("/projects/?park={}", "/map.json?show=projects&park={}", "/parks/?near={}&km=5"):
        response = client.get(page.format(dropped.registry_code))
        assert response.status_code == 301
        assert response.url == page.format(kept.registry_code)


def test_an_old_code_tells_nothing_to_those_who_may_not_see(client, reviewer):
    kept, dropped = ProjectFactory(submitted=True), ProjectFactory(submitted=True)
    merge(kept=kept, dropped=dropped, by=reviewer)
    assert client.get(f"/projects/{dropped.registry_code}/").status_code == 404
    client.force_login(reviewer)
    assert client.get(f"/projects/{dropped.registry_code}/").status_code == 301


def test_a_merge_is_one_act(reviewer):
    kept, dropped = ProjectFactory(), ProjectFactory()
    dropped.enterprises.add(EnterpriseFactory())
    act = merge(kept=kept, dropped=dropped, by=reviewer, reason="合成：同一项目")
    assert (act.kind, act.by, act.why) == ("merge", reviewer, "合成：同一项目")
    tables = set(Change.objects.filter(act=act).values_list("table_name", flat=True))
    through = Project.enterprises.through._meta.db_table
    assert tables >= {"projects_project", "records_redirect", through}


def test_an_undone_merge_brings_both_back_with_all_that_was_theirs(reviewer):
    kept, dropped = ProjectFactory(), ProjectFactory(enterprise_text="合成企业乙")
    tie(dropped, [EnterpriseFactory()], [Chain.objects.first()], [PlanItem.objects.first()])
    before = [belongs_to(record) for record in (kept, dropped)]
    rows = list(Project.objects.filter(pk__in=[kept.pk, dropped.pk]).order_by("pk").values())
    act = merge(kept=kept, dropped=dropped, by=reviewer, from_dropped=["enterprise_text"])
    assert not Project.objects.filter(pk=dropped.pk).exists()
    undo(act=act, by=UserFactory(administrator=True), reason="合成：看错了")
    assert (
        list(Project.objects.filter(pk__in=[kept.pk, dropped.pk]).order_by("pk").values()) == rows
    )
    assert [belongs_to(record) for record in (kept, dropped)] == before
    assert not Redirect.objects.exists()


@pytest.mark.parametrize("place", [BINXIAN, DAQING])
def test_only_a_reviewer_of_both_territories_decides(place):
    kept, dropped = ProjectFactory(), ProjectFactory(division_id=DAQING)
    for user in (UserFactory(reviewer=True, territory=[place]), UserFactory(contributor=True)):
        with pytest.raises(PermissionDenied):
            merge(kept=kept, dropped=dropped, by=user)
        with pytest.raises(PermissionDenied):
            dismiss(record=kept, other=dropped, reason="合成", by=user)
    assert not Redirect.objects.exists()


def test_what_was_changed_meanwhile_is_not_merged(reviewer):
    kept, dropped = ProjectFactory(), ProjectFactory()
    version = dropped.version
    dropped.save()
    with pytest.raises(ValidationError, match=r"."):
        merge(kept=kept, dropped=dropped, by=reviewer, versions=("", version))
    with pytest.raises(ValidationError, match=r"."):
        merge(kept=kept, dropped=kept, by=reviewer)
    assert Project.objects.filter(pk__in=[kept.pk, dropped.pk]).count() == 2


def test_a_distinction_says_why_and_a_reviewer_has_the_last_word(reviewer):
    clerk = UserFactory(contributor=True, territory=[BINXIAN])
    mine, other = ProjectFactory(created_by=clerk), ProjectFactory()
    with pytest.raises(ValidationError):
        explain(record=mine, other_code=other.registry_code, reason=" ", by=clerk)
    with pytest.raises(PermissionDenied):
        explain(record=other, other_code=mine.registry_code, reason="合成", by=clerk)
    explain(record=mine, other_code=other.registry_code, reason="合成：另一条线", by=clerk)
    dismiss(record=other, other=mine, reason="合成：确为两条线", by=reviewer)
    explain(record=mine, other_code=other.registry_code, reason="合成：再说一次", by=clerk)
    [said] = Distinction.objects.all()
    assert (said.reason, said.is_final) == ("合成：确为两条线", True)


def test_the_loader_does_not_bring_a_merged_record_back(reviewer):
    from io import StringIO

    from django.core.management import call_command

    admin = UserFactory(administrator=True)
    kept, dropped = Enterprise.objects.order_by("registry_code")[:2]
    merge(kept=kept, dropped=dropped, by=admin)
    call_command("load_registry", stdout=StringIO())
    assert not Enterprise.objects.filter(registry_code=dropped.registry_code).exists()
    kept.refresh_from_db()
    assert dropped.name_zh in kept.aliases
