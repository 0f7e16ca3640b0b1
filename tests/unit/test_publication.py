"""Who sees, changes and decides on a record, and by which moves it goes public."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError

from projects.models import Project
from records.actions import next_registry_code
from records.enums import State
from records.models import StateChange
from records.review import actions
from tests.factories.accounts import UserFactory
from tests.factories.projects import ProjectFactory

BINXIAN, DAQING = "230125", "230600"

pytestmark = pytest.mark.usefixtures("facts")


def visible(user, record):
    return Project.objects.visible_to(user).filter(pk=record.pk).exists()


def test_draft_is_seen_by_its_clerk_alone(clerk, reviewer, client):
    draft = ProjectFactory(state=State.DRAFT, created_by=clerk)
    assert visible(clerk, draft)
    for other in (AnonymousUser(), reviewer, UserFactory(contributor=True, territory=[BINXIAN])):
        assert not visible(other, draft)
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert draft.name_zh not in client.get("/projects/").content.decode()
    assert draft.name_zh.encode() not in client.get("/projects.geojson").getvalue()
    assert draft.registry_code.encode() not in client.get("/map.json?show=projects").content


def test_submitted_record_reaches_the_reviewers_of_its_territory(clerk, reviewer):
    draft = ProjectFactory(state=State.DRAFT, created_by=clerk)
    actions.submit(record=draft, by=clerk)
    elsewhere = UserFactory(reviewer=True, territory=[DAQING])
    waiting = Project.objects.reviewable_by(reviewer)
    assert draft in waiting
    assert draft not in Project.objects.reviewable_by(elsewhere)
    assert draft not in Project.objects.reviewable_by(clerk)
    with pytest.raises(PermissionDenied):
        actions.publish(record=draft, by=elsewhere)


def test_publishing_shows_a_record_to_everybody_and_says_who_did_it(clerk, reviewer):
    draft = ProjectFactory(state=State.DRAFT, created_by=clerk)
    actions.submit(record=draft, by=clerk)
    actions.publish(record=draft, by=reviewer)
    assert visible(AnonymousUser(), draft)
    moves = StateChange.objects.filter(registry_code=draft.registry_code)
    assert [(move.to_state, move.by) for move in moves] == [
        (State.SUBMITTED, clerk),
        (State.PUBLISHED, reviewer),
    ]


def test_return_needs_a_reason_and_lets_the_clerk_change_the_record_again(clerk, reviewer):
    draft = ProjectFactory(state=State.DRAFT, created_by=clerk)
    actions.submit(record=draft, by=clerk)
    assert not Project.objects.editable_by(clerk).filter(pk=draft.pk).exists()
    with pytest.raises(ValidationError):
        actions.send_back(record=draft, by=reviewer, reason="  ")
    actions.send_back(record=draft, by=reviewer, reason="合成理由")
    assert Project.objects.editable_by(clerk).filter(pk=draft.pk).exists()


def test_nobody_decides_on_a_record_of_their_own(reviewer):
    own = ProjectFactory(state=State.SUBMITTED, created_by=reviewer)
    with pytest.raises(PermissionDenied):
        actions.publish(record=own, by=reviewer)


def test_codes_are_never_given_twice():
    first = next_registry_code(prefix="PJ")
    second = next_registry_code(prefix="PJ")
    assert int(second.removeprefix("PJ-")) == int(first.removeprefix("PJ-")) + 1 > 48
