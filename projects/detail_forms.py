"""The part of the registration form that a first draft may leave empty."""

from __future__ import annotations

import unicodedata
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from projects.models import Project
from projects.rules import problems
from records.form_fields import YUAN_PER_WAN, YUAN_PER_YI, CodeField, SumField


def yi(label: Any, **kwargs: Any) -> SumField:
    """A sum in 100 million yuan."""
    return SumField(label=label, required=False, unit=YUAN_PER_YI, **kwargs)


def wan(label: Any, **kwargs: Any) -> SumField:
    """A sum in 10,000 yuan."""
    return SumField(label=label, required=False, unit=YUAN_PER_WAN, **kwargs)


def date_field(label: Any) -> forms.DateField:
    """A date with the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


# The sections of the form that are folded until they are needed, and their rows of fields.
SECTIONS: dict[str, tuple[Any, list[list[str]]]] = {
    "codes": (
        gettext_lazy("Codes and approval"),
        [
            ["project_code", "credit_code"],
            ["former_code", "no_code_reason"],
            ["nature", "procedure"],
            ["procedure_body", "procedure_document", "procedure_date"],
            ["industry_class", "industry_table", "is_emerging"],
            ["is_military_civil"],
        ],
    ),
    "phases": (gettext_lazy("Phase of a larger project"), [["phase_of", "phase_number"]]),
    "dates": (
        gettext_lazy("Evidence of the stage, and dates"),
        [
            ["stage_date"],
            ["stage_note"],
            ["stage_works"],
            ["planned_start", "planned_finish", "planned_production"],
            ["actual_start", "actual_finish", "actual_production"],
        ],
    ),
    "money": (
        gettext_lazy("Parts of the investment"),
        [["fixed_investment_yuan", "land_cost_yuan", "equipment_yuan"]],
    ),
    "land": (
        gettext_lazy("Land"),
        [
            ["land_area_ha", "plot_number", "land_tenure"],
            ["floor_area_ratio", "building_coefficient_percent", "office_share_percent"],
            ["address"],
        ],
    ),
    "expected": (
        gettext_lazy("What it will yield and use in a year"),
        [
            ["expected_output_yuan", "expected_tax_yuan", "expected_jobs"],
            ["expected_energy_tce", "expected_coal_t", "expected_water_m3"],
            ["expected_power_mwh", "expected_load_mw"],
            ["expected_co2_t", "expected_pollutants"],
        ],
    ),
    "people": (
        gettext_lazy("People (not public)"),
        [
            ["responsible_department", "responsible_official"],
            ["contact_person", "contact_phone"],
        ],
    ),
}
DETAIL_FIELDS = [name for _title, rows in SECTIONS.values() for row in rows for name in row]


class DetailsForm(forms.ModelForm):
    """The fields of `SECTIONS`; none is required."""

    project_code = CodeField(
        label=capfirst(gettext_lazy("project code")),
        required=False,
        help_text=gettext_lazy("24 characters from the approval platform, with hyphens."),
    )
    former_code = CodeField(
        label=capfirst(gettext_lazy("former project code")),
        required=False,
        help_text=gettext_lazy("The old code, when a new one was given since."),
    )
    credit_code = CodeField(
        label=capfirst(gettext_lazy("unified social credit code")),
        required=False,
        help_text=gettext_lazy("Of the enterprise: 18 characters, as on the licence."),
    )
    industry_class = CodeField(
        label=capfirst(gettext_lazy("industry class")),
        required=False,
        help_text=gettext_lazy("GB/T 4754, such as C3091: only the structure is checked."),
    )
    procedure_date = date_field(gettext_lazy("date of the decision"))
    stage_date = date_field(gettext_lazy("date of the stage"))
    planned_start = date_field(gettext_lazy("planned start"))
    planned_finish = date_field(gettext_lazy("planned completion"))
    planned_production = date_field(gettext_lazy("planned production"))
    actual_start = date_field(gettext_lazy("actual start"))
    actual_finish = date_field(gettext_lazy("actual completion"))
    actual_production = date_field(gettext_lazy("actual production"))
    fixed_investment_yuan = yi(gettext_lazy("Fixed assets (hundred million yuan)"))
    land_cost_yuan = yi(gettext_lazy("Land (hundred million yuan)"))
    equipment_yuan = yi(gettext_lazy("Equipment (hundred million yuan)"))
    expected_output_yuan = wan(gettext_lazy("Output a year (10,000 yuan)"))
    expected_tax_yuan = wan(gettext_lazy("Tax a year (10,000 yuan)"))

    class Meta:
        model = Project
        fields = DETAIL_FIELDS
        labels: ClassVar[dict[str, Any]] = {"stage_note": gettext_lazy("evidence of the stage")}
        help_texts: ClassVar[dict[str, Any]] = {
            "land_area_ha": gettext_lazy("1 ha = 15 mu."),
            "expected_pollutants": gettext_lazy("As in the environmental assessment."),
            "stage_note": gettext_lazy("Document, photo or report that shows it."),
            "stage_works": gettext_lazy(
                "For “work started”: which works have begun on the site, such as foundations."
            ),
            "phase_of": gettext_lazy("The whole project, of which this is one phase."),
        }
        widgets: ClassVar[dict[str, Any]] = {
            "stage_note": forms.Textarea(attrs={"rows": 2}),
            "stage_works": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        whole = Project.objects.published().filter(phase_of=None).exclude(pk=self.instance.pk)
        fields["phase_of"].queryset = whole
        fields["is_emerging"].widget = forms.NullBooleanSelect()
        fields["is_military_civil"].label_suffix = ""

    def clean(self) -> dict[str, Any]:
        """Write full-width letters in the ordinary way, and ask the rules of projects."""
        cleaned = super().clean() or {}
        for name in DETAIL_FIELDS:
            if isinstance(cleaned.get(name), str):
                cleaned[name] = unicodedata.normalize("NFKC", cleaned[name]).strip()
        return cleaned

    def sections(self) -> list[dict[str, Any]]:
        """The folded sections, each open when it holds a mistake."""
        return [
            {
                "key": key,
                "title": title,
                "rows": [[self[name] for name in row] for row in rows],
                "is_open": any(name in self.errors for row in rows for name in row),
                "is_filled": any(self[name].value() for row in rows for name in row),
            }
            for key, (title, rows) in SECTIONS.items()
        ]

    def check_rules(self, project: Project) -> None:
        """Say beside each field what the rules refuse of `project`, as filled in."""
        for name, problem in problems(project).items():
            if name not in self.errors:
                self.add_error(name if name in self.fields else None, problem)

    def _update_errors(self, errors: Any) -> None:
        """Take what the model refuses of columns that this form does not have as its own."""
        named = getattr(errors, "error_dict", {})
        for name in [name for name in named if name not in self.fields]:
            named.setdefault(NON_FIELD_ERRORS, []).extend(named.pop(name))
        super()._update_errors(errors)  # type: ignore[misc]
