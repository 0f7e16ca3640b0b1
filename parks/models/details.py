"""The full record of a park: areas, management, levels of old, yearly figures, utilities.

Money is in yuan, areas are in hectares.
"""

from typing import Any, ClassVar

from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from parks.enums import ParkLevel, PeriodPart, UtilityKind, UtilityUnit
from records.codes import CREDIT_CODE_SQL


def area(label: Any) -> Any:
    """An area in hectares that may be unknown."""
    return models.DecimalField(label, max_digits=10, decimal_places=2, null=True, blank=True)


def amount(label: Any) -> Any:
    """A quantity of a period that may be unknown."""
    return models.DecimalField(label, max_digits=18, decimal_places=2, null=True, blank=True)


class ParkDetails(models.Model):
    """What is asked of a park beside its name, place, kind and level."""

    # What is not public. What is not named here is.
    FIELD_CLASSES: ClassVar[dict[str, str]] = {"management_contact": "internal"}

    four_bounds = models.TextField(_("bounds in words"), blank=True)
    built_area_ha = area(_("built area (ha)"))
    industrial_area_ha = area(_("industrial land (ha)"))
    leasable_area_ha = area(_("land left to lease (ha)"))
    management_body = models.CharField(_("management body"), max_length=200, blank=True)
    management_code = models.CharField(
        _("credit code of the management body"), max_length=18, blank=True
    )
    management_contact = models.CharField(
        _("contact of the management body"), max_length=200, blank=True
    )
    website = models.URLField(_("website"), blank=True)

    class Meta:
        abstract = True


def within(part: str, whole: str) -> Q:
    """An area is no larger than the one it is part of, as far as both are known."""
    return Q(**{part: None}) | Q(**{whole: None}) | Q(**{f"{part}__lte": F(whole)})


PARK_CONSTRAINTS: list[models.BaseConstraint] = [
    models.CheckConstraint(
        condition=Q(management_code__regex=CREDIT_CODE_SQL), name="park_management_code_format"
    ),
    models.CheckConstraint(
        condition=(Q(built_area_ha=None) | Q(built_area_ha__gte=0))
        & (Q(industrial_area_ha=None) | Q(industrial_area_ha__gte=0))
        & (Q(leasable_area_ha=None) | Q(leasable_area_ha__gte=0)),
        name="park_areas_not_negative",
    ),
    models.CheckConstraint(
        condition=within("built_area_ha", "planned_area_ha")
        & within("industrial_area_ha", "planned_area_ha")
        & within("leasable_area_ha", "planned_area_ha"),
        name="park_areas_within_planned",
    ),
]


class LevelPeriod(models.Model):
    """The level that a park had for a time."""

    park = models.ForeignKey(
        "parks.Park", models.CASCADE, related_name="level_periods", verbose_name=_("park")
    )
    level = models.CharField(_("level"), max_length=12, choices=ParkLevel)
    since = models.PositiveSmallIntegerField(_("since the year"))
    document = models.CharField(_("document"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("level of a time")
        verbose_name_plural = _("levels of a time")
        ordering = ["park", "since"]
        constraints = [
            models.UniqueConstraint(fields=["park", "since"], name="level_period_once"),
            models.CheckConstraint(
                condition=Q(level__in=ParkLevel.values), name="level_period_level_known"
            ),
            models.CheckConstraint(
                condition=Q(since__range=(1980, 2100)), name="level_period_plausible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.since}"


PERIOD_AMOUNTS = (
    "output_yuan",
    "value_added_yuan",
    "revenue_yuan",
    "tax_yuan",
    "fixed_investment_yuan",
    "rnd_yuan",
    "energy_tce",
    "water_m3",
    "waste_use_percent",
)


class ParkPeriod(models.Model):
    """The figures of a park for a year, or for the first part of one."""

    park = models.ForeignKey(
        "parks.Park", models.CASCADE, related_name="periods", verbose_name=_("park")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    part = models.CharField(_("period"), max_length=4, choices=PeriodPart, default=PeriodPart.YEAR)
    is_audited = models.BooleanField(_("audited"), default=False)
    output_yuan = amount(_("industrial output (yuan)"))
    value_added_yuan = amount(_("value added (yuan)"))
    revenue_yuan = amount(_("revenue (yuan)"))
    tax_yuan = amount(_("tax (yuan)"))
    fixed_investment_yuan = amount(_("investment in fixed assets (yuan)"))
    rnd_yuan = amount(_("research and development (yuan)"))
    firms = models.PositiveIntegerField(_("firms above scale"), null=True, blank=True)
    staff = models.PositiveIntegerField(_("staff"), null=True, blank=True)
    energy_tce = amount(_("energy (tce)"))
    water_m3 = amount(_("water (m³)"))
    waste_use_percent = amount(_("solid waste put to use (%)"))
    explanation = models.TextField(_("explanation"), blank=True)
    source = models.TextField(_("source"))

    class Meta:
        verbose_name = _("figures of a period")
        verbose_name_plural = _("figures of periods")
        ordering = ["park", "-year", "part"]
        constraints = [
            models.UniqueConstraint(fields=["park", "year", "part"], name="park_period_once"),
            models.CheckConstraint(
                condition=Q(part__in=PeriodPart.values), name="park_period_part_known"
            ),
            models.CheckConstraint(
                condition=Q(year__range=(1980, 2100)), name="park_period_plausible"
            ),
            models.CheckConstraint(
                condition=Q(
                    *(Q(**{name: None}) | Q(**{f"{name}__gte": 0}) for name in PERIOD_AMOUNTS)
                ),
                name="park_period_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(revenue_yuan=None)
                | Q(tax_yuan=None)
                | Q(revenue_yuan__gte=F("tax_yuan")),
                name="park_period_revenue_covers_tax",
            ),
            models.CheckConstraint(
                condition=Q(waste_use_percent=None) | Q(waste_use_percent__lte=100),
                name="park_period_share_within_100",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="park_period_has_source"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.get_part_display()}"


class Utility(models.Model):
    """What a park can supply, how much of it is used, and when that was so."""

    park = models.ForeignKey(
        "parks.Park", models.CASCADE, related_name="utilities", verbose_name=_("park")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=UtilityKind)
    capacity = models.DecimalField(_("capacity"), max_digits=16, decimal_places=2)
    used = models.DecimalField(_("used"), max_digits=16, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=12, choices=UtilityUnit)
    on = models.DateField(_("as of"))

    class Meta:
        verbose_name = _("utility")
        verbose_name_plural = _("utilities")
        ordering = ["park", "kind", "-on"]
        constraints = [
            models.UniqueConstraint(fields=["park", "kind", "unit", "on"], name="utility_once"),
            models.CheckConstraint(condition=Q(kind__in=UtilityKind.values), name="utility_known"),
            models.CheckConstraint(
                condition=Q(unit__in=UtilityUnit.values), name="utility_unit_known"
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=0)
                & (Q(used=None) | Q(used__gte=0, used__lte=F("capacity"))),
                name="utility_used_within_capacity",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
