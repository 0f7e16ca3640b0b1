"""In which datum and order the coordinates of a whole file are written, as a report keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from accounts.models import User
from geo.datums import Datum
from records.imports.columns import Reading
from records.intake.files import Proposal, Stated, propose_datum


def proposed(stated: Sequence[Stated], reading: Reading, by: User) -> dict[str, Any] | None:
    """The reading that fits a file better than `reading` by more than chance, as JSON, or None.

    `inside` of `of` points then lie where their rows say, where `now` do. `also` are the datums
    that cannot be told from it; the plainest of them is taken. `ahead` is the lead over the next
    reading in per cent of the rows.
    """
    found = propose_datum(stated, by=by)
    if found is None or not found.best.inside:
        return None
    used = (Datum(reading.datum or Datum.WGS84), reading.swapped)
    alike = [found.best, *found.rivals]
    if used in [(one.datum, one.swapped) for one in alike]:
        return None
    chosen = min(alike, key=lambda one: list(Datum).index(one.datum))
    now = [one.inside for one in found.ranking if (one.datum, one.swapped) == used]
    return {
        "datum": chosen.datum.value,
        "swapped": chosen.swapped,
        "inside": chosen.inside,
        "of": chosen.of,
        "now": now[0] if now else 0,
        "also": [one.datum.value for one in alike if one is not chosen],
        "ahead": _ahead(found),
    }


def _ahead(found: Proposal) -> int:
    """How far the readings that fit are ahead of those that do not, in per cent of the rows."""
    behind = found.ranking[1 + len(found.rivals) :]
    inside = behind[0].inside if behind else 0
    return round((found.best.inside - inside) / found.best.of * 100)


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
