"""The page that finds out in which datum a table of coordinates is written, and converts it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from django import forms
from django.contrib.auth.mixins import LoginRequiredMixin, UserPassesTestMixin
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from accounts.access import signed_in
from accounts.models import User
from geo.coordinate_text import pair_as_written, shown
from geo.datums import Datum
from geo.models import Division
from geo.uploads.names import decoded
from records.imports.readers import guarded
from records.intake.files import Proposal, Reading, Stated, propose_datum
from records.intake.placing import bounded_parks

MOST_ROWS = 20_000
MOST_BYTES = 2 * 1024 * 1024
SHOWN_READINGS = 6


@dataclass(frozen=True)
class Row:
    """A line of a table: the place that it states, and its two numbers as they stand."""

    place: str
    first: float
    second: float


class TableForm(forms.Form):
    """A table that is pasted, or a file of it."""

    table = forms.CharField(
        label=gettext_lazy("Rows of the table"),
        required=False,
        max_length=MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Copy three columns out of the table: the division or park (name or code), and the two "
            "columns of numbers in the order in which they stand. Spare columns are not needed."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file of these three columns (.csv)"), required=False
    )

    def clean(self) -> dict[str, Any]:
        """Read the rows; every line that cannot be read is named."""
        cleaned = super().clean() or {}
        file = cleaned.get("file")
        if file and file.size > MOST_BYTES:
            raise ValidationError(
                _("The file has more than %(n)d MB. Cut it into several.") % {"n": MOST_BYTES >> 20}
            )
        text = decoded(file.read()) if file else cleaned.get("table", "")
        cleaned["table"], cleaned["rows"] = text, rows_of(text)
        return cleaned


def rows_of(text: str) -> list[Row]:
    """The rows of a table in text, its cells apart by tabulators, commas or semicolons."""
    lines = [line for line in text.replace("，", ",").splitlines() if line.strip()]
    if len(lines) > MOST_ROWS:
        raise ValidationError(
            _("The table has more than %(n)d rows. Cut it into several.") % {"n": MOST_ROWS}
        )
    delimiter = max("\t,;", key=(lines[0] if lines else "").count)
    try:
        found = [_row(cells) for cells in csv.reader(lines, delimiter=delimiter)]
    except csv.Error as error:
        raise ValidationError(
            _(
                "This is no table: a cell of it is longer than any text. Copy the three columns "
                "anew."
            )
        ) from error
    # A first line without numbers is the headers.
    if found and found[0] is None:
        found = found[1:]
    wrong = [number for number, row in enumerate(found) if row is None]
    if wrong:
        line = shown(lines[wrong[0] + len(lines) - len(found)])
        raise ValidationError(
            _("%(count)d rows do not hold a place and two numbers, for example: %(line)s")
            % {"count": len(wrong), "line": line}
        )
    if not found:
        raise ValidationError(_("Paste the rows, or choose a file."))
    return [row for row in found if row]


def _row(cells: list[str]) -> Row | None:
    """The place and the pair in the cells of a line; None where there are none."""
    parts = [cell.strip() for cell in cells if cell.strip()]
    if len(parts) < 2:
        return None
    first, second = pair_as_written(" ".join(parts[1:3]))
    return None if np.isnan(first) else Row(parts[0], first, second)


def stated(rows: list[Row], by: User) -> list[Stated]:
    """The rows with the codes of the places that they name."""
    divisions = {name: one.pk for one in Division.objects.named() for name in _names(one)}
    parks = {
        name: park.registry_code
        for park in bounded_parks(by).defer("boundary")
        for name in (park.registry_code, park.name_zh, park.name_en)
    }
    return [
        Stated(row.first, row.second, divisions.get(row.place, ""), parks.get(row.place, ""))
        for row in rows
    ]


def _names(division: Division) -> Iterator[str]:
    yield from (division.code, division.name_zh, division.name_en)
    if division.parent is not None:
        yield f"{division.parent.name_zh}{division.name_zh}"
        yield division.full_name


class Coordinates(LoginRequiredMixin, UserPassesTestMixin, FormView):
    """Test every datum and order on a table, and give it back in WGS 84."""

    template_name = "records/coordinates.html"
    form_class = TableForm

    def test_func(self) -> bool:
        """Only those whose role it is."""
        return signed_in(self.request).may_register

    def form_valid(self, form: TableForm) -> HttpResponse:
        """Show what was found; or, once a reading was chosen, give the converted table."""
        rows = form.cleaned_data["rows"]
        wanted = self.request.POST.get("reading", "")
        if wanted:
            return converted(rows, wanted)
        found = propose_datum(stated(rows, signed_in(self.request)), by=signed_in(self.request))
        if found is None:
            form.add_error("table", _("No row names a division or a park with a known outline."))
            return self.form_invalid(form)
        return self.render_to_response(
            self.get_context_data(
                form=TableForm({"table": form.cleaned_data["table"]}),
                found=found,
                readings=shown_readings(found),
            )
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Nothing is found before a table was sent."""
        return super().get_context_data(**{"found": None, "readings": [], **kwargs})


def shown_readings(found: Proposal) -> list[dict[str, Any]]:
    """The likeliest readings, with the part of the rows that fits."""
    first = found.ranking[:SHOWN_READINGS]
    return [
        {
            "reading": one,
            "key": f"{one.datum} {int(one.swapped)}",
            "percent": 100 * one.inside / one.of,
            "is_rival": one in found.rivals,
        }
        for one in first
    ]


def converted(rows: list[Row], wanted: str) -> HttpResponse:
    """The table in the reading called `wanted`, with longitude and latitude in WGS 84."""
    datum, _space, swapped = wanted.partition(" ")
    used = datum if datum in Datum.values else Datum.WGS84
    reading = Reading(Datum(used), swapped == "1", 0, 0)
    lon, lat = reading.lon_lat([(row.first, row.second) for row in rows])
    headers = {"Content-Disposition": 'attachment; filename="coordinates-wgs84.csv"'}
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8", headers=headers)
    writer = csv.writer(answer)
    writer.writerow([_("Place"), _("As given"), "", _("Longitude"), _("Latitude")])
    for row, x, y in zip(rows, lon.tolist(), lat.tolist(), strict=True):
        writer.writerow([guarded(row.place), row.first, row.second, f"{x:.7f}", f"{y:.7f}"])
    return answer
