"""New rows of a file that look like a record, or like another row: shown before anything is in."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from accounts.models import User
from records.duplicates import kinds
from records.duplicates.describe import Describer
from records.duplicates.find import Match, find_duplicates
from records.duplicates.reasons import Reason, Why
from records.imports import staging

# Of more rows the reviewers' page finds them once they are in: here it would take minutes.
MOST_ROWS = 20_000
MOST_FOR_A_ROW = 3


def probable(model: type[Any], by: User, bad: set[int]) -> list[list[Any]]:
    """Rows that may be there already, likeliest first, with reasons; as JSON.

    Each is [row, name, code of a record or "", row of the file or 0, percent, reasons].
    """
    names = Describer(kinds.of(model)).fields()
    rows = [one for one in staging.new_rows(model, names) if one[0] not in bad]
    if not 0 < len(rows) <= MOST_ROWS:
        return []
    records = model.objects.visible_to(by)
    values = [one for _row, one in rows]
    found = find_duplicates(model, values, records=records, most=MOST_FOR_A_ROW)
    return [
        [rows[at][0], values[at]["name_zh"], *_other(match, rows), *_why(match)]
        for at, matches in found.items()
        for match in matches
        if not match.judgement.is_phase
    ]


def _other(match: Match, rows: list[tuple[int, dict[str, Any]]]) -> tuple[str, int]:
    return (match.code, 0) if match.row is None else ("", rows[match.row][0])


def _why(match: Match) -> tuple[int, list[list[Any]]]:
    reasons = [[one.why, one.code, one.percent, one.metres] for one in match.judgement.reasons]
    return round(match.judgement.score * 100), reasons


def shown(report: dict[str, Any], page: str) -> list[dict[str, Any]]:
    """The rows of a stored report in the reader's language; `page` is the route of a record."""
    return [
        {
            "row": row,
            "name": name,
            "code": code,
            "url": reverse(page, args=[code]) if code else "",
            "other_row": other_row,
            "reasons": [
                str(Reason(Why(why), said, share, metres)) for why, said, share, metres in reasons
            ],
        }
        for row, name, code, other_row, _percent, reasons in report.get("repeats", [])
    ]
