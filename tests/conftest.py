"""What every test stands on: a real PostGIS with the real facts, and faults that cannot hide."""

import io

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from hypothesis import HealthCheck, settings
from pytest_socket import socket_allow_hosts

from records import collections
from records.filters import results, suggestions
from records.pages import views
from tests.oracle import Facts
from tests.strict import fail_on_undefined_variables

# The same examples in every run; `pytest --hypothesis-profile=explore` looks for new ones.
# The first example of a run warms caches, so a deadline would fail at random.
COMMON = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
}
settings.register_profile("registry", derandomize=True, database=None, **COMMON)
settings.register_profile("explore", max_examples=500, print_blob=True, **COMMON)
settings.load_profile("registry")


def pytest_runtest_setup():
    """Let a test reach nothing but this machine."""
    socket_allow_hosts(["127.0.0.1"])


@pytest.fixture(scope="session", autouse=True)
def _strict_templates():
    """Make every template of ours fail on a variable that is not there."""
    with pytest.MonkeyPatch.context() as patch:
        fail_on_undefined_variables(patch)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Load the facts once into the test database; every test then works in a transaction."""
    with django_db_blocker.unblock():
        if _is_littered():
            empty()
        call_command("load_registry", stdout=io.StringIO())


def empty():
    """Empty all tables, those of the log too, which nothing else empties."""
    log = ("records_act", "records_change")
    with connection.cursor() as cursor:
        for table in log:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER never_emptied")
        call_command("flush", interactive=False, verbosity=0)
        for table in log:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER never_emptied")


def _is_littered():
    """Whether a test that was broken off left something: only tests make users or such codes."""
    models = [collection.model for collection in collections.every()]
    return get_user_model().objects.exists() or any(
        model.objects.filter(registry_code__regex=r"-9\d{3}$").exists() for model in models
    )


@pytest.fixture
def facts(db):
    """The real data: in the database, and read from the files without the code of the registry."""
    return Facts.read()


@pytest.fixture(autouse=True)
def _nothing_kept():
    """Begin with empty caches: a version of the data that was rolled back is given out again."""
    cache.clear()
    views._drawn.cache_clear()
    results._kept.cache_clear()
    suggestions._entries.cache_clear()
