"""Closed lists of parks, bases and chains."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# Values beside the sectors: an industry is named but no sector fits; nothing is known.
UNCLASSIFIED = "unclassified"
UNKNOWN = "unknown"


class ParkRecord(models.TextChoices):
    """Whether a record is a park or only an overlay of policy over other parks."""

    PARK = "park", _("Park")
    POLICY_AREA = "policy_area", _("Policy area")


class ParkLevel(models.TextChoices):
    """The level of the authority that set a park up."""

    NATIONAL = "national", _("National")
    PROVINCIAL = "provincial", _("Provincial")
    MUNICIPAL = "municipal", _("Municipal")
    COUNTY = "county", pgettext_lazy("level of a park", "County")
    UNKNOWN = "unknown", _("Level unknown")


class ParkStatus(models.TextChoices):
    """What has become of a park."""

    OPERATING = "operating", _("Operating")
    MERGED = "merged", _("Merged into another park")
    ABOLISHED = "abolished", _("Abolished")
    UNKNOWN = "unknown", _("Status unknown")


class LevelBasis(models.TextChoices):
    """How the level of a park is known."""

    OWN = "own", _("its own")
    INHERITED = "inherited", _("that of the park it belongs to")
    DESIGNATION = "designation", _("read from a title")


class ParkKind(models.TextChoices):
    """What kind of park or policy area a record is."""

    ECONOMIC_AND_TECHNOLOGICAL = (
        "economic_and_technological_development_zone",
        _("Economic and technological development zone"),
    )
    HIGH_TECH = "high_tech_zone", _("High-tech zone")
    PROVINCIAL_ZONE = "provincial_development_zone", _("Provincial development zone")
    PROVINCIAL_KEY = "provincial_key_industrial_park", _("Provincial key industrial park")
    COUNTY_INDUSTRIAL = "county_industrial_park", _("County industrial park")
    INDUSTRIAL = "industrial_park", _("Industrial park")
    CHEMICAL = "chemical_park", _("Chemical park")
    LOGISTICS = "logistics_park", _("Logistics park")
    AGRICULTURAL = "agricultural_high_tech_zone", _("Agricultural high-tech zone")
    SUB_PARK = "sub_park", _("Park within a park")
    BONDED = "comprehensive_bonded_zone", _("Comprehensive bonded zone")
    BORDER_COOPERATION = "border_economic_cooperation_zone", _("Border economic cooperation zone")
    BORDER_TRADE = "border_mutual_trade_zone", _("Border mutual-trade zone")
    NEW_INDUSTRIALISATION = (
        "new_industrialisation_demonstration_base",
        _("New-industrialisation demonstration base"),
    )
    PROVINCIAL_DEMONSTRATION = "provincial_demonstration_base", _("Provincial demonstration base")
    FREE_TRADE = "free_trade_zone", _("Free trade zone")
    NEW_AREA = "state_level_new_area", _("State-level new area")
    INNOVATION = "innovation_demonstration_zone", _("Innovation demonstration zone")
    OPENING = "key_development_and_opening_zone", _("Key development and opening zone")


class BaseKind(models.TextChoices):
    """Whether a base holds a title of demonstration base or is named by the plan."""

    DEMONSTRATION = "demonstration_base", _("Demonstration base")
    PLAN = "plan_base", _("Base of the plan")


class PlaceBasis(models.TextChoices):
    """How the place of a base is known."""

    PLAN = "plan", _("named in the plan")
    IMPLIED = "implied", _("implied by the plan")
    SOURCE = "source", _("from another source")
    NONE = "none", _("no place is known")


class DesignationKind(models.TextChoices):
    """The titles a park or base can hold."""

    NATIONAL_DEMONSTRATION_BASE = (
        "national_demonstration_base",
        _("National new-industrialisation demonstration base"),
    )
    PROVINCIAL_DEMONSTRATION_BASE = (
        "provincial_demonstration_base",
        _("Provincial demonstration base"),
    )
    PROVINCIAL_KEY_PARK = "provincial_key_park", _("Provincial key park")
    COUNTY_KEY_PARK = "county_key_park", _("County key industrial park")
    CHEMICAL_PARK = "chemical_park", _("Recognised chemical park")
    CIRCULAR_ECONOMY_PILOT = "circular_economy_pilot", _("Circular-economy pilot")
    OTHER = "other", _("Other title")


class ChainKind(models.TextChoices):
    """A chain only where the plan says so or gives an order; else a field of products."""

    CHAIN = "chain", _("Chain")
    FIELD = "field", _("Field")


class OrderBasis(models.TextChoices):
    """Where the order of a link comes from."""

    AS_WRITTEN = "as_written", _("order as written in the plan")
    INFERRED = "inferred", _("order inferred")
    PARALLEL = "parallel", _("side by side, no order")


class PeriodPart(models.TextChoices):
    """Which part of a year figures are for; official figures add up from January."""

    YEAR = "year", _("whole year")
    HALF = "half", _("first half")
    QUARTER = "q1", _("first quarter")
    QUARTERS = "q3", _("first three quarters")


class UtilityKind(models.TextChoices):
    """What a park supplies to its firms."""

    POWER = "power", _("Electricity")
    WATER = "water", _("Water")
    SEWAGE = "sewage", _("Sewage treatment")
    GAS = "gas", _("Gas")
    HEAT = "heat", _("Heat")
    STEAM = "steam", _("Steam")
    RAIL = "rail", _("Rail siding")
    ROAD = "road", _("Road to the motorway")
    PORT = "port", _("Road to the border port")


class UtilityUnit(models.TextChoices):
    """Units of what is supplied."""

    MVA = "mva", _("MVA")
    MW = "mw", _("MW")
    M3_DAY = "m3_day", _("m³ a day")
    T_HOUR = "t_hour", _("t an hour")
    GJ_HOUR = "gj_hour", _("GJ an hour")
    T_YEAR = "t_year", _("t a year")
    KM = "km", _("km")
