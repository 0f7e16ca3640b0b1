"""What a page says about the records of a query."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.audience import PUBLIC, Audience, Reader
from geo.coordinate_text import shown as beginning
from records import collections
from records.collections import Collection
from records.filters.counting import Tally
from records.filters.facets import FACET_ORDER, Facet, facets
from records.filters.filterset import PAGE_PARAMETERS, Fault, RecordFilterSet
from records.filters.notices import address_without
from records.filters.place_filters import PlaceFilter
from records.filters.sentences import Summary, sentences
from records.versions import data_version

# A page shows this many records of a kind; the table pages through all of them, as many at a time.
RECORDS_ON_A_PAGE = 50
FEW = 8


@dataclass
class Group:
    """The records of one collection."""

    collection: Collection
    filterset: RecordFilterSet
    query: QueryDict
    selected: bool = True
    most: int = RECORDS_ON_A_PAGE

    @property
    def slug(self) -> str:
        """The name of the collection in addresses."""
        return self.collection.slug

    @property
    def label(self) -> str:
        """The name of the collection in words."""
        return str(self.collection.label)

    @property
    def row_template(self) -> str:
        """The template of a table row."""
        return self.collection.row_template

    @property
    def head_template(self) -> str:
        """The template of the table's head, which stands beside that of the row."""
        return self.collection.row_template.replace("_row.html", "_head.html")

    @cached_property
    def tally(self) -> Tally:
        """The records, counted by facet."""
        return Tally(self.filterset, FACET_ORDER, located=self.collection.has_place)

    @cached_property
    def count(self) -> int:
        """How many records there are."""
        return 0 if self.filterset.problems else self.tally.total

    @cached_property
    def summary(self) -> Summary:
        """What the records say of themselves."""
        return self.filterset.answers.get(
            f"summary {get_language()}",
            lambda: self.collection.summary(self),
        )

    @cached_property
    def records(self) -> list[Any]:
        """The records that a page shows."""
        return self.cards(0, self.most)

    def cards(self, start: int, stop: int) -> list[Any]:
        """Some of the records, in order, with what a row shows of them."""
        records: Any = self.filterset.qs
        return records.cards(start, stop)

    def rest_after(self, shown: int) -> dict[str, Any] | None:
        """What follows after so many: how many come next, on which page of the table."""
        if shown >= self.count:
            return None
        page, before = divmod(shown, RECORDS_ON_A_PAGE)
        query = self.query.copy()
        query["page"] = str(page + 1)
        comes = min(RECORDS_ON_A_PAGE - before, self.count - shown)
        return {"shown": shown, "comes": comes, "url": address(self.slug, query)}

    @property
    def rest(self) -> dict[str, Any] | None:
        """What follows after the records that a page shows."""
        return self.rest_after(len(self.records))

    @property
    def shown(self) -> list[Any]:
        """The first few records, for a page that is about something else."""
        return self.records[:FEW]

    @property
    def has_distance(self) -> bool:
        """Whether the records are sorted by the distance from a spot, which each then has."""
        return self.filterset.filters["near"].place is not None

    @property
    def without_point(self) -> int:
        """How many records no map can show."""
        return 0 if self.filterset.problems else self.tally.without_point

    @cached_property
    def perhaps(self) -> int:
        """How many more records perhaps lie in the chosen belts: only their prefecture is known."""
        if self.filterset.problems or not self.filterset.values("belt"):
            return 0
        return int(self.filterset.answers.get("perhaps", self._count_perhaps))

    def _count_perhaps(self) -> int:
        known, user = self.filterset.vocabulary, self.filterset.audience
        return self.collection.filtered(self._perhaps_query, known, user=user).total

    @property
    def perhaps_url(self) -> str:
        """Where those records are listed."""
        return address(self.slug, self._perhaps_query)

    @property
    def _perhaps_query(self) -> QueryDict:
        query = self.query.copy()
        query.setlist("perhaps_in", query.pop("belt", []))
        return query

    @property
    def table_url(self) -> str:
        """The table of all these records."""
        return address(self.slug, self.query)

    @property
    def shown_url(self) -> str:
        """Where these records are shown: on the map, or in their table when they have no place."""
        if not self.collection.has_place:
            return self.table_url
        query = self.query.copy()
        query["show"] = self.slug
        return address("map", query)

    @property
    def carried(self) -> str:
        """What links to records take along, so that their pages know the result they are in."""
        text = self.query.urlencode()
        return f"?{text}" if text else ""

    @property
    def geojson_url(self) -> str:
        """The file of all these records; empty when they have no place."""
        return address(f"{self.slug}-geojson", self.query) if self.collection.has_place else ""

    @property
    def excel_url(self) -> str:
        """The workbook of all these records, to be changed and sent back; empty without one."""
        return address(f"{self.slug}-xlsx", self.query) if self.collection.has_table else ""


