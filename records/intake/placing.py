"""Where a point lies, and what is wrong with it. Points are EPSG:4326, lon/lat."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.gis.geos import MultiPolygon, Point
from django.utils.translation import gettext as _

from accounts.models import User
from geo.datums import distance_m
from geo.functions import ground_distance_m
from geo.models import Division
from records.models import Located

SRID = 4326
# The outlines are generalised: a point this near to its division counts as inside (0.02° ≈ 2 km).
NEAR_DEGREES = 0.02
MOST_NORTHERN = 90
# The province administers these on land of Inner Mongolia. No outline of them is at hand, so a
# point counts as theirs within this distance of their seat, in metres.
ADMINISTERED_OUTSIDE = {"232761": 40_000, "232762": 100_000}


# A boundary is surveyed, a point beside it is perhaps the gate: so many metres are no warning.
BOUNDARY_ERROR_M = 100
# Without a boundary: further from the park's own point than parks are wide, and further from the
# seat of a county than its parks are.
FAR_KM, FAR_FROM_SEAT_KM = 15, 60


@dataclass(frozen=True)
class Place:
    """What is at a point: the smallest division, and the park whose boundary holds it."""

    division: Division | None
    park: Any
    # Whether the division is one that the province administers outside its own outline.
    is_outside_outline: bool = False

    @property
    def reason(self) -> str:
        """Why a point outside the outline of the province is taken; empty inside."""
        if not self.is_outside_outline or self.division is None:
            return ""
        return _(
            "This point lies in Inner Mongolia, in %(division)s, which the province administers. "
            "It is accepted for that reason."
        ) % {"division": self.division.full_name}


def place_of(point: Point, user: User) -> Place:
    """What lies at a point, as far as `user` may see it."""
    holding = Division.objects.filter(boundary__contains=point).exclude(parent=None)
    division = holding.named().order_by("-code").first()
    if division is not None:
        return Place(division, _park_at(point, user))
    outside = administered_outside(point)
    return Place(outside, _park_at(point, user), outside is not None)


def administered_outside(point: Point) -> Division | None:
    """The division without outline, administered outside the province's, that is near a point."""
    near = [
        (metres, division)
        for division in Division.objects.filter(pk__in=ADMINISTERED_OUTSIDE).select_related(
            "parent"
        )
        if division.seat
        and (metres := float(distance_m(division.seat.x, division.seat.y, point.x, point.y)))
        <= ADMINISTERED_OUTSIDE[division.pk]
    ]
    return min(near, key=lambda one: one[0])[1] if near else None


def _park_at(point: Point, user: User) -> Any:
    """The park that holds a point."""
    return bounded_parks(user).filter(boundary__contains=point).first()


def _parks(user: User) -> Any:
    """The parks that `user` sees; the room of parks brings the model."""
    models: list[Any] = [model for model in apps.get_models() if issubclass(model, Located)]
    park = next(model for model in models if hasattr(model, "boundary"))
    return park.objects.visible_to(user)


def park_called(key: str, user: User) -> Any:
    """The park with this primary key, as a form sends it, if `user` sees it."""
    is_number = key.isascii() and key.isdigit() and len(key) < 10
    return _parks(user).filter(pk=key).first() if is_number else None


def bounded_parks(user: User) -> Any:
    """The parks of which `user` sees a boundary."""
    return _parks(user).showing("boundary").exclude(boundary=None)


def park_outlines(codes: Collection[str], user: User) -> dict[str, MultiPolygon]:
    """The boundaries of the parks with these registry codes, as far as `user` sees them."""
    found = bounded_parks(user).filter(registry_code__in=codes) if codes else []
    return {park.registry_code: park.boundary for park in found}


def problem_of_point(point: Point, division: Division) -> str:
    """Say what is wrong with a point for a division; empty when nothing is."""
    if point.y <= MOST_NORTHERN and is_near(point, division):
        return ""
    swapped = Point(point.y, point.x, srid=SRID)
    if swapped.y <= MOST_NORTHERN and is_near(swapped, division):
        return _(
            "Longitude and latitude are swapped: longitude comes first, here about 121 to 135."
        )
    there = Division.objects.filter(boundary__contains=point).order_by("-code").exclude(parent=None)
    found = there.first() or administered_outside(point)
    if found is None:
        return outside_the_province()
    return _(
        "This point is in %(found)s, not in %(division)s. Move the point or change the division."
    ) % {"found": found.full_name, "division": division.full_name}


def outside_the_province() -> str:
    """What is said of a point that the province neither holds nor administers."""
    return _("This point is outside the province. Check both numbers.")


def problem_with_park(point: Point, park: Any) -> str:
    """Say how far a point lies from the park that is stated; empty when it may be in it.

    `park` is as its reader sees it. Without a boundary its own point has to do.
    """
    if park.outline is not None:
        away_m = ground_distance_m(park.outline, point)
        if away_m <= BOUNDARY_ERROR_M:
            return ""
        said = {"km": f"{away_m / 1000:.1f}", "park": park.name}
        return _("This point lies %(km)s km outside the boundary of “%(park)s”.") % said
    if park.point is None:
        return ""
    away_km = float(distance_m(park.point.x, park.point.y, point.x, point.y)) / 1000
    if away_km <= (FAR_KM if park.is_precise else FAR_FROM_SEAT_KM):
        return ""
    said = {"km": f"{away_km:.0f}", "park": park.name}
    return _("This point lies %(km)s km from “%(park)s”, of which no boundary is known.") % said


def problem_of_place(point: Point, division: Division | None, park: Any) -> str:
    """Say what is wrong with a point for what is stated beside it; empty when nothing is."""
    problem = problem_of_point(point, division) if division else ""
    return problem or (problem_with_park(point, park) if park else "")


def is_administered(point: Point) -> bool:
    """Whether the province holds a point, or administers what does."""
    inside = Division.objects.filter(parent=None, boundary__contains=point).exists()
    return inside or administered_outside(point) is not None


def is_near(point: Point, division: Division) -> bool:
    """Whether a point lies in a division, or so near that the outline may be what errs.

    Districts without an outline take any point of the province, or near their own seat.
    """
    if division.boundary is not None:
        return bool(division.boundary.distance(point) <= NEAR_DEGREES)
    if division.pk in ADMINISTERED_OUTSIDE and division == administered_outside(point):
        return True
    return Division.objects.filter(parent=None, boundary__dwithin=(point, NEAR_DEGREES)).exists()
