"""Divisions shaded by what lies in them: values, classes and words of a choropleth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import Any

from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from geo.coordinate_text import shown
from geo.enums import DivisionUnit
from geo.models import Division
from geo.naming import is_english
from records import collections
from records.enums import Measure
from records.filters.results import Group, Results

# More shades of one colour cannot be told apart.
CLASSES = 5
LEADING = 3
# The units of sums and of sums per km², in which each language counts.
UNITS = {"zh": (100_000_000, 10_000), "en": (1_000_000_000, 1_000_000)}


@dataclass(frozen=True)
class Choice:
    """What a query asks to be shaded, and what is wrong with it."""

    measure: str
    unit: str
    # The parameter that each is about, and the sentence.
    problems: list[tuple[str, str]]

    @classmethod
    def of(cls, query: QueryDict) -> Choice:
        """Read `shade` and `unit`; without `shade` nothing is to be shaded."""
        asked = {"shade": query.get("shade", ""), "unit": query.get("unit", "")}
        problems = [
            (name, no_value(name, asked[name], known.values))
            for name, known in (("shade", Measure), ("unit", DivisionUnit))
            if asked[name] and asked[name] not in known.values
        ]
        return cls(asked["shade"], asked["unit"] or DivisionUnit.PREFECTURE, problems)


def no_value(name: str, value: str, known: Iterable[str]) -> str:
    """Say that a parameter does not have a value."""
    said = {"value": shown(value), "name": name, "known": ", ".join(known)}
    return _("“%(value)s” is no value of “%(name)s”. There are: %(known)s.") % said


@dataclass
class Tally:
    """What is counted in one division, over all kinds of record."""

    division: Division
    count: int = 0
    # Records of a kind that has investments, those of which it is known, and its sum.
    priced: int = 0
    known: int = 0
    investment_yuan: Decimal = Decimal(0)

    def add(self, row: dict[str, Any], *, priced: bool) -> None:
        """Add a row of `by_division`."""
        self.count += row["count"]
        self.priced += row["count"] if priced else 0
        self.known += row["known"]
        self.investment_yuan += row["yuan"] or 0

    def value(self, measure: str) -> float | None:
        """The value that shades the division; None when it is unknown, 0 when nothing is there."""
        if measure == Measure.COUNT:
            return self.count
        if not self.known:
            return None if self.priced else 0
        if measure == Measure.INVESTMENT:
            return float(self.investment_yuan)
        area_km2 = self.division.area_km2
        return float(self.investment_yuan) / area_km2 if area_km2 else None


@dataclass(frozen=True)
class Shade:
    """A division as the map and the table show it."""

    tally: Tally
    value: float | None
    # 1 (least) to CLASSES; 0 for nothing there, None for unknown.
    step: int | None
    text: str
    share: int
    url: str

    def as_json(self) -> dict[str, Any]:
        """The division for the map's script; investments in yuan, areas in km²."""
        tally = self.tally
        return {
            "code": tally.division.code,
            "name": tally.division.name,
            "count": tally.count,
            "priced": tally.priced,
            "known": tally.known,
            "investment_yuan": float(tally.investment_yuan) if tally.known else None,
            "area_km2": tally.division.area_km2,
            "value": self.value,
            "class": self.step,
            "text": self.text,
        }


