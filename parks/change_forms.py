"""The forms by which changes of published parks and bases are proposed.

What is computed (intensities, sums) has no field.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy

from accounts.models import User
from geo.enums import Confidence
from geo.models import Division
from parks.figure_forms import ParkFiguresForm
from parks.models import Base, Park
from parks.table_forms import ParkTables
from parks.territory import divisions_of
from records.intake.area_forms import AreaMixin
from records.intake.areas import FIELD
from records.intake.forms import LOCATION_FIELDS, LocationMixin
from records.review.table_fields import TablesMixin
from records.visibility import linked_fields

# Lines of a list of which several may be chosen.
SHOWN = 8
_TEXT = forms.Textarea(attrs={"rows": 2})


class PlaceForm(LocationMixin, TablesMixin, forms.ModelForm):
    """What parks and bases have in common."""

    # Fields that are no facts, and the columns of fields that are called otherwise.
    NOT_KEPT: ClassVar[frozenset[str]] = frozenset({"location_method"})
    COLUMNS: ClassVar[dict[str, tuple[str, ...]]] = dict.fromkeys(
        ("lon", "lat", "location_text", "location_datum"), ("point", *LOCATION_FIELDS)
    )
    SECTIONS: ClassVar[list[tuple[Any, list[list[str]]]]] = []
    PLACE: ClassVar[list[str]] = []

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        fields: dict[str, Any] = self.fields
        for name in ("confidence", "level_confidence"):
            if name in fields:
                blank = [("", "—")] if name == "level_confidence" else []
                fields[name].choices = [*blank, *Confidence.choices]
        for field in fields.values():
            # A browser would cut longer text without a word; the form says that it is too long.
            field.widget.attrs.pop("maxlength", None)
        self._keep_hidden_links()
        self.show_stored_location(self.instance)

    def _keep_hidden_links(self) -> None:
        """Do not name a record that this user may not see; the link stays as it is."""
        model: Any = type(self.instance)
        for name in set(linked_fields(model)) & set(self.fields):
            key = getattr(self.instance, f"{name}_id")
            target = model._meta.get_field(name).remote_field.model
            if key and not target.objects.visible_to(self.by).filter(pk=key).exists():
                self.fields[name].disabled = True
                self.initial[name] = None

    def clean(self) -> dict[str, Any]:
        """Write texts in the ordinary way, and check the point."""
        cleaned = super().clean() or {}
        for name, value in cleaned.items():
            if isinstance(value, str) and not name.startswith("location_"):
                cleaned[name] = unicodedata.normalize("NFKC", value).strip()
        self.check_location(cleaned)
        return cleaned

    def sections(self) -> list[tuple[Any, list[list[Any]]]]:
        """The titles of the sections, each with its rows of fields."""
        return [
            (title, [[self[one] for one in row] for row in rows]) for title, rows in self.SECTIONS
        ]

    def unseen_fields(self) -> list[Any]:
        """What the page carries unseen: the boundary, which has a page of its own."""
        return [self[FIELD]] if FIELD in self.fields else []

    def place_fields(self) -> list[Any]:
        """The fields that say where the record lies, beside its point."""
        return [self[name] for name in self.PLACE]

    def columns_of(self, names: Collection[str]) -> dict[str, Any]:
        """The columns, with the values for the actions, of the fields called `names`."""
        columns = {column for name in names for column in self.COLUMNS.get(name, (name,))}
        origin = {name: self.cleaned_data.get(name) or "" for name in LOCATION_FIELDS}
        values = {**self.cleaned_data, **origin, "point": self.cleaned_data.get("point")}
        return {name: value for name, value in values.items() if name in columns}


def _divisions(field: Any, divisions: Any) -> None:
    if isinstance(field.widget, forms.SelectMultiple):
        field.widget.attrs["size"] = SHOWN
    field.queryset = divisions.select_related("parent").order_by("code")
    field.label_from_instance = lambda division: division.full_name


class ParkForm(AreaMixin, ParkTables, PlaceForm, ParkFiguresForm):
    """What is asked of a park."""

    COLUMNS: ClassVar[dict[str, tuple[str, ...]]] = {
        **PlaceForm.COLUMNS,
        "given_area": ("boundary",),
    }

    SECTIONS: ClassVar[list[tuple[Any, list[list[str]]]]] = [
        (
            gettext_lazy("The park"),
            [
                ["name_zh", "name_en"],
                ["kind", "status", "parent"],
                ["level", "level_basis", "level_confidence"],
            ],
        ),
        (
            gettext_lazy("Approval and catalogue"),
            [["approval_year", "approval_year_basis"], ["catalogue_code", "listed_in"]],
        ),
        (
            gettext_lazy("Areas"),
            [
                ["approved_area_ha", "planned_area_ha"],
                ["built_area_ha", "industrial_area_ha", "leasable_area_ha"],
                ["four_bounds"],
            ],
        ),
        (
            gettext_lazy("Management body"),
            [["management_body", "management_code"], ["management_contact", "website"]],
        ),
        (gettext_lazy("Source of the leading industries"), [["industries_source"]]),
    ]
    PLACE: ClassVar[list[str]] = ["division", "more_divisions"]

    class Meta(ParkFiguresForm.Meta):
        fields = (  # type: ignore[assignment]
            *("name_zh", "name_en", "kind", "status", "parent"),
            *("level", "level_basis", "level_confidence"),
            *("approval_year", "approval_year_basis", "catalogue_code", "listed_in"),
            *("approved_area_ha", *ParkFiguresForm.Meta.fields),
            *("division", "more_divisions", "location_precision"),
            *("industries_source", "source", "confidence", "note"),
        )
        widgets: ClassVar[dict[str, Any]] = {
            **ParkFiguresForm.Meta.widgets,
            **dict.fromkeys(("approval_year_basis", "industries_source", "source", "note"), _TEXT),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "more_divisions": gettext_lazy(
                "Where else the park reaches; it counts in its main division."
            ),
            "level": gettext_lazy("Of the authority that set it up; a title never raises it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        _divisions(fields["division"], divisions_of(self.by))
        _divisions(fields["more_divisions"], Division.objects.exclude(parent=None))
        fields["parent"].queryset = Park.objects.published().exclude(pk=self.instance.pk)
        self.fill_tables()

    def clean(self) -> dict[str, Any]:
        """Add the outline."""
        cleaned = super().clean()
        self.check_area(cleaned)
        return cleaned

    def columns_of(self, names: Collection[str]) -> dict[str, Any]:
        """The columns of the fields called `names`; of a table its rows by column."""
        tables = {name: rows for name, rows in self.tables_for_action().items() if name in names}
        return {**super().columns_of(names), **tables}


class BaseForm(PlaceForm):
    """What is asked of a demonstration base."""

    SECTIONS: ClassVar[list[tuple[Any, list[list[str]]]]] = [
        (
            gettext_lazy("The base"),
            [["name_zh", "name_en"], ["kind", "sector"], ["host_park", "plan_section"]],
        ),
    ]
    PLACE: ClassVar[list[str]] = ["divisions", "place_basis"]

    class Meta:
        model = Base
        fields = (
            *("name_zh", "name_en", "kind", "sector", "host_park", "plan_section"),
            *("divisions", "place_basis", "location_precision"),
            *("source", "confidence", "note"),
        )
        widgets: ClassVar[dict[str, Any]] = dict.fromkeys(("source", "note"), _TEXT)
        help_texts: ClassVar[dict[str, Any]] = {
            "divisions": gettext_lazy("Each place of the base; one is enough to be in it.")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        _divisions(fields["divisions"], Division.objects.exclude(parent=None))
        fields["host_park"].queryset = Park.objects.published().parks()
