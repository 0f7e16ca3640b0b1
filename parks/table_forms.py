"""The leading industries of a park as one field of its form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geo.enums import Confidence
from parks.models import ParkSector
from records.review.table_fields import RowsField, Table, TablesMixin

# What tells the industries of a park apart: the same words may fall in several sectors.
KEY = ("phrase", "sector_id")
_TEXT = forms.Textarea(attrs={"rows": 2})


class IndustryForm(forms.ModelForm):
    """A leading industry. Its tags of the plan's other readings are kept as they are."""

    class Meta:
        model = ParkSector
        fields = ("rank", "phrase", "sector", "reason", "basis", "confidence")
        widgets: ClassVar[dict[str, Any]] = dict.fromkeys(("reason", "basis"), _TEXT)
        labels: ClassVar[dict[str, Any]] = {"basis": gettext_lazy("Source and year")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rank: Any = self.fields["rank"]
        rank.min_value = 1
        confidence: Any = self.fields["confidence"]
        confidence.choices = [("", "—"), *Confidence.choices]

    def clean_rank(self) -> int:
        """The first is number 1."""
        rank = int(self.cleaned_data["rank"])
        if rank < 1:
            raise ValidationError(_("Give a number from 1: 1 is the main industry."))
        return rank

    def clean(self) -> dict[str, Any]:
        """Where no sector fits, somebody says why."""
        cleaned = super().clean() or {}
        if not cleaned.get("sector") and not cleaned.get("reason"):
            self.add_error("reason", _("Choose a sector, or say why none fits."))
        return cleaned


TABLES = {
    "industries": Table(
        "industries",
        gettext_lazy("Leading industries"),
        IndustryForm,
        is_first=True,
        empty_rows=1,
        help=gettext_lazy(
            "As the source words them, the main one first. To take one away, tick “Delete”."
        ),
    )
}


class ParkTables(TablesMixin):
    """The small tables in the form of a park."""

    TABLES = TABLES

    industries = RowsField(TABLES["industries"])

    def clean_industries(self) -> list[str]:
        """No two rows of one rank, or of the same words and sector."""
        texts: list[str] = self.cleaned_data["industries"]
        columns = TABLES["industries"].columns
        if problem := industries_problem([columns(text) for text in texts]):
            raise ValidationError(problem)
        return texts


def industries_problem(rows: Sequence[Mapping[str, Any]]) -> str:
    """What is wrong with the leading industries of a park together; empty when nothing is."""
    for names in (("rank",), KEY):
        values = [tuple(row[name] for name in names) for row in rows]
        if len(values) != len(set(values)):
            return _("Two rows have the same rank, or the same words and sector. Change one.")
    return ""
