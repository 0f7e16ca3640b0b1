"""Tables that every registered thing shares."""

from records.models.areas import GivenArea
from records.models.bookkeeping import CodeCounter, FixtureLoad, TableVersion
from records.models.changes import Act, Change
from records.models.duplicates import Distinction, Redirect
from records.models.imports import ImportJob
from records.models.plan_items import BeltRecord, PlanItem
from records.models.proposals import Proposal
from records.models.registered import (
    Located,
    Registered,
    located_constraints,
    registered_constraints,
)
from records.models.reviews import StateChange
from records.models.saved_views import ADDRESS_LENGTH, SavedView

__all__ = [
    "ADDRESS_LENGTH",
    "Act",
    "BeltRecord",
    "Change",
    "CodeCounter",
    "Distinction",
    "FixtureLoad",
    "GivenArea",
    "ImportJob",
    "Located",
    "PlanItem",
    "Proposal",
    "Redirect",
    "Registered",
    "SavedView",
    "StateChange",
    "TableVersion",
    "located_constraints",
    "registered_constraints",
]
