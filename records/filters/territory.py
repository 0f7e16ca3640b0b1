"""Counting records by division and belt: each division counts for all that it is part of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet

from geo.models import BeltMember, Division
from records.filters.counting import ByKey, marked
from records.models import BeltRecord

if TYPE_CHECKING:
    from records.filters.filterset import RecordFilterSet

# What a key of a filterset's records says about where they lie.
Places = dict[Any, set[str]]


def divisions_above() -> dict[str, list[str]]:
    """Each division with itself and all that it is part of, by code."""
    parents = dict(Division.objects.order_by().values_list("code", "parent"))
    return {code: _chain(code, parents) for code in parents}


def _chain(code: str | None, parents: dict[str, Any]) -> list[str]:
    return [code, *_chain(parents[code], parents)] if code else []


def belt_members() -> dict[str, set[str]]:
    """The belts of each division that is a member of one."""
    return marked(BeltMember.objects.order_by().values_list("division", "belt__slug"))


def belt_statements() -> dict[str, set[str]]:
    """The belts in which a statement places a record, by registry code."""
    return marked(BeltRecord.objects.order_by().values_list("registry_code", "belt__slug"))


def division_counting(filterset: RecordFilterSet) -> ByKey:
    """Count a record once for each of its divisions and of all that these are part of."""
    return ByKey(filterset.place_key, filterset.places())


def belt_counting(filterset: RecordFilterSet) -> ByKey:
    """Count a record for the belts of its divisions and those that a statement puts it in."""
    members = filterset.read(belt_members)
    belts = {
        key: {belt for code in codes for belt in members.get(code, ())}
        for key, codes in filterset.places().items()
    }
    statements = filterset.read(belt_statements)
    prefix = f"{cast(Any, filterset._meta.model).CODE_PREFIX}-"
    stated = [code for code in statements if code.startswith(prefix)]

    def by_statement_alone(records: QuerySet) -> list[str]:
        found = records.order_by().filter(registry_code__in=stated)
        placed = found.values_list("registry_code", filterset.place_key)
        return [belt for code, key in placed for belt in statements[code] - belts.get(key, set())]

    return ByKey(filterset.place_key, belts, besides=by_statement_alone)
