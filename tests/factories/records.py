"""What all synthetic records share."""

import factory

from geo.enums import Confidence
from records.enums import State
from tests.factories.geo import SYNTHETIC


def code(prefix):
    """Codes that no real record has."""
    return factory.Sequence(lambda number: f"{prefix}-{9001 + number}")


class RegisteredFactory(factory.django.DjangoModelFactory):
    """A published record, unless a trait says otherwise."""

    class Meta:
        abstract = True

    class Params:
        draft = factory.Trait(state=State.DRAFT)
        submitted = factory.Trait(state=State.SUBMITTED)
        returned = factory.Trait(state=State.RETURNED)

    source = SYNTHETIC
    confidence = Confidence.LOW
    state = State.PUBLISHED
