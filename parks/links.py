"""A link in its chain: what stands before, after and beside it, and who is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import MultiPoint
from django.db.models import Count
from django.http import QueryDict

from accounts.audience import Reader
from parks.enums import OrderBasis
from parks.models import Chain, ChainLink
from records.filters.results import Group, Results
from records.visibility import linked_fields

SHOWN = 6


@dataclass(frozen=True)
class Step:
    """A link with the number of records of each kind at it, as (words of the kind, number)."""

    link: ChainLink
    counts: list[tuple[str, int]]


@dataclass(frozen=True)
class Neighbour:
    """The link before or after another, the basis of that order, and who is at it."""

    link: ChainLink
    basis: str
    groups: list[tuple[Group, list[Any]]]


def steps_of(chain: Chain, groups: list[Group]) -> list[Step]:
    """The links of a chain in order; one query counts a kind of record at all of them."""
    counts = [(group.label, _by_link(group.filterset.qs, chain)) for group in groups]
    return [
        Step(link, [(label, at[link.pk]) for label, at in counts if link.pk in at])
        for link in chain.links.all()
    ]


def _by_link(records: Any, chain: Chain) -> dict[int, int]:
    path = records.model.CHAIN_PATH
    holder = path.split("__")[0]
    shown = records.showing(holder) if holder in linked_fields(records.model) else records
    at = shown.order_by().filter(**{f"{path}__chain": chain, f"{path}__link__isnull": False})
    counted = at.values(f"{path}__link").annotate(n=Count("pk", distinct=True))
    return {row[f"{path}__link"]: row["n"] for row in counted}


def query_of(link: ChainLink) -> QueryDict:
    """The query that finds who is at a link."""
    query = QueryDict(mutable=True)
    query["link"] = f"{link.chain.slug}/{link.slug}"
    return query


def beside(link: ChainLink, links: list[ChainLink]) -> list[ChainLink]:
    """The links that stand in no order with this one."""
    if link.order_basis != OrderBasis.PARALLEL:
        return []
    here, first, last = links.index(link), links.index(link), links.index(link)
    while first and links[first - 1].order_basis == OrderBasis.PARALLEL:
        first -= 1
    while last + 1 < len(links) and links[last + 1].order_basis == OrderBasis.PARALLEL:
        last += 1
    return links[first:here] + links[here + 1 : last + 1]


def before_and_after(link: ChainLink, links: list[ChainLink]) -> dict[str, tuple[Any, str]]:
    """The neighbours in order; a link says itself how it follows the one before it."""
    here = links.index(link)
    found: dict[str, tuple[Any, str]] = {}
    if here and link.order_basis != OrderBasis.PARALLEL:
        found["before"] = (links[here - 1], link.get_order_basis_display())
    after = links[here + 1 : here + 2]
    if after and after[0].order_basis != OrderBasis.PARALLEL:
        found["after"] = (after[0], after[0].get_order_basis_display())
    return found


def neighbour(
    link: ChainLink, basis: str, kinds: list[str], here: MultiPoint | None, user: Reader
) -> Neighbour:
    """Who is at a neighbouring link, those nearest to the points `here` first."""
    groups = [group for group in Results(query_of(link), kinds, user=user).groups if group.count]
    return Neighbour(link, basis, [(group, _nearest(group, here)) for group in groups])


def _nearest(group: Group, here: MultiPoint | None) -> list[Any]:
    records: Any = group.filterset.qs
    return (records.nearest_first(here) if here else records).cards(0, SHOWN)


def points_of(groups: list[Group]) -> MultiPoint | None:
    """The points of all records of `groups` (EPSG:4326) as one geometry; None for none."""
    found: list[Any] = [group.filterset.qs for group in groups]
    points = [
        point
        for records in found
        for point in records.placed().order_by("point").values_list("point", flat=True).distinct()
    ]
    return MultiPoint(*points, srid=4326) if points else None
