"""Key figures of parks and bases."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from parks.enums import ParkLevel
from parks.models import Park, Sector
from records.figures import Figure, counted, in_thousands, joined, not_known
from records.filters.results import Group
from records.templatetags.registry import hectares

LEADING = 3


def parks_figures(parks: Any, number: int, url: str) -> list[Figure]:
    """How many parks of each level, and the sectors that most of them name."""
    figures = [counted(_("Parks"), number, url, levels_in_words(parks))]
    return [*figures, leading_sectors(parks)] if number else figures


def levels_in_words(parks: Any) -> str:
    """The number of parks of each level that occurs, the highest first."""
    rows = parks.order_by().values("level").annotate(n=Count("pk", distinct=True))
    numbers = {row["level"]: row["n"] for row in rows}
    return joined(
        f"{label} {in_thousands(numbers[value])}"
        for value, label in ParkLevel.choices
        if value in numbers
    )


def leading_sectors(parks: Any) -> Figure:
    """The sectors that most parks name among their leading industries, and how many name none."""
    ranked: list[Any] = list(Sector.objects.ranked(parks)[:LEADING])
    said = [f"{sector.name} {in_thousands(sector.number)}" for sector in ranked]
    unknown = parks.without_industry().count()
    if unknown:
        said.append(_("unknown %(n)s") % {"n": in_thousands(unknown)})
    label = _("Leading sector")
    if not ranked:
        return not_known(label, joined(said))
    return Figure(label, ranked[0].name, joined(said))


def bases_figures(bases: Any, number: int, url: str) -> list[Figure]:
    """How many bases."""
    return [counted(_("Bases"), number, url)]


def park_figures(park: Park, inside: list[Group]) -> list[Figure]:
    """The figures of one park; `inside` are the records in it and in its parts."""
    groups = {group.slug: group for group in inside}
    parts = groups["parks"]
    within = [counted(_("Parks inside it"), parts.count, "#inside-parks")] if parts.count else []
    return [
        Figure(_("Level"), park.get_level_display()),
        Figure(_("Approved area"), hectares(park.approved_area_ha)),
        *_projects(groups["projects"], bool(parts.count)),
        counted(_("Bases"), groups["bases"].count, "#inside-bases"),
        counted(_("Titles"), len(park.designations.all()), "#titles"),
        *within,
    ]


def _projects(group: Group, has_parts: bool) -> list[Figure]:
    note = _("those of the parks inside it too") if has_parts and group.count else ""
    figures = group.collection.figures(group.filterset.qs, group.count, "#inside-projects")
    return [Figure(figures[0].label, figures[0].value, note, figures[0].url), *figures[1:]]
