"""The columns of the full record of a project. Money is in yuan, areas are in hectares."""

from decimal import Decimal
from typing import Any, ClassVar

from django.contrib.gis.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from projects.enums import IndustryTable, LandTenure, Nature, Procedure, Stage
from records.codes import CREDIT_CODE_SQL, INDUSTRY_CLASS_SQL, PROJECT_CODE_SQL


def amount(label: Any, places: int = 2) -> Any:
    """A quantity that may be unknown."""
    return models.DecimalField(label, max_digits=18, decimal_places=places, null=True, blank=True)


def chosen(label: Any, choices: Any) -> Any:
    """A value of a closed list that may be unknown."""
    return models.CharField(label, max_length=16, choices=choices, blank=True)


def day(label: Any) -> Any:
    """A date that may be unknown."""
    return models.DateField(label, null=True, blank=True)


class ProjectDetails(models.Model):
    """What is asked of a project beside its name, place, sector, stage and sum."""

    # What is not public. What is not named here is.
    FIELD_CLASSES: ClassVar[dict[str, str]] = {
        "responsible_department": "internal",
        "responsible_official": "internal",
        "contact_person": "restricted",
        "contact_phone": "restricted",
    }

    project_code = models.CharField(_("project code"), max_length=24, blank=True)
    former_code = models.CharField(_("former project code"), max_length=24, blank=True)
    no_code_reason = models.CharField(_("why there is no code"), max_length=200, blank=True)
    credit_code = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    nature = chosen(_("nature"), Nature)
    procedure = chosen(_("procedure"), Procedure)
    procedure_body = models.CharField(_("deciding body"), max_length=200, blank=True)
    procedure_date = day(_("date of the decision"))
    procedure_document = models.CharField(_("document number"), max_length=100, blank=True)
    industry_class = models.CharField(_("industry class"), max_length=5, blank=True)
    industry_table = models.CharField(
        _("version of the industry table"), max_length=4, choices=IndustryTable, blank=True
    )
    is_emerging = models.BooleanField(_("strategic emerging industry"), null=True, blank=True)
    is_military_civil = models.BooleanField(_("military-civil project"), default=False)
    address = models.CharField(_("address"), max_length=200, blank=True)

    phase_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="phases",
        verbose_name=_("phase of"),
    )
    phase_number = models.PositiveSmallIntegerField(_("number of the phase"), null=True, blank=True)

    fixed_investment_yuan = amount(_("fixed assets (yuan)"))
    land_cost_yuan = amount(_("land (yuan)"))
    equipment_yuan = amount(_("equipment (yuan)"))

    stage_date = day(_("date of the stage"))
    stage_works = models.TextField(_("physical works"), blank=True)
    planned_start = day(_("planned start"))
    actual_start = day(_("actual start"))
    planned_finish = day(_("planned completion"))
    actual_finish = day(_("actual completion"))
    planned_production = day(_("planned production"))
    actual_production = day(_("actual production"))

    land_area_ha = amount(_("land area (ha)"), 4)
    plot_number = models.CharField(_("plot number"), max_length=100, blank=True)
    land_tenure = chosen(_("right to the land"), LandTenure)
    floor_area_ratio = amount(_("floor area ratio"))
    building_coefficient_percent = amount(_("building coefficient (%)"))
    office_share_percent = amount(_("land for offices and living (%)"))

    expected_output_yuan = amount(_("output a year (yuan)"))
    expected_tax_yuan = amount(_("tax a year (yuan)"))
    expected_jobs = models.PositiveIntegerField(_("jobs"), null=True, blank=True)
    expected_energy_tce = amount(_("energy a year (tce)"))
    expected_coal_t = amount(_("coal a year (t)"))
    expected_power_mwh = amount(_("electricity a year (MWh)"))
    expected_load_mw = amount(_("electric load (MW)"))
    expected_water_m3 = amount(_("water a year (m³)"))
    expected_co2_t = amount(_("carbon dioxide a year (t)"))
    expected_pollutants = models.CharField(_("pollutants a year"), max_length=200, blank=True)

    responsible_department = models.CharField(
        _("responsible department"), max_length=200, blank=True
    )
    responsible_official = models.CharField(_("responsible official"), max_length=100, blank=True)
    contact_person = models.CharField(_("contact"), max_length=100, blank=True)
    contact_phone = models.CharField(_("telephone of the contact"), max_length=40, blank=True)

    class Meta:
        abstract = True


