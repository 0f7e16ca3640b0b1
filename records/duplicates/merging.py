"""Two records side by side: which values differ, and which of them a merge takes by default."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst

from accounts.models import User
from geo.enums import Confidence
from geo.search import stored_in
from records.enums import State

# Kept by the registry itself; the state is that of the record that stays.
BOOKKEEPING = {
    "id",
    "registry_code",
    "aliases",
    "state",
    "created_by",
    "created_at",
    "changed_by",
    "changed_at",
}
SUREST = [Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW]


def mergeable_by(records: Any, user: User) -> Any:
    """Keep records on which `user` decides: a reviewer's territory, without others' drafts."""
    if not user.may_review:
        return records.none()
    if user.is_administrator:
        return records.exclude(state=State.DRAFT)
    return records.in_territory_of(user).exclude(state=State.DRAFT)


def own_fields(model: Any) -> list[Any]:
    """The fields of a record that somebody states."""
    computed = {*BOOKKEEPING, *stored_in(model)}
    fields = model._meta.concrete_fields
    return [field for field in fields if field.name not in computed and not field.generated]


@dataclass(frozen=True)
class Choice:
    """A field in which two records differ, in words, and which value is taken by default."""

    name: str
    label: str
    kept: str
    dropped: str
    takes_dropped: bool


def choices(kept: Any, dropped: Any) -> list[Choice]:
    """The fields in which two records differ."""
    return [
        Choice(
            field.name,
            capfirst(field.verbose_name),
            in_words(kept, field),
            in_words(dropped, field),
            _prefers_dropped(kept, dropped, field),
        )
        for field in own_fields(type(kept))
        if getattr(kept, field.attname) != getattr(dropped, field.attname)
    ]


def _prefers_dropped(kept: Any, dropped: Any, field: Any) -> bool:
    """The filled one; else that of the better sourced record; else that of the newer."""
    mine, other = (getattr(one, field.attname) for one in (kept, dropped))
    if _is_empty(mine) or _is_empty(other):
        return _is_empty(mine)
    return _standing(dropped) > _standing(kept)


def _is_empty(value: Any) -> bool:
    return value in (None, "", "unknown") or value == []


def _standing(record: Any) -> tuple[int, Any]:
    return -SUREST.index(record.confidence), record.changed_at


def in_words(record: Any, field: Any) -> str:
    """The value of a field as a reader sees it; empty where there is none."""
    value = getattr(record, field.name)
    if value is None:
        return ""
    if field.choices:
        return str(getattr(record, f"get_{field.name}_display")())
    if hasattr(value, "coords") and getattr(value, "geom_type", "") == "Point":
        return f"{value.x:.5f}, {value.y:.5f}"
    if hasattr(value, "year"):
        return date_format(value, "Y-m-d")
    return str(value)
