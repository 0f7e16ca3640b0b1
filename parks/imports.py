"""The sheet of parks: a table changes parks that are there, by proposals, and adds none."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from geo.enums import Confidence
from geo.numbers import HECTARES
from parks.enums import LevelBasis, ParkKind, ParkLevel, ParkStatus
from parks.models import Park
from parks.rules import FIRST_YEAR
from parks.territory import parks_of
from records.imports import columns
from records.imports.cells import Choice, Code, Kind, Link, Long, Named, Number, Whole
from records.imports.columns import Column, Reading, Sheet, label_of
from records.imports.proposing import propose_row, refused_by_form
from records.intake.columns import (
    PLACE,
    division_column,
    place_columns,
    points_outside,
    put_place,
    put_values,
    source_columns,
)

LINKS = {"division", "parent"}
AREA = Number(Decimal(0), Decimal(10) ** 7, 2, HECTARES, "公顷")
# The names in the form, and the points that are declared together.
IN_FORM = dict.fromkeys(PLACE, PLACE)
SYNONYMS = {
    "name_zh": ("园区名称", "开发区名称", "中文名"),
    "level": ("园区级别", "开发区级别"),
    "approval_year": ("批准年份", "批准设立年份", "设立年份"),
    "approved_area_ha": ("核准面积", "批准面积"),
    "planned_area_ha": ("规划面积",),
    "built_area_ha": ("已建成面积", "建成区面积"),
    "management_body": ("管理机构", "管委会"),
    "management_contact": ("联系方式", "联系电话"),
}
EXAMPLES: dict[str, Any] = {
    "name_zh": "合成经济开发区",
    "kind": ParkKind.PROVINCIAL_ZONE,
    "level": ParkLevel.PROVINCIAL,
    "level_basis": LevelBasis.OWN,
    "planned_area_ha": 1200,
}


def parks() -> list[Named]:
    """The parks that a cell can name; policy areas lie over them."""
    return [
        Named(one.pk, one.registry_code, one.name_zh, one.name_en, tuple(one.aliases))
        for one in Park.objects.published().parks()
    ]


def _kinds() -> dict[str, Kind]:
    """The columns between the names and the place, in the order of the form."""
    year = Whole(Decimal(FIRST_YEAR), Decimal(timezone.localdate().year))
    return {
        "name_zh": Kind(),
        "name_en": Kind(),
        "kind": Choice(ParkKind),
        "status": Choice(ParkStatus),
        "parent": Link(parks, _("Codes")),
        "level": Choice(ParkLevel),
        "level_basis": Choice(LevelBasis),
        "level_confidence": Choice(Confidence),
        "approval_year": year,
        "approval_year_basis": Long(),
        "catalogue_code": Kind(),
        "listed_in": Kind(),
        "approved_area_ha": AREA,
        "planned_area_ha": AREA,
        "built_area_ha": AREA,
        "industrial_area_ha": AREA,
        "leasable_area_ha": AREA,
        "four_bounds": Long(),
        "management_body": Kind(),
        "management_code": Code(),
        "management_contact": Kind(),
        "website": Kind(),
    }


def _column(name: str, kind: Kind) -> Column:
    field: Any = Park._meta.get_field(name)
    return Column(
        name,
        label_of(field),
        kind,
        needed=not field.blank and name != "status",
        synonyms=SYNONYMS.get(name, ()),
        stored=(lambda park: park.parent_id) if name == "parent" else None,
        example=EXAMPLES.get(name, ""),
        wide=name in {"name_zh", "approval_year_basis", "four_bounds"},
    )


def _columns() -> list[Column]:
    own = [_column(name, kind) for name, kind in _kinds().items()]
    return [*own, division_column(), *place_columns(), *source_columns()]


def _build(park: Any, values: dict[str, Any], reading: Reading) -> None:
    """Put the values of columns into a park."""
    put_values(park, values, links=LINKS)
    put_place(park, values, reading)


def _territory(user: User) -> Callable[[Any], bool]:
    """Whether a park is one of the territory of `user`, for many parks."""
    divisions = set(user.divisions().values_list("pk", flat=True))
    own = set(parks_of(user).values_list("pk", flat=True))
    return lambda park: park.division_id in divisions or park.pk in own


def _propose(*, record: Any, by: User, values: dict[str, Any], why: str, act: Any) -> Any:
    """Propose what a row changes in a park."""
    return propose_row(record=record, by=by, values=values, why=why, act=act, in_form=IN_FORM)


def _refusals(record: Any, by: User, values: dict[str, Any]) -> dict[str, str]:
    """What the form of the park refuses: a sheet of parks is short, so the form itself is asked."""
    return refused_by_form(record, by, values, IN_FORM)


def register() -> None:
    """Announce the sheet of parks."""
    columns.register(
        Sheet(
            slug="parks",
            model=Park,
            label=_("Parks"),
            page="park",
            columns=_columns,
            build=_build,
            natural=("name_zh", "division_id"),
            finish=None,
            revise=None,
            judge=points_outside,
            refusals=_refusals,
            propose=_propose,
            territory=_territory,
            adds=False,
        )
    )
