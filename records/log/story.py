"""The story of a record: what was done to it, newest first, as a reader may know it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import GEOSGeometry
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from geo.functions import GroundShift, ground_shift
from records import collections
from records.enums import ActKind, Operation, State
from records.log.folding import netted
from records.log.restoring import model_of
from records.log.shown import Sight, Standing, closed_fields, shown_fields, sight_of
from records.log.words import Words
from records.models import Act, Change, Registered, StateChange
from records.review.editors import labelled

# More changes of one record than anybody reads; the file holds all.
MOST = 2_000
# A decision and the change of state that it made are written one right after the other.
TOGETHER = timedelta(seconds=10)
STATE = "state"


@dataclass(frozen=True)
class Line:
    """A field before and after, in words; an empty side says that there was nothing."""

    label: str
    old: str
    new: str
    # It stands for a whole row that came or went.
    is_row: bool = False


@dataclass(frozen=True)
class Shift:
    """A place or an outline before and after (EPSG:4326), with what changed on the ground."""

    label: str
    before: GEOSGeometry | None
    after: GEOSGeometry | None
    ground: GroundShift

    def as_json(self) -> dict[str, Any]:
        """Both shapes as GeoJSON, for the map."""
        return {
            "before": self.before and self.before.geojson,
            "after": self.after and self.after.geojson,
        }


@dataclass
class Entry:
    """One act, as far as the reader may know it."""

    at: datetime
    act: Act | None = None
    who: str = ""
    why: str = ""
    # What a reviewer said of single fields: what the form calls them, and what is wrong with them.
    faults: list[tuple[str, str]] = field(default_factory=list)
    moves: list[tuple[str, str]] = field(default_factory=list)
    moved_to: list[str] = field(default_factory=list)
    is_new: bool = False
    lines: list[Line] = field(default_factory=list)
    shifts: list[Shift] = field(default_factory=list)
    # The last change of the act, after which the record can be seen as it was then.
    last: int = 0
    batch: Act | None = None


def story(record: Registered, user: Any) -> list[Entry]:
    """What was done to `record`, newest first.

    Who may not read the whole log reads what was changed while the record was public.
    """
    sight = sight_of(record, user)
    now = after = Standing.of(record)
    entries = []
    for changes in _acts(_changes(record, user, sight.whole)):
        before = _standing_before(record, changes, after)
        if sight.sees(after):
            closed = closed_fields(type(record), sight, (before, after, now))
            entries.append(_entry(record, changes, sight))
            if sight.sees(before):
                _tell(entries[-1], record, changes, user, closed)
        after = before
    return _with_decisions(record, entries, sight.whole)


def _changes(record: Registered, user: Any, whole: bool) -> list[Change]:
    code = record.registry_code
    found = Change.objects.filter(registry_codes__contains=[code]).select_related("act__by")
    newest = [one for one in found.order_by("-pk")[:MOST] if _says_something(one)]
    if whole:
        return newest
    others = {one for change in newest for one in change.registry_codes} - {code}
    seen = visible_codes(others, user) | {code}
    visible = [change for change in newest if seen.issuperset(change.registry_codes)]
    return [change for change in visible if _shows_tie(change, user)]


def _says_something(change: Change) -> bool:
    """Whether more was changed than what the registry computes or keeps for itself."""
    model = model_of(change.table_name)
    if model is None or change.operation != Operation.UPDATE:
        return True
    return any(column in shown_fields(model) for column in change.after or {})


def _shows_tie(change: Change, user: Any) -> bool:
    """Whether the record that holds a relation shows it; the other one would tell on it."""
    model: Any = model_of(change.table_name)
    owner = model and model._meta.auto_created
    if not owner or not issubclass(owner, Registered):
        return True
    held = owner._default_manager.all().read_by(user).showing(relation_of(model).name)
    return bool(held.filter(registry_code__in=change.registry_codes).exists())


def visible_codes(codes: set[str], user: Any) -> set[str]:
    """Those of `codes` whose records `user` may see."""
    return {
        code
        for collection in collections.every()
        for code in collection.model.objects.visible_to(user)
        .filter(registry_code__in=codes)
        .values_list("registry_code", flat=True)
    }


def _acts(newest: Iterable[Change]) -> list[list[Change]]:
    """The changes act by act, each in its order; the act that ended last comes first."""
    acts: dict[int, list[Change]] = {}
    for change in newest:
        acts.setdefault(change.act_id, []).insert(0, change)
    return list(acts.values())


def _own(record: Registered, changes: Iterable[Change]) -> list[Change]:
    table, key = type(record)._meta.db_table, str(record.pk)
    return [one for one in changes if one.table_name == table and one.row_key == key]


def _standing_before(record: Registered, changes: list[Change], after: Standing) -> Standing:
    standing = after
    for change in reversed(_own(record, changes)):
        if change.operation == Operation.INSERT:
            return Standing(None)
        standing = standing.before(change.before or {})
    return standing


def _entry(record: Registered, changes: list[Change], sight: Sight) -> Entry:
    whole = sight.whole
    act, own = changes[-1].act, _own(record, changes)
    entry = Entry(act.at, act, last=changes[-1].pk)
    entry.is_new = any(change.operation == Operation.INSERT for change in own)
    entry.moves, entry.moved_to = _moves(own, whole)
    if whole:
        entry.who, entry.why = who(act), act.why
    entry.batch = act if whole and act.is_batch else None
    return entry


def _tell(
    entry: Entry, record: Registered, changes: list[Change], user: Any, closed: set[str]
) -> None:
    """Add what was changed: not what a record was before the reader could see it."""
    own = _own(record, changes)
    told = netted(one for one in changes if not (entry.is_new and one in own))
    entry.lines = lines_of(told, user, record, closed)
    entry.shifts = shifts_of(told, type(record), closed)


def who(act: Act) -> str:
    """Who did an act, for those who may know."""
    if act.by:
        return act.by.get_full_name() or act.by.get_username()
    if act.kind == ActKind.DATABASE:
        return _("database user %(name)s") % {"name": act.database_user}
    return ""


def _moves(own: list[Change], whole: bool) -> tuple[list[tuple[str, str]], list[str]]:
    """The moves from state to state, in words, and where they lead."""
    pairs = [
        (change.before[STATE], change.after[STATE])
        for change in own
        if change.before and change.after and STATE in change.after
    ]
    named = [(state_words(old) if whole else "", state_words(new)) for old, new in pairs]
    return named, [new for _old, new in pairs]


def state_words(state: str) -> str:
    """A state in the reader's language."""
    return str(dict(State.choices).get(state, state))


