"""Batches of a user: what they did, in numbers and record by record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from records import collections
from records.enums import BATCH_KINDS, Operation
from records.log.folding import netted
from records.log.story import Line, lines_of
from records.models import Act, Change

# An act of so many rows is listed like a batch, whatever it was.
MANY = 10
# Changes of a batch that one page shows; the file holds all.
SHOWN = 200


def batches_of(user: Any) -> QuerySet[Act]:
    """The batches and other acts of many rows that `user` did; administrators see all."""
    if not user.is_authenticated:
        return Act.objects.none()
    many = Change.objects.filter(act=OuterRef("pk")).values("pk")[MANY - 1 : MANY]
    acts = Act.objects.filter(Q(kind__in=BATCH_KINDS) | Exists(many))
    if not user.is_administrator:
        acts = acts.filter(by=user)
    return acts.select_related("by", "undoes")


def counted(acts: list[Act]) -> list[Act]:
    """Give each act the numbers of rows that it added, changed and deleted."""
    numbers = Change.objects.filter(act__in=acts).order_by().values("act", "operation")
    found = {(row["act"], row["operation"]): row["n"] for row in numbers.annotate(n=Count("pk"))}
    undone = set(Act.objects.filter(undoes__in=acts).values_list("undoes", flat=True))
    for act in acts:
        for operation in Operation:
            setattr(act, f"{operation}s", found.get((act.pk, operation.value), 0))
        act.was_undone = act.pk in undone  # type: ignore[attr-defined]
    return acts


@dataclass(frozen=True)
class Touched:
    """A record, or what belongs to none, and what an act changed of it."""

    code: str
    record: Any
    is_new: bool
    is_gone: bool
    lines: list[Line]


def touched(act: Act, user: Any) -> list[Touched]:
    """What an act changed, record by record."""
    by_code: dict[str, list[Change]] = {}
    for change in netted(act.changes.order_by("pk")[:SHOWN]):
        by_code.setdefault(next(iter(change.registry_codes), ""), []).append(change)
    known = _records(set(by_code), user)
    return [_touched(code, known.get(code), by_code[code], user) for code in sorted(by_code)]


def _records(codes: set[str], user: Any) -> dict[str, Any]:
    return {
        record.registry_code: record
        for collection in collections.every()
        for record in collection.model.objects.visible_to(user).filter(registry_code__in=codes)
    }


def _touched(code: str, record: Any, changes: list[Change], user: Any) -> Touched:
    whole = [
        change for change in changes if code in _own_codes(change) and change.operation != "update"
    ]
    told = [change for change in changes if change not in whole]
    return Touched(
        code,
        record,
        any(change.operation == Operation.INSERT for change in whole),
        any(change.operation == Operation.DELETE for change in whole),
        lines_of(told, user, record),
    )


def _own_codes(change: Change) -> set[str]:
    """The code of the record whose own row a change is."""
    row = change.before or change.after or {}
    return {row["registry_code"]} if "registry_code" in row else set()
