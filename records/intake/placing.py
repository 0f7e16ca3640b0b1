"""Where a point lies, and what is wrong with it. Points are EPSG:4326, lon/lat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _

from accounts.models import User
from geo.datums import distance_m
from geo.models import Division
from records.models import Located

SRID = 4326
# The outlines are generalised: a point this near to its division counts as inside (0.02° ≈ 2 km).
NEAR_DEGREES = 0.02
MOST_NORTHERN = 90
# The province administers these on land of Inner Mongolia. No outline of them is at hand, so a
# point counts as theirs within this distance of their seat, in metres.
ADMINISTERED_OUTSIDE = {"232761": 40_000, "232762": 100_000}


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
    """The park that holds a point; the room of parks brings the model that has boundaries."""
    models: list[Any] = [model for model in apps.get_models() if issubclass(model, Located)]
    for model in models:
        if hasattr(model, "boundary"):
            return model.objects.visible_to(user).filter(boundary__contains=point).first()
    return None


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
        return _("This point is outside the province. Check both numbers.")
    return _(
        "This point is in %(found)s, not in %(division)s. Move the point or change the division."
    ) % {"found": found.full_name, "division": division.full_name}


def is_near(point: Point, division: Division) -> bool:
    """Whether a point lies in a division, or so near that the outline may be what errs.

    Districts without an outline take any point of the province, or near their own seat.
    """
    if division.boundary is not None:
        return bool(division.boundary.distance(point) <= NEAR_DEGREES)
    if division.pk in ADMINISTERED_OUTSIDE and division == administered_outside(point):
        return True
    return Division.objects.filter(parent=None, boundary__dwithin=(point, NEAR_DEGREES)).exists()
