"""Every page of the registry, and somebody who may open them all."""

import pytest
from django.contrib.gis.geos import Point

from parks.models import Chain
from records.enums import LocationPrecision, State
from records.models import StateChange
from tests.factories import ProjectFactory, UserFactory
from tests.functional.addresses import PUBLIC, WORK

PAGES = sorted({*PUBLIC, *WORK})
BINXIAN = "230125"


class Site:
    """The pages by name, with synthetic projects for those of the work list."""

    def __init__(self):
        self.user = UserFactory(administrator=True)
        clerk = UserFactory(contributor=True, territory=[BINXIAN])
        self.returned = ProjectFactory(returned=True, created_by=self.user)
        point = Point(127.5, 45.75, srid=4326)
        precision = LocationPrecision.SITE
        self.waiting = ProjectFactory(
            submitted=True, created_by=clerk, point=point, location_precision=precision
        )
        StateChange.objects.create(
            registry_code=self.returned.registry_code,
            from_state=State.SUBMITTED,
            to_state=State.RETURNED,
            by=clerk,
            reason="合成理由",
        )

    def address(self, name):
        """Where the page called `name` is."""
        return {**PUBLIC, **WORK}[name].format(
            chain=Chain.objects.first().slug,
            draft=self.returned.registry_code,
            waiting=self.waiting.registry_code,
        )


@pytest.fixture
def site(facts, client):
    """The pages, with a client that is signed in."""
    made = Site()
    client.force_login(made.user)
    return made
