"""Key figures of projects and enterprises. Money is in yuan."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from projects.enums import Watch
from projects.models import Enterprise, Project
from records.figures import Figure, counted, in_thousands, joined, kept_back, not_known
from records.filters.results import Group
from records.templatetags.registry import yi_yuan


def projects_figures(projects: Any, number: int, url: str) -> list[Figure]:
    """How many projects, and what is known of their investment."""
    figures = [counted(_("Projects"), number, url)]
    return [*figures, known_investment(projects, number)] if number else figures


def known_investment(projects: Any, number: int) -> Figure:
    """The sum of the investments that are known, of how many, and of how many it is unknown."""
    sums = projects.known_investment()
    label, unknown = _("Known investment"), number - sums["known"]
    if not sums["known"]:
        return not_known(label, _("known of no project"))
    said = _("known of %(known)s, unknown of %(unknown)s") if unknown else _("of all projects")
    note = said % {"known": in_thousands(sums["known"]), "unknown": in_thousands(unknown)}
    return Figure(label, yi_yuan(sums["sum_yuan"]), note)


def enterprises_figures(enterprises: Any, number: int, url: str) -> list[Figure]:
    """How many enterprises."""
    return [counted(_("Enterprises"), number, url)]


def enterprise_figures(enterprise: Enterprise, inside: list[Group]) -> list[Figure]:
    """The figures of one enterprise; `inside` are its projects and the parks they are in."""
    projects, parks = inside
    sector = enterprise.sector
    return [
        Figure(_("Kind"), enterprise.get_kind_display()),
        Figure(_("Sector"), sector.name) if sector else not_known(_("Sector")),
        *projects_figures(projects.filterset.qs, projects.count, "#inside-projects"),
        counted(_("Parks with its projects"), parks.count, "#inside-parks"),
    ]


def _stage_note(project: Any) -> str:
    """Of when the stage is, and whether somebody should look at it."""
    year = _("as of %(year)s, not of today") % {"year": project.stage_year}
    notes = [year if project.stage_year else _("the year of this stage is unknown")]
    if project.watch == Watch.OVERDUE:
        notes.append(_("it was to start on %(date)s") % {"date": project.planned_start.isoformat()})
    elif project.watch == Watch.STALE:
        unheard = {"n": settings.STALE_AFTER_MONTHS}
        notes.append(_("to verify: nothing heard for %(n)d months") % unheard)
    return joined(notes)


def project_figures(project: Project) -> list[Figure]:
    """The figures of one project."""
    return [
        _investment(project),
        Figure(
            _("Stage"),
            project.get_stage_display(),
            _stage_note(project),
        ),
        _enterprises(project),
    ]


def _investment(project: Project) -> Figure:
    label = _("Investment")
    if "investment" in project.kept_back:
        return kept_back(label)
    scope = project.get_investment_scope_display()
    return Figure(label, yi_yuan(project.investment_yuan), scope)


def _enterprises(project: Project) -> Figure:
    label = _("Enterprises")
    if "enterprise" in project.kept_back:
        return kept_back(label)
    if project.enterprises.all():
        return counted(label, len(project.enterprises.all()))
    if project.enterprise_text:
        return Figure(label, project.enterprise_text, _("as the source names it"))
    return not_known(label)
