"""The pairs of records on which a reviewer decides whether they are one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.models import User
from records.duplicates import kinds
from records.duplicates.compare import Judgement
from records.duplicates.describe import Describer
from records.duplicates.find import find_duplicates
from records.duplicates.merging import mergeable_by
from records.filters.kept import Answers
from records.models import Distinction
from records.versions import data_version

MOST_PAIRS = 200


@dataclass
class Pair:
    """Two records that may be one, what speaks for it, and what a clerk said against it."""

    first: Any
    second: Any
    judgement: Judgement
    distinction: Distinction | None = None

    @property
    def url(self) -> str:
        """Where the two stand side by side."""
        return reverse("duplicate-pair", args=[self.first.registry_code, self.second.registry_code])


def pairs_of(user: User) -> list[Pair]:
    """The pairs in the territory of `user` that nobody decided on, the likeliest first."""
    known = {(one.code, one.other_code): one for one in Distinction.objects.select_related("by")}
    found = [
        (codes, kind.model, judgement)
        for kind in kinds.every()
        for codes, judgement in _likely(mergeable_by(kind.model.objects.all(), user))
        if not (codes in known and known[codes].is_final)
    ]
    found.sort(key=lambda one: (one[2].is_phase, -one[2].score, one[0]))
    return _with_records(found[:MOST_PAIRS], known)


def _likely(records: Any) -> list[tuple[tuple[str, str], Judgement]]:
    """Codes in order, and how likely they are one; asked again only when the data changed."""
    answers = Answers(data_version(), records)
    found: list[tuple[tuple[str, str], Judgement]] = answers.get(
        "duplicates", lambda: _find(records)
    )
    return found


def _find(records: Any) -> list[tuple[tuple[str, str], Judgement]]:
    fields = Describer(kinds.of(records.model)).fields()
    rows = list(records.order_by("registry_code").values(*fields))
    found = find_duplicates(records.model, rows, records=records.none())
    codes = [row["registry_code"] for row in rows]
    pairs = {
        _in_order(codes[position], match.code): match.judgement
        for position, matches in found.items()
        for match in matches
    }
    return list(pairs.items())


def _in_order(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _with_records(
    found: list[tuple[tuple[str, str], Any, Judgement]],
    known: dict[tuple[str, str], Distinction],
) -> list[Pair]:
    records: dict[str, Any] = {}
    for model in {model for _codes, model, _judgement in found}:
        codes = {code for pair, own, _judgement in found if own is model for code in pair}
        rows = model.objects.filter(registry_code__in=codes).with_card()
        records |= {row.registry_code: row for row in rows}
    return [
        Pair(records[codes[0]], records[codes[1]], judgement, known.get(codes))
        for codes, _model, judgement in found
    ]
