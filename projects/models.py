"""Enterprises and their projects. Points are EPSG:4326, lon/lat; money is in yuan."""

from typing import Any, ClassVar

from django.contrib.gis.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from geo.enums import Confidence
from geo.models import Division
from parks.models import Chain, ChainLink, Park, Sector
from projects.enums import EnterpriseKind, InPlan, InvestmentScope, Stage
from projects.querysets import EnterpriseQuerySet, ProjectQuerySet
from records.enums import State
from records.models import (
    Located,
    PlanItem,
    Registered,
    located_constraints,
    registered_constraints,
)


class Enterprise(Registered):
    """A company, group, university or institute."""

    CODE_PREFIX = "EN"

    kind = models.CharField(_("kind"), max_length=12, choices=EnterpriseKind)
    sector = models.ForeignKey(
        Sector,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="enterprises",
        verbose_name=_("sector"),
    )
    division = models.ForeignKey(
        Division,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="enterprises",
        verbose_name=_("division"),
    )
    in_plan = models.BooleanField(_("named in the plan"), default=False)

    objects: ClassVar[Any] = EnterpriseQuerySet.as_manager()

    class Meta(Registered.Meta):
        abstract = False
        verbose_name = _("enterprise")
        verbose_name_plural = _("enterprises")
        constraints = [
            *registered_constraints("EN"),
            models.CheckConstraint(
                condition=Q(kind__in=EnterpriseKind.values), name="enterprise_kind_known"
            ),
            models.UniqueConstraint(fields=["name_zh"], name="enterprise_name_once"),
        ]

    def get_absolute_url(self) -> str:
        """The enterprise's page."""
        return reverse("enterprise", args=[self.registry_code])

    @property
    def main_sector(self) -> Sector | None:
        """The sector, where one is known."""
        return self.sector

    @property
    def place_name(self) -> str:
        """Where the enterprise sits, in words; empty when unknown."""
        return self.division.full_name if self.division else ""


class Project(Located):
    """Something built or to be built by one or more enterprises."""

    CODE_PREFIX = "PJ"
    HAS_INVESTMENT = True
    SEARCHED = (*Registered.SEARCHED, "enterprise_text")

    enterprises = models.ManyToManyField(
        Enterprise, blank=True, related_name="projects", verbose_name=_("enterprises")
    )
    enterprise_text = models.CharField(_("enterprise as written"), max_length=200, blank=True)
    sector = models.ForeignKey(
        Sector, models.PROTECT, related_name="projects", verbose_name=_("sector")
    )
    park = models.ForeignKey(
        Park, models.PROTECT, null=True, blank=True, related_name="projects", verbose_name=_("park")
    )
    park_basis = models.TextField(_("basis of the park"), blank=True)
    park_confidence = models.CharField(
        _("confidence of the park"), max_length=8, choices=Confidence, blank=True
    )
    division = models.ForeignKey(
        Division, models.PROTECT, related_name="projects", verbose_name=_("division")
    )
    investment_yuan = models.DecimalField(
        _("investment (yuan)"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    investment_scope = models.CharField(
        _("what the sum covers"), max_length=40, choices=InvestmentScope, blank=True
    )
    capacity = models.TextField(_("capacity as written"), blank=True)
    reserves = models.TextField(_("reserves as written"), blank=True)
    stage = models.CharField(_("stage"), max_length=20, choices=Stage, default=Stage.UNKNOWN)
    stage_year = models.PositiveSmallIntegerField(
        _("year in which the stage was so"), null=True, blank=True
    )
    stage_note = models.TextField(_("note on the stage"), blank=True)
    status_text = models.TextField(_("status as written"), blank=True)
    years = models.TextField(_("years as written"), blank=True)
    in_plan = models.CharField(
        _("in the plan"), max_length=12, choices=InPlan, default=InPlan.UNKNOWN
    )
    in_plan_basis = models.TextField(_("how the plan names it"), blank=True)
    plan_section = models.CharField(_("section of the plan"), max_length=200, blank=True)
    chain_text = models.CharField(_("chain as written"), max_length=100, blank=True)
    chains = models.ManyToManyField(
        Chain, through="ProjectChain", related_name="projects", verbose_name=_("chains")
    )
    plan_items: "models.ManyToManyField[PlanItem, ProjectPlanItem]" = models.ManyToManyField(
        PlanItem, through="ProjectPlanItem", related_name="projects", verbose_name=_("plan items")
    )

    objects: ClassVar[Any] = ProjectQuerySet.as_manager()

    class Meta(Located.Meta):
        abstract = False
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        indexes = [
            *Located.Meta.indexes,
            models.Index(fields=["stage", "registry_code"], name="project_stage_idx"),
            # All that facets and rings are counted by, a tenth as large as the rows themselves.
            models.Index(
                fields=["registry_code"],
                include=[
                    "id",
                    "point",
                    "division",
                    "park",
                    "sector",
                    "stage",
                    "in_plan",
                    "investment_yuan",
                    "location_precision",
                    "confidence",
                ],
                condition=Q(state=State.PUBLISHED),
                name="project_counted_idx",
            ),
        ]
        constraints = [
            *located_constraints("PJ"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="project_stage_known"),
            models.CheckConstraint(
                condition=Q(in_plan__in=InPlan.values), name="project_in_plan_known"
            ),
            models.CheckConstraint(
                condition=Q(investment_yuan=None) | Q(investment_yuan__gt=0),
                name="project_investment_positive",
            ),
            models.CheckConstraint(
                condition=Q(stage_year=None) | Q(stage_year__range=(1949, 2100)),
                name="project_stage_year_plausible",
            ),
            models.CheckConstraint(
                condition=Q(investment_scope="") | Q(investment_yuan__isnull=False),
                name="project_scope_has_sum",
            ),
            models.CheckConstraint(
                condition=(~Q(in_plan__in=[InPlan.COMPANY_ONLY, InPlan.CLUSTER_ONLY]))
                | ~Q(in_plan_basis=""),
                name="project_in_plan_has_basis",
            ),
        ]

    def get_absolute_url(self) -> str:
        """The project's page."""
        return reverse("project", args=[self.registry_code])

    @property
    def main_sector(self) -> Sector:
        """The sector; a project has one."""
        return self.sector


class ProjectChain(models.Model):
    """A project in a chain, at a link where that is known."""

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
            )
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
