"""Rows written back as the log holds them. The only place that writes past the models."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.contrib.gis.db.models import GeometryField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, connection, models, transaction

from records.log.folding import Net, Values
from records.models.changes import ExactDecoder

# Columns of which the log holds only that they changed.
SECRET = {"password"}


class ExactEncoder(DjangoJSONEncoder):
    """Writes a decimal as a number of JSON where that says the same, else as text."""

    def default(self, o: Any) -> Any:
        """Give numbers to columns of JSON; columns of numbers take either."""
        if isinstance(o, Decimal):
            return float(o) if Decimal(repr(float(o))) == o else str(o)
        return super().default(o)


def model_of(table: str) -> type[models.Model] | None:
    """The model whose rows are in a table; None when there is none any more."""
    every = apps.get_models(include_auto_created=True)
    return next((model for model in every if model._meta.db_table == table), None)


def as_logged(model: Any, keys: list[Any]) -> list[Values]:
    """Rows of today as the triggers would write them into the log."""
    columns = ", ".join(_as_logged(field) for field in _fields(model._meta.db_table))
    name, key = _quoted(model._meta.db_table), _quoted(model._meta.pk.column)
    sql = f"SELECT to_jsonb(v)::text FROM (SELECT {columns} FROM {name} WHERE {key} = ANY(%s)) v"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [keys])
        return [json.loads(text, cls=ExactDecoder) for (text,) in cursor.fetchall()]


def _as_logged(field: Any) -> str:
    column = _quoted(field.column)
    return f"{column}::text AS {column}" if isinstance(field, GeometryField) else column


def put_back(nets: Iterable[Net]) -> None:
    """Make rows what they were before: take away what is new, put back what is gone.

    Foreign keys are checked at the end of the transaction, so tables need no order. Rows go
    before others come, so that they do not stand in the way of a unique constraint.
    """
    removed, altered, returned = _by_need(nets)
    for table, keys in removed.items():
        _delete(table, keys)
    for (table, columns), rows in altered.items():
        _update(table, columns, rows)
    for table, rows in returned.items():
        _insert(table, rows)


def put_back_in_steps(nets: list[Net], steps: Iterable[Net]) -> None:
    """Put rows back at once; where values were exchanged between rows, step by step."""
    try:
        with transaction.atomic():
            put_back(nets)
    except IntegrityError:
        for step in steps:
            put_back([step])


def _by_need(nets: Iterable[Net]) -> tuple[dict[str, list[Values]], dict[Any, Any], dict[str, Any]]:
    removed: dict[str, list[Values]] = defaultdict(list)
    altered: dict[tuple[str, tuple[str, ...]], list[Values]] = defaultdict(list)
    returned: dict[str, list[Values]] = defaultdict(list)
    for net in nets:
        key = {_key(net.table): net.key}
        if net.is_nothing:
            continue
        if net.before is None:
            removed[net.table].append(key)
        elif net.after is None:
            returned[net.table].append(net.before)
        else:
            altered[net.table, tuple(sorted(net.before))].append({**net.before, **key})
    return removed, altered, returned


def _key(table: str) -> str:
    model = model_of(table)
    if model is None:
        raise LookupError(table)
    return str(model._meta.pk.column)


def _rows(table: str) -> str:
    """SQL of rows that travel as JSON; PostgreSQL reads each value as its column writes it."""
    return f"jsonb_populate_recordset(NULL::{_quoted(table)}, %s::jsonb) AS r"


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _run(sql: str, rows: list[Values]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, [json.dumps(rows, cls=ExactEncoder)])


# Names of tables and columns come from the models; values travel apart.
def _delete(table: str, keys: list[Values]) -> None:
    name, key = _quoted(table), _quoted(_key(table))
    _run(f"DELETE FROM {name} AS t USING {_rows(table)} WHERE t.{key} = r.{key}", keys)  # noqa: S608


def _update(table: str, columns: tuple[str, ...], rows: list[Values]) -> None:
    columns = tuple(_without_secrets(dict.fromkeys(columns)))
    known = [_quoted(field.column) for field in _fields(table) if field.column in columns]
    if not known:
        return
    name, key = _quoted(table), _quoted(_key(table))
    values = ", ".join(f"{column} = r.{column}" for column in known)
    _run(f"UPDATE {name} AS t SET {values} FROM {_rows(table)} WHERE t.{key} = r.{key}", rows)  # noqa: S608


def _insert(table: str, rows: list[Values]) -> None:
    fields = _fields(table)
    rows = [_without_secrets(row) for row in rows]
    columns = ", ".join(_quoted(field.column) for field in fields)
    whole = [{**_defaults(fields, row), **row} for row in rows]
    chosen = ", ".join(f"r.{_quoted(field.column)}" for field in fields)
    _run(f"INSERT INTO {_quoted(table)} ({columns}) SELECT {chosen} FROM {_rows(table)}", whole)  # noqa: S608


def _without_secrets(row: Values) -> Values:
    """A row without what the log does not hold: a password stays as it is, or is none."""
    return {name: value for name, value in row.items() if name not in SECRET}


def _fields(table: str) -> list[Any]:
    model: Any = model_of(table)
    return [field for field in model._meta.concrete_fields if not field.generated]


def _defaults(fields: list[Any], row: Values) -> Values:
    """What columns hold that the table did not have yet when the row was there."""
    return {field.column: field.get_default() for field in fields if field.column not in row}
