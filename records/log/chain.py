"""Files of the log whose rows are chained: each carries a mark of itself and of all before it.

The mark is HMAC-SHA256 with a key made of SECRET_KEY (RFC 2104), so whoever changes a row cannot
make marks that fit. The last row says how many there are, so that the end cannot be cut off.
"""

from __future__ import annotations

import csv
import hmac
import json
from collections.abc import Iterable, Iterator
from typing import TextIO

from django.conf import settings
from django.utils.crypto import salted_hmac

from records.log.export import HEAD, MARK, rows
from records.models import Change

SALT = "records.log.chain"
END = "end"
Row = list[str]


class Broken(Exception):
    """A file that is not as it was written; its text says where."""


def chained(found: Iterable[Row], key: str) -> Iterator[Row]:
    """The rows, then one with their number; each with its mark at the end."""
    mark, number = "", 0
    for number, row in enumerate(found, start=1):  # noqa: B007
        mark = _mark(row, mark, key)
        yield [*row, mark]
    end = [END, str(number)]
    yield [*end, _mark(end, mark, key)]


def verify(table: Iterable[Row], key: str) -> int:
    """How many rows a file has; raises Broken for the first row that is not as it was written."""
    mark, number = "", 0
    for row in table:
        if not row or not hmac.compare_digest(row[-1], _mark(row[:-1], mark, key)):
            raise Broken(f"Row {number + 1}: it, or a row before it, was changed or taken out.")
        if row[0] == END:
            return number
        mark, number = row[-1], number + 1
    raise Broken(f"The file ends after {number} rows without its last one: the end is cut off.")


def verify_file(file: TextIO) -> int:
    """How many rows an exported file has, by today's key or one that it replaced; else Broken."""
    table = list(csv.reader(file))
    *former, last = [*map(str, settings.SECRET_KEY_FALLBACKS), settings.SECRET_KEY]
    for key in former:
        try:
            return _without_head(table, key)
        except Broken:
            continue
    return _without_head(table, last)


def _without_head(table: list[Row], key: str) -> int:
    # The head is chained too, but is no row of the log.
    return verify(table, key) - 1


def write(changes: Iterable[Change], file: TextIO) -> int:
    """Write changes with their marks; gives the number of rows."""
    file.write(MARK)
    writer, number = csv.writer(file), 0
    for number, row in enumerate(chained(_table(changes), settings.SECRET_KEY)):  # noqa: B007
        writer.writerow(row)
    return number - 1


def _table(changes: Iterable[Change]) -> Iterator[Row]:
    yield list(HEAD)
    yield from rows(changes)


def _mark(row: Row, before: str, key: str) -> str:
    text = before + json.dumps(row, ensure_ascii=False)
    return salted_hmac(SALT, text, secret=key, algorithm="sha256").hexdigest()
