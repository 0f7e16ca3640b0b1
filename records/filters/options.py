"""The values that a filter knows, as facets show them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from geo.models import Belt, Division
from geo.search import Searchable


@dataclass(frozen=True)
class Option:
    """A value that a filter knows, as a facet shows it."""

    value: str
    label: str
    depth: int = 0
    parent: str = ""
    term: Any = None
    # Known to the filter, but no choice that a facet offers.
    hidden: bool = False
    # The label where it stands below its parent.
    short: str = ""
    # What it is found by in a long list, beside its label.
    words: str = ""


Options = Callable[[], list[Option]]


def options_of(choices: Any) -> Options:
    """Options of a TextChoices class, in the order it gives them."""
    return lambda: [Option(value, str(label)) for value, label in choices.choices]


def typed_words(term: Searchable) -> str:
    """What a term is found by while somebody types: its names, their pinyin and initials."""
    spellings = (line.strip(". ").split(" ", 1)[0] for line in term.search_pinyin.split("\n"))
    return " ".join(word for word in (*term.search_names.split("\n"), *spellings) if word)


def belt_options() -> list[Option]:
    """Every belt, in the order of the plan."""
    return [Option(belt.slug, belt.name, term=belt) for belt in Belt.objects.all()]


def division_options() -> list[Option]:
    """Province and prefectures, and below them the counties."""
    top = {"province", "prefecture"}
    return [
        Option(
            division.code,
            division.name,
            depth=0 if division.level in top else 1,
            parent=division.parent_id or "",
            hidden=division.level == "province",
            words=typed_words(division),
        )
        for division in Division.objects.named().order_by("code")
    ]
