"""What a map gets: a mark for each record, and the words and colours to draw it with."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from geo.grounds import grounds
from geo.maps.skeleton import MapPieces, locator_map, park_map, picker_map, theme_map
from geo.models import Division
from geo.naming import is_english
from records import collections
from records.collections import Collection
from records.enums import PRECISE
from records.maps.clusters import DECIMALS, Frame, clusters
from records.templatetags.registry import UNKNOWN_COLOUR, UNKNOWN_INK


def map_answer(located: dict[str, Any], frame: Frame) -> dict[str, Any]:
    """All marks, where a map can draw them; else what stands for them in `frame`.

    `located` gives the records of each kind, by the slug of its collection.
    """
    placed = {kind: records.placed() for kind, records in located.items()}
    total = sum(records.count() for records in placed.values())
    if total <= settings.MAP_RECORDS_AT_ONCE:
        return {"total": total, "complete": True, "records": _all_marks(placed), "clusters": []}
    found = clusters(placed, frame)
    if sum(cluster.count for cluster in found) <= settings.MAP_RECORDS_IN_FRAME:
        near = {kind: records.in_box(*frame[:4]) for kind, records in placed.items()}
        return {"total": total, "complete": False, "records": _all_marks(near), "clusters": []}
    single = {
        kind: records.filter(pk__in=[one.first for one in found if one.only_kind == kind])
        for kind, records in placed.items()
    }
    rings = [cluster.as_json() for cluster in found if cluster.count > 1]
    return {"total": total, "complete": False, "records": _all_marks(single), "clusters": rings}


def _all_marks(located: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        mark for kind, records in located.items() for mark in marks(collections.get(kind), records)
    ]


def marks(collection: Collection, located: Any) -> list[dict[str, Any]]:
    """The marks of records that have a point; what is usual or can be worked out is left out."""
    # Tuples, in the order of the parameters of `_Pen.mark`: a map may show thousands.
    rows = located.with_mark().values_list(
        "registry_code",
        "name_zh",
        "name_en",
        "location_precision",
        "main_sector_slug",
        "known_yuan",
        "lon",
        "lat",
        "mark_shape",
        "mark_level",
        "mark_divisions",
        "is_titled",
        "mark_watch",
        F(collection.headline),
    )
    pen = _Pen(collection)
    return [pen.mark(*row) for row in rows]


class _Pen:
    """Draws marks of one collection in the reader's language."""

    def __init__(self, collection: Collection) -> None:
        self.group = collection.slug
        self.words = collection.headline_words()
        self.doubts = {value: str(label) for value, label in collection.watch}
        self.english = is_english()
        self.places: dict[tuple[str, ...], str] = {}
        self.divisions = {one.pk: one.full_name for one in Division.objects.named()}

    def mark(
        self,
        code: str,
        name_zh: str,
        name_en: str,
        precision: str,
        sector: str,
        yuan: Decimal | None,
        lon: float,
        lat: float,
        shape: str,
        level: str,
        divisions: list[str],
        titled: bool,
        watch: str,
        headline: str,
    ) -> dict[str, Any]:
        """The mark of a row of `with_mark`: lon/lat in EPSG:4326, the sum in yuan."""
        mark = {
            "code": code,
            "group": self.group,
            "name": (name_en if self.english else "") or name_zh,
            "lon": round(lon, DECIMALS),
            "lat": round(lat, DECIMALS),
            "sector": sector,
            "shape": shape,
            "note": self.words[headline],
            "place": self._place(*divisions),
        }
        if level:
            mark["level"] = level
        if precision not in PRECISE:
            mark["rough"] = True
        if titled:
            mark["titled"] = True
        if watch:
            mark["watch"] = self.doubts[watch]
        if yuan:
            mark["yuan"] = round(yuan)
        return mark

    def _place(self, *divisions: str) -> str:
        """The full names of divisions, put together once for all records that lie there."""
        if divisions not in self.places:
            names = (self.divisions[code] for code in divisions)
            self.places[divisions] = _("; ").join(names)
        return self.places[divisions]


def park_map_context(request: HttpRequest) -> dict[str, Any]:
    """The Folium skeleton of the park map, and what its script must know."""
    config = {
        **drawing_config(),
        "data_url": reverse("map-json"),
        "divisions_url": reverse("divisions-json"),
        "place_url": reverse("place-json"),
        "most_in_frame": settings.MAP_RECORDS_IN_FRAME,
        "parameters": sorted({"show", *collections.with_place()[0].filterset.parameters()}),
    }
    allowed = {ground.slug: ground.as_json() for ground in grounds()}
    if allowed:
        config["grounds"] = allowed
    return {**_pieces(park_map, request), "map_config": config}


