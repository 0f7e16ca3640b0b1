"""The form in which a clerk registers an enterprise, or proposes a change of one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from geo.enums import Confidence
from geo.models import Division
from projects.enterprise_rules import problems
from projects.models import Enterprise
from records.form_fields import CodeField
from records.ruled_forms import RuledForm

MOST_NAMES, LONGEST_NAME = 20, 200
_TEXT = forms.Textarea(attrs={"rows": 2})


class Lines(forms.Textarea):
    """A list of texts, each on a line of its own; they may come as lines or as several values."""

    def format_value(self, value: Any) -> Any:
        """The texts as lines; what was typed stays as it was typed."""
        return "\n".join(value) if isinstance(value, list) else super().format_value(value)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """What was sent, as lines."""
        sent = data.getlist(name) if isinstance(data, QueryDict) else data.get(name)
        return "\n".join(sent) if isinstance(sent, list) else sent


class NamesField(forms.CharField):
    """Other names, one on each line."""

    widget = Lines(attrs={"rows": 3})

    def clean(self, value: Any) -> Any:
        """The names, each once."""
        lines = re.split(r"[\n;；]", unicodedata.normalize("NFKC", super().clean(value)))
        names = list(dict.fromkeys(filter(None, map(str.strip, lines))))
        if len(names) > MOST_NAMES or any(len(name) > LONGEST_NAME for name in names):
            said = {"names": MOST_NAMES, "length": LONGEST_NAME}
            raise ValidationError(
                _("Give at most %(names)d names of at most %(length)d characters.") % said
            )
        return names

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other names were typed than are stored."""
        return super().has_changed("\n".join(initial or ()), data)


class EnterpriseForm(RuledForm):
    """What is asked of an enterprise. Its seat is empty when it lies outside the province."""

    aliases = NamesField(
        label=capfirst(gettext_lazy("other names")),
        required=False,
        help_text=gettext_lazy("Short and former names, one on each line: it is found by them."),
    )
    credit_code = CodeField(
        label=capfirst(gettext_lazy("unified social credit code")),
        required=False,
        help_text=gettext_lazy("18 characters, as on the licence. Empty when it is not known."),
    )
    NOT_KEPT: ClassVar[frozenset[str]] = frozenset()
    SECTIONS: ClassVar[list[tuple[Any, list[list[str]]]]] = [
        (gettext_lazy("Names"), [["name_zh", "name_en"], ["aliases"]]),
        (gettext_lazy("The enterprise"), [["credit_code", "kind"], ["sector", "division"]]),
        (gettext_lazy("Where the facts come from"), [["source"], ["confidence"], ["note"]]),
    ]

    class Meta:
        model = Enterprise
        fields = (
            *("name_zh", "name_en", "aliases", "credit_code", "kind", "sector", "division"),
            *("source", "confidence", "note"),
        )
        labels: ClassVar[dict[str, Any]] = {"division": gettext_lazy("Seat")}
        widgets: ClassVar[dict[str, Any]] = dict.fromkeys(("source", "note"), _TEXT)
        help_texts: ClassVar[dict[str, Any]] = {
            "name_zh": gettext_lazy("The full name as on the business licence."),
            "division": gettext_lazy(
                "Leave it empty when it lies outside the province: administrators then decide."
            ),
            "source": gettext_lazy("The document or page that the facts are taken from."),
        }

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        fields: dict[str, Any] = self.fields
        divisions = Division.objects.exclude(parent=None).select_related("parent")
        fields["division"].queryset = divisions.order_by("code")
        fields["division"].label_from_instance = lambda division: division.full_name
        fields["confidence"].choices = Confidence.choices
        for field in fields.values():
            # A browser would cut longer text without a word; the form says that it is too long.
            field.widget.attrs.pop("maxlength", None)

    def clean(self) -> dict[str, Any]:
        """Write full-width letters in the ordinary way."""
        cleaned = super().clean() or {}
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = unicodedata.normalize("NFKC", value).strip()
        return cleaned

    def problems(self) -> Mapping[str, str]:
        """What the rules of enterprises refuse."""
        return problems(self.instance)

    def sections(self) -> list[tuple[Any, list[list[Any]]]]:
        """The titles of the sections, each with its rows of fields."""
        return [
            (title, [[self[one] for one in row] for row in rows]) for title, rows in self.SECTIONS
        ]

    def columns_of(self, names: Collection[str]) -> dict[str, Any]:
        """The columns, with the values for the actions, of the fields called `names`."""
        return {name: value for name, value in self.cleaned_data.items() if name in names}
