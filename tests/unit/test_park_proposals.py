"""Changes of published parks and bases: proposed by a clerk, compared, and accepted."""

import math
import re

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from accounts.models import TerritoryPark
from geo.models import Division
from parks import actions
from parks.models import Base, Park
from records.log.acting import acting
from records.models import Proposal
from records.review.diff import rows_of, shifts_of
from records.review.editors import form_for, values_now
from records.review.proposals import accept, propose
from records.review.values import as_data
from tests.factories import BaseFactory, ParkFactory, UserFactory

BINXIAN, DAQING = "230125", "230600"

pytestmark = pytest.mark.usefixtures("facts")


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def park():
    return ParkFactory(
        division_id=BINXIAN,
        planned_area_ha=100,
        point=Point(127.48, 45.75, srid=4326),
        location_precision="site",
        location_source="合成出处",
    )


def errors(record, by, **changes):
    form = form_for(record, by, as_data({**values_now(record, by), **changes}))
    return {name: " ".join(texts) for name, texts in form.errors.items()}


def test_a_park_is_changed_by_a_proposal_and_nothing_else_is(park, clerk, reviewer, client):
    client.force_login(clerk)
    address = f"/parks/{park.registry_code}/propose/"
    shown = client.get(address)
    typed = {"built_area_ha": "60", "management_body": "合成管委会", "lon": "127.49"}
    sent = as_data({**values_now(park, clerk), **typed}) | {
        "base": shown.context["held_base"],
        "version": shown.context["held_version"],
    }
    assert client.post(address, sent).status_code == 302
    before = Park.objects.filter(pk=park.pk).values().get()
    proposal = Proposal.objects.get(registry_code=park.registry_code)
    assert set(proposal.values) == set(typed)
    labels = {row.label: (row.old, row.new) for row in rows_of(proposal, park, reviewer)}
    assert labels["Built area (ha)"] == ("", "60")
    [shift] = shifts_of(proposal, park, reviewer)
    assert "Moved by 77" in shift.sentence
    accept(proposal=proposal, record=park, by=reviewer, names=list(typed))
    after = Park.objects.filter(pk=park.pk).values().get()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {
        *("built_area_ha", "management_body", "point", "location_source"),
        *("location_original", "location_datum", "location_method", "changed_at", "changed_by_id"),
    }
    with pytest.raises(PermissionDenied):
        actions.amend(park=park, by=clerk, fields={"note": "合成"})


def test_a_base_gets_another_place_and_host(clerk, reviewer, park):
    base = BaseFactory()
    base.divisions.set([BINXIAN])
    values = {**values_now(base, clerk), "divisions": [BINXIAN, DAQING], "host_park": str(park.pk)}
    proposal = propose(record=base, by=clerk, values=values)
    [row] = [one for one in rows_of(proposal, base, reviewer) if one.name == "divisions"]
    assert [kind for kind, _text in row.lines] == ["kept", "new"]
    accept(proposal=proposal, record=base, by=reviewer, names=["divisions", "host_park"])
    base = Base.objects.get(pk=base.pk)
    assert {one.code for one in base.divisions.all()} == {BINXIAN, DAQING}
    assert base.host_park == park


@pytest.mark.parametrize(
    ("changes", "name", "word"),
    [
        ({"built_area_ha": "101"}, "built_area_ha", "planned area"),
        ({"approved_area_ha": "0"}, "approved_area_ha", "above 0"),
        ({"approval_year": "1970"}, "approval_year", "1980"),
        ({"level": "unknown", "level_basis": "own"}, "level_basis", "Clear"),
        ({"level": "national", "level_basis": ""}, "level_basis", "rests"),
        ({"management_code": "91350100M000100Y45"}, "management_code", "check character"),
        ({"lat": ""}, "lat", "both"),
        ({"lon": "125.1", "lat": "46.6"}, "lon", ""),
    ],
)
def test_what_cannot_be_of_a_park_is_said_beside_its_field(park, clerk, changes, name, word):
    found = errors(park, clerk, **changes)
    assert set(found) == {name}
    assert word in found[name]


def test_a_park_is_no_part_of_its_parts(park, clerk):
    part = ParkFactory(parent=park, division_id=BINXIAN)
    assert "part of this one" in errors(park, clerk, parent=str(part.pk))["parent"]


def test_a_clerk_of_another_place_proposes_nothing(park, client):
    stranger = UserFactory(contributor=True, territory=[DAQING])
    client.force_login(stranger)
    assert client.get(f"/parks/{park.registry_code}/propose/").status_code == 403
    with pytest.raises(PermissionDenied):
        propose(record=park, by=stranger, values=values_now(park, stranger) | {"note": "合成"})


def test_a_park_moves_to_no_place_outside_the_territory_of_its_reviewer(park, reviewer):
    with pytest.raises(ValidationError):
        actions.amend(park=park, by=reviewer, fields={"division": Division.objects.get(pk=DAQING)})


def test_who_acts_for_a_park_alone_may_name_its_divisions(client):
    park = ParkFactory(division_id=BINXIAN, planned_area_ha=100)
    committee = UserFactory(role="contributor")
    TerritoryPark.objects.create(user=committee, registry_code=park.registry_code)
    park.more_divisions.set([DAQING])
    offered = form_for(park, committee).fields["division"].queryset
    assert {one.code for one in offered} == {BINXIAN, DAQING}
    assert "division" not in errors(park, committee, division=DAQING)
    assert "division" in errors(park, committee, division="230126")
    client.force_login(committee)
    picker = client.get(f"/parks/{park.registry_code}/propose/").context["picker"]
    assert set(picker["seats"]) == {BINXIAN, DAQING}
    propose(record=park, by=committee, values={**values_now(park, committee), "division": DAQING})
    head = UserFactory(role="reviewer")
    TerritoryPark.objects.create(user=head, registry_code=park.registry_code)
    accept(proposal=Proposal.objects.get(), record=park, by=head, names=["division"])
    park.refresh_from_db()
    assert park.division_id == DAQING


def test_the_history_says_how_much_larger_a_boundary_became(park, reviewer, client):
    def square(side):
        corners = ((0, 0), (side, 0), (side, side), (0, side), (0, 0))
        ring = [(127.48 + x, 45.75 + y) for x, y in corners]
        return MultiPolygon(Polygon(ring), srid=4326)

    with acting(by=reviewer, why="合成测量"):
        park.boundary = square(0.01)
        park.save()
    with acting(by=reviewer, why="合成扩区"):
        park.boundary = square(0.02)
        park.save()
    page = client.get(f"{park.get_absolute_url()}history/?lang=en").content.decode()
    said = re.search(r"area ([\d.]+) ha → ([\d.]+) ha \(\+([\d.]+) ha\)", page)
    before, after, change = map(float, said.groups())
    # 0.01° are 1.11 km to the north, and there 0.70 as much to the east.
    assert before == pytest.approx(
        1.1114 * 1.1132 * math.cos(math.radians(45.755)) * 100, rel=0.003
    )
    assert after == pytest.approx(4 * before, rel=0.001)
    assert change == pytest.approx(after - before, abs=0.02)
