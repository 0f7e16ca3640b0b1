"""The filters that ask where: `bbox`, `area`, and `near` with `km`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from records.filters.choices import OwnExtra
from records.filters.places import DEFAULT_KM, Surroundings
from records.filters.spots import Spot, read_spot


class _Every(forms.TextInput):
    """Gives every value of a parameter, so that none is passed over in silence."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [value for value in data.getlist(name) if value.strip()]


class PlaceField(forms.Field):
    """A parameter that stands once; `read` makes a value of its text or says what is wrong."""

    widget = _Every

    def __init__(self, *, name: str, read: Callable[[str], Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.name, self.read = name, read

    def clean(self, value: list[str]) -> Any:
        """The value, or None when the parameter is absent."""
        if len(value) > 1:
            raise ValidationError(
                _("“%(label)s” (%(name)s) can be given only once. Take all but one away.")
                % {"label": self.label, "name": self.name}
            )
        return self.read(value[0]) if value else None


class PlaceFilter(OwnExtra, django_filters.Filter):
    """Narrows by a place; what is wrong with a value is said by whatever reads it."""

    field_class = PlaceField

    @property
    def field(self) -> Any:
        """The form field, which names its parameter when something is wrong."""
        self.extra["name"] = self.field_name
        return super().field

    def problems(self) -> list[str]:
        """What is wrong with the value, in the reader's language."""
        return [str(text) for text in self.parent.form.errors.get(self.field_name, [])]

    def filter(self, qs: Any, value: Any) -> QuerySet:
        """Keep records at the place."""
        return value.narrow(qs) if value else qs

    @property
    def place(self) -> Any:
        """The place that is asked for, if one is."""
        return self.parent.values(self.field_name)

    def in_words(self) -> str:
        """The place that is asked for."""
        return self.place.in_words() if self.place else ""


class NearFilter(PlaceFilter):
    """Narrows by the distance from a spot; the kilometres are a parameter of their own."""

    @property
    def field(self) -> Any:
        """The form field; it reads through this copy of the filter, which knows the request."""
        # A form copies its fields deeply: a bound method would take the filter set along.
        self.extra["read"] = lambda text: self._read(text)
        return super().field

    def _read(self, text: str) -> Spot:
        """The spot, looked up once for a request."""
        known = self.parent.vocabulary
        if ("near", text) not in known:
            known["near", text] = read_spot(text, self.parent.audience)
        return known["near", text]

    @property
    def place(self) -> Surroundings | None:
        """The circle that is asked for."""
        spot = self.parent.values("near")
        return Surroundings(spot, self.parent.values("km") or DEFAULT_KM) if spot else None

    def filter(self, qs: Any, value: Spot | None) -> QuerySet:
        """Keep records in the circle."""
        return super().filter(qs, self.place)


class KmFilter(PlaceFilter):
    """How far from the spot of `near`; narrows nothing by itself."""

    def problems(self) -> list[str]:
        """Besides what is wrong with the number: that nothing says from where."""
        alone = self.parent.values("km") and not self.parent.data.get("near", "").strip()
        if not alone:
            return super().problems()
        return [
            _(
                "Kilometres (km) need a place to count from. Add one as near: the name of a "
                "city or county, a code, or longitude and latitude."
            )
        ]

    def filter(self, qs: Any, value: float | None) -> QuerySet:
        """Leave it to `near`."""
        return qs

    def in_words(self) -> str:
        """Nothing: `near` says it all."""
        return ""


def place_answer(filters: Any) -> dict[str, Any]:
    """The places of a query as an address writes them best, and what a map draws of them.

    `params` holds the parameters; `shapes` circles (`lon`, `lat`, `km`) and `corners` ([lon, lat]);
    `label` is what the centre of the circle is called.
    """
    near = filters["near"].place
    areas = {name: filters[name].place for name in ("bbox", "area") if filters[name].place}
    params = {name: area.text for name, area in areas.items()}
    if near:
        params |= {"near": near.spot.text, "km": f"{near.km:g}"}
    return {
        "params": params,
        "shapes": [place.shape() for place in [*areas.values(), near] if place],
        "label": near.spot.label if near else "",
    }
