"""Forms that ask the rules of their model before its constraints, which only know their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.models import construct_instance


class RuledForm(forms.ModelForm):
    """A form of one record; what its rules refuse stands beside the field to correct."""

    def problems(self) -> Mapping[str, str]:
        """What is wrong with the record as filled in, by the name of the column."""
        return {}

    def _post_clean(self) -> None:
        options: Any = self._meta
        construct_instance(self, self.instance, options.fields, options.exclude)
        for name, problem in self.problems().items():
            if name not in self.errors:
                self.add_error(name if name in self.fields else None, problem)
        super()._post_clean()  # type: ignore[misc]

    def _update_errors(self, errors: Any) -> None:
        """Take what the model refuses of columns that this form does not have as its own."""
        named = getattr(errors, "error_dict", {})
        for name in [name for name in named if name not in self.fields]:
            named.setdefault(NON_FIELD_ERRORS, []).extend(named.pop(name))
        super()._update_errors(errors)  # type: ignore[misc]


def ruled(problems: Callable[[Any], Mapping[str, str]]) -> type[RuledForm]:
    """A form that asks `problems` of its record."""

    class Ruled(RuledForm):
        def problems(self) -> Mapping[str, str]:
            return problems(self.instance)

    return Ruled
