"""The check of a whole file: every problem of every row, and what an import would do."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from records.enums import State
from records.imports import places, repeats, staging
from records.imports.cells import LANGUAGES, as_text
from records.imports.columns import (
    CODE,
    VERSION,
    Column,
    Headers,
    Reading,
    Sheet,
    better_sheet,
    columns_of,
    read_cell,
)
from records.imports.readers import Table, read
from records.imports.rules import Problem, Refused
from records.intake.files import Stated
from records.review.proposals import has_pending, may_be_proposed

ROWS_AT_A_TIME = 2_000
MOST_REMEMBERED = 20_000
AS_WRITTEN = Reading()
# The columns that state a point together.
PLACE = {"lon", "lat", "location_text", "location_datum"}
# The rule of a value that belongs to a record which the sender may not see.
ELSEWHERE = "taken_elsewhere"


@dataclass
class Change:
    """A record that a row changes: by column the cell as it was and as it would be."""

    row: int
    record: Any
    values: dict[str, Any]
    shown: dict[str, tuple[str, str]]
    version: str
    # Whether the record is published, so that somebody else has to accept the change.
    proposes: bool = False


@dataclass
class Checked:
    """What was found in a file."""

    sheet: Sheet
    headers: Headers
    header_row: int
    sheet_name: str = ""
    problems: list[Problem] = field(default_factory=list)
    # Of each new row what is written beside the record; see `Sheet.beside`.
    new: dict[int, dict[str, Any]] = field(default_factory=dict)
    changed: list[Change] = field(default_factory=list)
    # New rows that may be there already; see `repeats`.
    repeats: list[list[Any]] = field(default_factory=list)
    # How the coordinates of the file were perhaps meant; see `places`.
    proposed_reading: dict[str, Any] | None = None
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def bad_rows(self) -> set[int]:
        """The rows with a problem; those of the headers concern no row."""
        return {problem.row for problem in self.problems if problem.row != self.header_row}

    @property
    def is_unusable(self) -> bool:
        """Whether the headers stand in the way of every row."""
        return any(problem.row == self.header_row for problem in self.problems)


class Check:
    """One run over a file. It stages rows, so it has to be inside a transaction.

    With `to_write` the rows are staged whole, to be written from there. Without, it says besides
    which new rows may be registered already and how coordinates were perhaps meant: no problems.
    """

    def __init__(
        self,
        sheet: Sheet,
        by: User,
        tick: Callable[[int, int], None] = lambda a, b: None,
        reading: Reading = AS_WRITTEN,
        *,
        to_write: bool = False,
    ):
        self.sheet, self.by, self.tick, self.reading = sheet, by, tick, reading
        self.to_write = to_write
        self.columns = columns_of(sheet)
        self.column = {column.key: column for column in self.columns}
        self.fields = {column.key: _field(sheet.model, column.key) for column in self.columns}
        self.is_theirs = sheet.territory(by)
        self._read: dict[str, dict[Any, Any]] = {column.key: {} for column in self.columns}
        self._seen: dict[tuple[Any, ...], int] = {}
        # The columns of each row that have a problem: what else they break follows from it.
        self._faulty: dict[int, set[str]] = {}
        # Rows that name a record by another code than ours: their empty cells say nothing.
        self._by_key: set[int] = set()
        self._stated: list[Stated] = []

    def run(self, name: str, content: bytes) -> Checked:
        """Check a file; ValidationError when it cannot be read at all."""
        table = read(name, content, self.columns)
        self.result = Checked(self.sheet, table.headers, table.header_row, table.sheet_name)
        self._refuse_other_sheets(table)
        self._judge_headers(table)
        self._blank = self._new_record()
        staging.create(self._blank)
        done = 0
        for rows in _in_parts(table.rows):
            self._check_rows(rows)
            done += len(rows)
            self.tick(done, max(table.total, done))
        self.result.counts["rows"] = done
        self._judge_together()
        self._count()
        if not self.to_write:
            bad = self.result.bad_rows
            self.result.repeats = repeats.probable(self.sheet.model, self.by, bad)
            self.result.proposed_reading = places.proposed(self._stated, self.reading, self.by)
        return self.result

    def _refuse_other_sheets(self, table: Table) -> None:
        """A table of another kind would have a problem in every row, and only one mistake."""
        other = better_sheet(table.headers, self.sheet)
        if other is not None:
            said = {"kind": other.label, "field": _("What the rows are")}
            raise ValidationError(
                _("This is a table of “%(kind)s”. Choose that under “%(field)s” and send it again.")
                % said
            )

    def _judge_headers(self, table: Table) -> None:
        row = table.header_row
        has_code = CODE in table.headers.by_key
        needed = table.headers.missing if self.sheet.adds else [self.column[CODE]]
        for column in [] if has_code else needed:
            self._note(row, column.key, "missing_column", value=column.header)
        for text in table.headers.twice:
            self._note(row, "", "header_twice", value=text)

    def _check_rows(self, rows: list[tuple[int, list[Any]]]) -> None:
        """Read a part of the rows, and stage what they would make."""
        named = [(number, self._named(cells)) for number, cells in rows]
        self._put_codes(named)
        stored = self._stored(cells.get(CODE) for _number, cells in named)
        staged: list[tuple[int, Any]] = []
        fresh: list[tuple[int, Any, dict[str, Any]]] = []
        for number, cells in named:
            code = as_text(cells.get(CODE)).upper()
            if not code and not self.sheet.adds:
                self._note(number, CODE, "no_new")
            elif not code:
                fresh.append((number, *self._new(number, cells)))
            elif code not in stored:
                self._note(number, CODE, "no_record", value=code)
            else:
                staged += self._compare(number, cells, *stored[code])
        staging.stage_stored(*_apart(staged))
        new = _apart(self._without_known(fresh))
        staging.stage_new(*new, self._blank, to_write=self.to_write)

    def _put_codes(self, named: list[tuple[int, dict[str, Any]]]) -> None:
        """Give the registry code to rows that name a record by another code."""
        key = self.sheet.known_by
        if key not in self.result.headers.by_key:
            return
        asked = {
            as_text(cells[key]).upper(): (number, cells)
            for number, cells in named
            if as_text(cells[key]) and not as_text(cells.get(CODE))
        }
        seen = self.sheet.model._default_manager.visible_to(self.by)  # type: ignore[attr-defined]
        found = seen.filter(**{f"{key}__in": asked}) if asked else seen.none()
        for code, registry_code in found.values_list(key, CODE):
            number, cells = asked[code]
            cells[CODE] = registry_code
            self._by_key.add(number)

    def _named(self, cells: list[Any]) -> dict[str, Any]:
        found = self.result.headers.found
        last = len(cells)
        return {
            column.key: cells[position] if position < last else None
            for position, (column, _unit) in found.items()
        }

    def _value(self, number: int, key: str, cell: Any) -> Any:
        """The value of a cell; a problem is noted and gives None."""
        column, model_field = self.column[key], self.fields[key]
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            if column.needed:
                self._note(number, key, "required")
            return column.kind.empty(model_field)
        known = self._read[key]
        found = known.get((cell.__class__, cell), known)
        if found is known:
            found = self._read_anew(column, cell)
            if len(known) < MOST_REMEMBERED:
                known[cell.__class__, cell] = found
        if isinstance(found, Refused):
            self._note(number, key, found.rule, value=as_text(cell), **found.values)
            return None
        return found

    def _read_anew(self, column: Column, cell: Any) -> Any:
        unit = next(
            unit for one, unit in self.result.headers.found.values() if one.key == column.key
        )
        try:
            return read_cell(column, cell, self.fields[column.key], unit)
        except Refused as refused:
            return refused

    def _new(self, number: int, cells: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        """The record that a row without a code would make."""
        values = {
            key: self._value(number, key, cell)
            for key, cell in cells.items()
            if key not in {CODE, VERSION}
        }
        self._state_place(values)
        # Ten times as fast as to make one of so many fields.
        record = copy.copy(self._blank)
        self._build(number, record, values, cells)
        return record, values

    def _state_place(self, values: dict[str, Any]) -> None:
        """Keep where a row says that its two numbers lie."""
        said: list[Any] = [values.get(key) for key in ("lon", "lat", "division", "park")]
        x, y, division, park = said
        if None not in (x, y, division):
            code = self.column["park"].kind.show(park) if park else ""
            self._stated.append(Stated(float(x), float(y), division, code))

    def _new_record(self) -> Any:
        """What every new record is like before a row says anything; its code comes last of all."""
        record: Any = self.sheet.model()
        record.registry_code = f"{record.CODE_PREFIX}-0000"
        record.state, record.created_by, record.changed_by = State.DRAFT, self.by, self.by
        return record

    def _build(self, number: int, record: Any, values: dict[str, Any], cells: Any) -> None:
        try:
            self.sheet.build(record, values, self.reading)
        except Refused as refused:
            key = refused.values.pop("column")
            if key not in self._faulty.get(number, ()):
                self._note(
                    number, key, refused.rule, value=as_text(cells.get(key)), **refused.values
                )
        else:
            self._note_rules(number, cells, self.sheet.rules(record))
        if record.division_id and not self.is_theirs(record):
            self._note(number, "division", "territory", value=as_text(cells.get("division")))

    def _note_rules(self, number: int, cells: dict[str, Any], found: dict[str, str]) -> None:
        """Note what rules say of columns that have no other problem."""
        for key, message in found.items():
            if key not in self._faulty.get(number, ()):
                self._note(number, key, "model", value=as_text(cells.get(key)), message=message)

    def _without_known(
        self, fresh: list[tuple[int, Any, dict[str, Any]]]
    ) -> Iterator[tuple[int, Any]]:
        """Leave out rows that are registered just so; note those whose name is taken otherwise."""
        known = self._known([record for _number, record, _values in fresh])
        for number, record, values in fresh:
            key = self._natural(record)
            same = [one for one in known.get(key, ()) if self._is_same(one, record, values)]
            if same and number not in self._faulty:
                self.result.counts["already"] += 1
                continue
            first = self._seen.setdefault(key, number)
            if first != number:
                self._note(number, self.sheet.natural[0], "same_row", value=key[0], first=first)
            elif key in known:
                code = known[key][0].registry_code
                self._note(number, self.sheet.natural[0], "taken", value=key[0], code=code)
            self.result.new[number] = {key: values.get(key) for key in self.sheet.beside}
            yield number, record

    def _natural(self, record: Any) -> tuple[Any, ...]:
        return tuple(getattr(record, name) for name in self.sheet.natural)

    def _known(self, records: list[Any]) -> dict[tuple[Any, ...], list[Any]]:
        """The records in sight that have the natural key of a row."""
        first = self.sheet.natural[0]
        seen = self.sheet.model._default_manager.visible_to(self.by)  # type: ignore[attr-defined]
        found = seen.filter(**{f"{first}__in": {getattr(one, first) for one in records}})
        known: dict[tuple[Any, ...], list[Any]] = {}
        for one in self.sheet.prefetch(found):
            known.setdefault(self._natural(one), []).append(one)
        return known

    def _is_same(self, stored: Any, record: Any, values: dict[str, Any]) -> bool:
        """Whether a row says nothing new; a place is compared as it was read, not as written."""
        beside = self.sheet.beside
        return all(
            _equal(column.value_of(stored), value if key in beside else column.value_of(record))
            for key, value in values.items()
            for column in [self.column[key]]
        )

    def _stored(self, codes: Any) -> dict[str, tuple[Any, list[dict[str, str]]]]:
        """The records in sight with these codes, and how exports in either language show them."""
        wanted = {as_text(code).upper() for code in codes if code}
        if not wanted:
            return {}
        seen = self.sheet.model._default_manager.visible_to(self.by)  # type: ignore[attr-defined]
        records = list(self.sheet.prefetch(seen.filter(registry_code__in=wanted)))
        shown: dict[str, list[dict[str, str]]] = {one.registry_code: [] for one in records}
        for language in LANGUAGES:
            with override(language):
                for one in records:
                    shown[one.registry_code].append(self._shown(one))
        return {one.registry_code: (one, shown[one.registry_code]) for one in records}

    def _shown(self, record: Any) -> dict[str, str]:
        keys = self.result.headers.by_key
        return {
            key: as_text(self.column[key].kind.show(self.column[key].value_of(record)))
            for key in keys
        }

    def _compare(
        self, number: int, cells: dict[str, Any], record: Any, shown: list[dict[str, str]]
    ) -> Iterator[tuple[int, Any]]:
        """What a row with a code changes in the record of that code."""
        values = self._changed(number, cells, record, shown)
        if number in self._faulty:
            return
        if not values:
            self.result.counts["unchanged"] += 1
            return
        texts = {key: (shown[0][key], as_text(cells[key])) for key in values}
        change = Change(number, record, values, texts, as_text(cells.get(VERSION)))
        self._note_rules(number, cells, self.sheet.moves(record, values))
        if self._may_change(change):
            # What other columns say is needed too: a point is made of two.
            every = {
                key: self.column[key].value_of(record)
                for key in self.column
                if key not in {CODE, VERSION}
            }
            self._build(number, record, {**every, **values}, cells)
            if number not in self._faulty and change.proposes:
                refused = self.sheet.refusals(record, self.by, values)
                said = {key if key in self.column else "": one for key, one in refused.items()}
                self._note_rules(number, cells, said)
            self.result.changed.append(change)
            yield number, record

    def _changed(
        self, number: int, cells: dict[str, Any], record: Any, shown: list[dict[str, str]]
    ) -> dict[str, Any]:
        """The values of a row that are not those of the record, by column."""
        values: dict[str, Any] = {}
        unseen, hidden = record.unseen_fields(), _hidden_from_some(record)
        for key, cell in cells.items():
            if key in {CODE, VERSION} or as_text(cell) in {one[key] for one in shown}:
                continue
            field = "point" if key in PLACE else key
            # Who exported this may not see what the sender sees.
            if not as_text(cell) and (field in hidden or number in self._by_key):
                continue
            if field in unseen:
                self._note(number, key, "unseen", value=as_text(cell))
                continue
            value = self._value(number, key, cell)
            if not _equal(self.column[key].value_of(record), value):
                values[key] = value
        return values

    def _may_change(self, change: Change) -> bool:
        record = change.record
        first = next(iter(change.values))
        said = {"value": change.shown[first][1], "state": record.get_state_display()}
        change.proposes = self.sheet.propose is not None and may_be_proposed(record, self.by)
        if change.proposes and has_pending(record, self.by):
            self._note(change.row, first, "pending", **said)
        elif not change.proposes and not self._is_own_draft(record):
            self._note(change.row, first, "not_yours", **said)
        elif change.row in self._by_key:
            change.version = record.version
        elif not change.version:
            self._note(change.row, VERSION, "no_version")
        elif change.version != record.version:
            self._note(change.row, VERSION, "changed", value=change.version)
        return change.row not in self._faulty

    def _is_own_draft(self, record: Any) -> bool:
        is_own = record.is_editable and record.created_by_id == self.by.pk
        return bool(is_own and self.sheet.revise is not None)

    def _judge_together(self) -> None:
        """Let the database judge the staged rows."""
        for row, name in list(staging.broken_constraints(self.sheet.model)):
            self._note_constraint(row, name)
        taken = list(staging.taken(self.sheet.model))
        seen = self._in_sight({code for _row, _name, code, _first in taken if code})
        for row, name, code, first in taken:
            rule, values = "same_row", {"first": str(first)}
            if code:
                rule, values = ("taken", {"code": code}) if code in seen else (ELSEWHERE, {})
            if name not in self._faulty.get(row, ()):
                self._note(row, name, rule, **values)
        for row, key, rule, values in self.sheet.judge(staging.TABLE):
            if not {key, "lon", "lat", "division"} & self._faulty.get(row, set()):
                self._note(row, key, rule, **values)

    def _in_sight(self, codes: set[str]) -> set[str]:
        """Those of these registry codes that the sender may see."""
        seen = self.sheet.model._default_manager.visible_to(self.by)  # type: ignore[attr-defined]
        found = seen.filter(registry_code__in=codes) if codes else seen.none()
        return set(found.values_list(CODE, flat=True))

    def _note_constraint(self, row: int, name: str) -> None:
        key, rule = self.sheet.explained.get(name, ("", "constraint"))
        concerned = _concerned(self.sheet.model, name) | {key}
        if concerned & self._concerned_columns(row):
            return
        key = key or next((one for one in self.column if one in concerned), "")
        self._note(row, key, rule, name=name)

    def _concerned_columns(self, row: int) -> set[str]:
        missing = {column.key for column in self.result.headers.missing}
        faulty = self._faulty.get(row, set()) | missing
        return faulty | ({"point"} if {"lon", "lat"} & faulty else set())

    def _note(self, row: int, key: str, rule: str, value: str = "", **values: object) -> None:
        self._faulty.setdefault(row, set()).add(key)
        said = {name: str(one) for name, one in values.items()}
        self.result.problems.append(Problem(row, key, str(value), rule, said))

    def _count(self) -> None:
        bad, counts = self.result.bad_rows, self.result.counts
        for row in bad:
            self.result.new.pop(row, None)
        self.result.changed = [one for one in self.result.changed if one.row not in bad]
        order = {key: position for position, key in enumerate(self.column)}
        self.result.problems.sort(key=lambda one: (one.row, order.get(one.column, -1)))
        counts["new"], counts["changed"] = len(self.result.new), len(self.result.changed)
        counts["bad"] = len(bad)
        counts["proposed"] = sum(one.proposes for one in self.result.changed)


def _in_parts(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while part := list(islice(rows, ROWS_AT_A_TIME)):
        yield part


def _apart(staged: Iterable[tuple[int, Any]]) -> tuple[list[Any], list[int]]:
    """Records and their rows."""
    pairs = list(staged)
    return [record for _row, record in pairs], [row for row, _record in pairs]


def _hidden_from_some(record: Any) -> set[str]:
    """The fields that are empty in the exports of those who may not see them."""
    words = {*record.hidden_fields, *record.FIELD_CLASSES}
    return {name for word in words for name in record.HIDEABLE.get(word, (word,))}


def _equal(stored: Any, given: Any) -> bool:
    return bool(stored == given) or (stored in (None, "") and given in (None, ""))


def _field(model: type[Model], key: str) -> Any:
    """The field of the model that a column fills, if it is one."""
    return next((one for one in model._meta.concrete_fields if one.name == key), None)


def _concerned(model: type[Model], name: str) -> set[str]:
    """The fields of which a constraint speaks."""
    found = next((one for one in model._meta.constraints if one.name == name), None)
    condition = getattr(found, "condition", None)
    return set(condition.referenced_base_fields) if condition is not None else set()
