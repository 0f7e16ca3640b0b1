"""Reads of parks and bases."""

from __future__ import annotations

from typing import Self

from django.db.models import Q

from parks.enums import ParkRecord
from records.querysets import RegisteredQuerySet


class ParkQuerySet(RegisteredQuerySet):
    """Parks and policy areas."""

    def parks(self) -> Self:
        """Keep parks proper: policy areas lie over them and would count the same ground twice."""
        return self.filter(record=ParkRecord.PARK)

    def policy_areas(self) -> Self:
        """Keep policy areas."""
        return self.filter(record=ParkRecord.POLICY_AREA)

    def policy_area_q(self) -> Q:
        """Match policy areas."""
        return Q(record=ParkRecord.POLICY_AREA)

    def with_card(self) -> Self:
        """Fetch what a list row or a map marker shows."""
        return self.select_related("division__parent").prefetch_related(
            "industries__sector", "designations"
        )

    def search_q(self, text: str) -> Q:
        """Names, and the leading industries as written."""
        return super().search_q(text) | Q(
            pk__in=self.model.industries.rel.related_model.objects.filter(
                phrase__icontains=text
            ).values("park")
        )


class BaseQuerySet(RegisteredQuerySet):
    """Demonstration bases and the plan's bases."""

    def with_card(self) -> Self:
        """Fetch what a list row or a map marker shows."""
        return self.select_related("sector", "host_park").prefetch_related(
            "divisions__parent", "designations"
        )
