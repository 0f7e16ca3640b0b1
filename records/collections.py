"""The collections of the registry: what pages, map, JSON, GeoJSON and export go over.

Each room announces its own when it starts, so this room serves them without knowing them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise

from accounts.audience import PUBLIC, Reader
from records.facts import Fact
from records.figures import Figure
from records.filters.filterset import RecordFilterSet
from records.filters.sentences import Summary
from records.reminders import Reminder


@dataclass(frozen=True)
class Collection:
    """A kind of record: its model, its filters, its words, and what its GeoJSON carries."""

    slug: str
    # A subclass of records.models.Registered; its manager and prefix are what matters here.
    model: Any
    filterset: type[RecordFilterSet]
    label: Promise
    # What a group of records (records.filters.results.Group) says of itself; it holds one at least.
    summary: Callable[[Any], Summary] = field(repr=False)
    # Key figures of records: gets them, their number and the address of their list.
    figures: Callable[[Any, int, str], list[Figure]] = field(repr=False)
    row_template: str
    # Names of GeoJSON properties and the expressions behind them, for records and their reader.
    properties: Callable[[Any], dict[str, Any]] = field(repr=False)
    # The address of a record's page, and the field that says most of a record in one word.
    page: str
    headline: str
    has_place: bool = True
    # Whether there is a table of it that can be changed and sent back.
    has_table: bool = False
    # Why somebody should look at a record that says what is likely no longer so: values and words.
    watch: Iterable[tuple[str, Any]] = ()
    # What is known of a record beside the facts of its kind, in groups; and what is odd about it.
    details: Callable[[Any], list[tuple[str, list[Fact]]]] = field(
        repr=False, default=lambda _record: []
    )
    doubts: Callable[[Any], list[str]] = field(repr=False, default=lambda _record: [])
    # What a user is reminded of among these records.
    reminders: Callable[[Any], list[Reminder]] = field(repr=False, default=lambda _user: [])

    @property
    def facts_template(self) -> str:
        """The template of a record's facts, which stands beside that of its row."""
        return self.row_template.replace("_row.html", "_facts.html")

    def headline_words(self) -> dict[str, str]:
        """The values of the headline's field, in the reader's language."""
        choices = self.model._meta.get_field(self.headline).flatchoices
        return {value: str(label) for value, label in choices}

    def filtered(
        self,
        query: QueryDict,
        vocabulary: dict[Any, Any] | None = None,
        family: dict[Any, Any] | None = None,
        *,
        user: Reader = PUBLIC,
    ) -> RecordFilterSet:
        """The records that `query` asks for, as `user` may see them; a family is of one query."""
        known = (family or {}).get(self.filterset)
        return known or self.filterset(query, user=user, vocabulary=vocabulary, family=family)


# The order in which pages show them.
ORDER = ("parks", "bases", "projects", "enterprises")

_collections: dict[str, Collection] = {}


def register(collection: Collection) -> None:
    """Announce a collection; called once by the room that owns it."""
    _collections[collection.slug] = collection


def get(slug: str) -> Collection:
    """The collection called `slug`; KeyError when there is none."""
    return _collections[slug]


def of(record: Any) -> Collection:
    """The collection that a record belongs to."""
    return next(one for one in _collections.values() if isinstance(record, one.model))


def every() -> list[Collection]:
    """All collections, those that a map can show first."""
    return sorted(_collections.values(), key=lambda collection: ORDER.index(collection.slug))


def with_place() -> list[Collection]:
    """The collections that a map can show."""
    return [collection for collection in every() if collection.has_place]
