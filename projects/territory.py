"""Where a user enters projects: in divisions, and in parks whatever divisions these lie in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q

from accounts.models import User
from geo.models import Division
from geo.querysets import DivisionQuerySet
from parks.models import Park


def parks_of(user: User) -> Any:
    """The parks for whose committees `user` acts, with all their parts."""
    parks: Any = Park.objects.all()
    inside = Q(pk__in=[])
    for code in user.audience.parks:
        inside |= Q(registry_code=code) | parks.park_territory_q(code)
    return parks.filter(inside)


def divisions_of(user: User) -> DivisionQuerySet:
    """The divisions in which `user` can enter a project, those of the parks among them."""
    if not user.audience.parks:
        return user.divisions()
    parks = parks_of(user).order_by()
    return Division.objects.filter(
        Q(pk__in=user.divisions().order_by().values("pk"))
        | Q(pk__in=parks.values("division"))
        | Q(pk__in=parks.filter(more_divisions__isnull=False).values("more_divisions"))
    )


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
