"""Counts beside the values of a filter."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import cached_property

from records.filters.counting import Tally
from records.filters.filterset import RecordFilterSet

# What is counted, in the order in which a page shows it; `link` stands below `chain`.
FACET_ORDER = (
    "sector",
    "level",
    "designation",
    "belt",
    "chain",
    "link",
    "division",
    "kind",
    "base_kind",
    "stage",
    "watch",
    "investment",
    "in_plan",
    "precision",
    "confidence",
    "policy_areas",
)
BELOW = {"chain": "link"}
OPENED = {"sector", "level", "belt"}
# A list this long is found through a box and shows its beginning only.
MANY, FIRST = 15, 8


@dataclass(frozen=True)
class FacetOption:
    """A value of a facet: how many records it has, and whether it is chosen."""

    name: str
    value: str
    label: str
    count: int
    selected: bool
    depth: int
    parent: str
    term: Any
    share: int
    # What it is found by while somebody types, beside its label.
    words: str


@dataclass(frozen=True)
class Branch:
    """An option with those that are part of it."""

    option: FacetOption
    inside: list[Branch] = field(default_factory=list)

    @property
    def holds_choice(self) -> bool:
        """Whether something inside is chosen."""
        return any(branch.option.selected or branch.holds_choice for branch in self.inside)


@dataclass(frozen=True)
class Facet:
    """A filter with its counted options; `below` has options that are parts of these."""

    name: str
    label: str
    options: list[FacetOption]
    below: Facet | None = None

    @property
    def parameters(self) -> list[str]:
        """The parameters that a choice in the facet sets."""
        return [self.name, *(self.below.parameters if self.below else [])]

    @property
    def selected_count(self) -> int:
        """How many options are chosen."""
        below = self.below.selected_count if self.below else 0
        return below + sum(option.selected for option in self.options)

    @property
    def open(self) -> bool:
        """Whether the facet is shown unfolded."""
        return self.name in OPENED or self.selected_count > 0

    @cached_property
    def branches(self) -> list[Branch]:
        """The options as a tree."""
        parts = self.below.options if self.below else []
        own = {option.value for option in self.options}
        inside: dict[str, list[FacetOption]] = defaultdict(list)
        for option in [*parts, *self.options]:
            inside[option.parent if option.parent in own else ""].append(option)
        return _branches("", inside)

    @property
    def is_tree(self) -> bool:
        """Whether some options are parts of others."""
        return any(branch.inside for branch in self.branches)

    @property
    def is_long(self) -> bool:
        """Whether there are too many options to look through."""
        return len(self.options) > MANY

    @property
    def first(self) -> list[Branch]:
        """What is shown at once."""
        return self.branches[:FIRST] if len(self.branches) > MANY else self.branches

    @property
    def rest(self) -> list[Branch]:
        """What is shown when somebody asks for more."""
        return self.branches[len(self.first) :]


def _branches(value: str, inside: dict[str, list[FacetOption]]) -> list[Branch]:
    # Only options of the facet itself have parts; a part may be called like one of them.
    return [
        Branch(option, _branches(option.value, inside) if option.value in inside else [])
        for option in inside.get(value, [])
    ]


def facets(filterset: RecordFilterSet, tallies: list[Tally]) -> list[Facet]:
    """The facets with the counts of all `tallies` together; `filterset` knows their options.

    The counts of a facet ignore its own choice, so that a second value can be added to the first.
    """
    counted = {
        name: sum((Counter(one.choices(name)) for one in tallies), Counter())
        for name in FACET_ORDER
    }
    below = {name: _facet(filterset, name, counted[name]) for name in BELOW.values()}
    return [
        _facet(filterset, name, counted[name], below.get(BELOW.get(name, "")))
        for name in FACET_ORDER
        if name not in below
    ]


def _facet(
    filterset: RecordFilterSet, name: str, counts: Counter[str], below: Facet | None = None
) -> Facet:
    found = filterset.filter_called(name)
    chosen = set(filterset.chosen(name))
    options = [option for option in found.options if not option.hidden]
    top = max((counts[option.value] for option in options), default=0) or 1
    shown = [
        FacetOption(
            name=name,
            value=option.value,
            label=option.short or option.label,
            count=counts[option.value],
            selected=option.value in chosen,
            depth=option.depth,
            parent=option.parent,
            term=option.term,
            share=round(100 * counts[option.value] / top),
            words=option.words,
        )
        for option in options
    ]
    return Facet(name, str(found.label), shown, below)
