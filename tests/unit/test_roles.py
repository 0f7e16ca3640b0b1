"""Who may do what with a record: every role, every state, inside and outside the territory."""

from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.actions import create_user
from accounts.enums import Role
from accounts.models import User
from projects.models import Enterprise, Project
from records import actions
from records.enums import TRANSITIONS, State
from records.models import StateChange
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
    if state == "published" or own or everywhere or (reviews and inside and state != "draft"):
        found.add("visible_to")
    if own and state in {"draft", "returned"} and role in {"contributor", *REVIEWING}:
        found.add("editable_by")
    if reviews and not own and state == "submitted" and (inside or everywhere):
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


# Moves --------------------------------------------------------------------------------------------

MOVES = {
    "submit": (lambda one, author, reviewer: actions.submit(record=one, by=author), "submitted"),
    "publish": (
        lambda one, author, reviewer: actions.publish(record=one, by=reviewer),
        "published",
    ),
    "send_back": (
        lambda one, author, reviewer: actions.send_back(record=one, by=reviewer, reason="合成"),
        "returned",
    ),
}


def test_the_table_of_moves_is_whole():
    assert set(TRANSITIONS) == set(State.values)
    assert {to_state for moves in TRANSITIONS.values() for to_state in moves} <= set(State.values)
    # Nothing leads back from what is public.
    assert TRANSITIONS[State.PUBLISHED] == set()


@pytest.mark.parametrize(("state", "name"), [*product(STATES, MOVES)])
def test_a_move_is_made_as_the_table_says_or_not_at_all(state, name):
    author = UserFactory(contributor=True, territory=[BINXIAN])
    reviewer = UserFactory(reviewer=True, territory=[HARBIN])
    project = ProjectFactory(state=state, created_by=author)
    move, to_state = MOVES[name]
    if to_state in TRANSITIONS[state]:
        move(project, author, reviewer)
    else:
        with pytest.raises((PermissionDenied, ValidationError)):
            move(project, author, reviewer)
        to_state = state
    stored = Project.objects.get(pk=project.pk)
    assert stored.state == project.state == to_state
    changes = StateChange.objects.filter(registry_code=project.registry_code)
    assert [(one.from_state, one.to_state) for one in changes] == (
        [] if state == to_state else [(state, to_state)]
    )
    assert (stored.changed_by is None) == (state == to_state)


def test_two_reviewers_do_not_both_decide():
    """The second one holds a record that was read before the first decided."""
    first, second = (UserFactory(reviewer=True, territory=[HARBIN]) for _time in range(2))
    project = ProjectFactory(submitted=True, created_by=UserFactory())
    stale = Project.objects.get(pk=project.pk)
    actions.publish(record=project, by=first)
    with pytest.raises(PermissionDenied):
        actions.send_back(record=stale, by=second, reason="合成")
    assert StateChange.objects.filter(registry_code=project.registry_code).count() == 1


def test_counters_stay_above_codes_from_outside():
    actions.keep_counter_above(codes=["PJ-0100", "PJ-0002", "ZZ-0007"])
    assert actions.next_registry_code(prefix="PJ") == "PJ-0101"
    assert actions.next_registry_code(prefix="ZZ") == "ZZ-0008"
    actions.keep_counter_above(codes=["PJ-0003"])
    assert actions.next_registry_code(prefix="PJ") == "PJ-0102"
    assert actions.next_registry_code(prefix="AA") == "AA-0001"


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
