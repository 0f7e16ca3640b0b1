"""The log as a table for a spreadsheet."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.timezone import localtime

from records.log.restoring import ExactEncoder
from records.log.story import who
from records.models import Change

HEAD = (
    "at",
    "act",
    "kind",
    "by",
    "why",
    "request",
    "records",
    "table",
    "row",
    "operation",
    "column",
    "before",
    "after",
)
# A spreadsheet would compute what begins so.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
# Lets spreadsheets in Chinese offices read UTF-8.
MARK = "\ufeff"


class _Echo:
    """Gives the lines back that a writer of CSV would put into a file."""

    def write(self, text: str) -> str:
        return text


def safe(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    text = str(value)
    is_number = text.lstrip("-").replace(".", "", 1).isdigit()
    return f"'{text}" if text.startswith(FORMULA) and not is_number else text


def rows(changes: Iterable[Change]) -> Iterator[list[str]]:
    """One row for each column that differs, or for each row that came or went."""
    for change in changes:
        act = change.act
        head = [localtime(act.at).isoformat(), act.pk, act.kind, who(act), act.why, act.request]
        head += ["; ".join(change.registry_codes), change.table_name, change.row_key]
        for column in sorted({*(change.before or {}), *(change.after or {})}):
            sides = (_cell(side, column) for side in (change.before, change.after))
            yield [safe(value) for value in (*head, change.operation, column, *sides)]


def _cell(side: dict[str, Any] | None, column: str) -> str:
    value = (side or {}).get(column)
    if value is None:
        return ""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, cls=ExactEncoder)
    return str(value)


def as_csv(changes: Any, name: str) -> StreamingHttpResponse:
    """A file of changes, UTF-8 with its mark, as they come from the database."""
    response = StreamingHttpResponse(_lines(changes), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _lines(changes: Any) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield MARK + writer.writerow(HEAD)
    found = changes.select_related("act__by").order_by("pk")
    for row in rows(found.iterator(chunk_size=1000)):
        yield writer.writerow(row)
