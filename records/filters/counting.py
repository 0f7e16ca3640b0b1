"""Counting records by the values of facets, many facets in one pass.

Each record has exactly one key for a facet (its stage, its division, itself), and each key stands
for some of the values. So a record counts once for a value, however many ways lead to it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.db.models.lookups import IsNull
from django.utils.functional import cached_property

from geo.functions import group_counts
from records.filters.kept import Answers

if TYPE_CHECKING:
    from records.filters.filterset import RecordFilterSet

# The values that each key stands for; None: the key is the value.
Marks = Mapping[Any, Collection[str]] | None


@dataclass(frozen=True)
class ByKey:
    """Count by a key: a path or expression that has one value for each record."""

    key: Any
    marks: Marks = None
    # The values of keys that have no marks.
    otherwise: Collection[str] = ()
    # Values that single records have beside those of their key, once for each record and value.
    besides: Callable[[QuerySet], Iterable[str]] = lambda records: ()

    def values_of(self, key: Any) -> Collection[str]:
        """The values that a key stands for."""
        return (key,) if self.marks is None else self.marks.get(key, self.otherwise)

    def count(self, groups: Mapping[Any, int], records: QuerySet) -> Counter[str]:
        """Add up groups of records, given by key, to the values."""
        counts = Counter(self.besides(records))
        for key, number in groups.items():
            for value in self.values_of(key):
                counts[value] += number
        return counts


@dataclass(frozen=True)
class ByMany:
    """Count where a record may have many keys: `load` brings the records of each key."""

    load: Callable[[QuerySet], Mapping[Any, Collection[int]]]
    values_of: Callable[[Any], Collection[str]]

    def count(self, groups: Mapping[Any, Collection[int]]) -> dict[str, int]:
        """Count the different records of each value."""
        found: dict[str, set[int]] = defaultdict(set)
        for key, records in groups.items():
            for value in self.values_of(key):
                found[value].update(records)
        return {value: len(records) for value, records in found.items()}


# Counts what no record of a kind can have.
NOTHING = ByKey("pk", {})

# How a filter counts its values; it gets the filterset that asks.
CountBy = Callable[[Any], ByKey | ByMany]


def by(key: Any) -> CountBy:
    """Count by a column whose content is the value."""
    return lambda filterset: ByKey(key)


def by_visible(name: str) -> CountBy:
    """Count by a column as far as the reader sees it."""
    return lambda filterset: ByKey(filterset.queryset.visible(name))


def marked(pairs: Iterable[tuple[Any, str]]) -> dict[Any, set[str]]:
    """The values of each key, from pairs of key and value."""
    marks: dict[Any, set[str]] = defaultdict(set)
    for key, value in pairs:
        marks[key].add(value)
    return marks


class Tally:
    """How many records of a filterset have each value of each facet."""

    def __init__(
        self, filterset: RecordFilterSet, names: Iterable[str], *, located: bool = True
    ) -> None:
        self.filterset = filterset
        self.names = names
        self.located = located
        self.answers = filterset.answers

    @cached_property
    def not_on_a_map(self) -> Any:
        """Whether the reader knows no point of a record."""
        return IsNull(self.filterset.queryset.visible("point"), True)

    @cached_property
    def groups(self) -> Groups:
        """The records, grouped by all that is asked of them."""
        # A facet that was chosen is rarely asked for within its own choice: it is counted then.
        free = [name for name in self.names if not self.filterset.narrows_by(name)]
        asked = [self.filterset.counting(name) for name in free]
        keys = {by.key for by in asked if isinstance(by, ByKey) and by is not NOTHING}
        also = [self.not_on_a_map] if self.located else []
        return Groups(self.filterset.qs, {*keys, self.filterset.place_key, *also})

    @cached_property
    def total(self) -> int:
        """How many records there are."""
        if "groups" not in vars(self):
            return self.filterset.total
        return sum(self.groups.by_key(self.filterset.place_key).values())

    @cached_property
    def without_point(self) -> int:
        """How many records no map can show."""
        return int(self.answers.get("without point", self._count_without_point))

    def _count_without_point(self) -> int:
        if "groups" in vars(self):
            return self.groups.by_key(self.not_on_a_map).get(True, 0)
        return int(self.filterset.qs.order_by().filter(self.not_on_a_map).count())

    def within(self, name: str) -> Mapping[str, int]:
        """Count the values of a facet within the whole query."""
        return self._counted(name, self.answers, lambda: self.groups)

    def choices(self, name: str) -> Mapping[str, int]:
        """Count what each value would give: the choice already made in the facet is left out."""
        if not self.filterset.narrows_by(name):
            return self.within(name)
        records = self.filterset.narrowed(without=name)
        return self._counted(name, self.filterset.answers_about(records), lambda: Groups(records))

    def _counted(
        self, name: str, answers: Answers, groups: Callable[[], Groups]
    ) -> Mapping[str, int]:
        return answers.get(
            f"facet {name}", lambda: dict(groups().count(self.filterset.counting(name)))
        )


class Groups:
    """Records, grouped by those keys that are asked for; `keys` are asked for together."""

    def __init__(self, records: QuerySet, keys: Iterable[Any] = ()) -> None:
        self.records = records
        self.known: dict[Any, Any] = {}
        self._read(list(keys))

    def _read(self, keys: list[Any]) -> None:
        counted = group_counts(self.records, [(key,) for key in keys]) if keys else []
        for key, groups in zip(keys, counted, strict=True):
            self.known[key] = {value: number for (value,), number in groups.items()}

    def by_key(self, key: Any) -> Mapping[Any, int]:
        """How many records each value of a key has."""
        if key not in self.known:
            self._read([key])
        return self.known[key]

    def count(self, by: ByKey | ByMany) -> Mapping[str, int]:
        """Count the values of a facet."""
        if by is NOTHING:
            return {}
        if isinstance(by, ByKey):
            return by.count(self.by_key(by.key), self.records)
        if by.load not in self.known:
            self.known[by.load] = by.load(self.records)
        return by.count(self.known[by.load])