class Results:
    """The groups, facets and sentences of one query."""

    def __init__(
        self,
        query: QueryDict,
        shown: list[str],
        most: int = RECORDS_ON_A_PAGE,
        *,
        user: Reader = PUBLIC,
    ) -> None:
        self.address = query
        self.query = narrowing(query)
        self.audience = Audience.of(user)
        self.vocabulary = Vocabulary(self.audience)
        family: dict[Any, Any] = {}
        self.groups = [
            Group(
                collection,
                collection.filtered(self.query, self.vocabulary, family, user=self.audience),
                self.query,
                selected=collection.slug in shown,
                most=most,
            )
            for collection in collections.every()
            if collection.has_place or collection.slug in shown
        ]

    @property
    def selected(self) -> list[Group]:
        """The groups that are shown."""
        return [group for group in self.groups if group.selected]

    @cached_property
    def elsewhere(self) -> list[Group]:
        """Where something is found when nothing is found among what is shown."""
        shown = {group.slug for group in self.selected if not group.count}
        if self.errors or len(shown) < len(self.selected):
            return []
        others = [one for one in collections.every() if one.slug not in shown]
        groups = [self._unselected(one) for one in others]
        return [group for group in groups if group.count]

    def _unselected(self, collection: Collection) -> Group:
        found = collection.filtered(self.query, self.vocabulary, user=self.audience)
        return Group(collection, found, self.query, selected=False)

    @cached_property
    def facets(self) -> list[Facet]:
        """Facets with counts over the groups that are shown; what is wrong does not narrow them."""
        known = self._without_faults if self.faults else self
        sound = [] if known.faults else [one.tally for one in known.selected]
        return facets(self.selected[0].filterset, sound)

    @cached_property
    def _without_faults(self) -> Results:
        """The results of the same query without the values that nothing can be found by."""
        query = self.query.copy()
        for fault in self.faults:
            kept = [value for value in query.getlist(fault.name) if value != fault.value]
            query.setlist(fault.name, kept if fault.value else [])
        return Results(query, [one.slug for one in self.selected], user=self.audience)

    @property
    def faults(self) -> list[Fault]:
        """What is wrong with the query; the same for every group."""
        return self.selected[0].filterset.faults

    @property
    def errors(self) -> list[str]:
        """What is wrong with the query, in words."""
        return [fault.text for fault in self.faults]

    @property
    def sentences(self) -> list[str]:
        """What is shown, in words."""
        return [] if self.errors else sentences(self.selected)

    def holds(self, code: str) -> bool:
        """Whether a record with this code is among those that are shown."""
        found = (group.filterset.qs.filter(registry_code=code) for group in self.selected)
        return any(records.exists() for records in found)

    @property
    def chips(self) -> list[tuple[str, str]]:
        """The filters that are set, each with the address that goes without it."""
        return [
            (label, address_without(self.address, name, value=value))
            for name, values in self.query.lists()
            for value in values
            if (label := self._chip_label(name, value))
        ]

    @property
    def clear_url(self) -> str:
        """The address without any filter."""
        return address_without(self.address, *self.query)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The filters that no facet shows, which a form of facets has to take along."""
        shown = {name for facet in self.facets for name in facet.parameters}
        return [
            (name, value)
            for name, values in self.query.lists()
            if name not in shown
            for value in values
        ]

    def _chip_label(self, name: str, value: str) -> str:
        filterset = self.selected[0].filterset
        if name not in filterset.parameters():
            return ""
        known = filterset.filter_called(name)
        if isinstance(known, PlaceFilter) and not filterset.problems:
            return known.in_words()
        words = {option.value: option.label for option in getattr(known, "options", [])}
        said = {"filter": known.label, "value": beginning(words.get(value, value))}
        return _("%(filter)s: %(value)s") % said

    def context(self) -> dict[str, Any]:
        """What the templates get."""
        return {
            "facets": [
                (facet, address_without(self.address, *facet.parameters)) for facet in self.facets
            ],
            "kept": self.kept,
            "groups": self.groups,
            "sentences": self.sentences,
            "chips": self.chips,
            "elsewhere": self.elsewhere,
            "errors": self.errors,
            "clear_url": self.clear_url,
            "query": self.query.urlencode(),
        }


class Vocabulary(dict[Any, Any]):
    """What a request has read; `kept` is what an unchanged registry gives to all like readers."""

    def __init__(self, audience: Audience = PUBLIC) -> None:
        super().__init__()
        self.version = f"{data_version()} {audience.key}"
        self.kept = _kept(get_language() or "", self.version)


@lru_cache(maxsize=16)
def _kept(language: str, version: str) -> dict[Any, Any]:
    return {}


def known_part(query: QueryDict, known: set[str]) -> QueryDict:
    """The part of a query that `known` names."""
    result = query.copy()
    for name in {*query} - known:
        del result[name]
    return result


def narrowing(query: QueryDict) -> QueryDict:
    """The part of a query that chooses records: no page parameters, no empty values."""
    result = QueryDict(mutable=True)
    for name, values in query.lists():
        kept = [value for value in values if value]
        if name not in PAGE_PARAMETERS and kept:
            result.setlist(name, kept)
    return result


def address(name: str, query: QueryDict, *args: str) -> str:
    """The address called `name` with a query."""
    text = query.urlencode()
    return reverse(name, args=args) + (f"?{text}" if text else "")


def map_url(results: Results, *shown: str) -> str:
    """The map of the same records."""
    query = results.query.copy()
    query.setlist("show", shown)
    return address("map", query)


def belts_of(record: Any) -> list[Any]:
    """The belts that a record lies in."""
    alone = collections.of(record).filterset(
        queryset=type(record).objects.filter(pk=record.pk), vocabulary=Vocabulary()
    )
    lies_in = Tally(alone, ["belt"], located=False).within("belt")
    return [option.term for option in alone.filters["belt"].options if lies_in.get(option.value)]
