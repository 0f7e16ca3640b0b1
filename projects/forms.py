"""The form in which a clerk registers a project."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.forms.models import construct_instance
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from geo.enums import Confidence
from geo.models import Division
from parks.models import Chain, Park
from projects.detail_forms import DETAIL_FIELDS, DetailsForm
from projects.enums import InvestmentScope
from projects.models import Project
from records.enums import LocationPrecision
from records.form_fields import YUAN_PER_YI

PRECISION_OF_A_POINT = [
    LocationPrecision.SITE,
    LocationPrecision.DISTRICT,
    LocationPrecision.COUNTY_SEAT,
    LocationPrecision.PREFECTURE_SEAT,
    LocationPrecision.UNKNOWN,
]
# The outlines are generalised: a point this near to its division counts as inside (0.02° ≈ 2 km).
NEAR_DEGREES = 0.02
EARLIEST_YEAR = 1949
MOST_NORTHERN = 90


class ProjectForm(DetailsForm):
    """What a project needs before a review; the point comes from map or keyboard."""

    enterprise_name = forms.CharField(
        label=gettext_lazy("Enterprise"),
        max_length=200,
        help_text=gettext_lazy("The full name as on the business licence."),
    )
    chain = forms.ModelChoiceField(Chain.objects.all(), label=gettext_lazy("Chain"), required=False)
    investment_yi = forms.DecimalField(
        label=gettext_lazy("Investment (hundred million yuan)"),
        required=False,
        min_value=Decimal("0.0001"),
        max_value=Decimal(100_000),
        decimal_places=6,
        help_text=gettext_lazy("10,000 yuan are 0.0001. Leave it empty when it is not known."),
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

    stage_year = forms.IntegerField(
        label=gettext_lazy("year in which the stage was so"), required=False
    )
    # What the form was filled in from: a change made meanwhile is not to be overwritten unseen.
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta(DetailsForm.Meta):
        fields = [
            "name_zh",
            "name_en",
            "enterprise_name",
            "sector",
            "chain",
            "division",
            "park",
            "lon",
            "lat",
            "location_precision",
            "stage",
            "stage_year",
            "investment_yi",
            "investment_scope",
            "capacity",
            "source",
            "confidence",
            "note",
            *DETAIL_FIELDS,
        ]
        widgets = {
            **DetailsForm.Meta.widgets,
            "capacity": forms.Textarea(attrs={"rows": 2}),
            "source": forms.Textarea(attrs={"rows": 2}),
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            **DetailsForm.Meta.help_texts,
            "name_zh": gettext_lazy("Say who builds what, and how: builder, content, nature."),
            "source": gettext_lazy("The document or page that the facts are taken from."),
        }

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._narrow_choices(by)
        for field in self.fields.values():
            # A browser would cut longer text without a word; the form says that it is too long.
            field.widget.attrs.pop("maxlength", None)
        if self.instance.pk:
            self.initial["version"] = self.instance.version
            self._show_stored()

    def take_newest_version(self) -> None:
        """Let the next attempt be made from what is stored now, of which the user was told."""
        if self.instance.pk:
            stored, given = Project.objects.get(pk=self.instance.pk), self.data
            self.data = {**{name: given[name] for name in given}, "version": stored.version}

    def _narrow_choices(self, by: User) -> None:
        """Offer what this user may choose, and what a single point can be."""
        fields: dict[str, Any] = self.fields
        fields["division"].queryset = by.divisions().select_related("parent")
        fields["division"].label_from_instance = lambda division: division.full_name
        fields["park"].queryset = Park.objects.published().parks()
        fields["location_precision"].choices = [
            choice for choice in LocationPrecision.choices if choice[0] in PRECISION_OF_A_POINT
        ]
        fields["investment_scope"].choices = [
            ("", _("the whole project, or not known")),
            *InvestmentScope.choices[:2],
        ]
        fields["confidence"].choices = Confidence.choices

    def _show_stored(self) -> None:
        """Fill the fields that are not columns of the model."""
        project = self.instance
        self.initial["enterprise_name"] = project.enterprise_text
        self.initial["chain"] = project.chains.first()
        if project.investment_yuan is not None:
            self.initial["investment_yi"] = (project.investment_yuan / YUAN_PER_YI).normalize()
        if project.point:
            self.initial["lon"], self.initial["lat"] = project.point.coords

    def clean_stage_year(self) -> int | None:
        """Refuse a year in which no project of ours can have had its stage."""
        year = self.cleaned_data["stage_year"]
        latest = timezone.localdate().year
        if year is not None and not EARLIEST_YEAR <= year <= latest:
            raise ValidationError(
                _("Give a year from %(first)d to %(last)d, or leave it empty.")
                % {"first": EARLIEST_YEAR, "last": latest}
            )
        return year

    def clean_name_zh(self) -> str:
        """Write full-width letters and digits in the ordinary way."""
        return unicodedata.normalize("NFKC", self.cleaned_data["name_zh"]).strip()

    def clean_enterprise_name(self) -> str:
        """Write full-width letters and digits in the ordinary way."""
        return unicodedata.normalize("NFKC", self.cleaned_data["enterprise_name"]).strip()

    def clean(self) -> dict[str, Any]:
        """Check the point against province, division and precision, and a sum against its scope."""
        cleaned = super().clean() or {}
        lon, lat, unknown = cleaned.get("lon"), cleaned.get("lat"), LocationPrecision.UNKNOWN
        if (lon is None) != (lat is None) and not {"lon", "lat"} & set(self.errors):
            self.add_error(
                "lat" if lat is None else "lon",
                _("Give both longitude and latitude, or neither."),
            )
        elif lon is not None and lat is not None:
            self._check_point(Point(float(lon), float(lat), srid=4326), cleaned)
        elif cleaned.get("location_precision", unknown) != unknown:
            message = _("Set the point that is so precise, or choose “%(unknown)s”.")
            self.add_error("location_precision", message % {"unknown": unknown.label})
        if cleaned.get("investment_scope") and cleaned.get("investment_yi") is None:
            self.add_error("investment_yi", _("Give the sum that this covers, or clear its scope."))
        return cleaned

    def _post_clean(self) -> None:
        """Ask the rules of the model, which need the sum in yuan."""
        investment = self.cleaned_data.get("investment_yi")
        self.instance.investment_yuan = None if investment is None else investment * YUAN_PER_YI
        # First the rules, which say what to do: the constraints behind them only know their names.
        construct_instance(self, self.instance, self.Meta.fields)
        self.check_rules(self.instance)
        super()._post_clean()  # type: ignore[misc]

    def _check_point(self, point: Point, cleaned: dict[str, Any]) -> None:
        cleaned["point"] = point
        if cleaned.get("location_precision") == LocationPrecision.UNKNOWN:
            self.add_error("location_precision", _("Say how precise the point is."))
        division = cleaned.get("division")
        if division is None:
            return
        problem = problem_of_point(point, division)
        if problem:
            self.add_error("lon", problem)

    def fields_for_action(self) -> dict[str, Any]:
        """The cleaned values in the terms of the model, for the actions of this room."""
        values = {
            name: self.cleaned_data[name]
            for name in self.Meta.fields
            if name not in {"enterprise_name", "chain", "investment_yi", "lon", "lat"}
        }
        investment = self.cleaned_data["investment_yi"]
        return {
            **values,
            "point": self.cleaned_data.get("point"),
            "enterprise_text": self.cleaned_data["enterprise_name"],
            "investment_yuan": None if investment is None else investment * YUAN_PER_YI,
        }


def problem_of_point(point: Point, division: Division) -> str:
    """Say what is wrong with a point (EPSG:4326) for a division; empty when nothing is.

    Management districts have no outline of their own (some lie outside that of the province).
    """
    outline = division.boundary
    is_latitude = point.y <= MOST_NORTHERN
    if is_latitude and (outline is None or outline.distance(point) <= NEAR_DEGREES):
        return ""
    swapped = Point(point.y, point.x, srid=4326)
    if outline is not None and outline.distance(swapped) <= NEAR_DEGREES:
        return _(
            "Longitude and latitude are swapped: longitude comes first, here about 121 to 135."
        )
    there = Division.objects.filter(boundary__contains=point).order_by("-code").exclude(parent=None)
    found = there.first()
    if found is None:
        return _("This point is outside the province. Check both numbers.")
    return _(
        "This point is in %(found)s, not in %(division)s. Move the point or change the division."
    ) % {"found": found.full_name, "division": division.full_name}
