"""Forms with which a boundary is sent and confirmed, and its place in the form of a record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geo.datums import Datum
from geo.functions import area_ha
from geo.uploads import MOST_BYTES
from geo.uploads.reading import ENDINGS
from records.enums import AreaMethod
from records.intake.area_text import LONGEST_LIST
from records.intake.areas import FIELD, Sent, origin_of
from records.models import GivenArea


class AreaMixin(forms.Form):
    """The outline of a record in its form, where it stands hidden as the boundary that was sent.

    The cleaned data holds the outline itself under the name of the model's field.
    """

    given_area = forms.ModelChoiceField(
        GivenArea.objects.defer("content"),
        label=gettext_lazy("Boundary"),
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        record: Any = self.instance  # type: ignore[attr-defined]
        sent: Any = self.fields[FIELD]
        sent.queryset = sent.queryset.filter(registry_code=record.registry_code or "-").exclude(
            confirmed_at=None
        )
        origin = origin_of(record) if record.pk else None
        self.initial[FIELD] = origin.pk if origin else None

    @property
    def shows_area(self) -> bool:
        """Whether the outline is no secret to the one who fills the form in."""
        return FIELD in self.fields and not self.fields[FIELD].disabled

    def area_words(self) -> str:
        """How large the outline is that the form stands for; empty without one."""
        record: Any = self.instance  # type: ignore[attr-defined]
        key = str(self[FIELD].value() or "")
        given = self.fields[FIELD].queryset.filter(pk=key).first() if key.isdigit() else None  # type: ignore[attr-defined]
        outline = given.area if given else record.outline
        return _("%(area)s ha") % {"area": f"{area_ha(outline):,.2f}"} if outline else ""

    def area_address(self) -> str:
        """Where the outline is given; empty for a record that is not stored yet."""
        record: Any = self.instance  # type: ignore[attr-defined]
        return f"{record.get_absolute_url()}boundary/" if record.pk else ""

    def check_area(self, cleaned: dict[str, Any]) -> None:
        """Add the outline that the form stands for; without a new one it stays as it is."""
        record: Any = self.instance  # type: ignore[attr-defined]
        given = cleaned.get(FIELD)
        cleaned[record.AREA_FIELD] = given.area if given else record.outline


class AreaForm(forms.Form):
    """A file, or a list of coordinates that is typed, pasted or drawn."""

    file = forms.FileField(
        label=gettext_lazy("File of the boundary"),
        required=False,
    )
    corners = forms.CharField(
        label=gettext_lazy("Corners"),
        required=False,
        max_length=LONGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One corner a line, such as 126.6500, 45.7500, in any spelling; an empty line begins "
            "another part. Drawing on the map fills this in."
        ),
    )
    datum = forms.ChoiceField(
        label=gettext_lazy("Datum"),
        required=False,
        choices=[("", gettext_lazy("as the file says; of corners WGS 84")), *Datum.choices],
        help_text=gettext_lazy("Declare it when you know better than the file."),
    )
    # Set by the script when the corners were drawn and not changed since.
    drawn = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = {"endings": ENDINGS, "mb": MOST_BYTES >> 20}
        words = _("%(endings)s; a Shapefile as .zip. At most %(mb)d MB.")
        self.fields["file"].help_text = words % said
        self.fields["file"].widget.attrs["accept"] = ENDINGS

    def clean(self) -> dict[str, Any]:
        """Ask for exactly one of the two."""
        cleaned = super().clean() or {}
        if not self.errors and bool(cleaned.get("file")) == bool(
            cleaned.get("corners", "").strip()
        ):
            raise ValidationError(
                _("Choose either a file or the corners. Clear the other.")
                if cleaned.get("file")
                else _("Choose a file, draw the boundary, or type its corners.")
            )
        return cleaned

    def sent(self) -> Sent:
        """What was sent."""
        file, datum = self.cleaned_data["file"], self.cleaned_data["datum"]
        if file:
            # A file that is too large is not read, but refused as one by the reader.
            content = file.read(MOST_BYTES + 1)
            return Sent(AreaMethod.UPLOAD, content, file.name, datum)
        corners = self.cleaned_data["corners"].replace("\r\n", "\n").strip()
        is_drawn = self.cleaned_data["drawn"].replace("\r\n", "\n").strip() == corners
        method = AreaMethod.DRAWN if is_drawn else AreaMethod.LISTED
        return Sent(method, corners.encode(), datum=datum)


class ConfirmForm(forms.Form):
    """The explanation of what is unusual about a boundary."""

    reason = forms.CharField(
        label=gettext_lazy("Explanation"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Reviewers and the history of the record show it."),
    )

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        field.required = needs_reason
        field.error_messages["required"] = _("Explain what is marked above as to be explained.")
