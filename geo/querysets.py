"""Reads of divisions and belts."""

from typing import Any

from django.db.models import Case, F, Q, When

from geo.enums import DivisionLevel, DivisionUnit
from geo.functions import LiesUnder
from geo.search import SearchQuerySet

# Everything below a prefecture is of county level, whatever it is called.
ABOVE_COUNTIES = (DivisionLevel.PROVINCE, DivisionLevel.PREFECTURE)


def shapes(*paths: str) -> list[str]:
    """The geometry of the divisions at these paths: heavy, and of no use in a list."""
    return [f"{path}__{name}" for path in paths for name in ("boundary", "seat")]


class DivisionQuerySet(SearchQuerySet):
    """Divisions, asked in the words of the registry."""

    model: Any

    def named(self) -> "DivisionQuerySet":
        """Fetch what the full name needs, without geometry."""
        return self.select_related("parent").defer("boundary", "seat", *shapes("parent"))

    def under(self, *codes: str) -> "DivisionQuerySet":
        """Keep the divisions of these codes and everything below them."""
        return self.filter(LiesUnder("pk", codes))

    def units(self, unit: str) -> "DivisionQuerySet":
        """Keep the prefectures, or all divisions of county level."""
        if unit == DivisionUnit.PREFECTURE:
            return self.filter(level=DivisionLevel.PREFECTURE)
        return self.exclude(level__in=ABOVE_COUNTIES)

    def beside(self, division: Any) -> "DivisionQuerySet":
        """Keep divisions of the same level that share a boundary with `division`."""
        if not division.parent_id or not division.boundary:
            return self.none()
        is_prefecture = division.level == DivisionLevel.PREFECTURE
        unit = DivisionUnit.PREFECTURE if is_prefecture else DivisionUnit.COUNTY
        touching = self.units(unit).filter(boundary__intersects=division.boundary)
        return touching.exclude(pk=division.pk)

    @staticmethod
    def unit_code(path: str, unit: str) -> Case:
        """The code of the unit that the division at `path` is or lies in; null above that."""
        if unit == DivisionUnit.PREFECTURE:
            return Case(
                When(**{f"{path}__level": DivisionLevel.PREFECTURE}, then=F(path)),
                When(~Q(**{f"{path}__level": DivisionLevel.PROVINCE}), then=F(f"{path}__parent")),
            )
        return Case(When(~Q(**{f"{path}__level__in": ABOVE_COUNTIES}), then=F(path)))

    def in_belt(self, *slugs: str) -> "DivisionQuerySet":
        """Keep divisions that are a member of one of the belts, or lie in one."""
        members = self.model.belts.through.objects.filter(belt__slug__in=slugs).values("division")
        return self.filter(
            Q(code__in=members) | Q(parent__code__in=members) | Q(parent__parent__code__in=members)
        )

    def perhaps_in_belt(self, *slugs: str) -> "DivisionQuerySet":
        """Keep prefectures outside the belts of which some county is a member."""
        partly = self.model.belts.through.objects.filter(belt__slug__in=slugs).values(
            "division__parent"
        )
        inside = self.model.objects.in_belt(*slugs).values("pk")
        return self.filter(level="prefecture", code__in=partly).exclude(code__in=inside)


class BeltQuerySet(SearchQuerySet):
    """Belts."""

    def with_members(self) -> "BeltQuerySet":
        """Fetch the member divisions and the basis of each."""
        return self.prefetch_related("members__division__parent")

    def around(self, division: Any) -> "BeltQuerySet":
        """Keep belts of which the division, or one that it is part of, is a member."""
        above = division.parent
        codes = [division.pk, division.parent_id, above.parent_id if above else None]
        return self.filter(members__division__in=[code for code in codes if code]).distinct()
