"""A record as it was after one of its changes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.db import models
from django.utils.text import capfirst

from records.log.folding import Values, fold
from records.log.restoring import as_logged, model_of
from records.log.shown import Sight, Standing, closed_fields, shown_fields, sight_of
from records.log.story import Shift, relation_of, row_words, shift_of
from records.log.words import Words
from records.models import Change, Registered


@dataclass(frozen=True)
class Fact:
    """A field, or the rows of one kind, then and today, in words."""

    label: str
    then: list[str]
    today: list[str]

    @property
    def differs(self) -> bool:
        """Whether it is otherwise today."""
        return self.then != self.today


Rows = dict[str, Values]


@dataclass(frozen=True)
class Moment:
    """The rows of a record then and today, and how far the reader sees."""

    then: dict[Any, Rows]
    today: dict[Any, Rows]
    words: Words
    sight: Sight
    closed: set[str]

    def fields(self, model: Any, owner: Any) -> dict[str, Any]:
        """The fields of a table that the reader sees."""
        return shown_fields(model, self.closed if model is owner else ())


class Past:
    """A record as it was after its change `last`, as far as `user` may know it."""

    def __init__(self, record: Registered, last: int, user: Any) -> None:
        self.model, self.key = type(record), str(record.pk)
        sight = sight_of(record, user)
        every = _parts(record)
        self.parts = [one for one in every if sight.whole or _is_own(one[0], self.model)]
        today = {part: _today(part, link, record) for part, link in self.parts}
        then = _then(record, last, today)
        now = Standing.of(record)
        standings = (now, now.before(then[self.model].get(self.key, {})))
        closed = closed_fields(self.model, sight, standings)
        both = [(part, rows) for side in (today, then) for part, rows in side.items()]
        self.moment = Moment(then, today, Words(user, _pairs(both)), sight, closed)

    def facts(self) -> list[Fact]:
        """Its facts, each beside that of today."""
        facts = _own_facts(self.model, self.key, self.moment)
        for part, link in self.parts[1:]:
            facts += _part_facts(part, link, self.moment)
        return [fact for fact in facts if fact.then or fact.today]

    def shapes(self) -> list[Shift]:
        """Where it was: from where it is today, if that is elsewhere, to where it was then."""
        then, today = (
            side[self.model].get(self.key, {}) for side in (self.moment.then, self.moment.today)
        )
        fields = self.moment.fields(self.model, self.model)
        return [
            shift_of(one, today if today.get(column) != then[column] else None, then)
            for column, one in fields.items()
            if isinstance(one, GeometryField) and then.get(column)
        ]


def _is_own(part: Any, model: Any) -> bool:
    """Whether a table says something of the record itself, not something of others about it."""
    return part._meta.auto_created in (False, model)


def _parts(record: Registered) -> list[tuple[Any, str]]:
    """The tables that a record's facts stand in, and the field that leads to the record."""
    relations = type(record)._meta.get_fields(include_hidden=True)
    parts = [
        (one.related_model, one.field.name)  # type: ignore[union-attr]
        for one in relations
        if one.auto_created
        and not one.concrete
        and not one.many_to_many
        and one.on_delete is models.CASCADE  # type: ignore[union-attr]
    ]
    return [(type(record), "pk"), *parts]


def _today(model: Any, link: str, record: Registered) -> Rows:
    keys = model._base_manager.filter(**{link: record.pk}).values_list("pk", flat=True)
    key = model._meta.pk.column
    return {str(row[key]): row for row in as_logged(model, list(keys))}


def _then(record: Registered, last: int, today: dict[Any, Rows]) -> dict[Any, Rows]:
    """Today's rows with every later change taken back."""
    later = Change.objects.filter(registry_codes__contains=[record.registry_code], pk__gt=last)
    then: dict[Any, Rows] = defaultdict(dict)
    for model, rows in today.items():
        then[model] = dict(rows)
    for net in fold(later.order_by("pk")).values():
        model = model_of(net.table)
        if model is None or model not in today:
            continue
        if net.before is None:
            then[model].pop(net.key, None)
        else:
            then[model][net.key] = {**then[model].get(net.key, {}), **net.before}
    return then


def _pairs(both: list[tuple[Any, Rows]]) -> list[tuple[Any, Any]]:
    return [
        (one, row[column])
        for model, rows in both
        for column, one in shown_fields(model).items()
        for row in rows.values()
        if column in row
    ]


def _own_facts(model: Any, key: str, moment: Moment) -> list[Fact]:
    old, new = moment.then[model].get(key, {}), moment.today[model].get(key, {})
    return [
        Fact(
            capfirst(str(one.verbose_name)),
            _said(moment.words, one, old),
            _said(moment.words, one, new),
        )
        for one in moment.fields(model, model).values()
    ]


def _said(words: Words, one: Any, row: Values) -> list[str]:
    said = words.say(one, row.get(one.column))
    return [said] if said else []


def _part_facts(model: Any, link: str, moment: Moment) -> list[Fact]:
    tie = relation_of(model)
    if tie and tie.name in moment.closed:
        return []
    fields = {
        column: one
        for column, one in shown_fields(model).items()
        if one.name != link and not isinstance(one, GeometryField)
    }
    sides = [
        sorted(
            row_words(fields, row, moment.words)
            for row in side[model].values()
            if moment.sight.whole or moment.words.knows(fields, row)
        )
        for side in (moment.then, moment.today)
    ]
    label = tie.verbose_name if tie else model._meta.verbose_name_plural
    return [Fact(capfirst(str(label)), *sides)]