def lines_of(
    changes: list[Change], user: Any, record: Any = None, closed: Iterable[str] = ()
) -> list[Line]:
    """Fields that differ, one line each; rows that came or went, one line each."""
    told = [(change, fields) for change in changes if (fields := _fields(change, record, closed))]
    words = Words(user, _pairs(told))
    return [line for change, fields in told for line in _lines(change, fields, words)]


def _fields(change: Change, record: Any, closed: Iterable[str]) -> dict[str, Any]:
    """The fields of a change to be told: neither shapes, nor the record that it is about."""
    model = model_of(change.table_name)
    if model is None:
        return {}
    logged = {*(change.before or {}), *(change.after or {})}
    return {
        column: one
        for column, one in shown_fields(model, closed if _is_of(model, record) else ()).items()
        if column in logged
        and not isinstance(one, GeometryField)
        and not (column == STATE and issubclass(model, Registered))
        and not (
            one.is_relation
            and record is not None
            and one.related_model is type(record)
            and model is not type(record)
        )
    }


def _is_of(model: Any, record: Any) -> bool:
    return record is not None and model is type(record)


def _pairs(told: list[tuple[Change, dict[str, Any]]]) -> list[tuple[Any, Any]]:
    return [
        (one, side[column])
        for change, fields in told
        for column, one in fields.items()
        for side in (change.before, change.after)
        if side and column in side
    ]


