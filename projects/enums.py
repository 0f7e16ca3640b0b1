"""Closed lists of enterprises and projects."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EnterpriseKind(models.TextChoices):
    """What an enterprise is."""

    COMPANY = "company", _("Company")
    GROUP = "group", _("Group")
    UNIVERSITY = "university", _("University")
    INSTITUTE = "institute", _("Institute")


class Stage(models.TextChoices):
    """How far a project is."""

    CONCEIVED = "conceived", _("Conceived")
    RESERVE = "reserve", _("In reserve")
    PROPOSED = "proposed", _("Proposed")
    SIGNED = "signed", _("Signed")
    PREPARING = "preparing", _("Preparatory work")
    APPROVED = "approved", _("Approved")
    STARTED = "started", _("Work started")
    UNDER_CONSTRUCTION = "under_construction", _("Under construction")
    COMPLETED = "completed", _("Completed")
    PILOT = "pilot", _("Pilot")
    IN_OPERATION = "in_operation", _("In operation")
    FULL_CAPACITY = "full_capacity", _("At full capacity")
    SUSPENDED = "suspended", _("Suspended")
    TERMINATED = "terminated", _("Terminated")
    UNKNOWN = "unknown", _("Stage unknown")


_BEFORE = (
    Stage.CONCEIVED,
    Stage.RESERVE,
    Stage.PROPOSED,
    Stage.SIGNED,
    Stage.PREPARING,
    Stage.APPROVED,
)
_BUILDING = (Stage.STARTED, Stage.UNDER_CONSTRUCTION)
NOT_STARTED, BUILDING = frozenset(_BEFORE), frozenset(_BUILDING)
_STOPPED = {Stage.SUSPENDED, Stage.TERMINATED}
# The one table of allowed moves of a published project: from -> to. Forward, or to a stop.
STAGE_MOVES: dict[str, set[str]] = {
    **{
        stage: {*_BEFORE[place + 1 :], Stage.STARTED, Stage.PILOT, *_STOPPED}
        for place, stage in enumerate(_BEFORE)
    },
    Stage.STARTED: {Stage.UNDER_CONSTRUCTION, Stage.COMPLETED, *_STOPPED},
    Stage.UNDER_CONSTRUCTION: {Stage.COMPLETED, Stage.PILOT, Stage.IN_OPERATION, *_STOPPED},
    Stage.COMPLETED: {Stage.PILOT, Stage.IN_OPERATION, *_STOPPED},
    Stage.PILOT: {Stage.SIGNED, Stage.STARTED, Stage.IN_OPERATION, *_STOPPED},
    Stage.IN_OPERATION: {Stage.FULL_CAPACITY, *_STOPPED},
    Stage.FULL_CAPACITY: {*_STOPPED},
    # Where it stood when it was stopped is in its history: it may go on from there.
    Stage.SUSPENDED: {*_BEFORE, *_BUILDING, Stage.IN_OPERATION, Stage.TERMINATED},
    Stage.TERMINATED: set(),
    Stage.UNKNOWN: set(Stage.values) - {Stage.UNKNOWN},
}


class Watch(models.TextChoices):
    """Why somebody should look at a project: its record says what is likely no longer so."""

    OVERDUE = "overdue", _("Overdue, not started")
    STALE = "stale", _("To verify")


class Nature(models.TextChoices):
    """What kind of building a project is."""

    NEW = "new", _("New construction")
    EXPANSION = "expansion", _("Expansion")
    RECONSTRUCTION = "reconstruction", _("Reconstruction")
    UPGRADE = "upgrade", _("Technical upgrade")
    RELOCATION = "relocation", _("Relocation")
    PURCHASE = "purchase", _("Purchase only")
    DIGITAL = "digital", _("Digitalisation")


class Procedure(models.TextChoices):
    """By which procedure the state lets a project be built."""

    EXAMINATION = "examination", _("Examination and approval")
    VERIFICATION = "verification", _("Verification")
    FILING = "filing", _("Filing")


# The fourth part of a project code of the old form.
OLD_PROCEDURES = {
    "01": Procedure.EXAMINATION,
    "02": Procedure.VERIFICATION,
    "03": Procedure.FILING,
}


class IndustryTable(models.TextChoices):
    """Versions of the table of industries GB/T 4754."""

    Y2002 = "2002", "GB/T 4754—2002"
    Y2011 = "2011", "GB/T 4754—2011"
    Y2017 = "2017", "GB/T 4754—2017"


class LandTenure(models.TextChoices):
    """By what right the land is used."""

    GRANTED = "granted", _("Granted")
    ALLOCATED = "allocated", _("Allocated")
    LEASED = "leased", _("Leased")
    COLLECTIVE = "collective", _("Collective land")


class ListLevel(models.TextChoices):
    """Whose list of key projects."""

    NATIONAL = "national", _("National")
    PROVINCIAL = "provincial", _("Provincial")
    MUNICIPAL = "municipal", _("Municipal")
    COUNTY = "county", pgettext_lazy("level of a list", "County")


class FundSource(models.TextChoices):
    """Where the money of an investment comes from."""

    OWN = "own", _("Own funds")
    LOAN = "loan", _("Bank loans")
    BUDGET = "budget", _("State budget")
    BOND = "bond", _("Special bonds")
    FOREIGN = "foreign", _("Foreign capital")
    OTHER = "other", _("Other funds")


class ChainRole(models.TextChoices):
    """What a project is to the chain that it stands in."""

    MAIN = "main", _("Main product")
    SUPPORTING = "supporting", _("Supplies the chain")


class Factor(models.TextChoices):
    """A factor of production that a project needs."""

    LAND = "land", _("Land")
    ENERGY = "energy", _("Energy quota")
    COAL = "coal", _("Coal")
    POWER = "power", _("Electricity")
    OIL = "oil", _("Oil")
    RAIL = "rail", _("Rail transport")
    ROAD = "road", _("Road transport")
    WATER = "water", _("Water")
    GAS = "gas", _("Gas")
    HEAT = "heat", _("Heat")
    FINANCE = "finance", _("Finance")
    LABOUR = "labour", _("Labour")
    ENVIRONMENT = "environment", _("Environmental capacity")
    OTHER = "other", _("Other factor")


class InPlan(models.TextChoices):
    """Whether and how the plan names a project."""

    NAMED = "named", _("Named in the plan")
    COMPANY_ONLY = "company_only", _("Only its enterprise is named")
    CLUSTER_ONLY = "cluster_only", _("Only its cluster or base is named")
    NO = "no", _("Not in the plan")
    UNKNOWN = "unknown", _("Not established")


class InvestmentScope(models.TextChoices):
    """What a sum covers where it is not the whole project."""

    PHASE_1 = "phase_1", _("first phase only")
    INFRASTRUCTURE_ONLY = "infrastructure_only", _("infrastructure only")
    WHOLE_PROJECT_2011_FIGURE = "whole_project_2011_figure", _("whole project, figure of 2011")
    MINE_ONLY = "mine_only", _("mine only")
    FOUR_PROJECTS_OF_THE_CLUSTER = (
        "four_projects_of_the_cluster",
        _("four projects of the cluster"),
    )


class InvestmentBand(models.TextChoices):
    """How large the investment of a project is; a sum that is a bound lies in the upper band."""

    OVER_5B = "over-5b", _("5 billion yuan or more")
    FROM_1B = "1b-5b", _("1 to 5 billion yuan")
    FROM_100M = "100m-1b", _("100 million to 1 billion yuan")
    UNDER_100M = "under-100m", _("Under 100 million yuan")
    UNKNOWN = "unknown", _("Investment unknown")