AMOUNTS = (
    "fixed_investment_yuan",
    "land_cost_yuan",
    "equipment_yuan",
    "land_area_ha",
    "floor_area_ratio",
    "building_coefficient_percent",
    "office_share_percent",
    "expected_output_yuan",
    "expected_tax_yuan",
    "expected_energy_tce",
    "expected_coal_t",
    "expected_power_mwh",
    "expected_load_mw",
    "expected_water_m3",
    "expected_co2_t",
)


def none_negative(*names: str) -> Q:
    """No quantity is below zero; each may be unknown."""
    condition = Q()
    for name in names:
        condition &= Q(**{name: None}) | Q(**{f"{name}__gte": 0})
    return condition


def in_order(*names: str) -> Q:
    """Dates follow each other as named, as far as they are known."""
    condition = Q()
    for place, early in enumerate(names):
        for late in names[place + 1 :]:
            condition &= Q(**{early: None}) | Q(**{late: None}) | Q(**{f"{early}__lte": F(late)})
    return condition


def known(name: str, choices: Any) -> models.CheckConstraint:
    """A column holds a value of its list, or nothing."""
    return models.CheckConstraint(
        condition=Q(**{f"{name}__in": ["", *choices.values]}), name=f"project_{name}_known"
    )


def formatted(name: str, pattern: str) -> models.CheckConstraint:
    """A code is written as codes of its kind are."""
    return models.CheckConstraint(
        condition=Q(**{f"{name}__regex": pattern}), name=f"project_{name}_format"
    )


DETAIL_CONSTRAINTS: list[models.BaseConstraint] = [
    formatted("project_code", PROJECT_CODE_SQL),
    formatted("former_code", PROJECT_CODE_SQL),
    formatted("credit_code", CREDIT_CODE_SQL),
    formatted("industry_class", INDUSTRY_CLASS_SQL),
    known("nature", Nature),
    known("procedure", Procedure),
    known("industry_table", IndustryTable),
    known("land_tenure", LandTenure),
    models.UniqueConstraint(
        fields=["project_code"], condition=~Q(project_code=""), name="project_code_once"
    ),
    models.CheckConstraint(
        condition=Q(industry_class="") | ~Q(industry_table=""), name="project_industry_has_table"
    ),
    models.CheckConstraint(condition=none_negative(*AMOUNTS), name="project_amounts_not_negative"),
    models.CheckConstraint(
        condition=(Q(building_coefficient_percent=None) | Q(building_coefficient_percent__lte=100))
        & (Q(office_share_percent=None) | Q(office_share_percent__lte=100)),
        name="project_shares_within_100",
    ),
    models.CheckConstraint(
        condition=in_order("planned_start", "planned_finish", "planned_production"),
        name="project_plan_in_order",
    ),
    models.CheckConstraint(
        condition=in_order("actual_start", "actual_finish", "actual_production"),
        name="project_dates_in_order",
    ),
    models.CheckConstraint(condition=~Q(phase_of=F("pk")), name="project_not_own_phase"),
    models.CheckConstraint(
        # When its whole goes (a merge), a phase keeps its number.
        condition=Q(phase_of=None) | Q(phase_number__isnull=False, phase_number__gte=1),
        name="project_phase_numbered",
    ),
    models.UniqueConstraint(fields=["phase_of", "phase_number"], name="project_phase_once"),
    models.CheckConstraint(
        condition=Q(investment_yuan=None)
        | Q(fixed_investment_yuan=None)
        | Q(fixed_investment_yuan__lte=F("investment_yuan")),
        name="project_fixed_within_total",
    ),
    models.CheckConstraint(
        condition=Q(investment_yuan=None)
        | Q(
            investment_yuan__gte=Coalesce("land_cost_yuan", Decimal(0))
            + Coalesce("equipment_yuan", Decimal(0))
        ),
        name="project_parts_within_total",
    ),
    models.CheckConstraint(
        condition=~Q(stage=Stage.STARTED) | ~Q(stage_works=""), name="project_start_says_works"
    ),
]
