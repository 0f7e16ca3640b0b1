"""Who may do what with a record: every role, every state, inside and outside the territory."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.actions import create_user
from accounts.enums import Role
from accounts.models import User
from projects.models import Enterprise, Project
from records.actions import keep_counter_above, next_registry_code
from records.enums import State
from tests.factories import (
    BaseFactory,
    EnterpriseFactory,
    ParkFactory,
    ProjectFactory,
    UserFactory,
)

BINXIAN, HARBIN, DAQING = "230125", "230100", "230600"
STATES = sorted(State.values)
ROLES = sorted(Role.values)

pytestmark = pytest.mark.usefixtures("facts")


def sees(queryset, record):
    return queryset.filter(pk=record.pk).exists()


def may(user, record):
    """The three answers for a record: seen, changed, decided on."""
    records = type(record).objects
    return {
        name
        for name in ("visible_to", "editable_by", "reviewable_by")
        if sees(getattr(records, name)(user), record)
    }


def expected(role, state, *, inside, own):
    """The same, written down from the rules."""
    found = set()
    reviews = role in {"reviewer", "administrator"}
    everywhere = role == "administrator"
    # Viewers enter nothing: they are shown what everybody is, even of what they once entered.
    works = role != "viewer"
    if (
        state == "published"
        or (own and works)
        or (state == "suspended" and works and inside)
        or everywhere
        or (reviews and inside and state != "draft")
    ):
        found.add("visible_to")
    if own and state in {"draft", "returned"} and role in {"contributor", *REVIEWING}:
        found.add("editable_by")
    if reviews and not own and state in {"submitted", "verified"} and (inside or everywhere):
        found.add("reviewable_by")
    return found


REVIEWING = {"reviewer", "administrator"}


@pytest.mark.parametrize("own", [True, False], ids=["own", "of-another"])
@pytest.mark.parametrize("territory", [BINXIAN, HARBIN, DAQING])
@pytest.mark.parametrize("role", ROLES)
def test_what_a_role_may_do(role, territory, own):
    user = UserFactory(role=role, territory=[territory])
    author = user if own else UserFactory(contributor=True, territory=[BINXIAN])
    for state in STATES:
        project = ProjectFactory(state=state, created_by=author)
        inside = territory != DAQING
        assert may(user, project) == expected(role, state, inside=inside, own=own), state


@pytest.mark.parametrize("state", STATES)
def test_who_is_not_signed_in_sees_what_is_public(state):
    project = ProjectFactory(state=state, created_by=UserFactory())
    assert may(AnonymousUser(), project) == ({"visible_to"} if state == "published" else set())
    assert project.is_public == (state == "published")


def test_without_a_territory_nobody_decides():
    project = ProjectFactory(submitted=True, created_by=UserFactory())
    assert may(UserFactory(reviewer=True), project) == set()


@pytest.mark.parametrize("factory", [ParkFactory, EnterpriseFactory])
def test_parks_and_enterprises_are_decided_on_where_they_lie(factory):
    record = factory(submitted=True, division_id=BINXIAN, created_by=UserFactory())
    here, there = (UserFactory(reviewer=True, territory=[code]) for code in (HARBIN, DAQING))
    assert may(here, record) == {"visible_to", "reviewable_by"}
    assert may(there, record) == set()


def test_any_place_of_a_base_lets_its_reviewer_decide():
    base = BaseFactory(submitted=True, created_by=UserFactory())
    base.divisions.set([BINXIAN, DAQING])
    for code in (HARBIN, DAQING):
        assert "reviewable_by" in may(UserFactory(reviewer=True, territory=[code]), base)
    assert may(UserFactory(reviewer=True, territory=["230200"]), base) == set()


def test_where_no_place_is_known_only_an_administrator_sees():
    """A reviewer acts inside a territory, and this lies in none."""
    nowhere = EnterpriseFactory(submitted=True, created_by=UserFactory(), division=None)
    assert may(UserFactory(reviewer=True, territory=["230000"]), nowhere) == set()
    assert "visible_to" in may(UserFactory(administrator=True), nowhere)


def test_facts_of_the_files_are_nobodys_draft():
    admin = UserFactory(administrator=True)
    assert Project.objects.editable_by(admin).count() == 0
    assert Enterprise.objects.reviewable_by(admin).count() == 0


def test_counters_stay_above_codes_from_outside():
    keep_counter_above(codes=["PJ-0100", "PJ-0002", "ZZ-0007"])
    assert next_registry_code(prefix="PJ") == "PJ-0101"
    assert next_registry_code(prefix="ZZ") == "ZZ-0008"
    keep_counter_above(codes=["PJ-0003"])
    assert next_registry_code(prefix="PJ") == "PJ-0102"
    assert next_registry_code(prefix="AA") == "AA-0001"


@pytest.mark.parametrize("role", ROLES)
def test_a_user_is_made_with_role_and_territory(client, role):
    made = create_user(
        username="synthetic", password="nothing-4711", role=Role(role), territory=[HARBIN]
    )
    stored = User.objects.get(username="synthetic")
    assert client.login(username="synthetic", password="nothing-4711")
    assert stored == made
    assert stored.role == role
    assert stored.is_superuser == (role == "administrator")
    assert not stored.is_staff
    everywhere = role == "administrator"
    assert (DAQING in stored.divisions().values_list("code", flat=True)) == everywhere
    assert BINXIAN in stored.divisions().values_list("code", flat=True)
