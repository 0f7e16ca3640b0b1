"""Small tables as fields of the form of a record: the value of each is a list of rows.

A row is text in JSON, written in one way only: so proposals, differences and two changes at once
treat a table like any other field. A browser types the rows into the forms of `formset`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from records.review.values import plain, words

MOST_ROWS = 100
EMPTY_ROWS = 3


@dataclass(frozen=True)
class Table:
    """A small table: the relation of the record, its title, and the form of a row."""

    name: str
    title: Any
    form: Any
    # The word under which a record hides the table.
    hidden_with: str = ""
    # Whether it stands with the name and the sector, and not below the form.
    is_first: bool = False
    empty_rows: int = EMPTY_ROWS
    # How its rows are filled in, where the labels do not say all.
    help: Any = ""

    def formset(self, data: Any, rows: list[str]) -> Any:
        """The forms of the rows, filled in, or bound to `data`, with empty ones after them."""
        made: Any = forms.formset_factory(
            self.form,
            extra=self.empty_rows,
            can_delete=True,
            max_num=MOST_ROWS,
            absolute_max=MOST_ROWS,
        )
        formset = made(data, initial=[json.loads(row) for row in rows], prefix=self.name)
        formset.title, formset.help = self.title, self.help
        _share_choices(formset)
        return formset

    def row_of(self, instance: Any) -> str:
        """A stored row as text."""
        form = self.form(instance=instance)
        return as_text({name: plain(form[name].value()) for name in form.fields})

    def rows_of(self, record: Any) -> list[str]:
        """The stored rows of a record."""
        return [self.row_of(row) for row in getattr(record, self.name).all()]

    def columns(self, row: str) -> dict[str, Any]:
        """The columns that a row of a valid form fills."""
        form = self.form(json.loads(row))
        form.is_valid()
        names = [form.instance._meta.get_field(name).attname for name in form.fields]
        return {name: getattr(form.instance, name) for name in names}


def _share_choices(formset: Any) -> None:
    """Ask the database once for the choices of all rows."""
    for name, field in formset.form.base_fields.items():
        if isinstance(field, forms.ModelChoiceField):
            listed: Any = field.choices
            choices = list(listed)
            for form in formset:
                form.fields[name].choices = choices


def as_text(row: dict[str, Any]) -> str:
    """A row as text, the same for the same values."""
    return json.dumps(row, ensure_ascii=False)


class RowsWidget(forms.MultipleHiddenInput):
    """Rows out of the forms of a table; or as they stand, where somebody kept or merged them."""

    def __init__(self, table: Table) -> None:
        super().__init__()
        self.table = table

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Hold an empty row where there is none: nothing is an answer too."""
        return super().get_context(name, value or [""], attrs)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str] | None:
        """The rows; None when nothing was sent of the table."""
        if name in data:
            rows = data.getlist(name) if hasattr(data, "getlist") else data[name]
            return [row for row in rows if row]
        return list(self._typed(data, name)) if f"{name}-TOTAL_FORMS" in data else None

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether nothing was sent of the table."""
        return self.value_from_datadict(data, files, name) is None

    def _typed(self, data: Any, name: str) -> Iterator[str]:
        """The rows in which something was typed and that are not to go."""
        total = str(data[f"{name}-TOTAL_FORMS"])
        for number in range(min(int(total), MOST_ROWS) if total.isdecimal() else 0):
            prefix = f"{name}-{number}"
            row = {
                column: str(data.get(f"{prefix}-{column}", "")).strip()
                for column in self.table.form.base_fields
            }
            if any(row.values()) and not data.get(f"{prefix}-DELETE"):
                yield as_text(row)


class RowsField(forms.Field):
    """A small table of a record."""

    def __init__(self, table: Table) -> None:
        super().__init__(label=table.title, required=False, widget=RowsWidget(table))
        self.is_hidden = False
        self.hidden_widget = lambda: RowsWidget(table)  # type: ignore[assignment]
        self.table = table

    def clean(self, value: Any) -> list[str]:
        """The rows as they are stored; an error names the row and what is wrong with it."""
        rows, problems = [], []
        for number, text in enumerate(value or [], 1):
            form = self.table.form(_read(text))
            if form.is_valid():
                rows.append(self.table.row_of(form.instance))
            else:
                problems += [_said(number, form, *error) for error in form.errors.items()]
        if problems:
            raise ValidationError(problems)
        return rows

    def in_words(self, value: str) -> str:
        """A row in the words of the reader."""
        form, row = self.table.form(), _read(value)
        said = [words(form, name, str(row.get(name, ""))) for name in form.fields]
        labels = [str(field.label) for field in form.fields.values()]
        first, *rest = zip(labels, said, strict=True)
        more = [
            _("%(label)s: %(value)s") % {"label": one, "value": text} for one, text in rest if text
        ]
        return _("; ").join([first[1], *more])


def _read(text: str) -> dict[str, Any]:
    """The columns of a row; none of a text that no form of ours wrote."""
    try:
        row = json.loads(text)
    except ValueError:
        return {}
    return row if isinstance(row, dict) else {}


def _said(number: int, form: Any, name: str, texts: Any) -> str:
    label = form.fields[name].label if name in form.fields else ""
    said = {"number": number, "label": label, "problem": " ".join(texts)}
    return _("Row %(number)d, %(label)s: %(problem)s") % said


class TablesMixin(forms.Form):
    """The small tables in the form of a record; each is a `RowsField` of the same name."""

    TABLES: ClassVar[dict[str, Table]] = {}

    instance: Any

    def fill_tables(self) -> None:
        """Fill in the stored rows; a table that was not sent, or is hidden, stays as it is."""
        if self.instance.pk:
            # A page fills in several forms of one record: its rows are read once.
            prefetch_related_objects([self.instance], *self.TABLES)
        for name, table in self.TABLES.items():
            field: Any = self.fields[name]
            field.is_hidden = is_hidden = table.hidden_with in self.instance.kept_back
            omitted = field.widget.value_omitted_from_data(self.data, {}, name)
            field.disabled = is_hidden or (self.is_bound and omitted)
            knows = self.instance.pk and not is_hidden
            self.initial[name] = table.rows_of(self.instance) if knows else []

    def first_tables(self) -> list[Any]:
        """The tables that stand beside the name; see `more_tables`."""
        return self._tables(is_first=True)

    def more_tables(self) -> list[Any]:
        """The forms in which the rows are typed, each with what is wrong with its table."""
        return self._tables(is_first=False)

    def _tables(self, *, is_first: bool) -> list[Any]:
        fields: Any = self.fields
        shown = [name for name, table in self.TABLES.items() if table.is_first == is_first]
        return [self._formset(self.TABLES[name]) for name in shown if not fields[name].is_hidden]

    def _formset(self, table: Table) -> Any:
        sent = (
            self.is_bound
            and f"{table.name}-TOTAL_FORMS" in self.data
            and table.name not in self.data
        )
        bound: Any = self[table.name]
        formset = table.formset(self.data if sent else None, bound.value() or [])
        formset.field = bound
        return formset

    def tables_for_action(self) -> dict[str, list[dict[str, Any]]]:
        """The rows of each table by column, for the actions of this room."""
        return {
            name: [table.columns(row) for row in self.cleaned_data.get(name, [])]
            for name, table in self.TABLES.items()
        }
