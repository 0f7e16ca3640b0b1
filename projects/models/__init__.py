"""Enterprises and their projects. Points are EPSG:4326, lon/lat; money is in yuan."""

from projects.models.enterprises import Enterprise
from projects.models.places import ProjectChain, ProjectPlanItem
from projects.models.projects import Project
from projects.models.tables import (
    SMALL_TABLES,
    FactorNeed,
    Fund,
    Investor,
    KeyListing,
    ProgressReport,
    StageMove,
    YearPlan,
)

__all__ = [
    "SMALL_TABLES",
    "Enterprise",
    "FactorNeed",
    "Fund",
    "Investor",
    "KeyListing",
    "ProgressReport",
    "Project",
    "ProjectChain",
    "ProjectPlanItem",
    "StageMove",
    "YearPlan",
]
