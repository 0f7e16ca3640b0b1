"""The forms in which a clerk reports a month, and moves a project to another stage."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.enums import STAGE_MOVES, Stage
from projects.models import Project
from records.form_fields import YUAN_PER_WAN, SumField


class MonthField(forms.CharField):
    """A month, such as 2026-10; its first day."""

    def clean(self, value: Any) -> Any:
        """The first day of the month."""
        text = super().clean(value)
        if not re.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])", text):
            raise ValidationError(_("Write year and month, such as 2026-10."))
        return forms.DateField().clean(f"{text}-01")


def _text(label: Any, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}), **kwargs
    )


class ReportForm(forms.Form):
    """The report of a month."""

    month = MonthField(label=gettext_lazy("Month"), widget=forms.TextInput(attrs={"type": "month"}))
    invested_yuan = SumField(
        label=gettext_lazy("Invested in the month (10,000 yuan)"), unit=YUAN_PER_WAN, min_value=None
    )
    progress = _text(gettext_lazy("Physical progress"))
    issue = _text(gettext_lazy("Difficulties"), required=False)
    next_step = _text(gettext_lazy("Next step"), required=False)
    explanation = _text(
        gettext_lazy("Explanation"),
        required=False,
        help_text=gettext_lazy(
            "Needed for a negative sum, which corrects an earlier month, and above "
            "110 percent in all."
        ),
    )


class StageForm(forms.Form):
    """A move to another stage."""

    to = forms.ChoiceField(label=gettext_lazy("New stage"))
    on = forms.DateField(
        label=gettext_lazy("Since"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    evidence = _text(
        gettext_lazy("Evidence"), help_text=gettext_lazy("Document, photo or report that shows it.")
    )
    works = _text(
        gettext_lazy("Physical works"),
        required=False,
        help_text=gettext_lazy(
            "For “work started”: which works have begun on the site, such as foundations."
        ),
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed: Any = self.fields["to"]
        moves = STAGE_MOVES[project.stage]
        allowed.choices = [("", "—"), *(one for one in Stage.choices if one[0] in moves)]
        self.fields["on"].initial = timezone.localdate
