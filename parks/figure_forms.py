"""The forms for the figures of a park: its areas, and its small tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parks.models import LevelPeriod, Park, ParkPeriod, Utility
from parks.rules import (
    PARTS,
    QUANTITIES,
    below_nought,
    is_leap,
    problems,
    unexplained_leap,
)
from records.form_fields import YUAN_PER_WAN, CodeField, SumField
from records.ruled_forms import RuledForm


class ParkFiguresForm(RuledForm):
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
            *PARTS,
            "four_bounds",
            "management_body",
            "management_code",
            "management_contact",
            "website",
        )
        widgets: ClassVar[dict[str, Any]] = {"four_bounds": forms.Textarea(attrs={"rows": 2})}

    def problems(self) -> Mapping[str, str]:
        """What the rules of parks refuse of the fields that are shown here."""
        found = problems(self.instance)
        return {name: problem for name, problem in found.items() if name in self.fields}


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
        for name in QUANTITIES:
            if (cleaned.get(name) or 0) < 0:
                self.add_error(name, below_nought())
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
            leaps = before and is_leap(before.cleaned_data, form.cleaned_data)
            if leaps and not form.cleaned_data.get("explanation"):
                form.add_error("explanation", unexplained_leap())


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
            self.add_error("capacity", below_nought())
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
