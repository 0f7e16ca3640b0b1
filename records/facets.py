"""Counts beside the values of a filter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from records.counting import Tally
from records.filters import Option, RecordFilterSet

# The order in which a page shows facets; one that a collection does not know is left out.
FACET_ORDER = (
    "sector",
    "level",
    "designation",
    "belt",
    "chain",
    "division",
    "kind",
    "base_kind",
    "stage",
    "investment",
    "in_plan",
    "precision",
    "confidence",
    "policy_areas",
)


@dataclass(frozen=True)
class FacetOption:
    """A value of a facet: how many records it has, and whether it is chosen."""

    value: str
    label: str
    count: int
    selected: bool
    depth: int
    term: Any
    share: int


@dataclass(frozen=True)
class Facet:
    """A filter with its counted options."""

    name: str
    label: str
    options: list[FacetOption]

    @property
    def selected_count(self) -> int:
        """How many options are chosen."""
        return sum(option.selected for option in self.options)

    @property
    def open(self) -> bool:
        """Whether the facet is shown unfolded."""
        return self.name in {"sector", "level", "designation", "belt"} or self.selected_count > 0


def facets(filterset: RecordFilterSet, tallies: list[Tally]) -> list[Facet]:
    """The facets with the counts of all `tallies` together; `filterset` knows their options.

    The counts of a facet ignore its own choice, so that a second value can be added to the first.
    """
    return [
        _facet(filterset, name, sum((Counter(one.choices(name)) for one in tallies), Counter()))
        for name in FACET_ORDER
    ]


def _facet(filterset: RecordFilterSet, name: str, counts: Counter[str]) -> Facet:
    found = filterset.filter_called(name)
    chosen = set(filterset.chosen(name))
    options = list(_shown(found.options, chosen))
    top = max((counts[option.value] for option in options), default=0) or 1
    shown = [
        FacetOption(
            value=option.value,
            label=option.label,
            count=counts[option.value],
            selected=option.value in chosen,
            depth=option.depth,
            term=option.term,
            share=round(100 * counts[option.value] / top),
        )
        for option in options
    ]
    return Facet(name, str(found.label), shown)


def _shown(options: list[Option], chosen: set[str]) -> Iterable[Option]:
    """Leave out the lower branches of a tree that nobody opened."""
    opened = chosen | {option.parent for option in options if option.value in chosen}
    return (
        option
        for option in options
        if not option.hidden and (not option.depth or option.parent in opened)
    )
