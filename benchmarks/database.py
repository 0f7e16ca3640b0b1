"""Databases for synthetic data. Their names end in `_bench`; no other is ever written to."""

import os
from urllib.parse import SplitResult, urlsplit

import django
import psycopg2
from psycopg2 import sql

ENDING = "_bench"


class NotForBenchmarks(Exception):
    """The database may hold real records."""


def name_for(projects: int) -> str:
    """The database beside that of DATABASE_URL for so many projects."""
    return f"{_given().path[1:]}_{projects}{ENDING}"


def url_of(name: str) -> str:
    """DATABASE_URL with another database, which must be one for benchmarks."""
    refuse_real(name)
    return _given()._replace(path=f"/{name}").geturl()


def use(name: str) -> None:
    """Point Django at the database, with the settings of a server."""
    os.environ["DATABASE_URL"] = url_of(name)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.production"
    django.setup()


def _given() -> SplitResult:
    if "DATABASE_URL" not in os.environ:
        raise SystemExit("DATABASE_URL is not set. First:  . .local/env")
    return urlsplit(os.environ["DATABASE_URL"])


def refuse_real(name: str) -> None:
    """Raise NotForBenchmarks when the name does not say that the database may be filled."""
    if not name.endswith(ENDING):
        raise NotForBenchmarks(
            f"“{name}” may hold real records: a database for benchmarks ends in {ENDING}."
        )


def recreate(name: str) -> None:
    """Make the database anew, empty."""
    refuse_real(name)
    maintenance = _given()._replace(scheme="postgresql", path="/postgres")
    connection = psycopg2.connect(maintenance.geturl())
    connection.autocommit = True
    with connection.cursor() as cursor:
        target = sql.Identifier(name)
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(target))
        cursor.execute(
            sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(target)
        )
    connection.close()
