"""Reads of enterprises and projects."""

from __future__ import annotations

import datetime
import re
from typing import Any, Self

from django.conf import settings
from django.contrib.gis.geos import Point, Polygon
from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.utils import timezone

from projects.enums import BUILDING, NOT_STARTED, Watch
from records.codes import normal_code
from records.enums import State
from records.querysets import RegisteredQuerySet
from records.visibility import NOBODY

# How a registry code of an enterprise, or a credit code, begins.
_CODE = re.compile(r"EN-\d+|[0-9A-Z]{2}\d{6}")


def overdue_q(on: datetime.date) -> Q:
    """Match projects that were to start before `on` and have not."""
    return Q(planned_start__lt=on, stage__in=NOT_STARTED)


def stale_q(on: datetime.date) -> Q:
    """Match projects under construction without a word in the months before `on`.

    A word is a monthly report, or the date (else the end of the year) of the stage.
    """
    count = on.year * 12 + on.month - 1 - settings.STALE_AFTER_MONTHS
    since = datetime.date(count // 12, count % 12 + 1, 1)
    return (
        Q(stage__in=BUILDING)
        & (Q(last_report=None) | Q(last_report__lt=since))
        & (
            Q(stage_date__lt=since)
            | Q(stage_date=None) & (Q(stage_year=None) | Q(stage_year__lt=since.year))
        )
    )


class EnterpriseQuerySet(RegisteredQuerySet):
    """Enterprises. They have no point: they are where their projects are."""

    def in_area(self, polygon: Polygon) -> Self:
        """Keep enterprises with a published project in `polygon` (EPSG:4326)."""
        return self._behind(self.projects().in_area(polygon))

    def within_km(self, point: Point, km: float) -> Self:
        """Keep enterprises with a published project within `km` kilometres of `point`."""
        return self._behind(self.projects().within_km(point, km))

    def with_distance_km(self, point: Point) -> Self:
        """Give each record `distance_km`, the kilometres from `point` to its nearest project."""
        projects = self.projects().filter(enterprises=OuterRef("pk")).with_distance_km(point)
        nearest = projects.order_by("distance_km").values("distance_km")[:1]
        return self.annotate(distance_km=Subquery(nearest))

    def projects(self) -> Any:
        """Published projects of which the reader may see who is behind them."""
        return self.shown(self.model.projects.rel.related_model).showing("enterprises")

    def _behind(self, projects: Any) -> Self:
        through = self.model.projects.through.objects.filter(project__in=projects.values("pk"))
        return self.filter(pk__in=through.values("enterprise"))

    def inside_park_q(self, code: str) -> Q:
        """Match enterprises behind a published project in the park."""
        projects = self.projects()
        inside = projects.filter(projects.inside_park_q(code))
        through = self.model.projects.through.objects.filter(project__in=inside.values("pk"))
        return Q(pk__in=through.values("enterprise"))

    def called(self, text: str, most: int) -> list[Any]:
        """The enterprises in hand or published that `text` names best, by name or by code."""
        code, known = normal_code(text), self.exclude(state=State.ARCHIVED).with_place()
        if _CODE.match(code):
            by_code = Q(registry_code__startswith=code) | Q(credit_code__startswith=code)
            return list(known.filter(by_code)[:most])
        return known.best(text, most)

    def named_exactly(self, text: str) -> Self:
        """Keep the enterprise, in hand or published, with this Chinese name or this code."""
        code = normal_code(text)
        known = self.exclude(state=State.ARCHIVED)
        is_it = Q(name_zh=text) | Q(registry_code=code)
        return known.filter(is_it | Q(credit_code=code) if code else is_it)

    def park_territory_q(self, code: str) -> Q:
        """Match nothing: committees of parks act for parks, projects and bases."""
        return NOBODY

    def with_card(self) -> Self:
        """Fetch what a list row shows."""
        return self.naming("sector", "division", "division__parent")

    def with_page(self) -> Self:
        """Fetch what the record's page shows."""
        return self.with_card()


class ProjectQuerySet(RegisteredQuerySet):
    """Projects."""

    def inside_park_q(self, code: str) -> Q:
        """Match projects in the park or in a park inside it."""
        parks = self.seen(self.model.park.field.related_model).making_up(code)
        return Q(park__in=parks.values("pk"))

    def with_card(self) -> Self:
        """Fetch what a list row or a map marker shows."""
        return self._named().defer("area")

    def _named(self) -> Self:
        """Fetch what the records name."""
        enterprises = self.seen(self.model.enterprises.rel.model).only(
            "name_zh", "name_en", "registry_code"
        )
        named = self.naming("sector", "division", "division__parent", "park")
        return named.prefetch_related(Prefetch("enterprises", enterprises)).annotate(
            watch=self.watched()
        )

    def with_page(self) -> Self:
        """Fetch what the record's page shows."""
        return self._named().prefetch_related(
            "chain_places__chain",
            "chain_places__link__chain",
            "plan_places__plan_item",
            "investors",
            "funds",
            "year_plans",
            "factors",
            "listings",
        )

    def with_investment(self) -> Self:
        """Add `known_yuan`: the investment, where it is known, without that of its phases."""
        return self.annotate(known_yuan=self.visible("counted_yuan"))

    def overdue(self, on: datetime.date) -> Self:
        """Keep projects that were to start before `on` and have not."""
        return self.filter(overdue_q(on))

    def stale(self, on: datetime.date) -> Self:
        """Keep projects that are being built, it is said, but of which nothing was heard."""
        return self.filter(stale_q(on))

    def watch_q(self, value: str) -> Q:
        """Match projects that somebody should look at today, for the reason `value`."""
        return {Watch.OVERDUE: overdue_q, Watch.STALE: stale_q}[Watch(value)](timezone.localdate())

    def watched(self) -> Case:
        """Why somebody should look at a project today; empty for most."""
        return Case(
            *(When(self.watch_q(value), then=Value(value)) for value in Watch.values),
            default=Value(""),
            output_field=CharField(),
        )

    def stage_q(self, stage: str) -> Q:
        """Match projects at a stage: nobody counts as building of whom nothing was heard."""
        return Q(stage=stage) & ~self.watch_q(Watch.STALE)

    def counted_stage(self) -> Case:
        """The stage as `stage_q` has it; empty for those to be verified."""
        return Case(
            When(self.watch_q(Watch.STALE), then=Value("")),
            default=F("stage"),
            output_field=CharField(),
        )

    def with_mark(self) -> Self:
        """Add why somebody should look at a project; see RegisteredQuerySet.with_mark."""
        return super().with_mark().annotate(mark_watch=self.watched())

    def known_investment(self) -> dict[str, Any]:
        """Sum the investments that are known (yuan), and say of how many they are not."""
        return (
            self.with_investment()
            .order_by()
            .aggregate(
                sum_yuan=Sum("known_yuan"),
                known=Count("known_yuan"),
                unknown=Count("pk", filter=Q(known_yuan=None)),
            )
        )

    def found_through(self, word: str) -> list[QuerySet]:
        """The enterprises behind the projects."""
        field = self.model.enterprises
        enterprises = self.shown(field.rel.model).search(word)
        behind = field.through.objects.filter(enterprise__in=enterprises)
        return [behind.filter(self.shown_through_q("project", "enterprises")).values("project")]
