"""GeoJSON, by RFC 7946 or older."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from geo.datums import Datum
from geo.uploads.names import decoded, name_among
from geo.uploads.shapes import Gathering, Rings, Upload
from geo.uploads.systems import datum_of_name


def read_geojson(content: bytes) -> Upload:
    """Read the polygons of a GeoJSON file."""
    try:
        tree = json.loads(decoded(content), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise ValidationError(_not_geojson()) from error
    if not isinstance(tree, dict) or not isinstance(tree.get("type"), str):
        raise ValidationError(_not_geojson())
    gathering = Gathering()
    for feature in _features(tree):
        properties = feature.get("properties")
        name = name_among(properties if isinstance(properties, dict) else {})
        gathering.add(name, list(_polygons(feature.get("geometry"), gathering)))
    return gathering.upload("GeoJSON", _datum(tree))


def _no_number(word: str) -> float:
    raise ValidationError(
        _("The file holds coordinates that are no numbers. Export the layer anew.")
    )


def _not_geojson() -> str:
    return _("This is no GeoJSON. Export the layer as GeoJSON anew and send that.")


def _features(tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if tree["type"] == "FeatureCollection":
        features = tree.get("features")
        if not isinstance(features, list):
            raise ValidationError(_not_geojson())
        yield from (one for one in features if isinstance(one, dict))
    elif tree["type"] == "Feature":
        yield tree
    else:
        yield {"geometry": tree}


def _polygons(geometry: Any, gathering: Gathering) -> Iterator[Rings]:
    if not isinstance(geometry, dict):
        return
    kind, places = geometry.get("type"), geometry.get("coordinates")
    if kind == "GeometryCollection":
        # Collections inside collections are not looked into.
        for one in _listed(geometry.get("geometries")):
            if isinstance(one, dict) and one.get("type") != kind:
                yield from _polygons(one, gathering)
    elif kind in {"Polygon", "MultiPolygon"}:
        for rings in [places] if kind == "Polygon" else _listed(places):
            if found := [gathering.ring(ring) for ring in _listed(rings)]:
                yield found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _datum(tree: dict[str, Any]) -> Datum | None:
    """WGS 84, as the format says, unless an older file names something else."""
    crs = tree.get("crs")
    if not isinstance(crs, dict):
        return Datum.WGS84
    properties = crs.get("properties")
    name = properties.get("name") if isinstance(properties, dict) else None
    return datum_of_name(name) if isinstance(name, str) else None
