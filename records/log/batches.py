"""Batches of a user: what they did, in numbers and record by record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from records.enums import BATCH_KINDS, Operation
from records.log.folding import netted
from records.log.story import Line, Shift, lines_of, shifts_of
from records.log.subjects import ACCOUNT, found, is_itself, subject_of
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


def acts_of(user: Any) -> QuerySet[Act]:
    """The acts whose page `user` may open: administrators all, others their batches."""
    if user.is_authenticated and user.is_administrator:
        return Act.objects.select_related("by", "undoes")
    return batches_of(user)


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
    """A record, an account, or what belongs to neither, and what an act changed of it."""

    # The registry code of a record; empty for all else.
    code: str
    record: Any
    account: Any
    is_new: bool
    is_gone: bool
    lines: list[Line]
    shifts: list[Shift]


def touched(changes: Iterable[Change], user: Any) -> list[Touched]:
    """What changes come to, record by record and account by account."""
    by_subject: dict[tuple[str, str], list[Change]] = {}
    for change in netted(changes):
        by_subject.setdefault(subject_of(change), []).append(change)
    known = found(by_subject, user)
    return [
        _touched(subject, known.get(subject), by_subject[subject], user)
        for subject in sorted(by_subject)
    ]


def _touched(subject: tuple[str, str], thing: Any, changes: list[Change], user: Any) -> Touched:
    is_account = subject[0] == ACCOUNT
    whole = [one for one in changes if is_itself(one) and one.operation != Operation.UPDATE]
    told = [one for one in changes if one not in whole]
    return Touched(
        "" if is_account else subject[1],
        None if is_account else thing,
        thing if is_account else None,
        any(one.operation == Operation.INSERT for one in whole),
        any(one.operation == Operation.DELETE for one in whole),
        lines_of(told, user, thing),
        shifts_of(told, type(thing), ()),
    )
