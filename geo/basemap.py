"""The base map of every map: province, prefectures, belts, water. GeoJSON, EPSG:4326, lon/lat."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.gis.db.models import Union
from django.db.models import Q, QuerySet

from geo.enums import DivisionLevel, WaterKind
from geo.functions import GeoJSONText, SimplifiedGeometry, WidestPoint
from geo.models import Belt, Division, Water

# Degrees; at this latitude 0.004 is about 400 m north–south, finer than the lines of an overview.
OUTLINE_DEGREES = 0.004
WATER_DEGREES = 0.006
# The two belts that the plan builds on; the others overlap them and are shown on their own pages.
TINTED_BELTS = ("ha-da-qi", "east-coal")


def basemap() -> dict[str, Any]:
    """Return the layers of the base map, simplified for an overview of the province."""
    return {
        "province": _outlines(DivisionLevel.PROVINCE)[0],
        "prefectures": _collection(_outlines(DivisionLevel.PREFECTURE)),
        "belts": _collection([_belt(slug) for slug in TINTED_BELTS]),
        "rivers": _collection(_water(WaterKind.RIVER)),
        "lakes": _collection(_water(WaterKind.LAKE)),
    }


def _outlines(level: str) -> list[dict[str, Any]]:
    divisions = Division.objects.filter(level=level).annotate(
        outline=GeoJSONText(SimplifiedGeometry("boundary", OUTLINE_DEGREES)),
        label=WidestPoint("boundary"),
    )
    return [
        _feature(
            division.outline,
            code=division.code,
            name=division.name,
            label=division.label.coords,
            seat=division.seat.coords if division.seat else None,
        )
        for division in divisions
    ]


def _belt(slug: str) -> dict[str, Any]:
    belt = Belt.objects.get(slug=slug)
    return _feature(outline_of(Division.objects.filter(belts=belt)), slug=slug, name=belt.name)


def outline_of(divisions: QuerySet[Division]) -> str:
    """Dissolve the boundaries of divisions into one outline, as GeoJSON text; `null` for none."""
    dissolved = divisions.order_by().aggregate(
        outline=GeoJSONText(
            SimplifiedGeometry(Union("boundary", filter=~Q(boundary=None)), OUTLINE_DEGREES)
        )
    )
    return str(dissolved["outline"] or "null")


def _water(kind: str) -> list[dict[str, Any]]:
    waters = Water.objects.filter(kind=kind).annotate(
        outline=GeoJSONText(SimplifiedGeometry("geometry", WATER_DEGREES))
    )
    return [_feature(outline) for outline in waters.values_list("outline", flat=True)]


def _feature(geometry: str, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": json.loads(geometry), "properties": properties}


def _collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}
