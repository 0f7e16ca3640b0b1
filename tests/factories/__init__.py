"""Synthetic records for tests, each labelled as such in its name and source.

They stand beside the real facts, so their codes begin at 9001 and their places are real divisions.
"""

from tests.factories.accounts import UserFactory
from tests.factories.areas import GivenAreaFactory
from tests.factories.geo import BeltFactory, DivisionFactory
from tests.factories.parks import (
    BaseFactory,
    ChainFactory,
    DesignationFactory,
    ParkFactory,
    ParkSectorFactory,
)
from tests.factories.projects import EnterpriseFactory, ProjectFactory

__all__ = [
    "BaseFactory",
    "BeltFactory",
    "ChainFactory",
    "DesignationFactory",
    "DivisionFactory",
    "EnterpriseFactory",
    "GivenAreaFactory",
    "ParkFactory",
    "ParkSectorFactory",
    "ProjectFactory",
    "UserFactory",
]
