"""What the tables hold, byte by byte."""

from django.apps import apps
from django.db import connection

ROOMS = ("geo", "records", "parks", "projects")
# Only says when the fixtures were loaded last.
NOT_FACTS = {"records_fixtureload"}


def tables():
    """The tables of the rooms that hold facts, with those between two models."""
    models = [
        model
        for room in ROOMS
        for model in apps.get_app_config(room).get_models(include_auto_created=True)
    ]
    return sorted({model._meta.db_table for model in models} - NOT_FACTS)


def contents(*names):
    """A digest of every row of each table.

    It holds the transaction that wrote a row, so that writing the same again shows as well.
    """
    return {name: _digest(name) for name in names or tables()}


def _digest(table):
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), md5(string_agg(xmin::text || t::text, '|' ORDER BY t::text)) "  # noqa: S608
            f'FROM "{table}" t'
        )
        return cursor.fetchone()