def _lines(change: Change, fields: dict[str, Any], words: Words) -> list[Line]:
    before, after = change.before, change.after
    if before is not None and after is not None:
        found = [
            Line(_label(change, one), words.say(one, before.get(name)), words.say(one, after[name]))
            for name, one in fields.items()
        ]
        return [line for line in found if line.old != line.new]
    row = row_words(fields, before or after or {}, words)
    return [Line(_table_words(change), row if before else "", row if after else "", True)]


def row_words(fields: dict[str, Any], row: dict[str, Any], words: Words) -> str:
    """A row in one text: what it ties together first, by name alone; the rest with labels."""
    names = [words.say(one, row.get(name)) for name, one in fields.items() if one.is_relation]
    rest = [
        _("%(label)s: %(value)s") % {"label": one.verbose_name, "value": said}
        for name, one in fields.items()
        if not one.is_relation and (said := words.say(one, row.get(name)))
    ]
    return _("; ").join([*filter(None, names), *rest])


def _label(change: Change, one: Any) -> str:
    """The name of a field; of a row below a record also what the row is."""
    model: Any = model_of(change.table_name)
    if issubclass(model, Registered | User):
        return capfirst(str(one.verbose_name))
    return capfirst(f"{model._meta.verbose_name} · {one.verbose_name}")


def _table_words(change: Change) -> str:
    """What a row is; a table that Django made for a relation is called by the relation."""
    model: Any = model_of(change.table_name)
    if model._meta.auto_created:
        return capfirst(str(relation_of(model).verbose_name))
    return capfirst(str(model._meta.verbose_name))


def relation_of(model: Any) -> Any:
    """The relation for which Django made a table; None for a table of another kind."""
    owner = model._meta.auto_created
    ties = owner._meta.many_to_many if owner else ()
    return next((one for one in ties if one.remote_field.through is model), None)


def shifts_of(changes: list[Change], owner: Any, closed: Iterable[str]) -> list[Shift]:
    """Places and outlines that changed, with what that is on the ground."""
    return [
        shift_of(one, change.before, change.after)
        for change in changes
        if (model := model_of(change.table_name))
        for column, one in shown_fields(model, closed if model is owner else ()).items()
        if isinstance(one, GeometryField)
        and ((change.before or {}).get(column) or (change.after or {}).get(column))
    ]


def shift_of(one: Any, before: Any, after: Any) -> Shift:
    """A field of two rows as the log holds them, and what lies between them on the ground."""
    old, new = (
        GEOSGeometry(side[one.column]) if side and side.get(one.column) else None
        for side in (before, after)
    )
    return Shift(capfirst(str(one.verbose_name)), old, new, ground_shift(old, new))


def _with_decisions(record: Registered, entries: list[Entry], whole: bool) -> list[Entry]:
    """Add the decisions that the log does not hold, and reasons that only they hold."""
    decisions = StateChange.objects.filter(registry_code=record.registry_code)
    for decision in decisions.select_related("by"):
        logged = _logged(decision, entries)
        if logged and whole:
            logged.why = logged.why or decision.reason
            logged.faults = labelled(type(record), decision.field_reasons)
        elif not logged and whole:
            entries.append(_decided(decision, labelled(type(record), decision.field_reasons)))
    return sorted(entries, key=lambda entry: (entry.at, entry.last), reverse=True)


def _logged(decision: StateChange, entries: list[Entry]) -> Entry | None:
    near = (one for one in entries if decision.to_state in one.moved_to)
    return next((one for one in near if abs(one.at - decision.at) < TOGETHER), None)


def _decided(decision: StateChange, faults: list[tuple[str, str]]) -> Entry:
    move = (state_words(decision.from_state), state_words(decision.to_state))
    name = decision.by.get_full_name() or decision.by.get_username()
    return Entry(decision.at, who=name, why=decision.reason, faults=faults, moves=[move])
