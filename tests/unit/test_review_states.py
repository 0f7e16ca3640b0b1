"""Every pair of states and every person against the one table of moves."""

from itertools import product

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from projects.models import Project
from records.enums import State
from records.models import StateChange
from records.review.actions import move
from records.review.actors import moves_of
from tests.factories import EnterpriseFactory, ProjectFactory, UserFactory

BINXIAN, HARBIN, DAQING = "230125", "230100", "230600"

pytestmark = pytest.mark.usefixtures("facts")

# The rules once more, as the decision record words them: from, to, owner?, reason?
RULES = """
draft     submitted owner  -
draft     archived  owner  -
submitted draft     owner  -
submitted returned  second reason
submitted verified  second -
submitted published second -
returned  submitted owner  -
returned  archived  owner  -
verified  returned  second reason
verified  published second -
published suspended second reason
published archived  second reason
suspended published second reason
suspended archived  second reason
archived  suspended admin  reason
"""
ALLOWED = {tuple(line.split()[:2]): line.split()[2:] for line in RULES.strip().splitlines()}
PEOPLE = {
    "owner": {"owner"},
    "another clerk": set(),
    "viewer": set(),
    "GIS staff": set(),
    "reviewer": {"second"},
    "reviewer elsewhere": set(),
    "reviewer of nowhere": set(),
    "reviewer who owns": {"owner"},
    "administrator": {"second", "admin"},
    "administrator who owns": {"owner"},
}


def person(name):
    role = {
        "owner": "contributor",
        "another clerk": "contributor",
        "viewer": "viewer",
        "GIS staff": "gis_staff",
    }.get(name, name.split()[0])
    territory = {"reviewer elsewhere": [DAQING], "reviewer of nowhere": []}.get(name, [HARBIN])
    return UserFactory(role=role, territory=territory)


def record_for(user, name, state):
    owner = user if "own" in name else UserFactory(contributor=True, territory=[BINXIAN])
    return ProjectFactory(state=state, created_by=owner)


@pytest.mark.parametrize("name", PEOPLE)
def test_moves_are_made_as_the_table_says_or_not_at_all(name):
    user = person(name)
    for from_state, to_state in product(State.values, repeat=2):
        project = record_for(user, name, from_state)
        who, _reason = ALLOWED.get((from_state, to_state), ("nobody", "-"))
        allowed = who in PEOPLE[name]
        offered = {row.to_state for row in moves_of(project, user)}
        assert (to_state in offered) == allowed, (from_state, to_state)
        try:
            move(record=project, to_state=to_state, by=user, reason="合成理由")
            made = True
        except (PermissionDenied, ValidationError):
            made = False
        assert made == allowed, (from_state, to_state)
        stored = Project.objects.get(pk=project.pk)
        assert stored.state == project.state == (to_state if allowed else from_state)
        history = StateChange.objects.filter(registry_code=project.registry_code)
        assert [(one.from_state, one.to_state, one.by) for one in history] == (
            [(from_state, to_state, user)] if allowed else []
        )


@pytest.mark.parametrize(("pair", "rule"), ALLOWED.items())
def test_a_reason_is_asked_for_where_the_table_says(pair, rule):
    name = {"owner": "owner", "second": "reviewer", "admin": "administrator"}[rule[0]]
    user = person(name)
    project = record_for(user, name, pair[0])
    if rule[1] == "-":
        move(record=project, to_state=pair[1], by=user)
        return
    with pytest.raises(ValidationError) as refused:
        move(record=project, to_state=pair[1], by=user, reason="  ", field_reasons={"note": " "})
    assert "reason" in refused.value.message_dict
    move(record=project, to_state=pair[1], by=user, field_reasons={"note": "合成理由"})
    assert StateChange.objects.last().field_reasons == {"note": "合成理由"}


def test_of_two_reviewers_the_first_decides_and_the_second_is_told():
    first, second = (UserFactory(reviewer=True, territory=[HARBIN]) for _time in range(2))
    project = ProjectFactory(submitted=True, created_by=UserFactory())
    stale = Project.objects.get(pk=project.pk)
    move(record=project, to_state=State.PUBLISHED, by=first)
    with pytest.raises(ValidationError):
        move(record=stale, to_state=State.RETURNED, by=second, reason="合成")
    assert StateChange.objects.filter(registry_code=project.registry_code).count() == 1


def test_an_administrator_decides_where_no_place_is_known():
    nowhere = EnterpriseFactory(submitted=True, created_by=UserFactory(), division=None)
    assert not moves_of(nowhere, UserFactory(reviewer=True, territory=["230000"]))
    assert moves_of(nowhere, UserFactory(administrator=True))


# Pages --------------------------------------------------------------------------------------------


def test_what_is_archived_says_so_and_nothing_else(client):
    project = ProjectFactory(created_by=UserFactory(), source="合成的内情")
    reviewer = UserFactory(reviewer=True, territory=[HARBIN])
    move(record=project, to_state=State.SUSPENDED, by=reviewer, reason="合成的缘由")
    assert client.get(project.get_absolute_url()).status_code == 404
    move(record=project, to_state=State.ARCHIVED, by=reviewer, reason="合成的缘由")
    gone = client.get(project.get_absolute_url())
    page = gone.content.decode()
    assert gone.status_code == 410
    assert project.registry_code in page
    for secret in (project.name_zh, project.name_en, project.source, "合成的缘由", str(reviewer)):
        assert secret not in page
    client.force_login(reviewer)
    page = client.get(project.get_absolute_url()).content.decode()
    assert project.name_zh in page
    assert "合成的缘由" in page


def test_a_discarded_draft_was_never_there(client):
    clerk = UserFactory(contributor=True, territory=[BINXIAN])
    draft = ProjectFactory(state=State.DRAFT, created_by=clerk)
    client.force_login(clerk)
    address = f"/work/{draft.registry_code}/discard/"
    assert draft.name_zh in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    assert Project.objects.get(pk=draft.pk).state == State.ARCHIVED
    assert draft.name_zh not in client.get("/work/").content.decode()
    client.logout()
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_the_review_page_offers_the_buttons_of_the_table(client):
    project = ProjectFactory(submitted=True, created_by=UserFactory())
    client.force_login(UserFactory(reviewer=True, territory=[HARBIN]))
    address = f"/work/{project.registry_code}/review/"
    for to_state, offered in [
        ("verified", ["returned", "verified", "published"]),
        ("published", ["returned", "published"]),
        ("suspended", ["suspended", "archived"]),
        ("published", ["published", "archived"]),
    ]:
        rows = client.get(address).context["moves"]
        assert [row.to_state for row in rows] == offered
        assert client.post(address, {"to": "draft", "reason": "合成"}).status_code == 200
        answer = client.post(address, {"to": to_state, "reason": "合成"})
        assert answer.status_code == 302
        project.refresh_from_db()
        assert project.state == to_state
    assert "review/" in client.get(project.get_absolute_url()).content.decode()


def test_a_clerk_takes_back_what_waits(client):
    clerk = UserFactory(contributor=True, territory=[BINXIAN])
    project = ProjectFactory(submitted=True, created_by=clerk)
    client.force_login(clerk)
    client.post(f"/work/{project.registry_code}/take-back/")
    project.refresh_from_db()
    assert project.state == State.DRAFT
