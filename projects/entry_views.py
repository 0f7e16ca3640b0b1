"""Entering a record of this room as a draft, which asks whether it is registered already."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse

from records import collections
from records.duplicates.asking import AsksForDuplicates
from records.review.forms import DraftView
from records.review.values import Values


class EntryView(AsksForDuplicates, DraftView):
    """Change a draft or a returned record, and hand it in when that is the button."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what looks like this record, and what the clerk says of it."""
        return super().get_context_data(
            **kwargs,
            asked=self.asked,
            difference=self.answer(),
        )

    def form_valid(self, form: Any) -> HttpResponse:
        """Ask once whether the record is registered already."""
        if self.must_ask(form):
            return self.form_invalid(form)
        return super().form_valid(form)

    def store(self, form: Any, values: Values) -> Any:
        """Store the draft with the answer, and say what is odd about it."""
        record = self.write(form)
        self.keep_answer(record)
        for sentence in getattr(form, "filled", ()):
            messages.info(self.request, sentence)
        for doubt in collections.of(record).doubts(record):
            messages.warning(self.request, doubt)
        return record

    def write(self, form: Any) -> Any:
        """Write what a valid form holds; the record."""
        raise NotImplementedError
