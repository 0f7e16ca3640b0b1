"""Answers of the database, kept while the data stay as they are."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

_MISSING = object()


class Answers:
    """What the database says about `records` in this state (`version`) of the data.

    The SQL of the records is the key: queries that are written differently share their answers.
    Nothing is kept without a version.
    """

    def __init__(self, version: str, records: QuerySet) -> None:
        self.key = _digest(version, records) if version else ""

    def get(self, what: str, ask: Callable[[], Any]) -> Any:
        """The answer to the question called `what`, asked only when it is not known."""
        if not self.key:
            return ask()
        key = _name(self.key, what)
        known = cache.get(key, _MISSING)
        if known is _MISSING:
            known = ask()
            cache.set(key, known, timeout=None)
        return known


def _digest(version: str, records: QuerySet) -> str:
    """Name the records; empty where there can be none."""
    try:
        sql, params = records.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return ""
    plain = [getattr(param, "ewkb", param) for param in params]
    return _name(version, sql, plain)


def _name(*parts: Any) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()
