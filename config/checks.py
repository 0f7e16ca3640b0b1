"""Checks of the installation that Django cannot know of."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections


@register(Tags.database)
def database_reads_chinese(
    *, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Refuse a database without PostGIS, or whose ctype makes trigrams of Chinese text empty."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT datctype FROM pg_database WHERE datname = current_database()")
            ctype = cursor.fetchone()[0]
            cursor.execute("SELECT count(*) FROM pg_available_extensions WHERE name = 'postgis'")
            has_postgis = cursor.fetchone()[0]
        if "utf" not in ctype.lower():
            found.append(
                Error(
                    f"The database's LC_CTYPE is {ctype!r}: Chinese text cannot be searched in it.",
                    hint="Create it with ENCODING 'UTF8' and LC_CTYPE 'C.UTF-8', from template0.",
                    id="registry.E001",
                )
            )
        if not has_postgis:
            found.append(
                Error(
                    "The database server has no PostGIS.",
                    hint="Install postgresql-15-postgis-3 on the server.",
                    id="registry.E002",
                )
            )
    return found
