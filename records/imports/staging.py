"""A table like that of the records, on which the database itself judges rows before they are in.

The check constraints of the real table are put to the staged rows as they stand in the catalogue
of the database, so an import has no second set of rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection, models

from geo.copying import NULL, as_copied, copy_into, new_keys, stored_fields
from geo.search import SearchTextField

TABLE = "import_staging"
ROW, IS_NEW = "import_row", "import_is_new"


def create(blank: models.Model) -> None:
    """Make the table; it is gone with the transaction.

    What a new row does not say is as in `blank`, so only what rows say has to be sent.
    """
    model = type(blank)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
        cursor.execute(f"CREATE TEMP TABLE {TABLE} (LIKE {_table(model)}) ON COMMIT DROP")
        fields: Any = model._meta.concrete_fields
        for field in fields:
            # A row with a bad cell is judged by its other cells, so any cell may be empty.
            name = connection.ops.quote_name(field.column)
            cursor.execute(f"ALTER TABLE {TABLE} ALTER {name} DROP NOT NULL")
        for field in stored_fields(model):
            value = as_copied(field, blank)
            if value != NULL:
                name = connection.ops.quote_name(field.column)
                cursor.execute(f"ALTER TABLE {TABLE} ALTER {name} SET DEFAULT %s", [value])
        cursor.execute(f"ALTER TABLE {TABLE} ADD {ROW} integer, ADD {IS_NEW} boolean")


def stage_new(records: Sequence[Any], rows: Sequence[int], blank: Any, *, to_write: bool) -> None:
    """Put records that a file would add, copies of `blank`, beside their rows; they get keys.

    What is found by their names takes longer to compute than all else, and only what is written
    needs it.
    """
    if not records:
        return
    for record, key in zip(records, new_keys(blank._meta.db_table, len(records)), strict=True):
        record.pk = key
    fields = stored_fields(type(blank)) if to_write else judged_fields(type(blank))
    said = [field for field in fields if _says(field, records, blank)]
    copy_into(TABLE, records, {ROW: rows, IS_NEW: [True] * len(rows)}, said)


def judged_fields(model: type[models.Model]) -> list[Any]:
    """The fields of which something can be wrong: all that are not computed from names."""
    return [one for one in stored_fields(model) if not isinstance(one, SearchTextField)]


def _says(field: Any, records: Sequence[Any], blank: Any) -> bool:
    """Whether a record has another value than `blank`, or one that is computed for each."""
    if isinstance(field, SearchTextField):
        return True
    name = field.attname
    usual = blank.__dict__[name]
    return any(record.__dict__[name] is not usual for record in records)


def stage_stored(records: Sequence[Any], rows: Sequence[int]) -> None:
    """Put records that a file would change beside their rows."""
    if records:
        fields = judged_fields(type(records[0]))
        copy_into(TABLE, records, {ROW: rows, IS_NEW: [False] * len(rows)}, fields)


def new_rows(model: type[Any], names: Sequence[str]) -> list[tuple[int, dict[str, Any]]]:
    """The number and the named fields of each staged row that is new, in their order."""
    columns = {name: model._meta.get_field(name).attname for name in names}
    chosen = ", ".join(connection.ops.quote_name(column) for column in columns.values())
    found = model.objects.raw(
        f"SELECT {ROW}, {chosen} FROM {TABLE} WHERE {IS_NEW} ORDER BY {ROW}"  # noqa: S608
    )
    # A new record has neither code nor key that anybody knows.
    unknown = dict.fromkeys({"id", "registry_code"} & columns.keys())
    return [
        (
            getattr(one, ROW),
            {name: getattr(one, column) for name, column in columns.items()} | unknown,
        )
        for one in found
    ]


def broken_constraints(model: type[models.Model]) -> Iterator[tuple[int, str]]:
    """Each row and the name of a check constraint that it breaks."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname, pg_get_expr(conbin, conrelid) FROM pg_constraint "
            "WHERE conrelid = %s::regclass AND contype = 'c' ORDER BY conname",
            [model._meta.db_table],
        )
        selects = [
            f"SELECT {ROW}, '{name}' FROM {TABLE} WHERE ({condition}) IS FALSE"  # noqa: S608
            for name, condition in cursor.fetchall()
        ]
        cursor.execute(f"ANALYZE {TABLE}")
        cursor.execute(" UNION ALL ".join(selects))
        yield from cursor.fetchall()


def taken(model: type[models.Model]) -> Iterator[tuple[int, str, str, int]]:
    """Each row whose unique value another record or an earlier row has: field, code or row."""
    for name in unique_columns(model):
        field: Any = model._meta.get_field(name)
        column = connection.ops.quote_name(field.column)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT s.{ROW}, coalesce(t.registry_code, ''), coalesce(s.first, 0) FROM ("  # noqa: S608
                f"SELECT id, {ROW}, {column}, min({ROW}) OVER (PARTITION BY {column}) AS first "
                f"FROM {TABLE} WHERE {column}::text <> '') s LEFT JOIN {_table(model)} t "
                f"ON t.{column} = s.{column} AND t.id <> s.id "
                f"WHERE t.id IS NOT NULL OR s.first <> s.{ROW}"
            )
            for row, code, first in cursor.fetchall():
                yield row, name, code, first


def unique_columns(model: type[models.Model]) -> list[str]:
    """Fields of which each value stands in one record; the code is given out by the registry."""
    single = [
        constraint.fields[0]
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and len(constraint.fields) == 1
    ]
    own = [field.name for field in model._meta.concrete_fields if field.unique]
    return [name for name in {*single, *own} if name not in {"id", "registry_code"}]


def insert(model: type[Any], bad: Sequence[int], above: int) -> dict[int, int]:
    """Write the new rows that are not bad, with codes above a number: the key of each row."""
    columns = [field.column for field in stored_fields(model) if field.column != "registry_code"]
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    number = f"({above} + row_number() OVER (ORDER BY {ROW}))::text"
    code = f"'{model.CODE_PREFIX}-' || lpad({number}, greatest(4, length({number})), '0')"
    wanted = f"FROM {TABLE} WHERE {IS_NEW} AND NOT {ROW} = ANY(%s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_table(model)} (registry_code, {names}) SELECT {code}, {names} {wanted}",
            [list(bad)],
        )
        cursor.execute(f"SELECT {ROW}, id {wanted} ORDER BY {ROW}", [list(bad)])
        return dict(cursor.fetchall())


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)
