"""A process that publishes is killed in the midst: each record is published whole or not at all."""

import random
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection

from accounts.enums import Role
from projects.models import Project
from records.enums import State
from records.imports import process
from records.models import Change, StateChange
from tests.functional.people import HARBIN

ROWS = 60
PUBLISH = """
import django
django.setup()
from accounts.models import User
from projects.models import Project
from records.enums import State
from records.review.actions import move
by = User.objects.get(username="reviewer")
for record in Project.objects.filter(state=State.SUBMITTED, created_by__username="clerk"):
    move(record=record, to_state=State.PUBLISHED, by=by)
    print(record.registry_code, flush=True)
"""


@pytest.fixture
def handed_in(people):
    """Projects of a clerk that wait for a reviewer."""
    clerk = people.join("clerk", Role.CONTRIBUTOR)
    people.join("reviewer", Role.REVIEWER)
    rows = [
        Project(
            registry_code=f"PJ-8{number:03d}",
            name_zh=f"合成中断测试{number}号项目",
            sector_id=1,
            division_id=HARBIN,
            source="synthetic",
            state=State.SUBMITTED,
            created_by=clerk,
        )
        for number in range(ROWS)
    ]
    return {row.registry_code for row in Project.objects.bulk_create(rows)}


def publish_and_kill(after):
    """Publish one after the other, and kill -9 when `after` were; gives the codes it answered."""
    worker = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", PUBLISH],
        cwd=settings.BASE_DIR,
        env=process.environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    answered = [worker.stdout.readline().strip() for _row in range(after)]
    time.sleep(random.uniform(0, 0.02))  # noqa: S311
    worker.kill()
    rest, _errors = worker.communicate()
    _wait_for_the_database()
    return {*answered, *rest.split()}


def _wait_for_the_database():
    """Wait until the database has noticed that nobody is there any more."""
    others = """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
        AND state = 'active' AND pid <> pg_backend_pid()"""
    with connection.cursor() as cursor:
        for _attempt in range(100):
            cursor.execute(others)
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.1)


def test_what_is_published_is_what_was_accepted(handed_in):
    before, answered = Project.objects.count(), set()
    for after in (1, 7, 20):
        answered |= publish_and_kill(after)
        published = set(
            Project.objects.published()
            .filter(registry_code__in=handed_in)
            .values_list("registry_code", flat=True)
        )
        decided = StateChange.objects.filter(registry_code__in=handed_in)
        logged = Change.objects.filter(registry_codes__overlap=list(handed_in), operation="update")
        assert sorted(decided.values_list("registry_code", flat=True)) == sorted(published)
        assert {code for row in logged for code in row.registry_codes} == published
        # What was accepted in the last moment may not have been answered.
        assert answered <= published
        assert len(published - answered) <= 1
        answered = published
        assert Project.objects.count() == before
    assert answered < handed_in
