"""Projects. Points are EPSG:4326, lon/lat; money is in yuan."""

from typing import Any, ClassVar

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from geo.constraints import ValidGeometry
from geo.enums import Confidence
from geo.functions import AreaHa
from geo.models import Division
from parks.models import Chain, Park, Sector
from projects.enums import InPlan, InvestmentScope, Stage
from projects.models.details import DETAIL_CONSTRAINTS, ProjectDetails
from projects.models.enterprises import Enterprise
from projects.querysets import ProjectQuerySet
from records.enums import State, Visibility
from records.models import (
    Located,
    PlanItem,
    Registered,
    located_constraints,
)


class Project(ProjectDetails, Located):
    """Something built or to be built by one or more enterprises."""

    CODE_PREFIX = "PJ"
    HAS_INVESTMENT = True
    SEARCHED = (*Registered.SEARCHED, "enterprise_text")
    AREA_FIELD = "area"
    HIDEABLE = {
        "point": (*Located.HIDEABLE["point"], "area", "area_ha"),
        "investment": (
            "investment_yuan",
            "investment_scope",
            "counted_yuan",
            "fixed_investment_yuan",
            "land_cost_yuan",
            "equipment_yuan",
        ),
        "enterprise": ("enterprises", "enterprise_text", "credit_code"),
        "capacity": ("capacity", "reserves"),
    }

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
    area = models.MultiPolygonField(
        _("outline of the site"), null=True, blank=True, spatial_index=False
    )
    # The database measures an outline when it is written; nobody types its size.
    area_ha = models.GeneratedField(
        expression=AreaHa("area"),
        output_field=models.FloatField(_("area of the outline (ha)"), null=True),
        db_persist=True,
        verbose_name=_("area of the outline (ha)"),
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
    plan_items: "models.ManyToManyField[PlanItem, Any]" = models.ManyToManyField(
        PlanItem, through="ProjectPlanItem", related_name="projects", verbose_name=_("plan items")
    )

    # Kept by triggers: the sum without that of its published phases, so that sums of any
    # selection count each yuan once; and the month of the last report.
    counted_yuan = models.DecimalField(
        _("investment counted here (yuan)"),
        max_digits=16,
        decimal_places=2,
        null=True,
        editable=False,
    )
    last_report = models.DateField(_("month of the last report"), null=True, editable=False)

    objects: ClassVar[Any] = ProjectQuerySet.as_manager()

    class Meta(Located.Meta):
        abstract = False
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        indexes = [
            *Located.Meta.indexes,
            GistIndex(fields=["area"], name="project_area_gist"),
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
                    "counted_yuan",
                    "stage_year",
                    "stage_date",
                    "last_report",
                    "planned_start",
                    "location_precision",
                    "confidence",
                    "hidden_fields",
                ],
                condition=Q(state=State.PUBLISHED, visibility=Visibility.PUBLIC),
                name="project_counted_idx",
            ),
        ]
        constraints = [
            *located_constraints("PJ", "investment", "enterprise", "capacity"),
            *DETAIL_CONSTRAINTS,
            ValidGeometry(field="area", name="project_area_valid"),
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

    def stated_area_ha(self) -> tuple[str, Any]:
        """The land that it is said to take."""
        return gettext("land area (ha)"), self.land_area_ha

    @property
    def main_sector(self) -> Sector:
        """The sector; a project has one."""
        return self.sector
