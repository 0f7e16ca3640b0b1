"""The collections of this room, announced to the pages, exports and map that serve them."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from projects import figures, filters
from projects.models import Enterprise, Project, ProjectChain
from records import collections
from records.collections import Collection
from records.properties import LOCATED_PROPERTIES, REGISTERED_PROPERTIES, division_properties


def project_properties() -> dict[str, Any]:
    """What a project carries in GeoJSON."""
    enterprises = Project.enterprises.through.objects.filter(project=OuterRef("pk"))
    chains = (
        ProjectChain.objects.filter(project=OuterRef("pk")).order_by("chain__position").distinct()
    )
    return {
        **LOCATED_PROPERTIES,
        "sector": F("sector__slug"),
        "chains": ArraySubquery(chains.values("chain__slug")),
        "enterprises": ArraySubquery(
            enterprises.order_by("enterprise__registry_code").values("enterprise__name_zh")
        ),
        "park": F("park__registry_code"),
        **division_properties("division"),
        "stage": F("stage"),
        "stage_year": F("stage_year"),
        "investment_yuan": F("investment_yuan"),
        "investment_scope": F("investment_scope"),
        "capacity": F("capacity"),
        "in_plan": F("in_plan"),
        "plan_section": F("plan_section"),
    }


def enterprise_properties() -> dict[str, Any]:
    """What an enterprise would carry; it has no place, so no file of it is offered."""
    return {**REGISTERED_PROPERTIES, "kind": F("kind"), "sector": F("sector__slug")}


def project_summary(projects: Any, number: int) -> list[str]:
    """Say how many projects there are, and the sum of the investments that are known."""
    said = [ngettext("%(n)d project.", "%(n)d projects.", number) % {"n": number}]
    investment = projects.known_investment()
    if not investment["known"]:
        return said
    sum_yi = f"{investment['sum_yuan'] / 100_000_000:,.1f}"
    text = _("The investment of %(n)d is known: %(sum)s hundred million yuan in all.")
    return [*said, text % {"n": investment["known"], "sum": sum_yi}]


def register() -> None:
    """Announce projects and enterprises."""
    filters.connect()
    collections.register(
        Collection(
            slug="projects",
            model=Project,
            filterset=filters.ProjectFilterSet,
            label=gettext_lazy("Projects"),
            summary=project_summary,
            figures=figures.projects_figures,
            row_template="projects/_project_row.html",
            properties=project_properties,
            page="project",
            headline="stage",
        )
    )
    collections.register(
        Collection(
            slug="enterprises",
            model=Enterprise,
            filterset=filters.EnterpriseFilterSet,
            label=gettext_lazy("Enterprises"),
            summary=lambda enterprises, n: [
                ngettext("%(n)d enterprise.", "%(n)d enterprises.", n) % {"n": n}
            ],
            figures=figures.enterprises_figures,
            row_template="projects/_enterprise_row.html",
            properties=enterprise_properties,
            page="enterprise",
            headline="kind",
            has_place=False,
        )
    )
