"""Synthetic parks and bases."""

import factory

from geo.enums import Confidence
from parks.enums import (
    BaseKind,
    ChainKind,
    DesignationKind,
    LevelBasis,
    ParkKind,
    ParkLevel,
    ParkRecord,
    PlaceBasis,
)
from parks.models import Base, Chain, Designation, Park, ParkSector, Sector
from records.models import PlanItem
from tests.factories.geo import SYNTHETIC
from tests.factories.records import RegisteredFactory, code


def sector(slug="food"):
    """One of the real sectors."""
    return factory.LazyFunction(lambda: Sector.objects.get(slug=slug))


class ParkFactory(RegisteredFactory):
    """A county park without a point."""

    class Meta:
        model = Park

    class Params:
        policy_area = factory.Trait(record=ParkRecord.POLICY_AREA, kind=ParkKind.FREE_TRADE)

    registry_code = code("PK")
    name_zh = factory.Sequence(lambda number: f"合成园区{number}")
    name_en = factory.Sequence(lambda number: f"Synthetic Park {number}")
    record = ParkRecord.PARK
    level = ParkLevel.COUNTY
    level_basis = LevelBasis.OWN
    level_confidence = Confidence.LOW
    kind = ParkKind.INDUSTRIAL
    division_id = "230125"


class ParkSectorFactory(factory.django.DjangoModelFactory):
    """A leading industry."""

    class Meta:
        model = ParkSector

    park = factory.SubFactory(ParkFactory)
    rank = factory.Sequence(lambda number: number + 1)
    phrase = "合成产业"
    sector = sector()
    basis = SYNTHETIC
    confidence = Confidence.LOW


class BaseFactory(RegisteredFactory):
    """A base of the plan without a place."""

    class Meta:
        model = Base

    registry_code = code("BS")
    name_zh = factory.Sequence(lambda number: f"合成基地{number}")
    name_en = factory.Sequence(lambda number: f"Synthetic Base {number}")
    kind = BaseKind.PLAN
    sector = sector()
    place_basis = PlaceBasis.NONE


class DesignationFactory(factory.django.DjangoModelFactory):
    """A title of a park."""

    class Meta:
        model = Designation

    designation_id = factory.Sequence(lambda number: f"SYN{number}")
    park = factory.SubFactory(ParkFactory)
    kind = DesignationKind.PROVINCIAL_KEY_PARK
    source = SYNTHETIC
    confidence = Confidence.LOW


class ChainFactory(factory.django.DjangoModelFactory):
    """A chain without links."""

    class Meta:
        model = Chain

    slug = factory.Sequence(lambda number: f"synthetic-chain-{number}")
    name_zh = factory.Sequence(lambda number: f"合成产业链{number}")
    name_en = factory.Sequence(lambda number: f"Synthetic chain {number}")
    sector = sector()
    kind = ChainKind.CHAIN
    kind_basis = SYNTHETIC
    plan_section = SYNTHETIC
    plan_item = factory.LazyFunction(PlanItem.objects.first)
    verbatim = False
    source = SYNTHETIC
    confidence = Confidence.LOW
    position = factory.Sequence(lambda number: 900 + number)
