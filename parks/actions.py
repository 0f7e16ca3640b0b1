"""Writes of parks and bases."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import ManyToManyField
from django.utils.translation import gettext as _

from accounts.models import User
from parks.models import Base, Park
from parks.rules import problems
from parks.territory import divisions_of
from records.log.acting import logged


@logged
def amend(*, park: Park | Base, by: User, fields: dict[str, Any]) -> Park | Base:
    """Write `fields`, and no others, into a park or base that a proposal changes; `by` decides.

    Raises PermissionDenied outside role or territory, ValidationError when a rule is broken.
    """
    if not by.may_review:
        raise PermissionDenied
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
    return park
