"""Fields of forms for codes and sums."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import Any

from django import forms

from records.codes import normal_code

YUAN_PER_WAN = Decimal(10_000)
YUAN_PER_YI = Decimal(100_000_000)


class CodeField(forms.CharField):
    """A code, whatever dashes, blanks, small or full-width letters it was typed with."""

    def clean(self, value: Any) -> Any:
        """The code as it is stored."""
        return super().clean(normal_code(str(value or "")))


class TypedDecimalField(forms.DecimalField):
    """A number as people type it, with full-width digits or commas between thousands."""

    def to_python(self, value: Any) -> Any:
        """The number that was typed."""
        if isinstance(value, str):
            value = unicodedata.normalize("NFKC", value).replace(",", "")
        return super().to_python(value)


class SumField(TypedDecimalField):
    """A sum that is typed in a larger unit and kept in yuan."""

    def __init__(self, *, unit: Decimal = YUAN_PER_YI, **kwargs: Any) -> None:
        self.unit = unit
        super().__init__(
            **{"min_value": 0, "max_value": 10**13 // unit, "decimal_places": 6, **kwargs}
        )

    def prepare_value(self, value: Any) -> Any:
        """What is stored, in the unit; what was typed stays as it was typed."""
        if isinstance(value, Decimal):
            return f"{(value / self.unit).normalize():f}"
        return value

    def clean(self, value: Any) -> Any:
        """The sum in yuan."""
        typed = super().clean(value)
        return None if typed is None else typed * self.unit

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another sum was typed than is stored."""
        return super().has_changed(self.prepare_value(initial), data)
