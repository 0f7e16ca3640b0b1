"""What a project has several of: places in chains, investors, funds, plans, reports, moves."""

from typing import Any

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.enums import Factor, FundSource, ListLevel, Stage
from projects.models.places import ProjectChain
from projects.models.projects import Project
from records.codes import CREDIT_CODE_SQL


class Investor(models.Model):
    """Who puts money into a project, and which share."""

    KEY = ("name",)

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="investors", verbose_name=_("project")
    )
    name = models.CharField(_("name"), max_length=200)
    credit_code = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    share_percent = models.DecimalField(
        _("share (%)"), max_digits=5, decimal_places=2, null=True, blank=True
    )

    class Meta:
        verbose_name = _("investor")
        verbose_name_plural = _("investors")
        ordering = ["project", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "name"], name="investor_once"),
            models.CheckConstraint(
                condition=Q(share_percent=None) | Q(share_percent__gt=0, share_percent__lte=100),
                name="investor_share_within_100",
            ),
            models.CheckConstraint(
                condition=Q(credit_code__regex=CREDIT_CODE_SQL), name="investor_credit_code_format"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Fund(models.Model):
    """A source of the money of a project, in yuan."""

    KEY = ("source",)

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="funds", verbose_name=_("project")
    )
    source = models.CharField(_("source of the money"), max_length=12, choices=FundSource)
    yuan = models.DecimalField(_("sum (yuan)"), max_digits=18, decimal_places=2)

    class Meta:
        verbose_name = _("fund")
        verbose_name_plural = _("funds")
        ordering = ["project", "source"]
        constraints = [
            models.UniqueConstraint(fields=["project", "source"], name="fund_once"),
            models.CheckConstraint(condition=Q(yuan__gt=0), name="fund_positive"),
            models.CheckConstraint(
                condition=Q(source__in=FundSource.values), name="fund_source_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_source_display())


class YearPlan(models.Model):
    """What is to be invested in a year, in yuan."""

    KEY = ("year",)

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="year_plans", verbose_name=_("project")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    yuan = models.DecimalField(_("planned (yuan)"), max_digits=18, decimal_places=2)

    class Meta:
        verbose_name = _("plan of a year")
        verbose_name_plural = _("plans of years")
        ordering = ["project", "year"]
        constraints = [
            models.UniqueConstraint(fields=["project", "year"], name="year_plan_once"),
            models.CheckConstraint(condition=Q(yuan__gte=0), name="year_plan_not_negative"),
            models.CheckConstraint(
                condition=Q(year__range=(1949, 2100)), name="year_plan_year_plausible"
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)


class FactorNeed(models.Model):
    """A factor of production that a project needs: how much a year, and at most at once."""

    KEY = ("factor", "unit")

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="factors", verbose_name=_("project")
    )
    factor = models.CharField(_("factor"), max_length=12, choices=Factor)
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=3)
    unit = models.CharField(_("unit"), max_length=20)
    peak = models.DecimalField(_("peak"), max_digits=18, decimal_places=3, null=True, blank=True)

    class Meta:
        verbose_name = _("needed factor")
        verbose_name_plural = _("needed factors")
        ordering = ["project", "factor", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["project", "factor", "unit"], name="factor_once"),
            models.CheckConstraint(
                condition=Q(quantity__gte=0) & (Q(peak=None) | Q(peak__gte=0)),
                name="factor_not_negative",
            ),
            models.CheckConstraint(condition=Q(factor__in=Factor.values), name="factor_known"),
        ]

    def __str__(self) -> str:
        return str(self.get_factor_display())


class KeyListing(models.Model):
    """A project on a list of key projects."""

    KEY = ("level", "year", "batch")

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="listings", verbose_name=_("project")
    )
    level = models.CharField(_("level"), max_length=12, choices=ListLevel)
    year = models.PositiveSmallIntegerField(_("year"))
    batch = models.CharField(_("batch or name of the list"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("list of key projects")
        verbose_name_plural = _("lists of key projects")
        ordering = ["project", "year", "level"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "level", "year", "batch"], name="key_listing_once"
            ),
            models.CheckConstraint(
                condition=Q(level__in=ListLevel.values), name="key_listing_level_known"
            ),
            models.CheckConstraint(
                condition=Q(year__range=(1949, 2100)), name="key_listing_year_plausible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.year}"


class ProgressReport(models.Model):
    """What was invested and built in a month. Rows are only ever added.

    A mistake is mended by the report of a later month, with a negative sum and an explanation.
    """

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="reports", verbose_name=_("project")
    )
    # The first day of the month.
    month = models.DateField(_("month"))
    invested_yuan = models.DecimalField(_("invested (yuan)"), max_digits=18, decimal_places=2)
    progress = models.TextField(_("physical progress"))
    issue = models.TextField(_("difficulties"), blank=True)
    next_step = models.TextField(_("next step"), blank=True)
    explanation = models.TextField(_("explanation"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("monthly report")
        verbose_name_plural = _("monthly reports")
        ordering = ["project", "month"]
        constraints = [
            models.UniqueConstraint(fields=["project", "month"], name="report_month_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="report_month_is_first"),
            models.CheckConstraint(
                condition=Q(invested_yuan__gte=0) | ~Q(explanation=""),
                name="report_correction_explained",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class StageMove(models.Model):
    """When a published project went from one stage to the next, by what evidence. Only added."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="stage_moves", verbose_name=_("project")
    )
    from_stage = models.CharField(_("from"), max_length=20, choices=Stage)
    to_stage = models.CharField(_("to"), max_length=20, choices=Stage)
    on = models.DateField(_("date"))
    evidence = models.TextField(_("evidence"))
    works = models.TextField(_("physical works"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("change of stage")
        verbose_name_plural = _("changes of stage")
        ordering = ["project", "on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(evidence=""), name="stage_move_has_evidence"),
            models.CheckConstraint(
                condition=~Q(to_stage=Stage.STARTED) | ~Q(works=""), name="stage_move_says_works"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project}: {self.get_from_stage_display()} → {self.get_to_stage_display()}"


# The small tables that a form fills in, by the relation of the project. `KEY` tells rows apart.
SMALL_TABLES: dict[str, Any] = {
    "chain_places": ProjectChain,
    "investors": Investor,
    "funds": Fund,
    "year_plans": YearPlan,
    "factors": FactorNeed,
    "listings": KeyListing,
}
