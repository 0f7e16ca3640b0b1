"""Reads of parks and bases."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from geo.enums import DivisionLevel
from geo.models import Division
from geo.search import SearchQuerySet
from parks.enums import UNCLASSIFIED, UNKNOWN, ParkRecord
from records.querysets import RegisteredQuerySet


class ParkQuerySet(RegisteredQuerySet):
    """Parks and policy areas."""

    def parks(self) -> Self:
        """Keep parks proper: policy areas lie over them and would count the same ground twice."""
        return self.filter(record=ParkRecord.PARK)

    def policy_areas(self) -> Self:
        """Keep policy areas."""
        return self.filter(record=ParkRecord.POLICY_AREA)

    def inside_park_q(self, code: str) -> Q:
        """Match parks that are part of the park, or part of a part of it."""
        around = self.seen(self.model).filter(registry_code=code).values("pk")
        return Q(parent__in=around) | Q(parent__parent__in=around)

    def making_up(self, code: str) -> Self:
        """Keep the park with this code and the parks inside it."""
        return self.filter(Q(registry_code=code) | self.inside_park_q(code))

    def with_page(self) -> Self:
        """Fetch what the record's page shows."""
        return (
            self.with_card()
            .select_related("parent", "division__parent__parent")
            .prefetch_related("chain_places__chain", "chain_places__link__chain")
        )

    def without_industry(self) -> Self:
        """Keep parks of which no leading industry is known."""
        return self.filter(industries=None)

    def by_level(self) -> dict[str, int]:
        """Count records by level."""
        counted = self.order_by().values_list("level").annotate(number=Count("pk"))
        return dict(counted)

    def by_prefecture_and_sector(self) -> models.QuerySet:
        """Count records by prefecture and main sector: rows of code, sector (or None), number."""
        upper = Case(
            When(division__level=DivisionLevel.PREFECTURE, then=F("division")),
            default=F("division__parent"),
        )
        first = FilteredRelation("industries", condition=Q(industries__rank=1))
        counted = self.order_by().annotate(prefecture=upper, first=first)
        return counted.values_list("prefecture", "first__sector").annotate(number=Count("pk"))

    def policy_area_q(self) -> Q:
        """Match policy areas."""
        return Q(record=ParkRecord.POLICY_AREA)

    def with_card(self) -> Self:
        """Fetch what a list row or a map marker shows."""
        return (
            self.naming("division", "division__parent")
            .defer("boundary")
            .prefetch_related("industries__sector", "designations")
        )

    def with_main_sector(self) -> Self:
        """Add `main_sector_slug`: that of the first leading industry, or the word for none."""
        industries: Any = self.model.industries.rel.related_model.objects
        first = industries.filter(park=OuterRef("pk")).order_by("rank")
        slug = Coalesce(F("sector__slug"), Value(UNCLASSIFIED))
        return self.annotate(
            main_sector_slug=Coalesce(
                Subquery(first.annotate(slug=slug).values("slug")[:1]), Value(UNKNOWN)
            )
        )

    def with_mark(self) -> Self:
        """Add what a map draws; a policy area has a shape of its own."""
        return (
            super()
            .with_mark()
            .annotate(
                mark_shape=F("record"), mark_level=F("level"), is_titled=_is_titled(self.model)
            )
        )

    def found_through(self, word: str) -> list[models.QuerySet]:
        """The leading industries as written."""
        industries = self.model.industries.rel.related_model.objects.order_by()
        return [industries.filter(phrase__icontains=word).values("park")]


def _is_titled(holder: Any) -> Exists:
    """Whether a park or base holds a title."""
    titles = holder.designations.rel
    return Exists(titles.related_model.objects.filter(**{titles.field.name: OuterRef("pk")}))


class SectorQuerySet(SearchQuerySet):
    """Sectors."""

    def ranked(self, parks: models.QuerySet) -> Self:
        """Sectors by the `number` of `parks` that name them among their leading industries."""
        counted = self.annotate(
            number=Count("parks", filter=Q(parks__in=parks.order_by().values("pk")), distinct=True)
        )
        return counted.filter(number__gt=0).order_by("-number", "position")

    def leading(self, parks: models.QuerySet) -> Any:
        """The sector that most of `parks` name among their leading industries; None for none."""
        return self.ranked(parks).first()


class BaseQuerySet(RegisteredQuerySet):
    """Demonstration bases and the plan's bases."""

    def inside_park_q(self, code: str) -> Q:
        """Match bases that the park, or a park inside it, hosts."""
        parks = self.seen(self.model.host_park.field.related_model).making_up(code)
        return Q(host_park__in=parks.values("pk"))

    def with_card(self) -> Self:
        """Fetch what a list row or a map marker shows."""
        places = Prefetch("divisions", Division.objects.named())
        return self.naming("sector", "host_park").prefetch_related(places, "designations")

    def with_place(self) -> Self:
        """Fetch the places of a base."""
        return self.prefetch_related(Prefetch("divisions", Division.objects.named()))

    def with_page(self) -> Self:
        """Fetch what the record's page shows."""
        return self.with_card().select_related("sector", "host_park", "plan_item")

    def division_codes(self) -> Any:
        """The codes of the places of a base, which may have several or none."""
        places = self.model.divisions.through.objects.filter(base=OuterRef("pk"))
        return ArraySubquery(places.order_by("division").values("division"))

    def with_mark(self) -> Self:
        """Add what a map draws."""
        return super().with_mark().annotate(is_titled=_is_titled(self.model))
