"""Sheets that can be imported: their columns, and how headers of a file are told to be those.

Each room announces its own when it starts, so this room reads them without knowing them.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.functional import Promise, lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.models import User
from geo.numbers import plain
from records.imports.cells import LANGUAGES, Code, Kind, Link, unit_of_header
from records.imports.rules import Refused

CODE, VERSION = "registry_code", "version"
# Columns of other people's tables that say nothing about a record.
# What formulas give that go wrong.
ERRORS = {"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"}
_COUNTERS = {"序号", "序", "no", "no.", "#", "行号"}
_BRACKETS = re.compile(r"[(\[【](?P<inside>[^)\]】]*)[)\]】]")


@dataclass(frozen=True)
class Column:
    """A column: the key is the field of the model, or a name that the sheet's `build` knows."""

    key: str
    label: Promise
    kind: Kind
    needed: bool = False
    synonyms: tuple[str, ...] = ()
    help: Promise | str = ""
    example: Any = ""
    # The stored value of a record, where it is not the attribute called `key`.
    stored: Callable[[Any], Any] | None = None
    wide: bool = False

    @property
    def names(self) -> list[str]:
        """Every header that means this column."""
        labels = []
        for language in LANGUAGES:
            with override(language):
                labels.append(str(self.label))
        return [*labels, *self.synonyms, self.key]

    @property
    def header(self) -> str:
        """The header in the reader's language, with the unit of exports and a star when needed."""
        unit = getattr(self.kind, "shown_unit", "")
        return f"{self.label}{f'（{unit}）' if unit else ''}{'*' if self.needed else ''}"

    def value_of(self, record: Any) -> Any:
        """The stored value."""
        return self.stored(record) if self.stored else getattr(record, self.key)


def label_of(field: Any) -> Any:
    """The name of a field as a header, without the unit, which the kind of its column says."""
    return _without_unit(field.verbose_name)


@dataclass(frozen=True)
class Reading:
    """How the numbers of all places of a file are to be read, where the rows do not say it."""

    datum: str = ""
    swapped: bool = False


def _bare(label: Any) -> str:
    return capfirst(re.sub(r"\s*[(（].*?[)）]$", "", str(label)))


_without_unit: Any = lazy(_bare, str)


def _in_divisions(user: User) -> Callable[[Any], bool]:
    divisions = set(user.divisions().values_list("pk", flat=True))
    return lambda record: record.division_id in divisions


@dataclass(frozen=True)
class Sheet:
    """A kind of record that can be imported.

    `build` puts the values of columns into a record that is not stored, reading places as the file
    is said to mean them; it raises Refused with the column under `column` in its values. `fresh`
    gives the columns anew, with what is registered now. `natural` are the columns by which a row
    without a code is known again. `revise` changes a stored record. `finish` writes what hangs on
    new ones: it is given the key of each and the values of the columns in `beside`.
    """

    slug: str
    model: type[models.Model]
    label: Promise
    # The route of the page of a record.
    page: str
    columns: Callable[[], list[Column]]
    build: Callable[[Any, dict[str, Any], Reading], None]
    natural: tuple[str, ...]
    finish: Callable[[list[tuple[int, dict[str, Any]]]], None] | None
    # None where nobody changes a record but by proposal.
    revise: Callable[..., Any] | None
    # Set-wise checks of the staged rows: gives (row, column, rule, values) for each problem.
    judge: Callable[[str], list[tuple[int, str, str, dict[str, str]]]]
    beside: tuple[str, ...] = ()
    # The column that speaks for a constraint of the database, and the rule that it states.
    explained: dict[str, tuple[str, str]] = field(default_factory=dict)
    # What is wrong with a record as built, by column; and with a change of a published one.
    rules: Callable[[Any], dict[str, str]] = lambda record: {}
    moves: Callable[[Any, dict[str, Any]], dict[str, str]] = lambda record, values: {}
    # What the form of a published record says of a change: record as built, user, values.
    refusals: Callable[[Any, User, dict[str, Any]], dict[str, str]] = lambda record, by, values: {}
    # Proposes what a row would change in a published record; without it nobody does.
    propose: Callable[..., Any] | None = None
    # Of a user: whether a record, stored or as built, lies in the territory.
    territory: Callable[[User], Callable[[Any], bool]] = _in_divisions
    # The column by which a row without a registry code names a record, if any.
    known_by: str = ""
    # Whether rows without a code are new records; otherwise a table only changes what is there.
    adds: bool = True
    prefetch: Callable[[Any], Any] = lambda records: records