def locator_context(request: HttpRequest, record: Any) -> dict[str, Any]:
    """The small map of a record with a point or an outline; nothing for a record without."""
    # The database measures an outline; where it did not, there is none to fetch.
    outline_ha = getattr(record, f"{getattr(record, 'AREA_FIELD', '') or 'no'}_ha", None) or None
    point = getattr(record, "point", None)
    if point is None and outline_ha is None:
        return {"map_header": "", "locator": None, "outline_ha": None}
    itself = type(record).objects.visible_to(request.user).filter(pk=record.pk)
    found = marks(collections.of(record), itself) if point else []
    locator = {
        **drawing_config(),
        "record": found[0] if found else None,
        "outline": geojson(record.outline) if outline_ha is not None else None,
    }
    return {
        **_pieces(locator_map, request),
        "locator": locator,
        "outline_ha": outline_ha and round(outline_ha, 2),
    }


def geojson(geometry: Any) -> dict[str, Any] | None:
    """A geometry (EPSG:4326) as scripts draw it; None where there is none."""
    return json.loads(geometry.geojson) if geometry else None


def locator_map_context(request: HttpRequest) -> dict[str, Any]:
    """The pieces of a small map on which a page's own script draws."""
    return _pieces(locator_map, request)


def theme_map_context(
    request: HttpRequest,
    query: QueryDict,
    kinds: list[str],
    outline_url: str = "",
    *,
    fits_outline: bool = True,
) -> dict[str, Any]:
    """The small map of all records of `kinds` that `query` finds, with an outline to fit.

    An outline that is not to be fitted is drawn on the map of the whole province.
    """
    config = drawing_config()
    shown = query.copy()
    shown.setlist("show", kinds)
    theme = {
        **config,
        "data_url": reverse("map-json"),
        "query": shown.urlencode(),
        "carried": f"?{query.urlencode()}",
        "outline_url": outline_url,
        "fits_outline": fits_outline,
        "most_in_frame": settings.MAP_RECORDS_IN_FRAME,
        "text": {**config["text"], **ring_words()},
    }
    return {**_pieces(theme_map, request), "theme_map": theme, "theme_map_url": _map_url(shown)}


def _map_url(query: QueryDict) -> str:
    return f"{reverse('map')}?{query.urlencode()}"


def ring_words() -> dict[str, str]:
    """The words with which a map's script says what is in a ring."""
    return {
        "clusterMostly": _("{count} records, mostly {sector}"),
        "clusterMixed": _("{count} records of several sectors, most of them {sector}"),
        "tipCount": _("{count} records"),
        "tipSum": _("Known investment of {known} of {all} projects: {sum} yuan"),
        "tipNoSum": _("Investment unknown"),
        "tipTooMany": _("Too many in one place to show them apart: narrow the filters."),
    }


def sheet_context(request: HttpRequest) -> dict[str, Any]:
    """A small map on which a page's own script draws, and what that script must know."""
    return {**_pieces(locator_map, request), "map_config": drawing_config()}


def picker_context(request: HttpRequest) -> dict[str, Any]:
    """The map of a form, on which a click sets the point."""
    return _pieces(picker_map, request)


def picker_config(divisions: Any, outline: Any = None) -> dict[str, Any]:
    """What the script of a form's map must know; it fills in `{…}`, and goes to `divisions`.

    It draws `outline` (EPSG:4326), that of the record, where there is one.
    """
    seats = divisions.exclude(seat=None).values_list("code", "seat")
    return {
        "division_id": "id_division",
        "outline": geojson(outline),
        # Where the map goes when a division is chosen: lon, lat.
        "seats": {code: seat.coords for code, seat in seats},
        "lon_id": "id_lon",
        "lat_id": "id_lat",
        "basemap_url": f"{reverse('basemap')}?lang={get_language()}",
        "text": {
            "none": _("No point yet. Click the map, or type longitude and latitude."),
            "inside": _("{lon}, {lat}: in {place}."),
            "outside": _("{lon}, {lat}: outside the province. Check both numbers."),
            "point": _("Longitude {lon}, latitude {lat}."),
            "failed": _("The base map could not be loaded. Type longitude and latitude instead."),
        },
    }


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
        "record_urls": {
            collection.slug: reverse(collection.page, args=["CODE"])
            for collection in collections.with_place()
        },
        "text": {"failed": _("The base map could not be loaded. Reload the page to try again.")},
    }


def _look(sector: Any) -> dict[str, str]:
    return {"known": True, "glyph": sector.glyph, "colour": sector.colour, "ink": sector.ink}
