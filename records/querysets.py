"""Reads that every registered thing answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.contrib.gis.db.models import PointField
from django.contrib.gis.geos import Point, Polygon
from django.contrib.gis.measure import D
from django.db.models import Count, DecimalField, F, Max, Min, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Floor

from geo.functions import ArrayOf, DistanceKm, Latitude, Longitude
from geo.models import Division
from geo.search import stored_in
from records.enums import WAITING
from records.visibility import VisibleQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.audience import Audience
    from accounts.models import User

# What a row shows of the things that a record names: words, address, look.
_NAMED = ("name_zh", "name_en")
_NAMING = {
    "division": (*_NAMED, "level", "parent"),
    "parent": (*_NAMED, "level", "parent"),
    "sector": (*_NAMED, "slug", "glyph_zh", "glyph_en", "colour", "ink"),
    "park": (*_NAMED, "registry_code", "state", "visibility"),
    "host_park": (*_NAMED, "registry_code", "state", "visibility"),
}
# A registry code, or how it begins.
_CODE = re.compile(r"[a-z]{2}-\d+")


class RegisteredQuerySet(VisibleQuerySet):
    """Records, asked in the words of the registry."""

    model: Any

    def in_territory_q(self, audience: Audience) -> Q:
        """Match records in the divisions of a territory, its parks, and what is inside these."""
        if audience.everything:
            return Q()
        inside = Q(pk__in=[])
        if audience.divisions:
            inside = self.model.placed_under_q(*audience.divisions)
        for code in audience.parks:
            inside |= Q(registry_code=code) | self.park_territory_q(code)
        return inside

    def in_territory_of(self, user: User) -> Self:
        """Keep records in the territory of `user`."""
        return self.filter(self.in_territory_q(user.audience))

    def park_territory_q(self, code: str) -> Q:
        """Match records for which the committee of the park with this code acts."""
        return self.model._default_manager.all().inside_park_q(code)

    def reviewable_by(self, user: User | AnonymousUser) -> Self:
        """Keep what waits for a decision of `user`; nobody decides on a record of their own."""
        if not user.is_authenticated or not user.may_review:
            return self.none()
        return self.filter(state__in=WAITING).exclude(created_by=user).in_territory_of(user)

    def in_division(self, *codes: str) -> Self:
        """Keep records in these divisions or anywhere below them."""
        return self.filter(self.model.placed_under_q(*codes))

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
        near = self.alias(geography=geography).filter(geography__dwithin=(point, D(km=km)))
        return near.showing("point")

    def in_area(self, polygon: Polygon) -> Self:
        """Keep records whose point lies in `polygon` (EPSG:4326) or on its edge, on the plane."""
        return self.showing("point").filter(point__intersects=polygon)

    def placed(self) -> Self:
        """Keep records with a point that the reader sees."""
        return self.showing("point").exclude(point=None)

    def nearest_first(self, point: Point) -> Self:
        """Sort by the distance from `point` (EPSG:4326), which each record then has in km."""
        return self.with_distance_km(point).order_by("distance_km", "registry_code")

    def with_distance_km(self, point: Point) -> Self:
        """Give each record `distance_km`, the kilometres on the ground from `point` (EPSG:4326)."""
        return self.annotate(distance_km=DistanceKm(self.visible("point"), point))

    def in_box(self, west: float, south: float, east: float, north: float) -> Self:
        """Keep records with a point in a rectangle of degrees (EPSG:4326), to within a metre.

        Boxes of the index are compared, which is all that a map needs and far faster.
        """
        box = Polygon.from_bbox((west, south, east, north))
        return self.showing("point").filter(point__bboverlaps=box)

    def with_main_sector(self) -> Self:
        """Add `main_sector_slug`: the sector that colours a record, or the word for having none."""
        return self.annotate(main_sector_slug=F("sector__slug"))

    def with_investment(self) -> Self:
        """Add `known_yuan`: the investment where one is known; only projects have any."""
        return self.annotate(
            known_yuan=Cast(Value(None), DecimalField(max_digits=16, decimal_places=2))
        )

    def division_codes(self) -> Any:
        """The codes of the divisions that a record lies in, as an array."""
        return ArrayOf("division_id")

    def with_mark(self) -> Self:
        """Add what a map draws: `lon`, `lat` (EPSG:4326), main sector, sum, and the look of a mark.

        `mark_shape` is a shape of markers.js, `mark_level` the level that sets its size, and
        `mark_divisions` holds the codes of the divisions that the record lies in. `mark_watch` says
        why somebody should look at the record, and is empty for most.
        """
        return (
            self.with_main_sector()
            .with_investment()
            .annotate(
                lon=Longitude("point"),
                lat=Latitude("point"),
                mark_shape=Value(self.model._meta.model_name),
                mark_level=Value(""),
                mark_divisions=self.division_codes(),
                is_titled=Value(False),
                mark_watch=Value(""),
            )
        )

    def clustered(self, width: float, height: float) -> QuerySet:
        """Count records with a point by the cells of a grid in degrees, and by main sector.

        A row has the `column` and `row` of its cell, `main_sector_slug`, the `count`, the sums of
        longitudes and latitudes (so that cells can be joined), the outermost coordinates, the sum
        of known investments in yuan with their number, and the lowest primary key.
        """
        placed = (
            self.placed()
            .with_main_sector()
            .with_investment()
            .annotate(lon=Longitude("point"), lat=Latitude("point"))
            .annotate(column=Floor(F("lon") / width), row=Floor(F("lat") / height))
        )
        return (
            placed.order_by()
            .values("column", "row", "main_sector_slug")
            .annotate(
                count=Count("pk"),
                first=Min("pk"),
                lon_sum=Sum("lon"),
                lat_sum=Sum("lat"),
                west=Min("lon"),
                south=Min("lat"),
                east=Max("lon"),
                north=Max("lat"),
                yuan=Sum("known_yuan"),
                known=Count("known_yuan"),
            )
        )

    def by_division(self, unit: str) -> QuerySet:
        """Group records by the prefecture, or county, in which they lie.

        A row has the `unit_code` (null: known only more roughly), the `count`, the sum of known
        investments in yuan and their number. A record of several divisions counts in each.
        """
        path = self.model.DIVISION_PATH
        unit_code = Division.objects.all().unit_code(path, unit)
        return (
            self.with_investment()
            .annotate(unit_code=unit_code)
            .order_by()
            .values("unit_code")
            .annotate(
                count=Count("pk", distinct=True), yuan=Sum("known_yuan"), known=Count("known_yuan")
            )
        )

    def placed_in_units(self, unit: str) -> int:
        """How many records lie in at least one prefecture, or county, that is known."""
        path = self.model.DIVISION_PATH
        unit_code = Division.objects.all().unit_code(path, unit)
        placed = self.annotate(unit_code=unit_code).exclude(unit_code=None)
        return int(placed.order_by().values("pk").distinct().count())

    def cards(self, start: int, stop: int) -> list[Any]:
        """Some of the records, with their cards.

        Where an order has no index the records are found first, and only those are joined.
        """
        if not self.query.order_by:
            return list(self.with_card()[start:stop])
        keys = list(self.values_list("pk", flat=True)[start:stop])
        return list(self.filter(pk__in=keys).with_card()) if keys else []

    def with_card(self) -> Self:
        """Fetch what a list row shows of a record; what it is found by is not part of that."""
        return self.defer(*stored_in(self.model))

    def naming(self, *paths: str) -> Self:
        """Fetch the records whole, and of what they name only what a row shows of it."""
        stored = stored_in(self.model)
        own = [field.name for field in self.model._meta.concrete_fields if field.name not in stored]
        named = [f"{path}__{field}" for path in paths for field in _NAMING[path.split("__")[-1]]]
        return self.select_related(*paths).only(*own, *named)

    def with_place(self) -> Self:
        """Fetch the divisions that say where a record lies."""
        named = self.select_related("division__parent")
        return named.defer(
            "division__boundary", "division__parent__boundary", *stored_in(self.model)
        )

    def search_q(self, word: str) -> Q:
        """Match records by name, by pinyin, by the beginning of the code, or by what they hold.

        The ways are joined as keys: an index serves each of them, and none serves their OR.
        """
        by_name, others = self.named_q(word), self.found_through(word)
        if not others or _CODE.fullmatch(word):
            return by_name
        itself = self.model.objects.filter(by_name).order_by().values("pk")
        return Q(pk__in=itself.union(*others))

    def named_q(self, word: str) -> Q:
        """Match records by name, by pinyin, or by the beginning of the code."""
        if _CODE.fullmatch(word):
            return self.code_q(word.upper())
        return super().named_q(word)

    def code_q(self, beginning: str) -> Q:
        """Match records by the beginning of their code, or of one that leads to them."""
        leading = apps.get_model("records", "Redirect").objects.filter(
            old_code__startswith=beginning
        )
        return Q(registry_code__startswith=beginning) | Q(
            registry_code__in=leading.values("registry_code")
        )

    def found_through(self, word: str) -> list[QuerySet]:
        """Keys of records that are found by the names of what belongs to them."""
        return []
