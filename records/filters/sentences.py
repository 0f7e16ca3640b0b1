"""Sentences about the records of a query: how many, what of them, where most are, what leads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

if TYPE_CHECKING:
    from records.filters.results import Group

# So many may share the first place and still be named.
MOST_LEADERS = 2


@dataclass(frozen=True)
class Summary:
    """What a kind of record says of itself: "37 parks", clauses, what leads, whole sentences."""

    number: str
    clauses: list[str] = field(default_factory=list)
    leads: str = ""
    more: list[str] = field(default_factory=list)


def sentences(groups: list[Group]) -> list[str]:
    """Say what `groups` hold; the first sentence stands as the title of the list."""
    if not any(group.count for group in groups):
        return [_none(groups)]
    said = [(group, group.summary) for group in groups if group.count]
    if len(groups) == 1:
        [(group, summary)] = said
        clauses = [summary.number, *summary.clauses, *_where([group])]
        return [capfirst(_sentence(clauses, summary.leads)), *summary.more]
    *others, last = [summary.number for _group, summary in said]
    numbers = (
        pgettext("numbers of records", "%(things)s and %(last)s")
        % {"things": _(", ").join(others), "last": last}
        if others
        else last
    )
    title = _sentence([numbers, *_where([group for group, _summary in said])])
    return [title, *(one for group, summary in said for one in _of_kind(group, summary))]


def _none(groups: list[Group]) -> str:
    if len(groups) > 1:
        return _("Nothing found.")
    return _("No %(kind)s found.") % {"kind": groups[0].label.lower()}


def _of_kind(group: Group, summary: Summary) -> list[str]:
    """What is left to say of one kind where the title counts them all."""
    about = _sentence(summary.clauses, summary.leads)
    if not about:
        return summary.more
    said = _("%(kind)s: %(about)s") % {"kind": group.label, "about": about}
    return [said, *summary.more]


def _sentence(clauses: list[str], last: str = "") -> str:
    parts = [pgettext("between clauses", ", ").join(clauses), last]
    text = pgettext("before the last clause", "; ").join(part for part in parts if part)
    return text + pgettext("end of a sentence", ".") if text else ""


def in_a_row(things: list[str]) -> str:
    """Things as a sentence lists them: "a, b and c"."""
    *others, last = things
    if not others:
        return last
    return _("%(things)s and %(last)s") % {"things": _(", ").join(others), "last": last}


def leaders(counts: Mapping[str, int], names: Mapping[str, str]) -> list[str]:
    """The names with the greatest count; none when too many share it."""
    most = max((counts.get(value, 0) for value in names), default=0)
    first = [name for value, name in names.items() if most and counts.get(value, 0) == most]
    return first if len(first) <= MOST_LEADERS else []


def _where(groups: list[Group]) -> list[str]:
    """Where the records are, when that is not what was asked for."""
    filterset = groups[0].filterset
    if filterset.chosen("division"):
        return []
    counts = sum((Counter(group.tally.within("division")) for group in groups), Counter())
    options = filterset.filter_called("division").options
    names = {one.value: one.label for one in options if not one.depth and not one.hidden}
    first = leaders(counts, names)
    if not first:
        return []
    return [_place(first, counts, names, sum(group.count for group in groups))]


def _place(first: list[str], counts: Mapping[str, int], names: Mapping[str, str], n: int) -> str:
    said = {"places": in_a_row(first)}
    there = len(first) * max(counts.get(value, 0) for value in names)
    if there < n:
        return _("most in %(places)s") % said
    several_in_one = n > 1 and len(first) == 1
    return (_("all in %(places)s") if several_in_one else _("in %(places)s")) % said


def leading_sector(group: Group) -> str:
    """The sector of most records, when that is not what was asked for."""
    asked = any(group.filterset.chosen(name) for name in ("sector", "sector_main"))
    if group.count == 1 or asked:
        return ""
    options = group.filterset.filter_called("sector").options
    names = {one.value: one.label for one in options if one.term}
    first = leaders(group.tally.within("sector"), names)
    return _("led by %(sectors)s") % {"sectors": in_a_row(first).lower()} if first else ""
