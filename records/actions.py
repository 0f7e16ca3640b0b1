"""Writes that every registered thing shares."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from records.enums import TRANSITIONS, State
from records.models import CodeCounter, Registered, StateChange


def next_registry_code(*, prefix: str) -> str:
    """Take the next code of a kind. Must run inside the transaction that stores the record."""
    counter, _created = CodeCounter.objects.select_for_update(of=("self",)).get_or_create(
        prefix=prefix, defaults={"last_number": 0}
    )
    counter.last_number += 1
    counter.save(update_fields=["last_number"])
    return str(counter)


def keep_counter_above(*, codes: Sequence[str]) -> None:
    """Make sure that none of `codes`, which came from outside, is ever given out again."""
    for prefix in {code.split("-")[0] for code in codes}:
        highest = max(int(code.split("-")[1]) for code in codes if code.startswith(f"{prefix}-"))
        counter, _created = CodeCounter.objects.get_or_create(
            prefix=prefix, defaults={"last_number": highest}
        )
        if counter.last_number < highest:
            CodeCounter.objects.filter(pk=prefix).update(last_number=highest)


@transaction.atomic
def submit(*, record: Registered, by: User) -> None:
    """Hand a draft, or a record that was returned, to the reviewers.

    Raises PermissionDenied for a record of somebody else, ValidationError when it was handed in.
    """
    if record.created_by_id != by.pk or not by.may_register:
        raise PermissionDenied
    _move(record, State.SUBMITTED, by)


@transaction.atomic
def publish(*, record: Registered, by: User, reason: str = "", version: str = "") -> None:
    """Show a submitted record to everybody; `version` is the one that `by` looked at."""
    _check_reviewer(record, by)
    _check_version(record, version)
    _move(record, State.PUBLISHED, by, reason.strip())


@transaction.atomic
def send_back(*, record: Registered, by: User, reason: str, version: str = "") -> None:
    """Return a submitted record to the one who entered it, saying why."""
    _check_reviewer(record, by)
    _check_version(record, version)
    if not reason.strip():
        raise ValidationError(
            {"reason": _("Say what has to be changed before this can be published.")}
        )
    _move(record, State.RETURNED, by, reason.strip())


def _check_reviewer(record: Registered, by: User) -> None:
    if not type(record).objects.reviewable_by(by).filter(pk=record.pk).exists():
        raise PermissionDenied


def _check_version(record: Registered, version: str) -> None:
    """Refuse to act on a record that is no longer what was looked at."""
    current = type(record).objects.select_for_update(of=("self",)).get(pk=record.pk)
    if version and current.version != version:
        raise ValidationError(
            _("This record was changed after you opened it. Look at it again, then decide."),
            code="changed",
        )


def _wrong_state(record: Registered) -> ValidationError:
    """The error that says in which state a record is and that nothing was done."""
    return ValidationError(
        _("This record is “%(state)s” now and cannot be moved. Reload the page to see it.")
        % {"state": record.get_state_display()}
    )


def _move(record: Registered, to_state: State, by: User, reason: str = "") -> None:
    locked = type(record).objects.select_for_update(of=("self",)).get(pk=record.pk)
    if to_state not in TRANSITIONS[locked.state]:
        raise _wrong_state(locked)
    StateChange.objects.create(
        registry_code=locked.registry_code,
        from_state=locked.state,
        to_state=to_state,
        by=by,
        reason=reason,
    )
    record.state = to_state
    record.changed_by = by
    record.save(update_fields=["state", "changed_by", "changed_at"])
