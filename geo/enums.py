"""Closed lists of the ground floor."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DivisionLevel(models.TextChoices):
    """What a division is; the first three are the levels of GB/T 2260."""

    PROVINCE = "province", _("Province")
    PREFECTURE = "prefecture", _("Prefecture")
    DISTRICT = "district", _("Urban district")
    COUNTY_LEVEL_CITY = "county_level_city", _("County-level city")
    COUNTY = "county", _("County")
    AUTONOMOUS_COUNTY = "autonomous_county", _("Autonomous county")
    MANAGEMENT_DISTRICT = "management_district", _("Management district")


class DivisionUnit(models.TextChoices):
    """The level at which divisions are compared."""

    PREFECTURE = "prefecture", _("Prefectures")
    COUNTY = "county", _("Counties and districts")


class CodeKind(models.TextChoices):
    """Which table a division's code stands in."""

    GBT2260 = "gbt2260", "GB/T 2260"
    STATISTICAL = "statistical", _("Statistical code")


class WaterKind(models.TextChoices):
    """A line or an area of water on the base map."""

    RIVER = "river", _("River")
    LAKE = "lake", _("Lake")


class Confidence(models.TextChoices):
    """How sure a fact is."""

    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")
