"""The collections of this room, announced to the pages, exports and map that serve them."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from projects import enterprise_rules, figures, filters
from projects.details import fact_groups
from projects.doubts import doubts
from projects.enums import Watch
from projects.models import Enterprise, Project, ProjectChain
from projects.reminders import reminders
from records import collections
from records.collections import Collection
from records.duplicates import kinds
from records.figures import in_thousands
from records.filters.sentences import Summary, leading_sector
from records.properties import (
    REGISTERED_PROPERTIES,
    code_of,
    division_properties,
    located_properties,
)
from records.templatetags.registry import money

# Of the full record; what is internal or restricted is in no file.
PUBLIC_DETAILS = (
    "project_code",
    "former_code",
    "nature",
    "procedure",
    "industry_class",
    "industry_table",
    "phase_number",
    "fixed_investment_yuan",
    "land_area_ha",
    "planned_start",
    "actual_start",
    "planned_finish",
    "actual_finish",
    "planned_production",
    "actual_production",
)


def project_properties(projects: Any) -> dict[str, Any]:
    """What a project carries in GeoJSON."""
    named = projects.seen(Enterprise)
    enterprises = Project.enterprises.through.objects.filter(
        projects.shown_through_q("project", "enterprises"),
        project=OuterRef("pk"),
        enterprise__in=named.order_by().values("pk"),
    )
    chains = (
        ProjectChain.objects.filter(project=OuterRef("pk")).order_by("chain__position").distinct()
    )
    return {
        **located_properties(projects),
        "sector": F("sector__slug"),
        "chains": ArraySubquery(chains.values("chain__slug")),
        "enterprises": ArraySubquery(
            enterprises.order_by("enterprise__registry_code").values("enterprise__name_zh")
        ),
        "park": code_of(projects, "park"),
        **division_properties("division"),
        "stage": F("stage"),
        "stage_year": F("stage_year"),
        "investment_yuan": projects.visible("investment_yuan"),
        "investment_scope": projects.visible("investment_scope"),
        "capacity": projects.visible("capacity"),
        "in_plan": F("in_plan"),
        "plan_section": F("plan_section"),
        "counted_yuan": projects.visible("counted_yuan"),
        **{name: projects.visible(name) for name in PUBLIC_DETAILS},
        "phase_of": code_of(projects, "phase_of"),
    }


def enterprise_properties(enterprises: Any) -> dict[str, Any]:
    """What an enterprise would carry; it has no place, so no file of it is offered."""
    return {**REGISTERED_PROPERTIES, "kind": F("kind"), "sector": F("sector__slug")}


def project_summary(projects: Any) -> Summary:
    """Say how many projects there are, and the sum of the investments that are known."""
    number = in_thousands(projects.count)
    return Summary(
        number=ngettext("%(n)s project", "%(n)s projects", projects.count) % {"n": number},
        leads=leading_sector(projects),
        more=[*_known_investment(projects), *_to_look_at(projects)],
    )


def _to_look_at(projects: Any) -> list[str]:
    """Of how many projects the record says what is likely no longer so."""
    if projects.filterset.chosen("watch"):
        return []
    numbers = projects.tally.within("watch")
    late, unheard = numbers.get(Watch.OVERDUE, 0), numbers.get(Watch.STALE, 0)
    sentences = [
        late
        and ngettext(
            "%(n)s should have started and has not.",
            "%(n)s should have started and have not.",
            late,
        )
        % {"n": in_thousands(late)},
        unheard
        and ngettext(
            "%(n)s is to be verified and does not count as under construction.",
            "%(n)s are to be verified and do not count as under construction.",
            unheard,
        )
        % {"n": in_thousands(unheard)},
    ]
    return [sentence for sentence in sentences if sentence]


def _known_investment(projects: Any) -> list[str]:
    investment = projects.filterset.qs.known_investment()
    known = investment["known"]
    if not known:
        return []
    said = {"n": in_thousands(known), "sum": money(investment["sum_yuan"])}
    if known == projects.count:
        return [_("Investment: %(sum)s in all.") % said]
    text = ngettext(
        "The investment of %(n)s is known: %(sum)s.",
        "The investment of %(n)s is known: %(sum)s in all.",
        known,
    )
    return [text % said]


def enterprise_summary(enterprises: Any) -> Summary:
    """Say how many enterprises there are and which sector leads."""
    number = in_thousands(enterprises.count)
    return Summary(
        number=ngettext("%(n)s enterprise", "%(n)s enterprises", enterprises.count) % {"n": number},
        leads=leading_sector(enterprises),
    )


def register() -> None:
    """Announce projects and enterprises."""
    filters.connect()
    collections.register(
        Collection(
            slug="projects",
            has_table=True,
            model=Project,
            filterset=filters.ProjectFilterSet,
            label=gettext_lazy("Projects"),
            summary=project_summary,
            figures=figures.projects_figures,
            row_template="projects/_project_row.html",
            properties=project_properties,
            page="project",
            headline="stage",
            watch=Watch.choices,
            details=fact_groups,
            doubts=doubts,
            reminders=reminders,
        )
    )
    collections.register(
        Collection(
            slug="enterprises",
            model=Enterprise,
            filterset=filters.EnterpriseFilterSet,
            label=gettext_lazy("Enterprises"),
            summary=enterprise_summary,
            figures=figures.enterprises_figures,
            row_template="projects/_enterprise_row.html",
            properties=enterprise_properties,
            page="enterprise",
            headline="kind",
            has_place=False,
            doubts=enterprise_rules.doubts,
        )
    )
    kinds.register(
        kinds.Kind(
            Project,
            codes=("project_code",),
            builder="enterprise_text",
            capacity="capacity",
            investment="investment_yuan",
            phase_of="phase_of",
            phase_number="phase_number",
        )
    )
    kinds.register(kinds.Kind(Enterprise, codes=("credit_code",), is_local=False))
