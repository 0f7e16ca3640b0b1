"""Reads that every registered thing answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.contrib.gis.db.models import PointField
from django.contrib.gis.geos import Point
from django.contrib.gis.measure import D
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

from geo.models import Division
from records.enums import EDITABLE, State

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class RegisteredQuerySet(models.QuerySet):
    """Records, asked in the words of the registry."""

    model: Any

    def published(self) -> Self:
        """Keep what everybody may see."""
        return self.filter(state=State.PUBLISHED)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Keep what `user` may see: the published, their own, and for reviewers their territory."""
        if not user.is_authenticated:
            return self.published()
        if user.is_administrator:
            return self
        seen = Q(state=State.PUBLISHED) | Q(created_by=user)
        if user.may_review:
            seen |= self.model.placed_in_q(user.divisions()) & ~Q(state=State.DRAFT)
        return self.filter(seen)

    def editable_by(self, user: User | AnonymousUser) -> Self:
        """Keep what `user` may still change: their own drafts and what was returned to them."""
        if not user.is_authenticated or not user.may_register:
            return self.none()
        return self.filter(created_by=user, state__in=EDITABLE)

    def reviewable_by(self, user: User | AnonymousUser) -> Self:
        """Keep what waits for a decision of `user`; nobody decides on a record of their own."""
        if not user.is_authenticated or not user.may_review:
            return self.none()
        waiting = self.filter(state=State.SUBMITTED).exclude(created_by=user)
        return waiting.filter(self.model.placed_in_q(user.divisions()))

    def in_division(self, *codes: str) -> Self:
        """Keep records in these divisions or anywhere below them."""
        return self.filter(self.model.placed_in_q(Division.objects.under(*codes)))

    def in_belt(self, slug: str) -> Self:
        """Keep records that the division or a statement places in the belt."""
        return self.filter(self.in_belt_q(slug))

    def perhaps_in_belt(self, slug: str) -> Self:
        """Keep records of which only the prefecture is known, and only part of it is inside."""
        return self.filter(self.perhaps_in_belt_q(slug))

    def perhaps_in_belt_q(self, slug: str) -> Q:
        """The condition of `perhaps_in_belt`."""
        perhaps = self.model.placed_in_q(Division.objects.perhaps_in_belt(slug))
        return perhaps & ~self.in_belt_q(slug)

    def in_belt_q(self, slug: str) -> Q:
        """The condition of `in_belt`."""
        stated = apps.get_model("records", "BeltRecord").objects.filter(belt__slug=slug)
        return self.model.placed_in_q(Division.objects.in_belt(slug)) | Q(
            registry_code__in=stated.values("registry_code")
        )

    def policy_area_q(self) -> Q:
        """Match policy areas, which only parks know."""
        return Q(pk__in=[])

    def inside_park_q(self, code: str) -> Q:
        """Match records inside the park with this code; rooms above know which those are."""
        return Q(pk__in=[])

    def within_km(self, point: Point, km: float) -> Self:
        """Keep records within `km` kilometres of `point` (EPSG:4326) on the ground.

        The cast repeats the expression of the geography index, which is what makes it usable.
        """
        geography = Cast("point", PointField(geography=True))
        return self.alias(geography=geography).filter(geography__dwithin=(point, D(km=km)))

    def search(self, text: str) -> Self:
        """Keep records with `text` in a name, an alias or the registry code."""
        return self.filter(self.search_q(text))

    def search_q(self, text: str) -> Q:
        """The condition of `search`; rooms widen it with names of what belongs to a record."""
        return (
            Q(name_zh__icontains=text)
            | Q(name_en__icontains=text)
            | Q(aliases__icontains=text)
            | Q(registry_code__iexact=text)
        )
