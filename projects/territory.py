"""Where a user enters projects: in divisions, and in parks whatever divisions these lie in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.models import User
from geo.models import Division
from parks.models import Park
from parks.territory import parks_of


def acts_in(user: User, division: Division, park: Park | None) -> bool:
    """Whether a project in `division`, and in `park` if any, is one of the territory of `user`."""
    if user.divisions().filter(pk=division.pk).exists():
        return True
    return park is not None and bool(parks_of(user).filter(pk=park.pk).exists())


def territory_of(user: User) -> Callable[[Any], bool]:
    """Whether a project, stored or not, is one of the territory of `user`, for many projects."""
    divisions = set(user.divisions().values_list("pk", flat=True))
    parks = set(parks_of(user).values_list("pk", flat=True))
    return lambda project: project.division_id in divisions or project.park_id in parks
