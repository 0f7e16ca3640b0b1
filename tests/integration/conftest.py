"""What the tests of this folder share."""

import pytest
from django.db import transaction

from tests.readers import World


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The world of tests/readers.py, made once for the tests of a module.

    Each test works inside it, in a transaction of its own that is rolled back.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield World.made()
        transaction.set_rollback(True)
