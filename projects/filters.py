"""Filters of projects and enterprises; the vocabulary is in records.filters.filterset."""

from __future__ import annotations

from typing import Any

import django_filters
from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy, ngettext
from django_filters.constants import EMPTY_VALUES

from accounts.audience import Reader
from parks.enums import DesignationKind
from parks.filters import (
    BaseFilterSet,
    ParkFilterSet,
    SectorFilterSet,
    at_link_q,
    chain_options,
    in_chain_q,
    link_options,
    marks_for_reader,
    seen_park_q,
    titles_of_parks,
)
from parks.models import Base, Chain, ChainLink, Park
from projects.enums import EnterpriseKind, InPlan, InvestmentBand, Stage, Watch
from projects.models import Enterprise, Project, ProjectChain
from records.filters.choices import FacetFilter, precision_q
from records.filters.counting import ByKey, ByMany, by, marked
from records.filters.filterset import RecordFilterSet
from records.filters.options import Option, options_of

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


def band_q(projects: Any, band: str) -> Q:
    """Match projects in a band; of a hidden sum nothing is known."""
    shown = projects.shown_q("investment_yuan")
    if band == InvestmentBand.UNKNOWN:
        return BANDS[band] | ~shown if shown else BANDS[band]
    return BANDS[band] & shown


def band_of(projects: Any) -> Case:
    """The band of each project, as its reader knows it."""
    shown = projects.shown_q("investment_yuan")
    hidden = [When(~shown, then=Value(InvestmentBand.UNKNOWN))] if shown else []
    return Case(*hidden, *(When(q, then=Value(band)) for band, q in BANDS.items()))


def watch_options() -> list[Option]:
    """Why somebody should look at a project, and after how long nobody heard of it."""
    months = settings.STALE_AFTER_MONTHS
    unheard = ngettext(
        "To verify: nothing heard for %(n)d month",
        "To verify: nothing heard for %(n)d months",
        months,
    ) % {"n": months}
    return [
        Option(Watch.OVERDUE, str(Watch.OVERDUE.label)),
        Option(Watch.STALE, unheard),
    ]


class EnterpriseFilter(django_filters.CharFilter):
    """Projects behind which an enterprise stands, by its registry code."""

    def filter(self, qs: Any, value: str) -> QuerySet:
        """Keep them where the reader sees both that enterprise and that it is behind them."""
        if value in EMPTY_VALUES:
            return qs
        named = qs.seen(Enterprise).order_by().filter(registry_code=value).values("pk")
        behind = Project.enterprises.through.objects.filter(enterprise__in=named)
        return qs.showing("enterprises").filter(pk__in=behind.values("project"))


