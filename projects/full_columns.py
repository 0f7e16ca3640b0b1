"""Columns of the full record of a project in tables, one for each field that the form folds."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from geo.numbers import HECTARES
from projects.detail_forms import DETAIL_FIELDS
from projects.enums import IndustryTable, LandTenure, Nature, Procedure
from projects.models import Project
from records.form_fields import YUAN_PER_YI
from records.imports.cells import Choice, Code, Date, Kind, Link, Long, Named, Number, Whole, YesNo
from records.imports.columns import Column, label_of

YUAN = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": YUAN_PER_YI}
NOTHING, MOST = Decimal(0), Decimal(10) ** 12
CODES = ("project_code", "former_code", "credit_code", "industry_class")
LISTS = {
    "nature": Nature,
    "procedure": Procedure,
    "industry_table": IndustryTable,
    "land_tenure": LandTenure,
}
# The numbers that are no sums of money, with the unit in which they are written out.
NUMBERS: dict[str, Number] = {
    "land_area_ha": Number(NOTHING, Decimal(10) ** 7, 4, HECTARES, "公顷"),
    "floor_area_ratio": Number(NOTHING, Decimal(1000), 2),
    "building_coefficient_percent": Number(NOTHING, Decimal(100), 2, {}, "%"),
    "office_share_percent": Number(NOTHING, Decimal(100), 2, {}, "%"),
    "expected_energy_tce": Number(NOTHING, MOST, 2, {}, "吨标准煤"),
    "expected_coal_t": Number(NOTHING, MOST, 2, {}, "吨"),
    "expected_power_mwh": Number(
        NOTHING, MOST, 2, {"千瓦时": Decimal("0.001"), "兆瓦时": Decimal(1)}, "兆瓦时"
    ),
    "expected_load_mw": Number(NOTHING, MOST, 2, {}, "兆瓦"),
    "expected_water_m3": Number(NOTHING, MOST, 2, {}, "立方米"),
    "expected_co2_t": Number(NOTHING, MOST, 2, {}, "吨"),
}
SYNONYMS = {
    "project_code": ("项目统一代码", "投资项目代码", "项目编码"),
    "credit_code": ("信用代码", "社会信用代码", "统一信用代码"),
    "industry_class": ("国民经济行业代码", "行业代码"),
    "nature": ("建设类型",),
    "procedure": ("立项方式", "审批类型"),
    "planned_start": ("拟开工时间", "计划开工时间"),
    "planned_finish": ("计划竣工时间", "计划完工时间"),
    "actual_start": ("实际开工时间", "开工时间", "开工日期"),
    "actual_finish": ("竣工时间", "竣工日期"),
    "land_area_ha": ("土地面积", "用地面积", "占地面积"),
    "expected_jobs": ("带动就业", "就业人数"),
    "contact_phone": ("联系电话", "电话"),
    "contact_person": ("联系人",),
}
HELP = {
    "project_code": _("24 characters. A row without registry code is known again by it."),
    "phase_of": _("The registry code of the whole project; the number of the phase beside it."),
    "stage_works": _("Needed for “work started”."),
}


def detail_columns() -> list[Column]:
    """The columns, in the order of the form."""
    return [_column(name) for name in DETAIL_FIELDS]


def _column(name: str) -> Column:
    field: Any = Project._meta.get_field(name)
    return Column(
        name,
        label_of(field),
        _kind(name, field),
        synonyms=SYNONYMS.get(name, ()),
        help=HELP.get(name, ""),
        stored=_phase_of if name == "phase_of" else None,
        wide=isinstance(field, models.TextField),
    )


def _kind(name: str, field: Any) -> Kind:
    if name == "phase_of":
        return Link(_wholes, _("Codes"))
    if name in CODES:
        return Code()
    if name in LISTS:
        return Choice(LISTS[name])
    if name in NUMBERS:
        return NUMBERS[name]
    if isinstance(field, models.DecimalField):
        return Number(NOTHING, Decimal(10) ** 13, 2, YUAN, "万元")
    return _kind_of(field)


def _kind_of(field: Any) -> Kind:
    kinds: dict[Any, Kind] = {
        models.DateField: Date(),
        models.BooleanField: YesNo(),
        models.PositiveSmallIntegerField: Whole(NOTHING, Decimal(99)),
        models.PositiveIntegerField: Whole(NOTHING, Decimal(10) ** 7, shown_unit="人"),
        models.TextField: Long(),
    }
    return kinds.get(type(field), Kind())


def _wholes() -> list[Named]:
    found = Project.objects.published().filter(phase_of=None)
    rows = found.values_list("pk", "registry_code", "name_zh", "name_en")
    return [Named(pk, code, zh, en) for pk, code, zh, en in rows]


def _phase_of(project: Any) -> int | None:
    key: int | None = project.phase_of_id
    return key
