"""Two reviewers who merge the same pair at the same moment, each the other way round."""

from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.enums import Role
from projects.models import Project
from records.duplicates.actions import merge
from records.models import Redirect
from tests.factories import ProjectFactory
from tests.functional.people import People


@pytest.fixture
def people(django_db_setup, django_db_blocker):
    """Users in a database without a transaction: two connections must see the same."""
    with django_db_blocker.unblock():
        people = People()
        yield people
        Redirect.objects.all().delete()
        people.leave()


def test_one_of_two_merges_wins_and_there_is_no_loop(people):
    reviewer = people.join("merger", Role.REVIEWER)
    one, other = (ProjectFactory(created_by=reviewer, division_id="230100") for _one in "12")
    together, outcomes = Barrier(2), []

    def act(kept, dropped):
        together.wait()
        try:
            merge(kept=kept, dropped=dropped, by=reviewer)
            outcomes.append("merged")
        except ValidationError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=act, args=pair) for pair in ((one, other), (other, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["merged", "refused"]
    [left] = Project.objects.filter(created_by=reviewer)
    [redirect] = Redirect.objects.all()
    assert redirect.registry_code == left.registry_code
    assert {redirect.old_code, left.registry_code} == {one.registry_code, other.registry_code}
