"""In which datum and order the coordinates of a whole file were written, told by its divisions."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from geo.datums import Datum
from geo.forensics import Finding, division_outlines, examine
from records.imports.columns import Reading

# So many rows tell it as well as all of them, and in a moment.
MOST_EXAMINED = 1_000

# Of a row: the first and the second number as written, and the code of the stated division.
Stated = tuple[Decimal, Decimal, str]


def proposed(stated: Sequence[Stated], reading: Reading) -> dict[str, Any] | None:
    """The reading that fits a file better than `reading` by more than chance, as JSON, or None.

    `inside` of `of` points then lie in their division, where `now` do. `also` are the datums that
    the divisions cannot tell from it; the plainest of them is taken. `ahead` is the lead over the
    next reading in per cent of the rows.
    """
    some = stated[:: max(1, len(stated) // MOST_EXAMINED)]
    outlines = division_outlines([code for _x, _y, code in some])
    pairs = [(float(x), float(y)) for x, y, _code in some]
    finding = examine(pairs, [code for _x, _y, code in some], outlines) if pairs else None
    if finding is None or not finding.best.inside:
        return None
    used = (Datum(reading.datum or Datum.WGS84), reading.swapped)
    alike = [finding.best, *finding.rivals]
    if used in [(one.datum, one.swapped) for one in alike]:
        return None
    chosen = min(alike, key=lambda one: list(Datum).index(one.datum))
    now = [one.inside for one in finding.scores if (one.datum, one.swapped) == used]
    return {
        "datum": chosen.datum.value,
        "swapped": chosen.swapped,
        "inside": chosen.inside,
        "of": chosen.of,
        "now": now[0] if now else 0,
        "also": [one.datum.value for one in alike if one is not chosen],
        "ahead": _ahead(finding),
    }


def _ahead(finding: Finding) -> int:
    """How far the readings that fit are ahead of those that do not, in per cent of the rows."""
    behind = finding.scores[1 + len(finding.rivals) :]
    return round((finding.best.share - (behind[0].share if behind else 0)) * 100)


def shown(report: dict[str, Any], key: str) -> dict[str, Any] | None:
    """A reading that a report holds under `key`, with the name of its datum."""
    held = report.get(key)
    if not held:
        return None
    also = " / ".join(str(Datum(one).label) for one in held.get("also", []))
    return {**held, "name": Datum(held["datum"] or Datum.WGS84).label, "also": also}


def reading_of(report: dict[str, Any]) -> Reading:
    """How the sender said that the file is to be read."""
    return Reading(**report.get("reading", {}))
