"""The base map of every map: province, prefectures, belts, water. GeoJSON, EPSG:4326, lon/lat."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.gis.db.models import Union
from django.contrib.gis.db.models.functions import Centroid, Intersection
from django.contrib.gis.geos import GEOSGeometry, Point
from django.db.models import Q, QuerySet

from geo.enums import DivisionLevel, WaterKind
from geo.functions import GeoJSONText, SimplifiedGeometry, WidestPoint
from geo.models import Belt, Division, Water

# About 100 m. Outlines are rounded, not simplified: neighbours keep the very same points on the
# border they share, so that the map can draw it once.
DECIMALS = 3
WATER_DEGREES = 0.006
# Rivers of the border lie up to 2 km beside it; what is farther away belongs to the neighbours.
BORDER_DEGREES = 0.05
LAKE_DEGREES = 0.2
# The two belts that the plan builds on; the others overlap them and are shown on their own pages.
TINTED_BELTS = ("ha-da-qi", "east-coal")


def basemap() -> dict[str, Any]:
    """Return the layers of the base map, simplified for an overview of the province."""
    return {
        "province": _outlines(DivisionLevel.PROVINCE)[0],
        "prefectures": _collection(_outlines(DivisionLevel.PREFECTURE)),
        "belts": _collection([_belt(slug) for slug in TINTED_BELTS]),
        "rivers": _collection(_rivers()),
        "lakes": _collection(_lakes()),
    }


def counties() -> dict[str, Any]:
    """Return outlines and names of county-level divisions, for views near enough to show them."""
    top = {DivisionLevel.PROVINCE, DivisionLevel.PREFECTURE}
    levels = [level for level in DivisionLevel.values if level not in top]
    return _collection(_outlines(*levels))


def _outlines(*levels: str) -> list[dict[str, Any]]:
    divisions = (
        Division.objects.filter(level__in=levels)
        .exclude(boundary=None)
        .annotate(outline=GeoJSONText("boundary", DECIMALS), label=WidestPoint("boundary"))
    )
    return [
        _feature(
            division.outline,
            code=division.code,
            name=short_name(division.name),
            label=_lon_lat(division.label),
            # A seat in another province would stand there without a name.
            seat=None if division.seat_outside_boundary else _lon_lat(division.seat),
        )
        for division in divisions
    ]


def short_name(name: str) -> str:
    """The name without its class, as maps write it."""
    for ending in ("市", "地区", " Prefecture"):
        name = name.removesuffix(ending)
    return name


def _lon_lat(point: Point | None) -> tuple[float, ...] | None:
    return point.coords if point else None


def _belt(slug: str) -> dict[str, Any]:
    belt = Belt.objects.get(slug=slug)
    return _feature(outline_of(Division.objects.filter(belts=belt)), slug=slug, name=belt.name)


def outline_of(divisions: QuerySet[Division]) -> str:
    """Dissolve the boundaries of divisions into one outline, as GeoJSON text; `null` for none."""
    dissolved = divisions.order_by().aggregate(
        outline=GeoJSONText(Union("boundary", filter=~Q(boundary=None)), DECIMALS)
    )
    return str(dissolved["outline"] or "null")


def _rivers() -> list[dict[str, Any]]:
    """Rivers as far as the border."""
    near = _around_province(BORDER_DEGREES)
    rivers = Water.objects.filter(kind=WaterKind.RIVER, geometry__intersects=near)
    return _waters(rivers, Intersection("geometry", near))


def _lakes() -> list[dict[str, Any]]:
    """Whole lakes; a wide reach of a river that leads away is no lake of the province."""
    lakes = Water.objects.filter(kind=WaterKind.LAKE).alias(middle=Centroid("geometry"))
    return _waters(lakes.filter(middle__intersects=_around_province(LAKE_DEGREES)), "geometry")


def _waters(waters: QuerySet[Water], shape: Any) -> list[dict[str, Any]]:
    drawn = GeoJSONText(SimplifiedGeometry(shape, WATER_DEGREES), DECIMALS)
    return [
        _feature(outline)
        for outline in waters.annotate(outline=drawn).values_list("outline", flat=True)
    ]


def _around_province(degrees: float) -> GEOSGeometry:
    provinces = Division.objects.filter(level=DivisionLevel.PROVINCE).order_by()
    area: GEOSGeometry = provinces.aggregate(area=Union("boundary"))["area"]
    return area.buffer(degrees)


def _feature(geometry: str, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": json.loads(geometry), "properties": properties}


def _collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}
