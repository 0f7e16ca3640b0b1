"""What a search box suggests while somebody types: the names of each kind that fit best.

Records come from the collections. Terms (divisions, belts, and what the rooms above announce)
also say which filter of the map they stand for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import lru_cache
from heapq import nsmallest
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse, QueryDict
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import condition, require_safe

from accounts.audience import PUBLIC, Reader
from geo.hanzi import folded
from geo.models import Belt, Division
from geo.search import fit, is_found
from records import collections
from records.collections import Collection
from records.filters.choices import TextFilter
from records.filters.results import address
from records.versions import data_version, etag_of

# So many of a kind, in this order.
MOST_OF_A_KIND = 4
ORDER = (
    "divisions",
    "parks",
    "projects",
    "enterprises",
    "bases",
    "sectors",
    "chains",
    "links",
    "belts",
)


@dataclass(frozen=True)
class Suggestion:
    """A name with its page; a term also with its filter and the map of it.

    `spot` is what a search around it is written with; empty for what has no one place.
    """

    label: str
    detail: str
    url: str
    spot: str = ""
    filter: tuple[str, str] | None = None
    map_url: str = ""


class Entry(NamedTuple):
    """A suggestion with what it is found by."""

    names: str
    pinyin: str
    suggestion: Suggestion


@dataclass(frozen=True)
class Terms:
    """A kind of term: where it is found, and how one is told from another."""

    slug: str
    label: Promise
    # A SearchQuerySet of what `detail` and `value` need.
    found_in: Callable[[], Any]
    parameter: str
    detail: Callable[[Any], str] = lambda term: ""
    value: Callable[[Any], str] = lambda term: term.slug
    spot: Callable[[Any], str] = lambda term: ""

    def entries(self) -> list[Entry]:
        """Every term with what it is found by."""
        return [
            Entry(term.search_names, term.search_pinyin, self._suggestion(term, self.value(term)))
            for term in self.found_in()
        ]

    def _suggestion(self, term: Any, value: str) -> Suggestion:
        query = QueryDict(mutable=True)
        query[self.parameter] = value
        query.setlist("show", [one.slug for one in collections.with_place()])
        return Suggestion(
            label=term.name,
            detail=self.detail(term),
            url=term.get_absolute_url(),
            spot=self.spot(term),
            filter=(self.parameter, value),
            map_url=address("map", query),
        )


_terms: dict[str, Terms] = {
    "divisions": Terms(
        slug="divisions",
        label=gettext_lazy("Divisions"),
        found_in=lambda: Division.objects.named(),
        parameter="division",
        detail=lambda division: division.parent.name if division.parent else "",
        value=lambda division: division.code,
        spot=lambda division: "" if division.parent is None else division.code,
    ),
    "belts": Terms(
        slug="belts",
        label=gettext_lazy("Belts"),
        found_in=lambda: Belt.objects.all(),
        parameter="belt",
    ),
}


def announce(terms: Terms) -> None:
    """Let terms be suggested; called once by the room that owns them."""
    _terms[terms.slug] = terms


def records_of(collection: Collection, text: str, reader: Reader) -> list[Suggestion]:
    """The published records of a collection that fit best."""
    best = collection.model.objects.shown_to(reader).with_place().best(text, MOST_OF_A_KIND)
    return [
        Suggestion(
            label=record.name,
            detail=" · ".join(filter(None, [_headline(collection, record), record.place_name])),
            url=record.get_absolute_url(),
            spot=record.registry_code if getattr(record, "point", None) else "",
        )
        for record in best
    ]


def _headline(collection: Collection, record: Any) -> str:
    return str(getattr(record, f"get_{collection.headline}_display")())


def terms_of(slug: str, text: str, version: str) -> list[Suggestion]:
    """The terms of a kind that fit best."""
    kept = _entries(slug, get_language() or "", version)
    found = [one for one in kept if is_found(text, one.names, one.pinyin)]
    best = nsmallest(MOST_OF_A_KIND, found, key=lambda one: fit(text, one.names, one.pinyin))
    return [one.suggestion for one in best]


@lru_cache(maxsize=32)
def _entries(slug: str, language: str, version: str) -> list[Entry]:
    """The few terms of a kind are read once for each language and state of the data."""
    return _terms[slug].entries()


def suggestions(text: str, reader: Reader = PUBLIC) -> list[dict[str, Any]]:
    """The groups of suggestions for a folded text, the empty ones left out."""
    groups, version = [], data_version()
    for slug in ORDER:
        kind = _terms.get(slug) or collections.get(slug)
        if isinstance(kind, Terms):
            found = terms_of(slug, text, version)
        else:
            found = records_of(kind, text, reader)
        if found:
            items = [asdict(one) for one in found]
            groups.append({"kind": slug, "label": str(kind.label), "items": items})
    return groups


def is_enough(text: str) -> bool:
    """Whether a text is worth suggestions: one Latin letter would find nearly everything."""
    return len(text) > 1 or (bool(text) and not text.isascii())


@csrf_exempt
@require_safe
@condition(etag_func=etag_of)
def suggest(request: HttpRequest) -> JsonResponse:
    """The best names for `q`, by kind, as JSON."""
    try:
        text = folded(TextFilter().field.clean(request.GET.get("q", "")))
    except ValidationError as error:
        return JsonResponse({"errors": error.messages}, status=400)
    asked = is_enough(text)
    answer = {"asked": asked, "groups": suggestions(text, request.user) if asked else []}
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
