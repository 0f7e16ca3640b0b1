"""Rows into a table by COPY: as many fields as the model has, computed ones too."""

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Field, Model
from psycopg2 import sql

# The backslash first: those of the others stay single.
ESCAPES = {"\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
NULL = "\\N"

Row = TypeVar("Row", bound=Model)


def copy_in(rows: Iterable[Row]) -> list[Row]:
    """Write new rows of one model and give them their keys."""
    rows = list(rows)
    if not rows:
        return rows
    table = type(rows[0])._meta.db_table
    for row, key in zip(rows, new_keys(table, len(rows)), strict=True):
        row.pk = key
    copy_into(table, rows)
    return rows


def stored_fields(model: type[Model]) -> list[Any]:
    """The fields of a model that are written; the others follow from them."""
    return [field for field in model._meta.concrete_fields if not field.generated]


def copy_into(
    table: str,
    rows: Sequence[Row],
    more: Mapping[str, Sequence[Any]] = {},
    fields: Sequence[Field] | None = None,
) -> None:
    """Write rows of one model, which have their keys, into `table`, with values of other columns.

    Only `fields` are written, or all of them. `table` and the names of `more` come from code,
    never from input.
    """
    fields = stored_fields(type(rows[0])) if fields is None else fields
    names = [*(field.column for field in fields), *more]
    lines = (
        "\t".join([*(as_copied(field, row) for field in fields), *map(str, others)]) + "\n"
        for row, *others in zip(rows, *more.values(), strict=True)
    )
    columns = sql.SQL(", ").join(sql.Identifier(name) for name in names)
    command = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), columns)
    with connection.cursor() as cursor:
        cursor.copy_expert(command, io.StringIO("".join(lines)))


def new_keys(table: str, number: int) -> list[int]:
    """Take keys of a table from its sequence."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [table, number],
        )
        return [key for (key,) in cursor.fetchall()]


def as_copied(field: Field, row: Model) -> str:
    """What a field of a row is in a file for COPY."""
    value = field.pre_save(row, add=True)
    if value is None:
        return NULL
    # Text and whole numbers are what the column takes; to prepare each costs half of the time.
    if not isinstance(value, str | int):
        value = field.get_db_prep_save(value, connection)
    if isinstance(value, list):
        value = "{" + ",".join(json.dumps(one, ensure_ascii=False) for one in value) + "}"
    elif hasattr(value, "ewkb"):
        value = value.ewkb.hex()
    text = str(value)
    return text if text.isprintable() and "\\" not in text else _escaped(text)


def _escaped(text: str) -> str:
    for letter, escape in ESCAPES.items():
        text = text.replace(letter, escape)
    return text