class ProjectFilterSet(SectorFilterSet):
    """Filters of projects."""

    exclusive = ("stage", "watch", "in_plan", "investment", "enterprise")

    stage = FacetFilter(
        label=gettext_lazy("Stage of the project"),
        condition=lambda queryset, value: queryset.stage_q(value),
        options=options_of(Stage),
        count_by=lambda filterset: ByKey(filterset.queryset.counted_stage()),
    )
    watch = FacetFilter(
        label=gettext_lazy("To follow up"),
        condition=lambda queryset, value: queryset.watch_q(value),
        options=watch_options,
        count_by=lambda filterset: ByKey(filterset.queryset.watched()),
    )
    in_plan = FacetFilter(
        label=gettext_lazy("In the plan"),
        condition=lambda queryset, value: Q(in_plan=value),
        options=options_of(InPlan),
        count_by=by("in_plan"),
    )
    investment = FacetFilter(
        label=gettext_lazy("Investment"),
        condition=lambda queryset, value: band_q(queryset, value),
        options=options_of(InvestmentBand),
        count_by=lambda filterset: ByKey(band_of(filterset.queryset)),
    )
    enterprise = EnterpriseFilter(label=gettext_lazy("Enterprise"))
    designation = FacetFilter(
        label=gettext_lazy("Designation"),
        condition=lambda queryset, value: Q(
            park__in=queryset.seen(Park).order_by().filter(designations__kind=value).values("pk")
        ),
        options=options_of(DesignationKind),
        count_by=marks_for_reader("park", titles_of_parks),
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


def _with_places(enterprises: Any, chain: Q) -> Q:
    places = ProjectChain.objects.filter(chain).values("project")
    return Q(pk__in=_builders(enterprises.projects().filter(pk__in=places)))


def _with_precision(enterprises: Any, value: str) -> Q:
    projects = enterprises.projects()
    return Q(pk__in=_builders(projects.filter(precision_q(projects, value))))


def _with_title(enterprises: Any, kind: str) -> Q:
    projects = enterprises.projects().showing("park")
    return Q(pk__in=_builders(projects.filter(park__designations__kind=kind)))


def _builders(projects: QuerySet) -> QuerySet:
    """The enterprises behind projects."""
    return Project.enterprises.through.objects.filter(project__in=projects.values("pk")).values(
        "enterprise"
    )


def projects_behind(reader: Reader) -> Any:
    """Published projects of which the reader may see who is behind them."""
    return Project.objects.shown_to(reader).showing("enterprises").order_by()


def _of_builders(projects: Any, *paths: Any) -> QuerySet:
    """What the projects of each enterprise say; each only once."""
    built = projects.filter(enterprises__isnull=False)
    return built.values_list("enterprises", *paths).distinct()


def precisions_of_builders(reader: Reader) -> dict[int, set[str]]:
    """How precise the places of each enterprise's projects are."""
    projects = projects_behind(reader)
    return marked(_of_builders(projects, projects.visible("location_precision")))


def titles_of_builders(reader: Reader) -> dict[int, set[str]]:
    """The titles of the parks in which each enterprise builds."""
    projects = projects_behind(reader).showing("park")
    return marked(_of_builders(projects, "park__designations__kind"))


def chains_of_builders(reader: Reader) -> dict[int, set[str]]:
    """The chains of each enterprise's projects, with those that they are part of."""
    paths = ("chain_places__chain__slug", "chain_places__chain__parent__slug")
    found = _of_builders(projects_behind(reader), *paths)
    return marked((one, slug) for one, *slugs in found for slug in slugs if slug)


def links_of_builders(reader: Reader) -> dict[int, set[str]]:
    """The links of each enterprise's projects, as `chain/link`."""
    paths = ("chain_places__link__chain__slug", "chain_places__link__slug")
    links = _of_builders(projects_behind(reader), *paths)
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
        condition=lambda queryset, value: _with_precision(queryset, value),
        options=SectorFilterSet.base_filters["precision"].load_options,
        count_by=marks_for_reader("pk", precisions_of_builders),
    )
    designation = FacetFilter(
        label=gettext_lazy("Designation"),
        condition=lambda queryset, value: _with_title(queryset, value),
        options=options_of(DesignationKind),
        count_by=marks_for_reader("pk", titles_of_builders),
    )
    chain = FacetFilter(
        label=gettext_lazy("Chain"),
        condition=lambda queryset, value: _with_places(queryset, in_chain_q(value)),
        options=chain_options,
        count_by=marks_for_reader("pk", chains_of_builders),
    )
    link = FacetFilter(
        label=gettext_lazy("Chain link"),
        condition=lambda queryset, value: _with_places(queryset, at_link_q(value)),
        options=link_options,
        count_by=marks_for_reader("pk", links_of_builders),
    )

    class Meta:
        model = Enterprise
        fields: tuple[str, ...] = ()


def connect() -> None:
    """Let each model answer the others' exclusive filters through the park of the project."""
    ParkFilterSet.reach(ProjectFilterSet, here="pk", there="park")
    BaseFilterSet.reach(ProjectFilterSet, here="host_park", there="park", only=seen_park_q)
    ProjectFilterSet.reach(ParkFilterSet, here="park", there="pk")
    ProjectFilterSet.reach(BaseFilterSet, here="park", there="host_park", only=_seen_host_q)
    EnterpriseFilterSet.reach(
        ProjectFilterSet,
        here="pk",
        there="enterprises",
        only=lambda reader: Project.objects.read_by(reader).shown_q("enterprises"),
    )
    EnterpriseFilterSet.reach(
        ParkFilterSet,
        here="pk",
        there="projects__enterprises",
        only=lambda reader: Q(projects__in=projects_behind(reader).values("pk")),
    )
    EnterpriseFilterSet.reach(
        BaseFilterSet,
        here="pk",
        there="host_park__projects__enterprises",
        only=lambda reader: (
            Q(host_park__projects__in=projects_behind(reader).values("pk")) & _seen_host_q(reader)
        ),
    )


def _seen_host_q(reader: Reader) -> Q:
    """Match bases of which the reader may see the host park."""
    return Base.objects.read_by(reader).shown_q("host_park")
