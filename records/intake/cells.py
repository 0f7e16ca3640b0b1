"""A place of a row of a table: two numbers, or a text, in a datum that row or file declare."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from geo.datums import Datum, distance_m, to_lon_lat
from records.imports.columns import Reading
from records.imports.rules import Refused
from records.intake.answers import understand
from records.intake.forms import SAME_M
from records.intake.placing import SRID

NO_CONVERSION = {"", Datum.WGS84, Datum.CGCS2000}
# Degrees in which the numbers of a table are kept apart.
DECIMALS = 7
WIDEST = 180


class PlaceOfRow(NamedTuple):
    """A point (EPSG:4326) or none, what was written, and the datum that was declared."""

    point: Point | None
    original: str
    datum: str


NOWHERE = PlaceOfRow(None, "", "")


def read_place(values: dict[str, Any], reading: Reading) -> PlaceOfRow:
    """The place that the columns lon, lat, location_text and location_datum of a row state.

    Raises Refused for the column to correct.
    """
    text, own = values.get("location_text") or "", values.get("location_datum") or ""
    numbers = _numbers(values)
    if text:
        return _of_text(text, own or reading.datum, numbers)
    if numbers is None:
        return NOWHERE
    x, y = reversed(numbers) if reading.swapped and not own else numbers
    return _of_numbers(x, y, own or reading.datum, _written(*numbers))


def _written(x: Decimal, y: Decimal) -> str:
    return f"{x.normalize():f}, {y.normalize():f}"


def _numbers(values: dict[str, Any]) -> tuple[Decimal, Decimal] | None:
    lon, lat = values.get("lon"), values.get("lat")
    if (lon is None) != (lat is None):
        raise Refused("point_half", column="lat" if lat is None else "lon")
    return None if lon is None or lat is None else (lon, lat)


def _of_text(text: str, datum: str, numbers: tuple[Decimal, Decimal] | None) -> PlaceOfRow:
    try:
        understood = understand(text, datum)
    except ValidationError as error:
        raise Refused("no_place", column="location_text", message=error.messages[0]) from error
    point = understood.point
    if numbers and distance_m(float(numbers[0]), float(numbers[1]), point.x, point.y) > SAME_M:
        raise Refused("two_places", column="location_text")
    return PlaceOfRow(point, text, understood.datum)


def _of_numbers(x: Decimal, y: Decimal, datum: str, original: str) -> PlaceOfRow:
    lon, lat = float(x), float(y)
    if datum not in NO_CONVERSION:
        lon, lat = (round(float(one), DECIMALS) for one in to_lon_lat(lon, lat, datum))
    # NaN, where nothing can be converted, is no place either.
    if not (abs(lon) <= WIDEST and abs(lat) <= WIDEST):
        message = _("In this datum the numbers are no place on the globe. Choose another datum.")
        raise Refused("no_place", column="lon", message=message)
    return PlaceOfRow(Point(lon, lat, srid=SRID), original, datum)
