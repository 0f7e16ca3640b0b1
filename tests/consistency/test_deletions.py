"""What a deletion takes along is decided for every relation, and is little."""

from django.apps import apps
from django.db import models

ROOMS = ("geo", "accounts", "records", "parks", "projects")

# On deletion a fact keeps what it stands on; only what is part of a row goes with it.
CASCADE = {
    "geo.BeltMember.belt",
    "records.BeltRecord.belt",
    "records.SavedView.owner",
    "accounts.TerritoryPark.user",
    "accounts.Session.user",
    "accounts.AccountEvent.user",
    "accounts.RecoveryCode.user",
    "parks.ChainLink.chain",
    "parks.ParkSector.park",
    "parks.ParkChain.park",
    "parks.Designation.park",
    "parks.Designation.base",
    "projects.ProjectChain.project",
    "projects.ProjectPlanItem.project",
    "projects.Investor.project",
    "projects.Fund.project",
    "projects.YearPlan.project",
    "projects.FactorNeed.project",
    "projects.KeyListing.project",
    "projects.ProgressReport.project",
    "projects.StageMove.project",
    "parks.LevelPeriod.park",
    "parks.ParkPeriod.park",
    "parks.Utility.park",
}


def test_what_a_deletion_takes_along_is_decided_for_every_relation():
    found = {}
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            for field in model._meta.get_fields():
                if isinstance(field, models.ForeignKey):
                    name = f"{model._meta.label}.{field.name}"
                    found[name] = field.remote_field.on_delete
    assert {name for name, rule in found.items() if rule is models.CASCADE} == CASCADE
    assert {rule for name, rule in found.items() if name not in CASCADE} == {models.PROTECT}
