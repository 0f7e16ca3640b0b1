"""Constraints that the database keeps and that forms can explain."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ValidGeometry(models.CheckConstraint):
    """A geometry, where there is one, crosses itself nowhere (ST_IsValid).

    Django cannot evaluate a geometry lookup outside a table, so a form asks GEOS instead.
    """

    def __init__(self, *, field: str, name: str) -> None:
        self.field = field
        condition = Q(**{field: None}) | Q(**{f"{field}__isvalid": True})
        super().__init__(condition=condition, name=name)

    def validate(
        self, model: Any, instance: Any, exclude: Any = None, using: str = "default"
    ) -> None:
        """Refuse a geometry that crosses itself."""
        geometry = getattr(instance, self.field)
        if geometry is not None and not geometry.valid:
            reason = geometry.valid_reason
            message = _("The geometry is not valid: %(reason)s") % {"reason": reason}
            raise ValidationError({self.field: message})

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        """Describe the constraint for migrations."""
        return "geo.constraints.ValidGeometry", (), {"field": self.field, "name": self.name}
