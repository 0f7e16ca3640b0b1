"""Filters of projects and enterprises; see records.filters for the vocabulary as a whole."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet
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
)
from parks.models import Designation
from projects.enums import EnterpriseKind, InPlan, Stage
from projects.models import Enterprise, Project, ProjectChain
from records.filters import FacetFilter, options_of


class ProjectFilterSet(SectorFilterSet):
    """Filters of projects."""

    exclusive = ("stage", "in_plan", "enterprise")

    stage = FacetFilter(
        label=gettext_lazy("Stage of the project"),
        condition=lambda queryset, value: Q(stage=value),
        options=options_of(Stage),
    )
    in_plan = FacetFilter(
        label=gettext_lazy("In the plan"),
        condition=lambda queryset, value: Q(in_plan=value),
        options=options_of(InPlan),
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
    )
    chain = FacetFilter(
        label=gettext_lazy("Chain"),
        condition=lambda queryset, value: Q(
            pk__in=ProjectChain.objects.filter(in_chain_q(value)).values("project")
        ),
        options=chain_options,
    )
    link = FacetFilter(
        label=gettext_lazy("Chain link"),
        condition=lambda queryset, value: Q(
            pk__in=ProjectChain.objects.filter(at_link_q(value)).values("project")
        ),
        options=link_options,
    )

    class Meta:
        model = Project
        fields: tuple[str, ...] = ()


def _with_project(**lookup: str) -> Q:
    return Q(pk__in=_builders(Project.objects.published().filter(**lookup)))


def _builders(projects: QuerySet) -> QuerySet:
    """The enterprises behind projects."""
    return Project.enterprises.through.objects.filter(project__in=projects.values("pk")).values(
        "enterprise"
    )


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
    )
    designation = FacetFilter(
        label=gettext_lazy("Designation"),
        condition=lambda queryset, value: _with_project(park__designations__kind=value),
        options=options_of(DesignationKind),
    )
    chain = FacetFilter(
        label=gettext_lazy("Chain"),
        condition=lambda queryset, value: Q(
            pk__in=_builders(
                Project.objects.published().filter(
                    pk__in=ProjectChain.objects.filter(in_chain_q(value)).values("project")
                )
            )
        ),
        options=chain_options,
    )

    class Meta:
        model = Enterprise
        fields: tuple[str, ...] = ()


def connect() -> None:
    """Let each model answer the others' exclusive filters through the park of the project."""
    ParkFilterSet.reach(
        ProjectFilterSet,
        lambda projects: Q(pk__in=projects.filter(park__isnull=False).values("park")),
    )
    BaseFilterSet.reach(
        ProjectFilterSet,
        lambda projects: Q(host_park__in=projects.filter(park__isnull=False).values("park")),
    )
    ProjectFilterSet.reach(ParkFilterSet, lambda parks: Q(park__in=parks.values("pk")))
    ProjectFilterSet.reach(
        BaseFilterSet,
        lambda bases: Q(park__in=bases.filter(host_park__isnull=False).values("host_park")),
    )
    EnterpriseFilterSet.reach(ProjectFilterSet, lambda projects: Q(pk__in=_builders(projects)))
    EnterpriseFilterSet.reach(
        ParkFilterSet,
        lambda parks: Q(
            pk__in=_builders(Project.objects.published().filter(park__in=parks.values("pk")))
        ),
    )
    EnterpriseFilterSet.reach(
        BaseFilterSet,
        lambda bases: Q(
            pk__in=_builders(
                Project.objects.published().filter(
                    park__in=bases.filter(host_park__isnull=False).values("host_park")
                )
            )
        ),
    )
