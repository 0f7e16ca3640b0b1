"""How often each page asks the database; more data must not mean more questions.

`UPDATE_QUERY_COUNTS=1 pytest tests/integration/test_query_counts.py` writes the file anew.
"""

import json
import os
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    BaseFactory,
    DesignationFactory,
    EnterpriseFactory,
    ParkFactory,
    ParkSectorFactory,
    ProjectFactory,
)
from tests.pages import bytes_of
from tests.site import PAGES, site  # noqa: F401 - a fixture

BASELINE = Path(__file__).with_name("query_counts.json")
DATA = {
    "map.json": "/map.json?show=parks&show=bases&show=projects",
    "parks.geojson": "/parks.geojson",
    "projects.geojson": "/projects.geojson",
    "basemap.json": "/basemap.json",
    "divisions.json": "/divisions.json?show=parks&show=bases&show=projects&shade=density",
}
GROWING = {
    "map": "/?show=parks&show=bases&show=projects",
    "parks": "/parks/",
    "bases": "/bases/",
    "projects": "/projects/",
    "enterprises": "/enterprises/",
    "sector": "/sectors/food/",
    "division": "/divisions/230125/",
    **DATA,
}


def count(client, address):
    """How many queries an answer takes when words and drawings are kept, and no counts."""
    bytes_of(client.get(address))
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        bytes_of(client.get(address))
    return len(asked)


def test_no_page_asks_more_than_before(site, client):  # noqa: F811
    addresses = {name: site.address(name) for name in PAGES} | DATA
    counted = {name: count(client, address) for name, address in sorted(addresses.items())}
    if os.environ.get("UPDATE_QUERY_COUNTS"):
        BASELINE.write_text(json.dumps(counted, indent=2) + "\n", encoding="utf-8")
    before = json.loads(BASELINE.read_text(encoding="utf-8"))
    assert counted.keys() == before.keys()
    # Fewer is well: a history asks for names that other pages may have asked for already.
    assert {name: number for name, number in counted.items() if number > before[name]} == {}


@pytest.mark.parametrize("name", sorted(GROWING))
def test_more_records_are_not_more_queries(facts, client, name):
    add_records(1)
    before = count(client, GROWING[name])
    add_records(6)
    assert count(client, GROWING[name]) == before


def add_records(number):
    """Records with all that hangs on them."""
    for park in ParkFactory.create_batch(number):
        ParkSectorFactory(park=park)
        DesignationFactory(park=park)
        base = BaseFactory(host_park=park)
        base.divisions.set(["230125"])
        project = ProjectFactory(park=park)
        project.enterprises.add(EnterpriseFactory())
