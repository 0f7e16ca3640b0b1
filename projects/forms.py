"""The form in which a clerk registers a project."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import construct_instance
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from geo.enums import Confidence
from parks.models import Park
from parks.territory import divisions_of
from projects.detail_forms import DETAIL_FIELDS, DetailsForm
from projects.enums import InvestmentScope
from projects.models import Enterprise
from projects.rules import table_problems
from projects.table_forms import ProjectTables
from records.enums import LocationPrecision
from records.form_fields import YUAN_PER_YI, TypedDecimalField
from records.intake.area_forms import AreaMixin
from records.intake.forms import LOCATION_FIELDS, LocationMixin
from records.intake.placing import Place, place_of

PRECISION_OF_A_POINT = [
    LocationPrecision.SITE,
    LocationPrecision.DISTRICT,
    LocationPrecision.COUNTY_SEAT,
    LocationPrecision.PREFECTURE_SEAT,
    LocationPrecision.UNKNOWN,
]
EARLIEST_YEAR = 1949


class ProjectForm(AreaMixin, ProjectTables, LocationMixin, DetailsForm):
    """What a project needs before a review; the point comes from map or keyboard."""

    enterprise_name = forms.CharField(
        label=gettext_lazy("Enterprise"),
        max_length=200,
        help_text=gettext_lazy("The full name as on the business licence."),
    )
    investment_yi = TypedDecimalField(
        label=gettext_lazy("Investment (hundred million yuan)"),
        required=False,
        min_value=Decimal("0.0001"),
        max_value=Decimal(100_000),
        decimal_places=6,
        error_messages={
            "max_value": gettext_lazy(
                "More than 100000: was the sum meant in units of 10,000 yuan?"
            )
        },
        help_text=gettext_lazy("10,000 yuan are 0.0001. Leave it empty when it is not known."),
    )
    stage_year = forms.IntegerField(
        label=capfirst(gettext_lazy("year in which the stage was so")), required=False
    )
    # Fields that are no facts of the project.
    NOT_KEPT = frozenset({"location_method"})
    # Columns that are not called like the field of the form that they come from.
    COLUMNS: ClassVar[dict[str, tuple[str, ...]]] = {
        "enterprise_name": ("enterprise_text",),
        "investment_yi": ("investment_yuan",),
        "given_area": ("area",),
        **dict.fromkeys(
            ("lon", "lat", "location_text", "location_datum"), ("point", *LOCATION_FIELDS)
        ),
    }

    class Meta(DetailsForm.Meta):
        fields = [
            "name_zh",
            "name_en",
            "enterprise_name",
            "sector",
            "division",
            "park",
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
        self.by = by
        # What the form itself took from the point, to be said once it is stored.
        self.filled: list[str] = []
        self.fill_tables()
        self._narrow_choices(by)
        for field in self.fields.values():
            # A browser would cut longer text without a word; the form says that it is too long.
            field.widget.attrs.pop("maxlength", None)
        if self.instance.pk:
            self._show_stored()

    def _narrow_choices(self, by: User) -> None:
        """Offer what this user may choose, and what a single point can be."""
        fields: dict[str, Any] = self.fields
        fields["division"].queryset = divisions_of(by).select_related("parent")
        fields["division"].required = False
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
        if project.investment_yuan is not None:
            self.initial["investment_yi"] = (project.investment_yuan / YUAN_PER_YI).normalize()
        self.show_stored_location(project)

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
        typed = unicodedata.normalize("NFKC", self.cleaned_data["enterprise_name"]).strip()
        found = Enterprise.objects.visible_to(self.by).named_exactly(typed).first()
        return str(found.name_zh) if found else typed

    def clean(self) -> dict[str, Any]:
        """Check the point against province, division and precision, and a sum against its scope."""
        cleaned = super().clean() or {}
        self.check_location(cleaned)
        self.check_area(cleaned)
        self._fill_division(cleaned)
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
        for name, problem in table_problems(self.instance, self.tables_for_action()).items():
            self.add_error(name, problem)
        super()._post_clean()  # type: ignore[misc]

    def _fill_division(self, cleaned: dict[str, Any]) -> None:
        """Take division and park from the point where they were left empty, and note it."""
        if cleaned.get("division") or "division" in self.errors:
            return
        point = cleaned.get("point")
        place = place_of(point, self.by) if point else None
        if place is None or place.division is None:
            self.add_error("division", _("Choose one, or give the point: it tells the division."))
        elif not divisions_of(self.by).filter(pk=place.division.pk).exists():
            message = _("This point is in %(place)s, outside your territory. Move the point.")
            self.add_error("division", message % {"place": place.division.full_name})
        else:
            self._take(cleaned, place)

    def _take(self, cleaned: dict[str, Any], place: Place) -> None:
        cleaned["division"] = self.instance.division = place.division
        self.filled.append(_("Division, from the point: %(name)s.") % {"name": place.division})
        if place.park and not cleaned.get("park"):
            cleaned["park"] = self.instance.park = place.park
            self.filled.append(_("Park, from the point: %(name)s.") % {"name": place.park})

    def fields_for_action(self) -> dict[str, Any]:
        """The cleaned values in the terms of the model, for the actions of this room."""
        values = {
            name: self.cleaned_data[name]
            for name in self.Meta.fields
            if name not in {"enterprise_name", "investment_yi"}
        }
        investment = self.cleaned_data["investment_yi"]
        return {
            **values,
            "point": self.cleaned_data.get("point"),
            "area": self.cleaned_data["area"],
            **{name: self.cleaned_data.get(name) or "" for name in LOCATION_FIELDS},
            "enterprise_text": self.cleaned_data["enterprise_name"],
            "investment_yuan": None if investment is None else investment * YUAN_PER_YI,
            **self.tables_for_action(),
        }

    def columns_of(self, names: Collection[str]) -> dict[str, Any]:
        """Of the values for the actions, those that come from the fields called `names`."""
        columns = {column for name in names for column in self.COLUMNS.get(name, (name,))}
        values = self.fields_for_action()
        return {name: value for name, value in values.items() if name in columns}
