"""Filters of projects and enterprises; the vocabulary is in records.filters.filterset."""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy

from parks.enums import DesignationKind
from parks.filters import (
    BaseFilterSet,
    ParkFilterSet,
    SectorFilterSet,
    at_link_q,
    chain_options,
    in_chain_q,
    link_options,
    marks_of,
    titles_of_parks,
)
from parks.models import Chain, ChainLink, Designation
from projects.enums import EnterpriseKind, InPlan, InvestmentBand, Stage
from projects.models import Enterprise, Project, ProjectChain
from records.enums import State
from records.filters.counting import ByMany, by, marked
from records.filters.filterset import FacetFilter, RecordFilterSet
from records.filters.options import options_of

MILLION = 1_000_000
# The bounds of the bands in yuan; a sum that is a bound lies in the upper band.
BANDS: dict[str, Q] = {
    InvestmentBand.UNKNOWN: Q(investment_yuan=None),
    InvestmentBand.UNDER_100M: Q(investment_yuan__lt=100 * MILLION),
    InvestmentBand.FROM_100M: Q(
        investment_yuan__gte=100 * MILLION, investment_yuan__lt=1000 * MILLION
    ),
    InvestmentBand.FROM_1B: Q(
        investment_yuan__gte=1000 * MILLION, investment_yuan__lt=5000 * MILLION
    ),
    InvestmentBand.OVER_5B: Q(investment_yuan__gte=5000 * MILLION),
}


def chain_places(projects: QuerySet) -> dict[tuple[int, int | None], list[int]]:
    """The projects at each chain and link."""
    places = ProjectChain.objects.order_by().filter(project__in=projects.order_by().values("pk"))
    gathered = places.values_list("chain", "link").annotate(projects=ArrayAgg("project"))
    return {(chain, link): found for chain, link, found in gathered}


def chain_slugs() -> dict[int, set[str]]:
    """Each chain with that which it is part of."""
    chains = Chain.objects.order_by().values_list("pk", "slug", "parent__slug")
    return {pk: {slug, parent or slug} for pk, slug, parent in chains}


def link_names() -> dict[int, set[str]]:
    """Each link, as `chain/link`."""
    links = ChainLink.objects.order_by().values_list("pk", "chain__slug", "slug")
    return {pk: {f"{chain}/{slug}"} for pk, chain, slug in links}


def chain_counting(filterset: RecordFilterSet) -> ByMany:
    """Count projects in each chain and in all that it is part of."""
    slugs = filterset.read(chain_slugs)
    return ByMany(chain_places, lambda place: slugs[place[0]])


def link_counting(filterset: RecordFilterSet) -> ByMany:
    """Count projects at each link."""
    names = filterset.read(link_names)
    return ByMany(chain_places, lambda place: names.get(place[1], ()))


class ProjectFilterSet(SectorFilterSet):
    """Filters of projects."""

    exclusive = ("stage", "in_plan", "investment", "enterprise")

    stage = FacetFilter(
        label=gettext_lazy("Stage of the project"),
        condition=lambda queryset, value: Q(stage=value),
        options=options_of(Stage),
        count_by=by("stage"),
    )
    in_plan = FacetFilter(
        label=gettext_lazy("In the plan"),
        condition=lambda queryset, value: Q(in_plan=value),
        options=options_of(InPlan),
        count_by=by("in_plan"),
    )
    investment = FacetFilter(
        label=gettext_lazy("Investment"),
        condition=lambda queryset, value: BANDS[value],
        options=options_of(InvestmentBand),
        count_by=by(Case(*(When(q, then=Value(band)) for band, q in BANDS.items()))),
    )
    enterprise = django_filters.CharFilter(
        label=gettext_lazy("Enterprise"), field_name="enterprises__registry_code"
    )
    designation = FacetFilter(
        label=gettext_lazy("Designation"),
        condition=lambda queryset, value: Q(
            park__in=Designation.objects.filter(kind=value, park__isnull=False).values("park")
        ),
        options=options_of(DesignationKind),
        count_by=marks_of("park", titles_of_parks),
    )
    chain = FacetFilter(
        label=gettext_lazy("Chain"),
        condition=lambda queryset, value: Q(
            pk__in=ProjectChain.objects.filter(in_chain_q(value)).values("project")
        ),
        options=chain_options,
        count_by=chain_counting,
    )
    link = FacetFilter(
        label=gettext_lazy("Chain link"),
        condition=lambda queryset, value: Q(
            pk__in=ProjectChain.objects.filter(at_link_q(value)).values("project")
        ),
        options=link_options,
        count_by=link_counting,
    )

    class Meta:
        model = Project
        fields: tuple[str, ...] = ()


