"""Databases for synthetic data. Their names end in `_bench`; no other is ever written to."""

import os
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql

ENDING = "_bench"


class NotForBenchmarks(Exception):
    """The database may hold real records."""


def name_for(projects: int) -> str:
    """The database beside that of DATABASE_URL for so many projects."""
    return f"{urlsplit(os.environ['DATABASE_URL']).path[1:]}_{projects}{ENDING}"


def url_of(name: str) -> str:
    """DATABASE_URL with another database, which must be one for benchmarks."""
    refuse_real(name)
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def refuse_real(name: str) -> None:
    """Raise NotForBenchmarks when the name does not say that the database may be filled."""
    if not name.endswith(ENDING):
        raise NotForBenchmarks(
            f"“{name}” may hold real records: a database for benchmarks ends in {ENDING}."
        )


def recreate(name: str) -> None:
    """Make the database anew, empty."""
    refuse_real(name)
    maintenance = urlsplit(os.environ["DATABASE_URL"])._replace(
        scheme="postgresql", path="/postgres"
    )
    connection = psycopg2.connect(maintenance.geturl())
    connection.autocommit = True
    with connection.cursor() as cursor:
        target = sql.Identifier(name)
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(target))
        cursor.execute(
            sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(target)
        )
    connection.close()
