"""Pages of reviewers: pairs that may be one record, and two records side by side."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from accounts.access import signed_in
from records.duplicates import kinds
from records.duplicates.actions import dismiss, link_phase, merge
from records.duplicates.compare import compare
from records.duplicates.describe import Describer
from records.duplicates.merging import choices, mergeable_by
from records.duplicates.pairs import pairs_of
from records.models import Distinction


class Duplicates(LoginRequiredMixin, TemplateView):
    """The pairs of the reviewer's territory that may be one, the likeliest first."""

    template_name = "records/duplicates.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give duplicates and, apart from them, phases of one project."""
        user = signed_in(self.request)
        if not user.may_review:
            raise PermissionDenied
        pairs = pairs_of(user)
        return super().get_context_data(
            **kwargs,
            duplicates=[pair for pair in pairs if not pair.judgement.is_phase],
            phases=[pair for pair in pairs if pair.judgement.is_phase],
        )


class ReasonForm(forms.Form):
    """Why two records become one, or stay two."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Needed when they stay two; kept with both records."),
    )
    number = forms.IntegerField(
        label=capfirst(gettext_lazy("number of the phase")),
        required=False,
        min_value=1,
        max_value=99,
    )


class Pair(LoginRequiredMixin, FormView):
    """Two records side by side: the first stays, the second is merged into it, or they stay two."""

    template_name = "records/duplicate_pair.html"
    form_class = ReasonForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find both among those on which this reviewer decides."""
        if request.user.is_authenticated:
            codes = (kwargs["code"], kwargs["other"])
            self.kept, self.dropped = (find_mergeable(code, request.user) for code in codes)
            if type(self.kept) is not type(self.dropped) or self.kept == self.dropped:
                raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show what differs, and why they may be one."""
        kept, dropped = self.kept, self.dropped
        codes = sorted((kept.registry_code, dropped.registry_code))
        return super().get_context_data(
            **kwargs,
            kept=kept,
            dropped=dropped,
            choices=choices(kept, dropped),
            judgement=judge(kept, dropped),
            has_phases=bool(kinds.of(type(kept)).phase_of),
            said=Distinction.objects.filter(code=codes[0], other_code=codes[1]).first(),
        )

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        """Carry out the decision of the button that was pressed."""
        try:
            self.decide(**form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages[0])
            return self.form_invalid(form)
        return HttpResponseRedirect(reverse("duplicates"))

    def decide(self, reason: str, number: int | None) -> None:
        """Merge, keep apart, or link as a phase."""
        user, data = signed_in(self.request), self.request.POST
        if "phase" in data:
            link_phase(whole=self.kept, phase=self.dropped, number=number, by=user)
            said = {"phase": self.dropped.registry_code, "whole": self.kept.registry_code}
            messages.success(self.request, _("%(phase)s is a phase of %(whole)s now.") % said)
        elif "merge" in data:
            self.merge(reason)
        else:
            dismiss(record=self.kept, other=self.dropped, reason=reason, by=user)
            messages.success(self.request, _("They stay two; the pair is not shown again."))

    def merge(self, reason: str) -> None:
        """Make them one, with the values that were chosen."""
        user, data = signed_in(self.request), self.request.POST
        offered = [one.name for one in choices(self.kept, self.dropped)]
        taken = [name for name in offered if data.get(f"take-{name}") == "dropped"]
        versions = (data.get("kept_version", ""), data.get("dropped_version", ""))
        merge(
            kept=self.kept,
            dropped=self.dropped,
            by=user,
            from_dropped=taken,
            reason=reason,
            versions=versions,
        )
        said = {"old": self.dropped.registry_code, "new": self.kept.registry_code}
        messages.success(self.request, _("Merged: %(old)s leads to %(new)s from now on.") % said)


def find_mergeable(code: str, user: Any) -> Any:
    """The record of a code on which `user` decides; 404 if there is none."""
    for kind in kinds.every():
        if code.startswith(f"{kind.model.CODE_PREFIX}-"):
            found = mergeable_by(kind.model.objects.filter(registry_code=code), user).first()
            if found:
                return found
    raise Http404


def judge(one: Any, other: Any) -> Any:
    """How likely two stored records are one."""
    describer = Describer(kinds.of(type(one)))
    rows = type(one).objects.filter(pk__in=[one.pk, other.pk]).values(*describer.fields())
    first, second = (describer.describe(row) for row in rows)
    return compare(first, second)