def key_columns() -> list[Column]:
    """The columns that name a record which is there already, and the state it was exported in."""
    return [
        Column(
            CODE,
            _("Registry code"),
            Code(),
            synonyms=("登记编号", "登记码"),
            help=_("Leave it empty for a new record."),
        ),
        Column(
            VERSION,
            _("Version (leave as it is)"),
            Kind(),
            synonyms=("版本",),
            help=_("Filled in by exports; it keeps you from overwriting somebody else's change."),
            stored=lambda record: record.version,
        ),
    ]


_sheets: dict[str, Sheet] = {}


def register(sheet: Sheet) -> None:
    """Announce a sheet; called once by the room that owns it."""
    _sheets[sheet.slug] = sheet


def get(slug: str) -> Sheet:
    """The sheet called `slug`; KeyError when there is none."""
    return _sheets[slug]


def slugs() -> list[str]:
    """The names of all sheets, first those that take new records."""
    return sorted(_sheets, key=lambda slug: not _sheets[slug].adds)


def columns_of(sheet: Sheet) -> list[Column]:
    """The columns of a sheet, with nothing kept of what is registered."""
    return [*key_columns(), *(_fresh(column) for column in sheet.columns())]


def _fresh(column: Column) -> Column:
    if not isinstance(column.kind, Link):
        return column
    return Column(**{**vars(column), "kind": column.kind.fresh()})


@dataclass
class Headers:
    """The headers of a file: which column each is, and what is wrong with them."""

    # All headers as they stand.
    texts: list[str] = field(default_factory=list)
    # Position in the file -> the column and the unit that its header names.
    found: dict[int, tuple[Column, str]] = field(default_factory=dict)
    # Header -> the header that was perhaps meant.
    unknown: dict[str, str] = field(default_factory=dict)
    twice: list[str] = field(default_factory=list)
    missing: list[Column] = field(default_factory=list)

    @property
    def by_key(self) -> dict[str, int]:
        """The position of each column."""
        return {column.key: position for position, (column, _unit) in self.found.items()}


def match(cells: list[Any], columns: list[Column]) -> Headers:
    """Tell the columns of a file by their headers, in Chinese or English, with or without unit."""
    known = {_key(name): column for column in reversed(columns) for name in column.names}
    headers, seen = Headers([str(cell or "") for cell in cells]), set()
    for position, cell in enumerate(cells):
        text = str(cell or "").strip()
        column, unit = known.get(_key(text)), _unit(text)
        if column is None:
            if text and _key(text) not in _COUNTERS:
                headers.unknown[text] = _nearest(text, known)
        elif column.key in seen:
            headers.twice.append(text)
        else:
            seen.add(column.key)
            headers.found[position] = (column, unit)
    headers.missing = [column for column in columns if column.needed and column.key not in seen]
    return headers


def better_sheet(headers: Headers, sheet: Sheet) -> Sheet | None:
    """The sheet that the headers of a file fit better than `sheet`, if any does."""
    known = {slug: len(match(headers.texts, columns_of(get(slug))).found) for slug in slugs()}
    best = max(slugs(), key=lambda slug: (known[slug], slug == sheet.slug))
    return None if best == sheet.slug else get(best)


def _key(header: str) -> str:
    return _BRACKETS.sub("", plain(header)).replace("*", "").lower().replace("_", "")


def _unit(header: str) -> str:
    inside = _BRACKETS.search(plain(header))
    return unit_of_header(inside["inside"]) if inside else ""


def _nearest(text: str, known: dict[str, Column]) -> str:
    near = difflib.get_close_matches(_key(text), known, n=1, cutoff=0.5)
    return str(known[near[0]].label) if near else ""


def read_cell(column: Column, cell: Any, model_field: Any, unit: str) -> Any:
    """The value of a cell; Refused when it breaks a rule of its column."""
    if isinstance(cell, str) and cell in ERRORS:
        raise Refused("error_cell")
    return column.kind.read(cell, model_field, unit)
