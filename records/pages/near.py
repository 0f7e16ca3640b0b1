"""What lies near a record. Distances are in kilometres on the ground, between EPSG:4326 points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from accounts.audience import Reader
from records import collections
from records.filters.results import FEW, Group, Results

KM = 25


@dataclass(frozen=True)
class Near:
    """Records of one kind around a record, itself left out, the nearest first."""

    group: Group
    count: int
    shown: list[Any]


def near(record: Any, user: Reader, km: int = KM) -> list[Near] | None:
    """The records of every kind within `km` kilometres; None for a record without a point."""
    if not getattr(record, "point", None) or not record.is_published:
        return None
    query = query_near(record, km)
    kinds = [collection.slug for collection in collections.with_place()]
    groups = Results(query, kinds, user=user).groups
    found = [_near(group, others(group.filterset.qs, record)) for group in groups]
    return [one for one in found if one.count]


def query_near(record: Any, km: int = KM) -> QueryDict:
    """The query that finds what lies around a record."""
    query = QueryDict(mutable=True)
    query.update({"near": record.registry_code, "km": str(km)})
    return query


def _near(group: Group, records: Any) -> Near:
    return Near(group, records.count(), records.cards(0, FEW))


def others(records: Any, record: Any) -> Any:
    """The records without `record` itself."""
    return records.exclude(registry_code=record.registry_code)
