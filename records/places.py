"""Where to look: a rectangle, a drawn area or the surroundings of a place, as a query writes it.

Positions are EPSG:4326, longitude before latitude. The edges of rectangles and areas are straight
on a map of longitude and latitude, as they were drawn, not great circles. Kilometres are measured
on the ground.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.gis.geos import Point, Polygon
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from records.coordinates import (
    check_positions,
    degrees,
    read_number,
    read_numbers,
    read_position,
    shown,
    tidy,
    written,
)
from records.models import Located

SRID = 4326
MIN_CORNERS, MAX_CORNERS = 3, 200
DEFAULT_KM, MAX_KM = 25.0, 2000.0
# EASE-Grid 2.0, in metres: equal areas everywhere.
EQUAL_AREA_SRID = 6933
# So many of several records of one name are offered.
OFFERED = 4
# What GEOS answers; asking it for a mere yes or no writes every no to the log.
VALID = "Valid Geometry"
_CODE = re.compile(r"[A-Za-z]{2}-[0-9]{1,9}")
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
class Spot:
    """A point (EPSG:4326), and the record that it belongs to if it was named by one."""

    point: Point
    text: str
    name: str


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


def read_spot(text: str) -> Spot:
    """Read a position, a registry code or the name of a record; ValidationError when in doubt."""
    plain = tidy(text)
    position = read_position(plain)
    if position:
        check_positions([position], "near")
        return Spot(Point(*position, srid=SRID), written([position]), written([position]))
    return _spot_of_code(plain.upper()) if _CODE.fullmatch(plain) else _spot_of_name(plain)


def _located_models() -> list[Any]:
    """The models of records that have a point, parks first; rooms above bring them."""
    models = [model for model in apps.get_models() if issubclass(model, Located)]
    return sorted(models, key=lambda model: model._meta.app_label)


def _spot_of(record: Any) -> Spot:
    return Spot(record.point, record.registry_code, record.name)


def _spot_of_code(code: str) -> Spot:
    for model in _located_models():
        record = model.objects.published().filter(registry_code=code).first()
        if record and record.point:
            return _spot_of(record)
        if record:
            raise ValidationError(
                _(
                    "No place on the map is known of %(name)s (%(code)s), so nothing can be near "
                    "it (near). Take another record or a position."
                )
                % {"name": record.name, "code": code}
            )
    raise ValidationError(
        _(
            "There is no park, base or project %(code)s (near). Take a code as it stands on the "
            "page of a record, or write longitude and latitude."
        )
        % {"code": code}
    )


def _spot_of_name(name: str) -> Spot:
    """The one record of that name, else the one whose names hold it."""
    for condition in (_called, _holding) if name else ():
        found = [
            record
            for model in _located_models()
            for record in condition(model.objects.published().exclude(point=None), name)[:OFFERED]
        ]
        if len(found) == 1:
            return _spot_of(found[0])
        if found:
            raise ValidationError(
                _("“%(value)s” may be several records (near). Take one of their codes: %(codes)s.")
                % {"value": shown(name), "codes": _offer(found[:OFFERED])}
            )
    raise ValidationError(
        _(
            "No record with a place on the map is called “%(value)s” (near). Write a name, a "
            "registry code, or longitude and latitude, for example 126.63,45.75."
        )
        % {"value": shown(name)}
    )


def _called(records: Any, name: str) -> Any:
    return records.filter(Q(name_zh=name) | Q(name_en__iexact=name) | Q(aliases__contains=[name]))


def _holding(records: Any, text: str) -> Any:
    for word in shown(text).split():
        records = records.search(word)
    return records


def _offer(records: list[Any]) -> str:
    return _(", ").join(f"{record.name} ({record.registry_code})" for record in records)
