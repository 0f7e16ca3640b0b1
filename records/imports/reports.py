"""What a check found, as it is kept with the job and shown to its sender."""

from __future__ import annotations

from typing import Any

from records.imports.checks import Checked
from records.imports.rules import MOST_KEPT, Problem

MOST_CHANGES = 2_000


def stored(checked: Checked) -> dict[str, Any]:
    """The report as JSON; texts are made when somebody reads it, in the reader's language."""
    headers = checked.headers
    return {
        "sheet_name": checked.sheet_name,
        "header_row": checked.header_row,
        "columns": {column.key: position for position, (column, _unit) in headers.found.items()},
        "unknown": headers.unknown,
        "counts": dict(checked.counts),
        "number": len(checked.problems),
        "is_unusable": checked.is_unusable,
        "problems": [problem.stored() for problem in checked.problems[:MOST_KEPT]],
        "proposed_reading": checked.proposed_reading,
        "repeats": checked.repeats[:MOST_CHANGES],
        "changes": [
            [one.row, one.record.registry_code, one.shown, one.proposes]
            for one in checked.changed[:MOST_CHANGES]
        ],
    }


def problems(report: dict[str, Any]) -> list[Problem]:
    """The problems of a stored report."""
    return [Problem(*one) for one in report.get("problems", [])]
