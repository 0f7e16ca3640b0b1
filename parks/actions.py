"""Writes of parks and bases."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F, ManyToManyField
from django.utils.translation import gettext as _

from accounts.models import User
from parks.models import Base, Park, ParkSector
from parks.rules import problems
from parks.table_forms import KEY, industries_problem
from parks.territory import divisions_of
from records.log.acting import logged

# Where ranks are that are on their way.
ABOVE_ALL_RANKS = 10_000


@logged
def amend(*, park: Park | Base, by: User, fields: dict[str, Any]) -> Park | Base:
    """Write `fields`, and no others, into a park or base that a proposal changes; `by` decides.

    `industries` are all leading industries of a park, each by column.
    Raises PermissionDenied outside role or territory, ValidationError when a rule is broken.
    """
    if not by.may_review:
        raise PermissionDenied
    fields = dict(fields)
    industries = fields.pop("industries", None)
    many = {name for name in fields if isinstance(park._meta.get_field(name), ManyToManyField)}
    division = fields.get("division")
    if division is not None and not divisions_of(by).filter(pk=division.pk).exists():
        raise ValidationError({"division": _("This division is outside your territory.")})
    for name in fields.keys() - many:
        setattr(park, name, fields[name])
    if "point" in fields:
        park.location_source = _("given by a proposal") if park.point else ""
    park.changed_by = by
    if isinstance(park, Park) and (found := problems(park)):
        raise ValidationError(found)
    park.full_clean()
    park.save()
    for name in many:
        getattr(park, name).set(fields[name])
    if industries is not None and isinstance(park, Park):
        _set_industries(park, industries)
    return park


def _set_industries(park: Park, rows: list[dict[str, Any]]) -> None:
    """Let a park have these leading industries; one that is named still keeps its tags."""
    if problem := industries_problem(rows):
        raise ValidationError(problem)
    stored = {_key(vars(one)): one for one in park.industries.all()}
    wanted = {_key(row): row for row in rows}
    for key in stored.keys() - wanted.keys():
        stored.pop(key).delete()
    _make_way([one for key, one in stored.items() if one.rank != wanted[key]["rank"]])
    for key, row in wanted.items():
        one = stored.get(key) or ParkSector(park=park)
        if one.pk is None or any(getattr(one, name) != value for name, value in row.items()):
            for name, value in row.items():
                setattr(one, name, value)
            one.save()


def _key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in KEY)


def _make_way(moving: list[ParkSector]) -> None:
    """Free the ranks of industries that get another one, for no two may share one meanwhile."""
    for one in moving:
        ParkSector.objects.filter(pk=one.pk).update(rank=F("rank") + ABOVE_ALL_RANKS)
