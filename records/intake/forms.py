"""The part of a form that says where a record lies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geo.coordinate_text import LONGEST_TEXT
from geo.datums import Datum, distance_m
from records.enums import LocationMethod, LocationPrecision
from records.intake.answers import Understood, understand
from records.intake.placing import (
    SRID,
    is_administered,
    outside_the_province,
    problem_of_place,
)

# Two entries of one point may differ by the digits that a field shows.
SAME_M = 2
LOCATION_FIELDS = ("location_original", "location_datum", "location_method", "location_reason")
# The fields that say one point together.
POINT_FIELDS = frozenset({"lon", "lat", "location_text", "location_datum"})
PASTED = {LocationMethod.PASTED, LocationMethod.LINK}


class LocationMixin(forms.Form):
    """A point by click, by number, or by a pasted text, checked against province and division.

    Without script it works the same: the text is read when the form arrives.
    """

    location_text = forms.CharField(
        label=gettext_lazy("Coordinate or map link"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=gettext_lazy(
            "Paste degrees in any spelling, metres of a 3° zone, "
            "or the link of a Baidu or Gaode map."
        ),
    )
    location_datum = forms.ChoiceField(
        label=gettext_lazy("Datum"),
        required=False,
        choices=[("", gettext_lazy("not known, or told by the link")), *Datum.choices],
    )
    lon = forms.DecimalField(
        label=gettext_lazy("Longitude"),
        required=False,
        min_value=-180,
        max_value=180,
        help_text=gettext_lazy(
            "WGS 84, in degrees, such as 126.6500. Click the map to fill it in."
        ),
    )
    # Up to 180, so that swapped numbers reach the check that says so.
    lat = forms.DecimalField(
        label=gettext_lazy("Latitude"), required=False, min_value=-90, max_value=180
    )
    location_reason = forms.CharField(
        label=gettext_lazy("Why it lies outside the division or the park"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Only needed where a warning asks for it."),
    )
    # Which way the numbers came in; a page without script leaves it empty.
    location_method = forms.ChoiceField(
        required=False,
        choices=[("", ""), (LocationMethod.MAP, "")],
        widget=forms.HiddenInput,
    )

    @property
    def shows_area(self) -> bool:
        """Whether the form shows an outline: that of records that have one."""
        return False

    def show_stored_location(self, record: Any) -> None:
        """Fill in what a record says of its place."""
        if record.point:
            self.initial["lon"], self.initial["lat"] = record.point.coords
        pasted = record.location_method in PASTED
        self.initial["location_text"] = record.location_original if pasted else ""
        self.initial["location_datum"] = record.location_datum if pasted else ""
        self.initial["location_reason"] = record.location_reason
        self.initial["location_method"] = ""

    def check_location(self, cleaned: dict[str, Any]) -> None:
        """Find the point and check it; adds `point` and what is kept of its origin."""
        if {"lon", "lat", "location_text", "location_datum"} & set(self.errors):
            return
        point = self._point_of_text(cleaned) or self._point_of_numbers(cleaned)
        unknown = LocationPrecision.UNKNOWN
        precision = cleaned.get("location_precision", unknown)
        if point is not None:
            self._check_point(point, cleaned)
        elif precision != unknown and not {"location_text", "lon", "lat"} & set(self.errors):
            message = _("Set the point that is so precise, or choose “%(unknown)s”.")
            self.add_error("location_precision", message % {"unknown": unknown.label})

    def _point_of_text(self, cleaned: dict[str, Any]) -> Point | None:
        """The point that a pasted text means; None without one."""
        text = cleaned.get("location_text", "").strip()
        if not text:
            return None
        try:
            understood = understand(text, cleaned.get("location_datum", ""))
        except ValidationError as error:
            self.add_error("location_text", error.messages[0])
            return None
        return self._agreed(understood, cleaned)

    def _agreed(self, understood: Understood, cleaned: dict[str, Any]) -> Point | None:
        """Refuse a text and numbers that mean two places."""
        lon, lat, point = cleaned.get("lon"), cleaned.get("lat"), understood.point
        if (
            lon is not None
            and lat is not None
            and distance_m(float(lon), float(lat), point.x, point.y) > SAME_M
        ):
            message = _("Text and numbers mean two places. Clear the one that is wrong.")
            self.add_error("location_text", message)
            return None
        cleaned["location_original"] = cleaned["location_text"].strip()
        cleaned["location_datum"] = understood.datum
        is_link = understood.reading.is_link
        cleaned["location_method"] = LocationMethod.LINK if is_link else LocationMethod.PASTED
        return point

    def _point_of_numbers(self, cleaned: dict[str, Any]) -> Point | None:
        lon, lat = cleaned.get("lon"), cleaned.get("lat")
        if "location_text" in self.errors or (lon is None and lat is None):
            cleaned.update(location_original="", location_datum="", location_method="")
            return None
        if lon is None or lat is None:
            self.add_error(
                "lat" if lat is None else "lon",
                _("Give both longitude and latitude, or neither."),
            )
            return None
        cleaned["location_original"] = f"{lon}, {lat}"
        cleaned["location_datum"] = Datum.WGS84
        cleaned["location_method"] = cleaned.get("location_method") or LocationMethod.TYPED
        return Point(float(lon), float(lat), srid=SRID)

    def _check_point(self, point: Point, cleaned: dict[str, Any]) -> None:
        cleaned["point"] = point
        if cleaned.get("location_precision") == LocationPrecision.UNKNOWN:
            self.add_error("location_precision", _("Say how precise the point is."))
        problem = problem_of_place(point, cleaned.get("division"), cleaned.get("park"))
        if not problem and "division" not in self.fields and not is_administered(point):
            problem = outside_the_province()
        if problem and not self._is_explained(point, cleaned):
            asked = _("If it is right, say why below.")
            field = "location_text" if cleaned.get("location_text") else "lon"
            self.add_error(field, f"{problem} {asked}" if is_administered(point) else problem)

    def _is_explained(self, point: Point, cleaned: dict[str, Any]) -> bool:
        """Whether a point of another division or park was given with a reason."""
        return bool(cleaned.get("location_reason") and is_administered(point))
