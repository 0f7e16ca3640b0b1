"""Counts beside the values of a filter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

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


def facets(filtersets: list[RecordFilterSet]) -> list[Facet]:
    """Count the options of every facet over the records of all `filtersets` together.

    The counts of a facet ignore its own choice, so that a second value can be added to the first.
    """
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACET_ORDER}
    for filterset in filtersets:
        for name, counted in _count(filterset).items():
            counts[name].update(counted)
    return [_facet(filtersets[0], name, counts[name]) for name in FACET_ORDER]


def _count(filterset: RecordFilterSet) -> dict[str, dict[str, int]]:
    """Count all facets of one model: those without a choice share one query."""
    if filterset.problems:
        return {}
    free = [name for name in FACET_ORDER if name != "division" and not filterset.chosen(name)]
    result = _aggregate(filterset, filterset.qs, free)
    for name in FACET_ORDER:
        if name not in result:
            narrowed = filterset.narrowed(without=name)
            counted = (
                {name: _divisions(filterset, narrowed)}
                if name == "division"
                else _aggregate(filterset, narrowed, [name])
            )
            result.update(counted)
    return result


def _aggregate(
    filterset: RecordFilterSet, records: Any, names: list[str]
) -> dict[str, dict[str, int]]:
    # Policy areas are counted among what is left out, hence over a queryset of their own.
    if "policy_areas" in names and len(names) > 1:
        rest = [name for name in names if name != "policy_areas"]
        apart = filterset.narrowed(without="policy_areas")
        return _aggregate(filterset, records, rest) | _aggregate(filterset, apart, ["policy_areas"])
    pairs = [
        (name, option.value) for name in names for option in filterset.filter_called(name).options
    ]
    counts = records.aggregate(
        **{
            f"n{number}": Count("pk", filter=filterset.option_q(*pair), distinct=True)
            for number, pair in enumerate(pairs)
        }
    )
    result: dict[str, dict[str, int]] = {name: {} for name in names}
    for number, (name, value) in enumerate(pairs):
        result[name][value] = counts[f"n{number}"]
    return result


def _divisions(filterset: RecordFilterSet, records: Any) -> dict[str, int]:
    """Count records of each division and everything below it, rolled up from one query."""
    above = {option.value: option.parent for option in filterset.filters["division"].options}
    found: dict[str, set[int]] = {}
    for pk, code in records.values_list("pk", records.model.DIVISION_PATH):
        while code:
            found.setdefault(code, set()).add(pk)
            code = above.get(code, "")
    return {code: len(keys) for code, keys in found.items()}


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