def _with_project(**lookup: Any) -> Q:
    return Q(pk__in=_builders(Project.objects.published().filter(**lookup)))


def _with_places(chain: Q) -> Q:
    return _with_project(pk__in=ProjectChain.objects.filter(chain).values("project"))


def _builders(projects: QuerySet) -> QuerySet:
    """The enterprises behind projects."""
    return Project.enterprises.through.objects.filter(project__in=projects.values("pk")).values(
        "enterprise"
    )


def _of_builders(*paths: str) -> QuerySet:
    """What the published projects of each enterprise say; each only once."""
    built = Project.objects.published().order_by().filter(enterprises__isnull=False)
    return built.values_list("enterprises", *paths).distinct()


def precisions_of_builders() -> dict[int, set[str]]:
    """How precise the places of each enterprise's projects are."""
    return marked(_of_builders("location_precision"))


def titles_of_builders() -> dict[int, set[str]]:
    """The titles of the parks in which each enterprise builds."""
    return marked(_of_builders("park__designations__kind"))


def chains_of_builders() -> dict[int, set[str]]:
    """The chains of each enterprise's projects, with those that they are part of."""
    paths = ("chain_places__chain__slug", "chain_places__chain__parent__slug")
    return marked((one, slug) for one, *slugs in _of_builders(*paths) for slug in slugs if slug)


def links_of_builders() -> dict[int, set[str]]:
    """The links of each enterprise's projects, as `chain/link`."""
    links = _of_builders("chain_places__link__chain__slug", "chain_places__link__slug")
    return marked((one, f"{chain}/{link}") for one, chain, link in links if link)


class EnterpriseFilterSet(SectorFilterSet):
    """Filters of enterprises; what an enterprise itself does not have is asked of its projects."""

    exclusive = ("enterprise_kind",)

    enterprise_kind = FacetFilter(
        label=gettext_lazy("Kind of enterprise"),
        condition=lambda queryset, value: Q(kind=value),
        options=options_of(EnterpriseKind),
    )
    precision = FacetFilter(
        label=gettext_lazy("Precision of the location"),
        condition=lambda queryset, value: _with_project(location_precision=value),
        options=SectorFilterSet.base_filters["precision"].load_options,
        count_by=marks_of("pk", precisions_of_builders),
    )
    designation = FacetFilter(
        label=gettext_lazy("Designation"),
        condition=lambda queryset, value: _with_project(park__designations__kind=value),
        options=options_of(DesignationKind),
        count_by=marks_of("pk", titles_of_builders),
    )
    chain = FacetFilter(
        label=gettext_lazy("Chain"),
        condition=lambda queryset, value: _with_places(in_chain_q(value)),
        options=chain_options,
        count_by=marks_of("pk", chains_of_builders),
    )
    link = FacetFilter(
        label=gettext_lazy("Chain link"),
        condition=lambda queryset, value: _with_places(at_link_q(value)),
        options=link_options,
        count_by=marks_of("pk", links_of_builders),
    )

    class Meta:
        model = Enterprise
        fields: tuple[str, ...] = ()


def connect() -> None:
    """Let each model answer the others' exclusive filters through the park of the project."""
    ParkFilterSet.reach(ProjectFilterSet, here="pk", there="park")
    BaseFilterSet.reach(ProjectFilterSet, here="host_park", there="park")
    ProjectFilterSet.reach(ParkFilterSet, here="park", there="pk")
    ProjectFilterSet.reach(BaseFilterSet, here="park", there="host_park")
    EnterpriseFilterSet.reach(ProjectFilterSet, here="pk", there="enterprises")
    EnterpriseFilterSet.reach(
        ParkFilterSet,
        here="pk",
        there="projects__enterprises",
        only=Q(projects__state=State.PUBLISHED),
    )
    EnterpriseFilterSet.reach(
        BaseFilterSet,
        here="pk",
        there="host_park__projects__enterprises",
        only=Q(host_park__projects__state=State.PUBLISHED),
    )
