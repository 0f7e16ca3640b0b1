"""Where a user acts: in divisions, and for parks whatever divisions these lie in."""

from __future__ import annotations

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
    """The divisions in which `user` can enter something, those of the parks among them."""
    if not user.audience.parks:
        return user.divisions()
    parks = parks_of(user).order_by()
    return Division.objects.filter(
        Q(pk__in=user.divisions().order_by().values("pk"))
        | Q(pk__in=parks.values("division"))
        | Q(pk__in=parks.filter(more_divisions__isnull=False).values("more_divisions"))
    )
