"""What is wrong with an address, in sentences that offer the address without it.

A filter that cannot be read leaves nothing to show. A parameter of the page is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _

from geo.coordinate_text import shown
from geo.grounds import grounds
from records import collections
from records.filters.choices import CODE

if TYPE_CHECKING:
    from records.filters.results import Results

# These concern one moment of the page, so no link takes them along.
PASSING = ("select", "page", "lang", "frame", "zoom", "follow")
LAYERS = ("belts", "divisions", "rivers")
_NUMBER = r"-?\d{1,3}(?:\.\d{1,12})?"
_VIEW = re.compile(rf"({_NUMBER})/({_NUMBER})/({_NUMBER})")
MOST_ZOOM, MOST_LAT, MOST_LON = 22, 90, 180


@dataclass(frozen=True)
class Notice:
    """A sentence, and the address that goes without what it is about."""

    text: str
    url: str


def address_without(query: QueryDict, *names: str, value: str = "") -> str:
    """The query without some parameters, or without one value of them; the page else as it is."""
    left = query.copy()
    for name in PASSING:
        left.pop(name, None)
    for name in names:
        left.setlist(name, [one for one in left.getlist(name) if value and one != value])
    # Kilometres alone would be kilometres from nowhere.
    if "near" in names:
        left.pop("km", None)
    return f"?{left.urlencode()}"


def of_filters(results: Results) -> list[Notice]:
    """What is wrong with the filters."""
    return [
        Notice(fault.text, address_without(results.address, fault.name, value=fault.value))
        for fault in results.faults
    ]


def of_unknown(query: QueryDict, known: Iterable[str]) -> list[Notice]:
    """The parameters that nothing here knows."""
    return [
        Notice(
            _("“%(name)s” is nothing that can be filtered by, so it was passed over.")
            % {"name": shown(name)},
            address_without(query, name),
        )
        for name in query
        if name not in known
    ]


def of_map(results: Results, problems: Iterable[tuple[str, str]]) -> list[Notice]:
    """What a map cannot read of its own parameters; `problems` are those of the shading."""
    query = results.address
    found = [*_kinds(query), *_view(query), *_selected(results), *problems, *_layers(query)]
    return [Notice(text, address_without(query, name)) for name, text in [*found, *_ground(query)]]


def _kinds(query: QueryDict) -> Iterator[tuple[str, str]]:
    known = [one.slug for one in collections.with_place()]
    for value in query.getlist("show"):
        if value and value not in known:
            yield (
                "show",
                _("The map cannot show “%(value)s” (show). It shows: %(known)s.")
                % {
                    "value": shown(value),
                    "known": ", ".join(known),
                },
            )


def _view(query: QueryDict) -> Iterator[tuple[str, str]]:
    text = query.get("v", "")
    if text and not _is_view(text):
        yield (
            "v",
            _(
                "“%(value)s” is no view of the map (v), so the whole province is shown. "
                "Write zoom, latitude and longitude, for example 8/45.75/126.63."
            )
            % {"value": shown(text)},
        )


def _is_view(text: str) -> bool:
    found = _VIEW.fullmatch(text)
    if not found:
        return False
    zoom, lat, lon = map(float, found.groups())
    return 0 <= zoom <= MOST_ZOOM and abs(lat) <= MOST_LAT and abs(lon) <= MOST_LON


def _selected(results: Results) -> Iterator[tuple[str, str]]:
    code = results.address.get("select", "")
    if code and not results.errors and not (CODE.fullmatch(code) and results.holds(code)):
        yield (
            "select",
            _(
                "“%(value)s” (select) is not among the records shown. Take filters away, or "
                "search for the record by its code."
            )
            % {"value": shown(code)},
        )


def _layers(query: QueryDict) -> Iterator[tuple[str, str]]:
    wrong = [name for name in query.get("layers", "").split(",") if name and name not in LAYERS]
    if wrong:
        said = {"value": shown(", ".join(wrong)), "known": ", ".join(LAYERS)}
        yield "layers", _("The map has no layer “%(value)s” (layers). It has: %(known)s.") % said


def _ground(query: QueryDict) -> Iterator[tuple[str, str]]:
    slug = query.get("ground", "")
    if slug and slug not in [ground.slug for ground in grounds()]:
        yield (
            "ground",
            _(
                "There is no base map “%(value)s” (ground) here, so the sheet of the registry "
                "is shown."
            )
            % {"value": shown(slug)},
        )


def of_language(query: QueryDict) -> list[Notice]:
    """A language that the registry does not speak."""
    code = query.get("lang", "")
    if not code or code in dict(settings.LANGUAGES):
        return []
    said = {"value": shown(code), "known": ", ".join(dict(settings.LANGUAGES))}
    text = _("The registry does not speak “%(value)s” (lang). It speaks: %(known)s.") % said
    return [Notice(text, address_without(query))]


def of_page(query: QueryDict, number: int) -> list[Notice]:
    """A page of a table that is not there; `number` is the one shown instead."""
    asked = query.get("page", "")
    if not asked or asked == str(number):
        return []
    said = {"value": shown(asked), "number": number}
    text = _("There is no page “%(value)s” (page). This is page %(number)s.") % said
    return [Notice(text, address_without(query))]
