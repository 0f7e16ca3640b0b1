"""What the facts of a park must keep to; sentences say what to do.

The same rules serve the forms, the admin and whoever else writes parks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from parks.enums import ParkLevel
from records.codes import credit_code_problem

FIRST_YEAR = 1980
# A change from year to year that is larger needs an explanation.
LARGE_CHANGE = Decimal("0.6")
COMPARED = ("output_yuan", "revenue_yuan", "tax_yuan")
QUANTITIES = ("energy_tce", "water_m3", "waste_use_percent")
# Parts of the planned area.
PARTS = ("built_area_ha", "industrial_area_ha", "leasable_area_ha")


def problems(park: Any) -> dict[str, str]:
    """What is wrong with a park, by the name of the column to correct."""
    found: dict[str, str] = {}
    for rule in (_code, _year, _parent, _level, _areas):
        for name, problem in rule(park):
            if problem:
                found.setdefault(name, problem)
    return found


def _code(park: Any) -> Iterator[tuple[str, str]]:
    if park.management_code:
        yield "management_code", credit_code_problem(park.management_code)


def _year(park: Any) -> Iterator[tuple[str, str]]:
    year, latest = park.approval_year, timezone.localdate().year
    if year is not None and not FIRST_YEAR <= year <= latest:
        said = {"first": FIRST_YEAR, "last": latest}
        yield (
            "approval_year",
            _("Give a year from %(first)d to %(last)d, or leave it empty.") % said,
        )


def _parent(park: Any) -> Iterator[tuple[str, str]]:
    """A park is no part of one of its own parts."""
    above, seen = park.parent if park.pk else None, set()
    while above is not None and above.pk not in seen:
        if above.pk == park.pk:
            yield "parent", _("That park is part of this one. Choose another, or none.")
        seen.add(above.pk)
        above = above.parent


def _level(park: Any) -> Iterator[tuple[str, str]]:
    if park.level == ParkLevel.UNKNOWN and park.level_basis:
        yield "level_basis", _("An unknown level has no basis. Clear it.")
    elif park.level != ParkLevel.UNKNOWN and not park.level_basis:
        yield "level_basis", _("Say on what the level rests.")


def _areas(park: Any) -> Iterator[tuple[str, str]]:
    """No part is larger than the whole, or below 0; the whole is something."""
    for name in ("approved_area_ha", "planned_area_ha"):
        area = getattr(park, name)
        if area is not None and area <= 0:
            yield name, _("Give an area above 0, or leave it empty.")
    whole = park.planned_area_ha
    for name in PARTS:
        area = getattr(park, name)
        if area is not None and area < 0:
            yield name, _("An area cannot be below 0.")
        elif area is not None and whole is not None and area > whole:
            yield name, _("This is larger than the planned area.")


def period_problems(period: Any) -> dict[str, str]:
    """What is wrong with the figures of a period, by the name of the column to correct."""
    found = {name: below_nought() for name in QUANTITIES if (getattr(period, name) or 0) < 0}
    revenue, tax = period.revenue_yuan, period.tax_yuan
    if revenue is not None and tax is not None and tax > revenue:
        found["tax_yuan"] = _("The tax is larger than the revenue.")
    before = type(period).objects.filter(
        park=period.park_id, year=(period.year or 0) - 1, part=period.part
    )
    if not period.explanation and any(is_leap(vars(one), vars(period)) for one in before):
        found["explanation"] = unexplained_leap()
    return found


def is_leap(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether a figure differs so much from that of the year before that it is to be explained."""
    pairs = [(before.get(name), after.get(name)) for name in COMPARED]
    return any(
        old and new is not None and abs(new - old) > old * LARGE_CHANGE for old, new in pairs
    )


def unexplained_leap() -> str:
    """What is said of a leap that nobody explains."""
    return _("This differs by more than 60 percent from the year before. Explain it.")


def below_nought() -> str:
    """What is said of a quantity that cannot be."""
    return _("A quantity cannot be below 0. Correct it, or leave it empty.")
