"""Writes of users."""

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.enums import Role
from accounts.models import User
from geo.models import Division


@transaction.atomic
def create_user(
    *, username: str, password: str, role: Role, territory: list[str], is_staff: bool = False
) -> User:
    """Create a user who acts in the divisions with the codes of `territory`."""
    user = User.objects.create(
        username=username,
        password=make_password(password),
        role=role,
        is_staff=is_staff,
        is_superuser=role == Role.ADMINISTRATOR,
    )
    user.territory.set(Division.objects.filter(code__in=territory))
    return user
