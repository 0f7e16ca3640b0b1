"""What a clerk and a reviewer should know of a boundary before it is stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.db.models.functions import Intersection
from django.contrib.gis.geos import MultiPolygon
from django.utils.translation import gettext as _

from accounts.audience import Reader
from geo.functions import AreaHa, area_ha
from geo.models import Division
from records.enums import PRECISE

MU_PER_HA = 15
# Parts of a hundred by which the measured area may differ from the stated one.
WARN_PERCENT, EXPLAIN_PERCENT = 5, 20
OVERLAP_PERCENT = 1
# Outlines of divisions are generalised to about two kilometres: so much may lie beyond.
OUTSIDE_PERCENT, EXPLAIN_OUTSIDE_PERCENT = 5, 50


@dataclass(frozen=True)
class Finding:
    """A sentence about a boundary, and whether it has to be explained before it is stored."""

    text: str
    is_warning: bool = False
    needs_reason: bool = False


@dataclass(frozen=True)
class Checked:
    """The size of a boundary in hectares, and what was found about it."""

    area_ha: float
    findings: list[Finding]

    @property
    def area_mu(self) -> float:
        """The size in mu, of which 15 are a hectare."""
        return self.area_ha * MU_PER_HA

    @property
    def needs_reason(self) -> bool:
        """Whether something has to be explained."""
        return any(one.needs_reason for one in self.findings)


def check_area(record: Any, area: MultiPolygon, reader: Reader) -> Checked:
    """Compare an area (EPSG:4326) with what `record` states and with what `reader` sees nearby."""
    size_ha = area_ha(area)
    findings = [
        *_against_stated(record, size_ha),
        *_divisions(record, area, size_ha),
        *_overlaps(record, area, size_ha, reader),
        *_point(record, area),
        *_park(record, area, size_ha, reader),
    ]
    return Checked(size_ha, findings)


def _against_stated(record: Any, size_ha: float) -> Iterator[Finding]:
    label, stated = record.stated_area_ha()
    if not stated:
        yield Finding(_("No area is stated that it could be compared with."))
        return
    percent = (size_ha - float(stated)) / float(stated) * 100
    said = {"label": label, "stated": f"{stated:,.2f}", "percent": f"{percent:+.1f}"}
    text = _("%(label)s: %(stated)s; the boundary differs by %(percent)s %%.") % said
    yield Finding(text, abs(percent) >= WARN_PERCENT, abs(percent) >= EXPLAIN_PERCENT)


def _divisions(record: Any, area: MultiPolygon, size_ha: float) -> Iterator[Finding]:
    """The counties in which it lies, and how much of it is in none that the record states."""
    counties = Division.objects.units("county").named().filter(boundary__intersects=area)
    shared = counties.annotate(shared_ha=AreaHa(Intersection("boundary", area)))
    shares = {one: percent for one, percent in _percent(shared, size_ha) if percent >= 0.1}
    if not shares:
        yield Finding(_("It lies in no division with a known outline."), is_warning=True)
        return
    names = (f"{one.full_name} {percent:.1f} %" for one, percent in shares.items())
    yield Finding(_("It lies in: %(places)s.") % {"places": _("; ").join(names)})
    under = Division.objects.under(*record.stated_divisions()).exclude(boundary=None)
    stated = set(under.values_list("pk", flat=True))
    outside = sum(percent for one, percent in shares.items() if one.pk not in stated)
    if stated and outside >= OUTSIDE_PERCENT:
        text = _("%(percent)s %% of it lies outside the division that the record states.")
        needs_reason = outside >= EXPLAIN_OUTSIDE_PERCENT
        yield Finding(text % {"percent": f"{outside:.1f}"}, True, needs_reason)


def _percent(found: Any, size_ha: float) -> list[tuple[Any, float]]:
    """Which part of the area each holds, the largest first."""
    return sorted(
        ((one, (one.shared_ha or 0) / size_ha * 100) for one in found), key=lambda one: -one[1]
    )


def _overlaps(record: Any, area: MultiPolygon, size_ha: float, reader: Reader) -> Iterator[Finding]:
    field = record.AREA_FIELD
    others = type(record).kept_apart(record, reader).filter(**{f"{field}__intersects": area})
    for other, percent in _percent(
        others.annotate(shared_ha=AreaHa(Intersection(field, area))), size_ha
    ):
        if percent > OVERLAP_PERCENT:
            said = {
                "name": other.name,
                "percent": f"{percent:.1f}",
                "ha": f"{other.shared_ha:,.2f}",
            }
            text = _("It overlaps “%(name)s” by %(ha)s ha (%(percent)s %%): flagged for review.")
            yield Finding(text % said, is_warning=True)


def _point(record: Any, area: MultiPolygon) -> Iterator[Finding]:
    point = record.point
    if point and record.location_precision in PRECISE and not area.intersects(point):
        yield Finding(_("The point of the record lies outside this boundary."), is_warning=True)


def _park(record: Any, area: MultiPolygon, size_ha: float, reader: Reader) -> Iterator[Finding]:
    """How much of a project lies outside the boundary of its park."""
    park = getattr(record, "park", None)
    parks = type(park).objects.visible_to(reader).showing("boundary") if park else None
    found = parks.filter(pk=park.pk).exclude(boundary=None) if parks is not None and park else ()
    for one in found:
        inside_ha = area_ha(one.boundary.intersection(area))
        outside = 100 - inside_ha / size_ha * 100
        if outside >= OUTSIDE_PERCENT:
            said = {"percent": f"{outside:.1f}", "name": one.name}
            text = _("%(percent)s %% of it lies outside the boundary of “%(name)s”.") % said
            yield Finding(text, is_warning=True, needs_reason=outside >= EXPLAIN_OUTSIDE_PERCENT)
