"""Reads in the words of the registry: distance, division, belt, text."""

import pytest
from django.contrib.gis.geos import Point
from django.db import connection

from geo.models import Belt, BeltMember, Division
from parks.models import Park
from records.enums import LocationPrecision
from records.models import BeltRecord
from tests.factories import BaseFactory, BeltFactory, DivisionFactory, ParkFactory

HARBIN = Point(126.65, 45.75, srid=4326)
# One degree of longitude is about 78 km here, one of latitude 111 km.
EAST_7_KM = Point(126.74, 45.75, srid=4326)
NORTH_11_KM = Point(126.65, 45.85, srid=4326)

pytestmark = pytest.mark.usefixtures("facts")


def park_at(point):
    return ParkFactory(point=point, location_precision=LocationPrecision.SITE)


def test_distance_is_measured_on_the_ground():
    east, north = park_at(EAST_7_KM), park_at(NORTH_11_KM)
    near = Park.objects.within_km(HARBIN, 8)
    assert east in near
    assert north not in near
    assert north in Park.objects.within_km(HARBIN, 12)


def test_distance_uses_the_geography_index():
    Park.objects.bulk_create(
        ParkFactory.build(
            point=Point(122 + number % 120 / 10, 44 + number / 250, srid=4326),
            location_precision=LocationPrecision.SITE,
        )
        for number in range(2000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE parks_park")
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Park.objects.within_km(HARBIN, 5).order_by().explain()
    assert "park_geography_gist" in plan


@pytest.mark.parametrize("text", ["合成园区", "hcyq", "合成园区 hecheng"])
def test_a_text_uses_the_trigram_indexes(text):
    Park.objects.bulk_create(ParkFactory.build_batch(2000))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE parks_park")
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Park.objects.search(text).order_by().explain()
    assert "park_names_trgm" in plan
    assert ("park_pinyin_trgm" in plan) == (text != "合成园区")


def test_a_division_holds_everything_below_it():
    park = ParkFactory(division_id="230125")
    for code in ("230125", "230100", "230000"):
        assert park in Park.objects.in_division(code)
    assert park not in Park.objects.in_division("230600")
    assert park in Park.objects.in_division("230600", "230125")


@pytest.fixture
def belt():
    """A belt of one county of Harbin."""
    belt = BeltFactory()
    county = Division.objects.get(code="230125")
    BeltMember.objects.create(
        belt=belt, division=county, basis="合成", source="合成", confidence="low"
    )
    return belt


def test_a_belt_takes_members_and_what_lies_in_them(belt):
    inside = ParkFactory(division_id="230125")
    below = ParkFactory(division=DivisionFactory(parent_id="230125"))
    beside = ParkFactory(division_id="230126")
    found = Park.objects.in_belt(belt.slug)
    assert {inside, below} <= set(found)
    assert beside not in found
    assert beside not in Park.objects.perhaps_in_belt(belt.slug)


def test_where_only_the_prefecture_is_known_the_answer_is_perhaps(belt):
    unclear = ParkFactory(division_id="230100")
    elsewhere = ParkFactory(division_id="230600")
    assert unclear not in Park.objects.in_belt(belt.slug)
    assert unclear in Park.objects.perhaps_in_belt(belt.slug)
    assert elsewhere not in Park.objects.perhaps_in_belt(belt.slug)


def test_a_statement_places_a_record_and_ends_the_doubt(belt):
    unclear = ParkFactory(division_id="230100")
    BeltRecord.objects.create(
        belt=belt,
        registry_code=unclear.registry_code,
        basis="合成",
        source="合成",
        confidence="low",
    )
    assert unclear in Park.objects.in_belt(belt.slug)
    assert unclear not in Park.objects.perhaps_in_belt(belt.slug)


def test_one_place_of_a_base_is_enough(belt):
    base = BaseFactory()
    base.divisions.set(["230125", "230600"])
    assert list(type(base).objects.in_belt(belt.slug)) == [base]
    assert base in type(base).objects.in_division("230600")


def test_the_coal_cities_are_four_or_six():
    members = {
        belt.slug: set(belt.divisions.values_list("name_zh", flat=True))
        for belt in Belt.objects.filter(slug__in=["east-coal", "east-coal-2008"])
    }
    assert members["east-coal"] == {"鸡西市", "七台河市", "双鸭山市", "鹤岗市"}
    assert members["east-coal-2008"] == members["east-coal"] | {"牡丹江市", "佳木斯市"}


def test_policy_areas_lie_apart():
    area, park = ParkFactory(policy_area=True), ParkFactory()
    assert area in Park.objects.policy_areas()
    assert area not in Park.objects.parks()
    assert park in Park.objects.parks()