class Shading:
    """The divisions of one level with the records of a query."""

    def __init__(self, results: Results, choice: Choice, query: QueryDict) -> None:
        self.results = results
        self.measure = choice.measure or Measure.COUNT
        self.unit = choice.unit
        self.query = query

    @property
    def groups(self) -> list[Group]:
        """The kinds of record that are shown."""
        return self.results.selected

    @cached_property
    def tallies(self) -> list[Tally]:
        """Every division of the level, counted; in the order of the codes."""
        found = {
            one.code: Tally(one) for one in Division.objects.units(self.unit).defer("boundary")
        }
        for group in self.groups:
            for row in _records(group).by_division(self.unit):
                if row["unit_code"]:
                    found[row["unit_code"]].add(row, priced=group.collection.model.HAS_INVESTMENT)
        return list(found.values())

    @cached_property
    def classes(self) -> list[tuple[float, float]]:
        """The least and the greatest value of each class, from below."""
        values = [tally.value(self.measure) for tally in self.tallies]
        return class_bounds(value for value in values if value)

    @cached_property
    def shades(self) -> list[Shade]:
        """The divisions with their class, greatest value first; unknown after known, none last."""
        most = self.classes[-1][1] if self.classes else 1
        shades = [self._shade(tally, most) for tally in self.tallies]
        return sorted(
            shades, key=lambda shade: (shade.value == 0, shade.value is None, -(shade.value or 0))
        )

    def _shade(self, tally: Tally, most: float) -> Shade:
        value = tally.value(self.measure)
        return Shade(
            tally=tally,
            value=value,
            step=None if value is None else step_of(value, self.classes),
            text=_("unknown") if value is None else self.number(value),
            share=round(100 * (value or 0) / most),
            url=self._url(tally.division.code),
        )

    def _url(self, code: str) -> str:
        query = self.query.copy()
        query["division"] = code
        for name in ("select", "v"):
            query.pop(name, None)
        return f"?{query.urlencode()}"

    def number(self, value: float) -> str:
        """A value in the unit of `unit_of_value`."""
        if self.measure == Measure.COUNT:
            return f"{value:,}"
        per_sum, per_density = UNITS["en" if is_english() else "zh"]
        per = per_sum if self.measure == Measure.INVESTMENT else per_density
        return f"{value / per:,.2f}".rstrip("0").rstrip(".")

    @cached_property
    def total(self) -> int:
        """How many records there are."""
        return sum(group.count for group in self.groups)

    @cached_property
    def unplaced(self) -> int:
        """How many records lie in no division of the level that is known."""
        return self.total - sum(_records(group).placed_in_units(self.unit) for group in self.groups)

    @property
    def repeated(self) -> bool:
        """Whether a record counts in several divisions."""
        return sum(tally.count for tally in self.tallies) > self.total - self.unplaced

    @property
    def rows(self) -> list[Shade]:
        """The divisions with records, for the table."""
        return [shade for shade in self.shades if shade.tally.count]

    @property
    def empty(self) -> int:
        """How many divisions have no record."""
        return sum(not tally.count for tally in self.tallies)

    @property
    def is_money(self) -> bool:
        """Whether the values are sums of investments."""
        return self.measure != Measure.COUNT

    @property
    def known(self) -> int:
        """How many records have a known investment, in all divisions of the level."""
        return sum(tally.known for tally in self.tallies)

    @property
    def priced(self) -> int:
        """How many records are of a kind that has investments."""
        return sum(tally.priced for tally in self.tallies)

    @property
    def with_projects_url(self) -> str:
        """The same map with the kinds of record that have investments."""
        query = self.query.copy()
        kinds = [one.slug for one in collections.with_place() if one.model.HAS_INVESTMENT]
        query.setlist("show", [*(group.slug for group in self.groups), *kinds])
        return f"?{query.urlencode()}"

    @property
    def has_values(self) -> bool:
        """Whether the kinds that are shown have what is asked for."""
        return self.measure == Measure.COUNT or any(
            group.collection.model.HAS_INVESTMENT for group in self.groups
        )

    @property
    def leading(self) -> list[Shade]:
        """The first divisions of the table, for a sentence."""
        return [shade for shade in self.shades[:LEADING] if shade.value]

    @property
    def title(self) -> str:
        """What the shades mean, with the unit."""
        return {
            Measure.COUNT: _("Number of records"),
            Measure.INVESTMENT: _("Known investment, billion yuan"),
            Measure.DENSITY: _("Known investment per km², million yuan"),
        }[Measure(self.measure)]

    def answer(self) -> dict[str, Any]:
        """All of it for the map's script."""
        return {
            "shade": self.measure,
            "unit": self.unit,
            "title": self.title,
            "total": self.total,
            "unplaced": self.unplaced,
            "repeated": self.repeated,
            "classes": [
                {"class": step, "least": least, "most": most, "text": self._range(least, most)}
                for step, (least, most) in enumerate(self.classes, 1)
            ],
            "divisions": [shade.as_json() for shade in self.shades],
        }

    def _range(self, least: float, most: float) -> str:
        ends = dict.fromkeys([self.number(least), self.number(most)])
        return "–".join(ends)


def class_bounds(values: Iterable[float]) -> list[tuple[float, float]]:
    """Part positive values into classes of about equal number; equal values share a class."""
    ordered = sorted(values)
    number = min(CLASSES, len(set(ordered)))
    tops = {ordered[ceil(len(ordered) * step / number) - 1] for step in range(1, number + 1)}
    bounds: list[tuple[float, float]] = []
    for top in sorted(tops):
        below = bounds[-1][1] if bounds else 0
        bounds.append((min(value for value in ordered if value > below), top))
    return bounds


def step_of(value: float, classes: list[tuple[float, float]]) -> int:
    """The class of a value, counted from 1; 0 for nothing."""
    return sum(least <= value for least, _most in classes)


def _records(group: Group) -> Any:
    """The records of a group, each once whatever its filters joined."""
    model = group.collection.model
    found = group.filterset.qs.order_by().values("pk")
    return model.objects.read_by(group.filterset.audience).filter(pk__in=found)
