"""The enterprises beside an enterprise: of the same sector, and seated in the same prefecture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.audience import Reader
from geo.enums import DivisionLevel
from geo.models import Division
from projects.models import Enterprise
from records.filters.results import FEW, Group, Results
from records.pages.near import others


@dataclass(frozen=True)
class Peers:
    """What the enterprises have in common, all of them, and the first few without the one."""

    key: str
    title: str
    group: Group
    shown: list[Any]


def peers(enterprise: Enterprise, user: Reader) -> list[Peers]:
    """Those of the same sector, then those nearby; nothing where there are no others."""
    found = []
    if enterprise.sector:
        title = _("Enterprises of the same sector")
        found.append(_peers(enterprise, user, title, sector=enterprise.sector.slug))
    seat = _prefecture(enterprise.division)
    if seat:
        title = _("Enterprises seated in %(place)s") % {"place": seat.name}
        found.append(_peers(enterprise, user, title, division=seat.code))
    return [one for one in found if one.shown]


def _peers(enterprise: Enterprise, user: Reader, title: str, **shared: str) -> Peers:
    query = QueryDict(mutable=True)
    query.update(shared)
    [group] = Results(query, ["enterprises"], user=user).selected
    rest: Any = others(group.filterset.qs, enterprise)
    [key] = shared
    return Peers(key, title, group, rest.cards(0, FEW))


def _prefecture(division: Division | None) -> Division | None:
    if division is None or division.level == DivisionLevel.PROVINCE:
        return None
    return division if division.level == DivisionLevel.PREFECTURE else division.parent
