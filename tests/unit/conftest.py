"""People who enter and review synthetic records, in the county and the city of most tests."""

import pytest

from tests.factories import UserFactory

BINXIAN, HARBIN = "230125", "230100"


@pytest.fixture
def clerk(facts):
    return UserFactory(contributor=True, territory=[BINXIAN])


@pytest.fixture
def reviewer(facts):
    return UserFactory(reviewer=True, territory=[HARBIN])
