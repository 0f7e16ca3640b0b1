"""Writes of users and of what belongs to their accounts."""

from collections.abc import Sequence
from typing import Any

from axes.utils import reset as forget_wrong_passwords
from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.enums import AccountEventKind, Role
from accounts.models import AccountEvent, RecoveryCode, Session, TerritoryPark, User
from accounts.second_step import CODE_LENGTH, CODES, digest, made_code, plain_code
from geo.models import Division


@transaction.atomic
def create_user(
    *,
    username: str,
    password: str,
    role: Role,
    territory: Sequence[str] = (),
    parks: Sequence[str] = (),
    is_staff: bool = False,
) -> User:
    """Create a user who acts in divisions (`territory`, by code) and `parks` (by registry code)."""
    user = User.objects.create(
        username=username,
        password=make_password(password),
        role=role,
        is_staff=is_staff,
        is_superuser=role == Role.ADMINISTRATOR,
    )
    user.territory.set(Division.objects.filter(code__in=territory))
    TerritoryPark.objects.bulk_create(TerritoryPark(user=user, registry_code=one) for one in parks)
    return user


def note(user: User, kind: AccountEventKind, by: User) -> None:
    """Keep that `by` did something to the account of `user`."""
    AccountEvent.objects.create(user=user, kind=kind, by=None if by == user else by)


@transaction.atomic
def change_password(*, password: str, current: str | None, by: User) -> None:
    """Give `by` another password; every session but the one with the key `current` ends."""
    by.set_password(password)
    by.save(update_fields=["password"])
    by.sessions.exclude(pk=current).delete()
    note(by, AccountEventKind.PASSWORD_CHANGED, by)


@transaction.atomic
def reset_password(*, password: str, by: User) -> None:
    """Give `by`, who came by a link, another password; every session ends and nobody waits."""
    by.set_password(password)
    by.save(update_fields=["password"])
    by.sessions.all().delete()
    forget_wrong_passwords(username=by.get_username())
    note(by, AccountEventKind.PASSWORD_RESET, by)


@transaction.atomic
def end_sessions(*, sessions: Sequence[Session], user: User, by: User) -> None:
    """End sessions of `user`: their own, or those of somebody whom an administrator helps."""
    if by != user:
        _check_helper(user, by)
    ended, _each = user.sessions.filter(pk__in=[session.pk for session in sessions]).delete()
    if ended:
        note(user, AccountEventKind.SESSIONS_ENDED, by)


@transaction.atomic
def issue_reset_link(*, user: User, by: User) -> None:
    """Make the links issued before worthless; the caller shows the new one once."""
    _check_helper(user, by)
    user.reset_links += 1
    user.save(update_fields=["reset_links"])
    note(user, AccountEventKind.LINK_ISSUED, by)


def may_help(user: User, helper: User) -> bool:
    """Whether `helper` may act for the account of `user`: never for one with more rights."""
    has_more = user.is_superuser and not helper.is_superuser
    return helper.is_administrator and user != helper and user.is_active and not has_more


def _check_helper(user: User, helper: User) -> None:
    if not may_help(user, helper):
        raise PermissionDenied


@transaction.atomic
def begin_step(*, by: User) -> None:
    """Draw the secret of a second step for `by`; one that is in use stays as it is."""
    devices = TOTPDevice.objects.filter(user=by)
    if not devices.filter(confirmed=True).exists():
        devices.delete()
        TOTPDevice.objects.create(user=by, name="app", confirmed=False)


@transaction.atomic
def confirm_step(*, code: str, current: str | None, by: User) -> list[str]:
    """Turn on the second step that is being set up, when its code is right: its recovery codes.

    Every session but the one with the key `current` ends. No codes: the code was wrong.
    """
    device = _locked_device(by, confirmed=False)
    if device is None or not device.verify_token(plain_code(code)):
        return []
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    by.sessions.exclude(pk=current).delete()
    note(by, AccountEventKind.STEP_ON, by)
    return _make_codes(by)


@transaction.atomic
def use_code(*, code: str, by: User) -> bool:
    """Spend a code of the app or a recovery code of `by`; False when it is not a good one."""
    typed = plain_code(code)
    device = _locked_device(by, confirmed=True)
    if len(typed) != CODE_LENGTH:
        return device is not None and bool(device.verify_token(typed))
    unused = RecoveryCode.objects.filter(user=by, digest=digest(typed), used_at=None)
    if not unused.update(used_at=timezone.now()):
        return False
    note(by, AccountEventKind.CODE_USED, by)
    return True


@transaction.atomic
def new_codes(*, by: User) -> list[str]:
    """New recovery codes for `by`; those made before are worth nothing any more."""
    note(by, AccountEventKind.CODES_MADE, by)
    return _make_codes(by)


@transaction.atomic
def end_step(*, by: User) -> None:
    """Turn off the second step of `by`, who proved to own it."""
    _forget_step(by)
    note(by, AccountEventKind.STEP_OFF, by)


@transaction.atomic
def remove_step(*, user: User, by: User) -> None:
    """Take away the second step of somebody who lost the telephone; all their sessions end."""
    _check_helper(user, by)
    _forget_step(user)
    user.sessions.all().delete()
    note(user, AccountEventKind.STEP_REMOVED, by)


def _locked_device(user: User, *, confirmed: bool) -> TOTPDevice | None:
    """The device of a user; nobody else spends one of its codes until the end."""
    devices: Any = TOTPDevice.objects.select_for_update()
    found: TOTPDevice | None = devices.filter(user=user, confirmed=confirmed).first()
    return found


def _make_codes(user: User) -> list[str]:
    RecoveryCode.objects.filter(user=user).delete()
    codes = [made_code() for _number in range(CODES)]
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=digest(code)) for code in codes)
    return codes


def _forget_step(user: User) -> None:
    TOTPDevice.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
