"""Previous and next of a record in the result that the reader came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import QueryDict
from django.urls import reverse

from accounts.audience import Reader
from records import collections
from records.filters.results import RECORDS_ON_A_PAGE, narrowing

# Parameters that belong to one page only and are not taken along to the next record.
LEFT_BEHIND = ("lang", "page", "select")


@dataclass(frozen=True)
class Pager:
    """The place of a record in a result; addresses are empty at its ends."""

    number: int
    total: int
    previous_url: str
    next_url: str
    back_url: str
    is_from_map: bool


def pager(record: Any, query: QueryDict, user: Reader) -> Pager | None:
    """Place a record in the result of `query`; None when it is not in there or the query is wrong.

    The result is that of the filter set, in the very order of the lists.
    """
    filterset = collections.of(record).filtered(narrowing(query), user=user)
    if filterset.problems or filterset.unknown_parameters:
        return None
    return _placed(record, filterset.qs, query)


def _placed(record: Any, result: Any, query: QueryDict) -> Pager | None:
    names = list(result.query.order_by or result.model._meta.ordering)
    own = result.filter(pk=record.pk).values_list(*names).first()
    if own is None:
        return None
    before = _beside(names, own, "lt")
    counted = result.order_by().aggregate(total=Count("pk"), before=Count("pk", filter=before))
    taken = _taken_along(query)
    return Pager(
        number=counted["before"] + 1,
        total=counted["total"],
        previous_url=_url(result.filter(before).reverse().first(), taken),
        next_url=_url(result.filter(_beside(names, own, "gt")).first(), taken),
        back_url=_back(record, query, counted["before"]),
        is_from_map="show" in query,
    )


def _beside(names: list[str], own: tuple[Any, ...], lookup: str) -> Q:
    """Match what sorts before (`lt`) or after (`gt`) a row with the values `own`."""
    condition, same = Q(), Q()
    for name, value in zip(names, own, strict=True):
        condition |= same & Q(**{f"{name}__{lookup}": value})
        same &= Q(**{name: value})
    return condition


def _taken_along(query: QueryDict) -> str:
    kept = query.copy()
    for name in LEFT_BEHIND:
        kept.pop(name, None)
    text = kept.urlencode()
    return f"?{text}" if text else ""


def _url(record: Any, taken: str) -> str:
    return record.get_absolute_url() + taken if record else ""


def _back(record: Any, query: QueryDict, before: int) -> str:
    """The map with the record selected when the reader came from there; else its page of a list."""
    kept = query.copy()
    for name in LEFT_BEHIND:
        kept.pop(name, None)
    if "show" in query:
        kept["select"] = record.registry_code
        return f"{reverse('map')}?{kept.urlencode()}"
    if before >= RECORDS_ON_A_PAGE:
        kept["page"] = str(before // RECORDS_ON_A_PAGE + 1)
    text = kept.urlencode()
    return reverse(collections.of(record).slug) + (f"?{text}" if text else "")
