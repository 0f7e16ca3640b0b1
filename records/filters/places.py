"""Where to look: a rectangle, a drawn area or the surroundings of a place, as a query writes it.

Positions are EPSG:4326, longitude before latitude. The edges of rectangles and areas are straight
on a map of longitude and latitude, as they were drawn, not great circles. Kilometres are measured
on the ground.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import Polygon
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from geo.coordinate_text import shown, tidy
from records.filters.coordinates import (
    SRID,
    check_positions,
    degrees,
    read_number,
    read_numbers,
    written,
)
from records.filters.spots import Spot

MIN_CORNERS, MAX_CORNERS = 3, 200
DEFAULT_KM, MAX_KM = 25.0, 2000.0
# EASE-Grid 2.0, in metres: equal areas everywhere.
EQUAL_AREA_SRID = 6933
# What GEOS answers; asking it for a mere yes or no writes every no to the log.
VALID = "Valid Geometry"
_WHERE = re.compile(r"\[(\S+) (\S+)\]")


@dataclass(frozen=True)
class Area:
    """A polygon (EPSG:4326) in which to look; `text` is how an address writes it."""

    polygon: Polygon
    text: str
    is_rectangle: bool = False

    def narrow(self, records: Any) -> Any:
        """Keep records inside or on the edge."""
        return records.in_area(self.polygon)

    def shape(self) -> dict[str, Any]:
        """What a map draws: the corners as [lon, lat], the first one last again."""
        return {"corners": [list(corner) for corner in self.polygon.coords[0]]}

    @property
    def km2(self) -> float:
        """How large the area is, in square kilometres."""
        flat: Any = self.polygon.transform(EQUAL_AREA_SRID, clone=True)
        return float(flat.area) / 1_000_000

    def in_words(self) -> str:
        """The area as a page names it."""
        said = {"area": two_digits(self.km2)}
        if self.is_rectangle:
            return _("In a rectangle of %(area)s km²") % said
        return _("In a drawn area of %(area)s km²") % said


@dataclass(frozen=True)
class Surroundings:
    """What lies around a spot, up to a number of kilometres on the ground."""

    spot: Spot
    km: float

    def narrow(self, records: Any) -> Any:
        """Keep records in the circle, the nearest first."""
        return self.sort(records.within_km(self.spot.point, self.km))

    def sort(self, records: Any) -> Any:
        """Put the nearest first."""
        return records.nearest_first(self.spot.point)

    def shape(self) -> dict[str, Any]:
        """What a map draws: the centre in degrees, the radius in kilometres."""
        return {"lon": self.spot.point.x, "lat": self.spot.point.y, "km": self.km}

    def in_words(self) -> str:
        """The circle as a page names it."""
        return _("%(km)s km around %(place)s") % {"km": f"{self.km:g}", "place": self.spot.name}


def two_digits(area_km2: float) -> str:
    """An area in the two digits that count, e.g. 3,200 or 0.45."""
    rounded = float(f"{area_km2:.2g}")
    return f"{rounded:,.0f}" if rounded >= 10 else f"{rounded:g}"


def read_rectangle(text: str) -> Area:
    """Read `west,south,east,north`; ValidationError says what is wrong with it."""
    edges = read_numbers(tidy(text))
    if edges is None or len(edges) != 4:
        raise ValidationError(
            _(
                "“%(value)s” is no rectangle (bbox). Write its west, south, east and north edge in "
                "degrees, for example 126,45,127,46."
            )
            % {"value": shown(text)}
        )
    west, south, east, north = edges
    check_positions([(west, south), (east, north)], "bbox")
    if west >= east or south >= north:
        ordered = [*sorted((west, east)), *sorted((south, north))]
        offered = ",".join(degrees(ordered[number]) for number in (0, 2, 1, 3))
        raise ValidationError(
            _(
                "“%(value)s” encloses nothing (bbox). West must be less than east and south less "
                "than north: perhaps %(offered)s."
            )
            % {"value": shown(text), "offered": offered}
        )
    return Area(
        _polygon([(west, south), (east, south), (east, north), (west, north)]),
        ",".join(map(degrees, edges)),
        is_rectangle=True,
    )


def read_area(text: str) -> Area:
    """Read `lon,lat;lon,lat;…`, which closes itself; ValidationError says what is wrong with it."""
    parts = [part for part in tidy(text).split(";") if part.strip()]
    if len(parts) > MAX_CORNERS + 1:
        raise ValidationError(
            _("The area (area) has %(n)s corners. Draw it with at most %(most)s.")
            % {"n": f"{len(parts):,}", "most": MAX_CORNERS}
        )
    corners = _without_repeats([_corner(part) for part in parts])
    if len(corners) < MIN_CORNERS:
        raise ValidationError(
            _(
                "“%(value)s” has fewer than three corners (area). Write longitude and latitude of "
                "each, for example 126,45;127,45;127,46."
            )
            % {"value": shown(text)}
        )
    check_positions(corners, "area")
    polygon = _polygon(corners)
    _check_edge(polygon)
    return Area(polygon, written(corners))


def _corner(text: str) -> tuple[float, float]:
    numbers = read_numbers(text)
    if numbers is None or len(numbers) != 2:
        raise ValidationError(
            _(
                "“%(value)s” is no corner of an area (area). Write longitude and latitude in "
                "degrees, corners separated by semicolons, for example 126,45;127,45;127,46."
            )
            % {"value": shown(text)}
        )
    return numbers[0], numbers[1]


def _without_repeats(corners: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Corners without those that stand where the next stands; after the last comes the first."""
    nexts = corners[1:] + corners[:1]
    return [one for one, after in zip(corners, nexts, strict=True) if one != after]


def _polygon(corners: list[tuple[float, float]]) -> Polygon:
    return Polygon([*corners, corners[0]], srid=SRID)


def _check_edge(polygon: Polygon) -> None:
    """Raise ValidationError when the edge crosses or touches itself, with the place if known."""
    reason = str(polygon.valid_reason)
    if reason == VALID:
        return
    where = _WHERE.search(reason)
    place = ",".join(degrees(float(part)) for part in where.groups()) if where else "?"
    raise ValidationError(
        _(
            "The edge of the area crosses itself at %(place)s (area). Draw it anew without a "
            "crossing."
        )
        % {"place": place}
    )


def read_km(text: str) -> float:
    """Read a distance in kilometres; ValidationError says what is wrong with it."""
    km = read_number(tidy(text))
    if km is None or not 0 < km <= MAX_KM:
        raise ValidationError(
            _(
                "“%(value)s” is no distance (km). Write kilometres as a number above 0 and up to "
                "%(most)s, for example 25."
            )
            % {"value": shown(text), "most": f"{MAX_KM:,.0f}"}
        )
    return km
