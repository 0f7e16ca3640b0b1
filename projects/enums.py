"""Closed lists of enterprises and projects."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EnterpriseKind(models.TextChoices):
    """What an enterprise is."""

    COMPANY = "company", _("Company")
    GROUP = "group", _("Group")
    UNIVERSITY = "university", _("University")
    INSTITUTE = "institute", _("Institute")


class Stage(models.TextChoices):
    """How far a project is."""

    PROPOSED = "proposed", _("Proposed")
    SIGNED = "signed", _("Signed")
    APPROVED = "approved", _("Approved")
    UNDER_CONSTRUCTION = "under_construction", _("Under construction")
    PILOT = "pilot", _("Pilot")
    IN_OPERATION = "in_operation", _("In operation")
    SUSPENDED = "suspended", _("Suspended")
    UNKNOWN = "unknown", _("Stage unknown")


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
