"""Writes that move records from state to state, as the table of moves allows."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from records.enums import State
from records.log.acting import logged
from records.models import Registered, StateChange
from records.review.actors import actors_of
from records.review.editors import editor_of, values_now
from records.review.values import Values
from records.transitions import TABLE, Move


@logged
def move(
    *,
    record: Registered,
    to_state: State,
    by: User,
    reason: str = "",
    field_reasons: Mapping[str, str] | None = None,
    version: str = "",
) -> StateChange:
    """Move a record to another state; `version` is the one that `by` looked at.

    `field_reasons` says of fields of the record's form what is wrong with them. Raises
    PermissionDenied for who may never make such a move with this record, and ValidationError when
    the record is in another state or was changed meanwhile, or when a reason is missing.
    """
    locked = lock(record)
    row = _row(locked, to_state, by)
    check_version(locked, version)
    said = {name: text.strip() for name, text in (field_reasons or {}).items() if text.strip()}
    if row.needs_reason and not reason.strip() and not said:
        raise ValidationError({"reason": _("Say why: whoever reads the history needs to know.")})
    change = StateChange.objects.create(
        registry_code=locked.registry_code,
        from_state=locked.state,
        to_state=to_state,
        by=by,
        reason=reason.strip(),
        field_reasons=said,
        values=_values(locked, by) if to_state == State.RETURNED else None,
    )
    record.state = to_state
    record.changed_by = by
    record.save(update_fields=["state", "changed_by", "changed_at"])
    return change


def submit(*, record: Registered, by: User) -> None:
    """Hand a draft, or a record that was returned, to the reviewers."""
    move(record=record, to_state=State.SUBMITTED, by=by)


def publish(*, record: Registered, by: User, reason: str = "", version: str = "") -> None:
    """Show a record that waits to everybody."""
    move(record=record, to_state=State.PUBLISHED, by=by, reason=reason, version=version)


def send_back(
    *,
    record: Registered,
    by: User,
    reason: str,
    field_reasons: Mapping[str, str] | None = None,
    version: str = "",
) -> None:
    """Return a record that waits to the one who entered it, saying why."""
    move(
        record=record,
        to_state=State.RETURNED,
        by=by,
        reason=reason,
        field_reasons=field_reasons,
        version=version,
    )


def _values(locked: Registered, by: User) -> Values | None:
    """What the form of a record holds now, where its kind has one."""
    return values_now(locked, by) if editor_of(locked) else None


def lock(record: Registered) -> Any:
    """The record as it is stored now; nobody else moves or changes it until the end."""
    return type(record).objects.select_for_update(of=("self",)).get(pk=record.pk)


def check_version(locked: Registered, version: str) -> None:
    """Refuse to act on a record that is no longer what was looked at."""
    if version and locked.version != version:
        raise ValidationError(
            _("This record was changed after you opened it. Look at it again, then decide."),
            code="changed",
        )


def _row(locked: Registered, to_state: State, by: User) -> Move:
    """The row of the table by which `by` moves the record."""
    actors = actors_of(locked, by)
    rows = [row for row in TABLE if row.to_state == to_state and row.who & actors]
    if not rows:
        raise PermissionDenied
    for row in rows:
        if row.from_state == locked.state:
            return row
    raise ValidationError(
        _("This record is “%(state)s” now, so this cannot be done. Reload the page to see it.")
        % {"state": locked.get_state_display()},
        code="state",
    )
