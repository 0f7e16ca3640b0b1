"""What a map gets: a mark for each record, and the words and colours to draw it with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from geo.maps.skeleton import MapPieces, locator_map, park_map, picker_map
from records import collections
from records.collections import Collection
from records.templatetags.registry import UNKNOWN_COLOUR, UNKNOWN_INK


def mark(record: Any, group: str) -> dict[str, Any]:
    """Describe a record with a point (EPSG:4326, lon/lat) for the map's script."""
    main = record.main_sector
    return {
        "code": record.registry_code,
        "group": group,
        "name": record.name,
        "url": record.get_absolute_url(),
        "lon": record.point.x,
        "lat": record.point.y,
        "sector": main.slug if main else record.missing_sector,
        "sectors": record.sector_slugs,
        "level": getattr(record, "level", ""),
        "shape": record.shape,
        "precise": record.is_precise,
        "designated": record.is_designated,
        "place": record.place_name,
        "note": record.headline,
    }


def marks(collection: Collection, queryset: Any) -> list[dict[str, Any]]:
    """The marks of all records of `queryset` that have a point."""
    located = queryset.exclude(point=None).with_card()
    return [mark(record, collection.slug) for record in located]


def park_map_context(request: HttpRequest) -> dict[str, Any]:
    """The Folium skeleton of the park map, and what its script must know."""
    config = {**drawing_config(), "data_url": reverse("map-json")}
    return {**_pieces(park_map, request), "map_config": config}


def locator_context(request: HttpRequest, record: Any) -> dict[str, Any]:
    """The small map of a record with a point; nothing for a record without one."""
    if getattr(record, "point", None) is None:
        return {"map_header": "", "locator": None}
    locator = {**drawing_config(), "record": mark(record, "")}
    return {**_pieces(locator_map, request), "locator": locator}


def picker_context(request: HttpRequest) -> dict[str, Any]:
    """The map of a form, on which a click sets the point."""
    return _pieces(picker_map, request)


def _pieces(draw: Callable[[str, str], MapPieces], request: HttpRequest) -> dict[str, SafeString]:
    pieces = draw(str(request.csp_nonce), get_language() or "")  # type: ignore[attr-defined]
    # Safe: Folium draws the skeleton only; no text of a record or a user ever reaches it.
    return {
        f"map_{name}": mark_safe(part)  # noqa: S308
        for name, part in pieces._asdict().items()
    }


def drawing_config() -> dict[str, Any]:
    """Colours, characters and words that every map's script needs."""
    missing = {"glyph": "?", "colour": UNKNOWN_COLOUR, "ink": UNKNOWN_INK}
    options = collections.get("parks").filtered(QueryDict()).filters["sector"].options
    return {
        "basemap_url": f"{reverse('basemap')}?lang={get_language()}",
        "sectors": {
            option.value: {"name": option.label, **(_look(option.term) if option.term else missing)}
            for option in options
        },
        "text": {"failed": _("The base map could not be loaded. Reload the page to try again.")},
    }


def _look(sector: Any) -> dict[str, str]:
    return {"glyph": sector.glyph, "colour": sector.colour, "ink": sector.ink}
