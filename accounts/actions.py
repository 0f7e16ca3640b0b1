"""Writes of users."""

from collections.abc import Sequence

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.enums import Role
from accounts.models import TerritoryPark, User
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
