"""From the polygons of a file to one area in EPSG:4326, repaired and inside the province's box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from django.contrib.gis.geos import GEOSException, GEOSGeometry, MultiPolygon, Polygon
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from geo.datums import (
    Datum,
    Numbers,
    bd09mc_to_bd09,
    distance_m,
    in_province_box,
    is_in_metres,
    to_lon_lat,
)
from geo.readers import as_multipolygon
from geo.uploads.shapes import Rings

# Seven digits of a degree are a centimetre.
DECIMALS = 7


@dataclass(frozen=True)
class Area:
    """An area (EPSG:4326, lon/lat), how far the datum moved it (metres, at its first corner), and
    what was done to it, in sentences."""

    polygons: MultiPolygon
    datum: Datum
    moved_m: float
    notes: list[str] = field(default_factory=list)
    is_repaired: bool = False


def area_of(polygons: Sequence[Rings], datum: Datum | None) -> Area:
    """Convert polygons from `datum` and join them. ValidationError when the datum is not known,
    does not fit the numbers, or puts them outside the province."""
    corners = np.vstack([ring for rings in polygons for ring in rings])
    if datum is None:
        raise ValidationError(
            _("The file names no coordinate system that is known here. Declare the datum."),
            code="datum",
        )
    _check_unit(corners, datum)
    swapped = _is_swapped(corners, datum)
    if not in_province_box(*_converted(corners, datum, swapped)).all():
        raise ValidationError(
            _("The boundary is outside the province in this datum. Check the datum and the file."),
            code="datum",
        )
    return _joined(polygons, datum, swapped)


def _check_unit(corners: Numbers, datum: Datum) -> None:
    in_metres = bool((np.abs(corners) > 180).any())
    if in_metres != is_in_metres(datum):
        said = {"datum": datum.label}
        raise ValidationError(
            _("The numbers are metres, but “%(datum)s” has degrees. Declare the zone.") % said
            if in_metres
            else _("The numbers are degrees, but “%(datum)s” has metres. Declare another.") % said,
            code="datum",
        )


def _is_swapped(corners: Numbers, datum: Datum) -> bool:
    """Whether every corner lies in the province's box only when the order is turned."""
    straight = in_province_box(*_converted(corners, datum, swapped=False)).all()
    return not straight and bool(in_province_box(*_converted(corners, datum, swapped=True)).all())


def _converted(ring: Numbers, datum: Datum, swapped: bool) -> tuple[Numbers, Numbers]:
    x, y = (ring[:, 1], ring[:, 0]) if swapped else (ring[:, 0], ring[:, 1])
    return to_lon_lat(x, y, datum)


def _joined(polygons: Sequence[Rings], datum: Datum, swapped: bool) -> Area:
    shapes = [_polygon(rings, datum, swapped) for rings in polygons]
    is_repaired = not all(shape.valid for shape in shapes)
    try:
        area = _united(shapes)
    except GEOSException as error:
        raise ValidationError(
            _("The boundary crosses itself so that it cannot be repaired. Correct it in the file.")
        ) from error
    if area.empty:
        raise ValidationError(
            _("The corners of the boundary enclose no area. Correct it in the file.")
        )
    notes = [_("The latitude came first; it was put in order.")] if swapped else []
    return Area(area, datum, _moved_m(polygons[0][0], datum, swapped), notes, is_repaired)


def _polygon(rings: Rings, datum: Datum, swapped: bool) -> Polygon:
    converted = [np.column_stack(_converted(ring, datum, swapped)) for ring in rings]
    return Polygon(*(np.round(ring, DECIMALS).tolist() for ring in converted), srid=4326)


def _united(shapes: list[Polygon]) -> MultiPolygon:
    """The shapes without what they share; lines left over by the repair are dropped."""
    union: GEOSGeometry | None = None
    for shape in shapes:
        whole = as_multipolygon(shape)
        union = whole if union is None else union.union(whole)
    assert union is not None  # noqa: S101
    union.srid = 4326
    return as_multipolygon(union)


def _moved_m(ring: Numbers, datum: Datum, swapped: bool) -> float:
    """Metres from the first corner taken as WGS 84 to where it lies; 0 for metres of a survey."""
    x, y = (ring[:1, 1], ring[:1, 0]) if swapped else (ring[:1, 0], ring[:1, 1])
    if datum == Datum.BD09MC:
        x, y = bd09mc_to_bd09(x, y)
    elif is_in_metres(datum):
        return 0.0
    return float(distance_m(x, y, *_converted(ring[:1], datum, swapped))[0])
