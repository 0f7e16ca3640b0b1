"""Synthetic divisions and belts."""

import factory

from geo.enums import CodeKind, Confidence, DivisionLevel
from geo.models import Belt, Division

SYNTHETIC = "Synthetic: made for a test, no fact."


class DivisionFactory(factory.django.DjangoModelFactory):
    """A county below a real prefecture; real codes of this province end below 232799."""

    class Meta:
        model = Division

    code = factory.Sequence(lambda number: f"{239001 + number}")
    code_kind = CodeKind.STATISTICAL
    name_zh = factory.Sequence(lambda number: f"合成县{number}")
    name_en = factory.Sequence(lambda number: f"Synthetic County {number}")
    level = DivisionLevel.COUNTY
    parent_id = "230100"
    source = SYNTHETIC


class BeltFactory(factory.django.DjangoModelFactory):
    """A belt without members."""

    class Meta:
        model = Belt

    slug = factory.Sequence(lambda number: f"synthetic-belt-{number}")
    name_zh = factory.Sequence(lambda number: f"合成地带{number}")
    name_en = factory.Sequence(lambda number: f"Synthetic Belt {number}")
    definition = SYNTHETIC
    source = SYNTHETIC
    confidence = Confidence.LOW
    position = factory.Sequence(lambda number: 900 + number)
