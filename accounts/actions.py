"""Writes of users and of what belongs to their accounts."""

from collections.abc import Sequence

from axes.utils import reset as forget_wrong_passwords
from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.enums import AccountEventKind, Role
from accounts.models import AccountEvent, Session, TerritoryPark, User
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
    AccountEvent.objects.create(user=user, kind=kind, by=by)


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
