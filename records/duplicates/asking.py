"""The question that a form asks once: is this record another one than those that look like it?"""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.access import signed_in
from records.duplicates import kinds
from records.duplicates.actions import explain
from records.duplicates.describe import Describer
from records.duplicates.entry import likely, values_of
from records.models import Distinction

# What the form calls the answer.
ANSWER = "difference"


class AsksForDuplicates:
    """A view with a form that hands a record in; it asks before it does, and keeps the answer."""

    request: Any
    object: Any
    asked: list[dict[str, Any]] = []

    def answer(self) -> str:
        """What the clerk says makes this record another one."""
        return str(self.request.POST.get(ANSWER, "")).strip()

    def unexplained(self) -> list[dict[str, Any]]:
        """Records that may be this one, without its phases and those already told apart."""
        if "submit" not in self.request.POST:
            return []
        model, code = type(self.object), self.object.registry_code
        values = values_of(self.request.POST, kinds.of(model)) | {"registry_code": code}
        found = likely(values, model, signed_in(self.request))
        told = told_apart(code) if code else set()
        return [one for one in found if not one["is_phase"] and one["code"] not in told]

    def must_ask(self, form: Any) -> bool:
        """Whether something looks like this record and the clerk has not said why it is another."""
        self.asked = self.unexplained()
        if not self.asked or self.answer():
            return False
        form.add_error(None, asking())
        return True

    def keep_answer(self, record: Any) -> None:
        """Keep what the clerk said of each record that looks like this one."""
        for one in self.asked:
            explain(
                record=record,
                other_code=one["code"],
                reason=self.answer(),
                by=signed_in(self.request),
            )


def asking() -> str:
    """Where to read what looks the same, and what to write."""
    return format_html(
        '<a href="#id_difference">{}</a> – {}',
        _("Perhaps registered already"),
        _("Read the records listed there. If it is another one, say why, then hand in again."),
    )


def unexplained_of(record: Any, user: Any) -> list[dict[str, Any]]:
    """What a stored record may be, as `AsksForDuplicates.unexplained` says it of a form."""
    model = type(record)
    fields = Describer(kinds.of(model)).fields()
    [values] = model.objects.filter(pk=record.pk).values(*fields)
    told = told_apart(record.registry_code)
    found = likely(values, model, user)
    return [one for one in found if not one["is_phase"] and one["code"] not in told]


def told_apart(code: str) -> set[str]:
    """The codes of records that somebody told apart from the one with `code`."""
    lower = Distinction.objects.filter(other_code=code).values_list("code", flat=True)
    higher = Distinction.objects.filter(code=code).values_list("other_code", flat=True)
    return {*lower, *higher}
