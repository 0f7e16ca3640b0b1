"""The forms for the figures of a park: its areas, and its small tables."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parks.models import LevelPeriod, Park, ParkPeriod, Utility
from records.codes import credit_code_problem
from records.form_fields import YUAN_PER_WAN, CodeField, SumField

AREAS = ("built_area_ha", "industrial_area_ha", "leasable_area_ha")
# A change from year to year that is larger needs an explanation.
LARGE_CHANGE = Decimal("0.6")
COMPARED = ("output_yuan", "revenue_yuan", "tax_yuan")


class ParkFiguresForm(forms.ModelForm):
    """Areas, bounds and management of a park."""

    management_code = CodeField(
        label=capfirst(gettext_lazy("credit code of the management body")), required=False
    )
    website = forms.URLField(
        label=capfirst(gettext_lazy("website")), required=False, assume_scheme="https"
    )

    class Meta:
        model = Park
        fields = (
            "planned_area_ha",
            *AREAS,
            "four_bounds",
            "management_body",
            "management_code",
            "management_contact",
            "website",
        )
        widgets: ClassVar[dict[str, Any]] = {"four_bounds": forms.Textarea(attrs={"rows": 2})}

    def clean_management_code(self) -> str:
        """Refuse a code that is none."""
        code = str(self.cleaned_data["management_code"])
        if code and (problem := credit_code_problem(code)):
            raise ValidationError(problem)
        return code

    def clean(self) -> dict[str, Any]:
        """No part is larger than the whole, or below 0."""
        cleaned = super().clean() or {}
        for name in AREAS:
            area, whole = cleaned.get(name), cleaned.get("planned_area_ha")
            if area is not None and area < 0:
                self.add_error(name, _("An area cannot be below 0."))
            elif area is not None and whole is not None and area > whole:
                self.add_error(name, _("This is larger than the planned area."))
        return cleaned


def below_nought() -> str:
    """What is said of a quantity that cannot be."""
    return _("A quantity cannot be below 0. Correct it, or leave it empty.")


def _wan(label: Any) -> SumField:
    return SumField(label=label, unit=YUAN_PER_WAN, required=False)


class PeriodForm(forms.ModelForm):
    """The figures of one period."""

    output_yuan = _wan(gettext_lazy("Industrial output (10,000 yuan)"))
    value_added_yuan = _wan(gettext_lazy("Value added (10,000 yuan)"))
    revenue_yuan = _wan(gettext_lazy("Revenue (10,000 yuan)"))
    tax_yuan = _wan(gettext_lazy("Tax (10,000 yuan)"))
    fixed_investment_yuan = _wan(gettext_lazy("Investment in fixed assets (10,000 yuan)"))
    rnd_yuan = _wan(gettext_lazy("Research and development (10,000 yuan)"))

    class Meta:
        model = ParkPeriod
        fields = (
            "year",
            "part",
            "is_audited",
            "output_yuan",
            "value_added_yuan",
            "revenue_yuan",
            "tax_yuan",
            "fixed_investment_yuan",
            "rnd_yuan",
            "firms",
            "staff",
            "energy_tce",
            "water_m3",
            "waste_use_percent",
            "explanation",
            "source",
        )
        widgets: ClassVar[dict[str, Any]] = {
            "explanation": forms.Textarea(attrs={"rows": 2}),
            "source": forms.Textarea(attrs={"rows": 2}),
        }

    def clean(self) -> dict[str, Any]:
        """Revenue covers tax."""
        cleaned = super().clean() or {}
        revenue, tax = cleaned.get("revenue_yuan"), cleaned.get("tax_yuan")
        if revenue is not None and tax is not None and tax > revenue:
            self.add_error("tax_yuan", _("The tax is larger than the revenue."))
        for name in ("energy_tce", "water_m3", "waste_use_percent"):
            if (cleaned.get(name) or 0) < 0:
                self.add_error(
                    name, _("A quantity cannot be below 0. Correct it, or leave it empty.")
                )
        return cleaned


class PeriodFormSet(forms.BaseInlineFormSet):
    """The figures of all periods: a leap from one year to the next is explained."""

    def clean(self) -> None:
        """Compare each period with the same one of the year before."""
        super().clean()
        rows = {
            (form.cleaned_data["year"], form.cleaned_data["part"]): form
            for form in self.forms
            if getattr(form, "cleaned_data", None) and "year" in form.cleaned_data
        }
        for (year, part), form in rows.items():
            before = rows.get((year - 1, part))
            if before and not form.cleaned_data.get("explanation"):
                self._compare(before.cleaned_data, form)

    def _compare(self, before: dict[str, Any], form: Any) -> None:
        for name in COMPARED:
            old, new = before.get(name), form.cleaned_data.get(name)
            if old and new is not None and abs(new - old) > old * LARGE_CHANGE:
                form.add_error(
                    "explanation",
                    _("This differs by more than 60 percent from the year before. Explain it."),
                )
                return


class UtilityForm(forms.ModelForm):
    """What the park supplies."""

    on = forms.DateField(
        label=capfirst(gettext_lazy("as of")),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    class Meta:
        model = Utility
        fields = ("kind", "capacity", "used", "unit", "on")

    def clean(self) -> dict[str, Any]:
        """No more is used than there is."""
        cleaned = super().clean() or {}
        capacity, used = cleaned.get("capacity"), cleaned.get("used")
        if capacity is not None and capacity < 0:
            self.add_error(
                "capacity", _("A quantity cannot be below 0. Correct it, or leave it empty.")
            )
        if capacity is not None and used is not None and not 0 <= used <= capacity:
            self.add_error("used", _("Give a quantity from 0 to the capacity."))
        return cleaned


def _table(model: Any, title: Any, **kwargs: Any) -> Any:
    made: Any = forms.inlineformset_factory(Park, model, extra=1, **kwargs)
    return type(made.__name__, (made,), {"title": title})


TABLES = {
    "periods": _table(
        ParkPeriod, gettext_lazy("Figures by period"), form=PeriodForm, formset=PeriodFormSet
    ),
    "utilities": _table(Utility, gettext_lazy("Utilities"), form=UtilityForm),
    "levels": _table(
        LevelPeriod, gettext_lazy("Levels over time"), fields=("level", "since", "document")
    ),
}
