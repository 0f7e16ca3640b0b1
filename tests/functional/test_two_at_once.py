"""Two people at the same moment, over two connections: one acts, the other is told."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections, transaction

from accounts.enums import Role
from projects.models import Project
from records.enums import State
from records.models import Proposal, StateChange
from records.review.actions import move, submit
from records.review.editors import values_now
from records.review.proposals import accept, propose
from tests.functional.people import HARBIN


@pytest.fixture
def clerk(people):
    return people.join("clerk", Role.CONTRIBUTOR)


@pytest.fixture
def reviewers(people):
    return [people.join(name, Role.REVIEWER) for name in ("first", "second")]


def project_of(clerk, code, state=State.DRAFT):
    return Project.objects.create(
        registry_code=code,
        name_zh="合成并发测试项目",
        sector_id=1,
        division_id=HARBIN,
        source="synthetic",
        state=state,
        created_by=clerk,
    )


def at_once(*actions):
    """Let `actions` run over a connection each, all before the first has ended; give what came."""
    outcomes, barrier = [], threading.Barrier(len(actions))

    def run(action):
        try:
            with transaction.atomic():
                barrier.wait(timeout=10)
                action()
            outcomes.append("done")
        except ValidationError:
            outcomes.append("told")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(outcomes)


def test_two_reviewers_do_not_both_decide(clerk, reviewers):
    record = project_of(clerk, "PJ-9071")
    submit(record=record, by=clerk)
    decisions = [
        lambda by=by, to=to: move(
            record=Project.objects.get(pk=record.pk), to_state=to, by=by, reason="合成理由"
        )
        for by, to in zip(reviewers, (State.PUBLISHED, State.RETURNED), strict=True)
    ]
    assert at_once(*decisions) == ["done", "told"]
    decided = StateChange.objects.filter(registry_code="PJ-9071").exclude(to_state=State.SUBMITTED)
    assert [change.to_state for change in decided] == [Project.objects.get(pk=record.pk).state]


def test_a_proposal_is_accepted_once(clerk, reviewers, people):
    owner = people.join("owner", Role.CONTRIBUTOR)
    record = project_of(owner, "PJ-9072", State.PUBLISHED)
    values = {**values_now(record, clerk), "note": "合成备注"}
    proposal = propose(record=record, by=clerk, values=values)
    decisions = [
        lambda by=by: accept(
            proposal=Proposal.objects.get(pk=proposal.pk), record=record, by=by, names=["note"]
        )
        for by in reviewers
    ]
    assert at_once(*decisions) == ["done", "told"]
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by in reviewers) == ("accepted", True)
    assert connection.vendor == "postgresql"
