"""Where projects stand in chains and in the plan."""

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from geo.enums import Confidence
from parks.models import Chain, ChainLink
from projects.enums import ChainRole
from projects.models.details import amount
from projects.models.projects import Project
from records.models import (
    PlanItem,
)


class ProjectChain(models.Model):
    """A project in a chain, at a link where that is known: what it makes there, and how much."""

    KEY = ("chain_id", "link_id")

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="chain_places", verbose_name=_("project")
    )
    chain = models.ForeignKey(
        Chain, models.PROTECT, related_name="project_places", verbose_name=_("chain")
    )
    link = models.ForeignKey(
        ChainLink,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="project_places",
        verbose_name=_("link"),
    )
    role = models.CharField(_("role in the chain"), max_length=12, choices=ChainRole, blank=True)
    capacity = amount(_("design capacity"))
    capacity_unit = models.CharField(_("unit of the capacity"), max_length=20, blank=True)
    local_share_percent = amount(_("bought in the province (%)"))
    basis = models.TextField(_("basis"))
    confidence = models.CharField(_("confidence"), max_length=8, choices=Confidence)

    class Meta:
        verbose_name = _("project in a chain")
        verbose_name_plural = _("projects in chains")
        ordering = ["project", "chain", "link"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "chain", "link"],
                name="project_chain_link_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(role__in=["", *ChainRole.values]), name="project_chain_role_known"
            ),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__gt=0) & ~Q(capacity_unit=""),
                name="project_chain_capacity_has_unit",
            ),
            models.CheckConstraint(
                condition=Q(local_share_percent=None)
                | Q(local_share_percent__gte=0, local_share_percent__lte=100),
                name="project_chain_share_within_100",
            ),
        ]

    def __str__(self) -> str:
        return str(self.link or self.chain)


class ProjectPlanItem(models.Model):
    """A project that carries out, or bears on, an item of the plan."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="plan_places", verbose_name=_("project")
    )
    plan_item = models.ForeignKey(
        PlanItem, models.PROTECT, related_name="project_places", verbose_name=_("plan item")
    )
    basis = models.TextField(_("basis"))
    confidence = models.CharField(_("confidence"), max_length=8, choices=Confidence)

    class Meta:
        verbose_name = _("project at a plan item")
        verbose_name_plural = _("projects at plan items")
        ordering = ["project", "plan_item"]
        constraints = [
            models.UniqueConstraint(fields=["project", "plan_item"], name="project_plan_item_once")
        ]

    def __str__(self) -> str:
        return str(self.plan_item)
