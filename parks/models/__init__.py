"""Models of the room, one file for each group."""

from parks.models.chains import Chain, ChainLink
from parks.models.details import LevelPeriod, ParkPeriod, Utility
from parks.models.places import Base, Designation, Park, ParkChain, ParkSector
from parks.models.sectors import EmergingIndustry, KeyIndustry, Sector

__all__ = [
    "Base",
    "Chain",
    "ChainLink",
    "Designation",
    "EmergingIndustry",
    "KeyIndustry",
    "LevelPeriod",
    "Park",
    "ParkChain",
    "ParkPeriod",
    "ParkSector",
    "Sector",
    "Utility",
]
