"""Pages of those who enter and review records."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View

from accounts.access import signed_in
from records import collections
from records.actions import publish, send_back, submit
from records.enums import State
from records.maps.mapdata import locator_context
from records.models import Registered, StateChange


class Work(LoginRequiredMixin, TemplateView):
    """What the signed-in person has in hand: drafts, what came back, what waits for a decision."""

    template_name = "records/work.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the records by state, and the queue of a reviewer."""
        user = signed_in(self.request)
        mine = [record for group in own_records(user) for record in group]
        by_state = {
            f"{state}_records": [record for record in mine if record.state == state]
            for state in State.values
        }
        for record in by_state["returned_records"]:
            record.return_reason = last_reason(record)
        return super().get_context_data(
            **kwargs, **by_state, queue=review_queue(user), may_register=user.may_register
        )


def own_records(user: Any) -> list[Any]:
    """The records that `user` entered, one queryset for each collection."""
    return [
        collection.model.objects.filter(created_by=user).with_card()
        for collection in collections.every()
    ]


def review_queue(user: Any) -> list[Any]:
    """The records that wait for a decision of `user`, the oldest first."""
    waiting = [
        record
        for collection in collections.every()
        for record in collection.model.objects.reviewable_by(user).with_card()
    ]
    return sorted(waiting, key=lambda record: record.changed_at)


def last_reason(record: Registered) -> str:
    """Why a record was returned last."""
    changes = StateChange.objects.filter(
        registry_code=record.registry_code, to_state=State.RETURNED
    )
    last = changes.last()
    return last.reason if last else ""


def find_record(queryset_of: Any, code: str) -> Any:
    """The record called `code` among those `queryset_of` gives for its model; 404 if none."""
    for collection in collections.every():
        if code.startswith(f"{collection.model.CODE_PREFIX}-"):
            found = queryset_of(collection.model).filter(registry_code=code).first()
            if found:
                return found
    raise Http404


class ReviewForm(forms.Form):
    """A decision on a record."""

    reason = forms.CharField(
        label=gettext_lazy("What has to be changed"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Needed to return the record; the one who entered it reads this."),
    )


class Review(LoginRequiredMixin, FormView):
    """One record that waits: publish it, or return it with a reason."""

    template_name = "records/review.html"
    form_class = ReviewForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the record among those this reviewer decides on."""
        user = request.user
        if not user.is_authenticated:
            return super().dispatch(request, *args, **kwargs)
        if not user.may_review:
            raise Http404
        self.record = find_record(
            lambda model: model.objects.visible_to(user).with_page(), kwargs["code"]
        )
        waiting = type(self.record).objects.reviewable_by(user).filter(pk=self.record.pk)
        if waiting.exists():
            return super().dispatch(request, *args, **kwargs)
        message = _("There is nothing for you to decide here: this record is “%(state)s”.")
        messages.info(request, message % {"state": self.record.get_state_display()})
        return HttpResponseRedirect(self.record.get_absolute_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the record and its history."""
        history = StateChange.objects.filter(registry_code=self.record.registry_code)
        return super().get_context_data(
            **kwargs,
            record=self.record,
            facts_template=collections.of(self.record).facts_template,
            history=history.select_related("by"),
            **locator_context(self.request, self.record),
        )

    def form_valid(self, form: ReviewForm) -> HttpResponse:
        """Carry out the decision of the button that was pressed."""
        try:
            self.decide(form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        return HttpResponseRedirect(reverse("work"))

    def decide(self, reason: str) -> None:
        """Publish or return."""
        user, version = signed_in(self.request), self.request.POST.get("version", "")
        if "publish" in self.request.POST:
            publish(record=self.record, by=user, reason=reason, version=version)
            messages.success(self.request, _("Published: everybody can see it now."))
        else:
            send_back(record=self.record, by=user, reason=reason, version=version)
            messages.success(self.request, _("Returned with your reason."))


class Submit(LoginRequiredMixin, View):
    """Hand in a draft or a returned record."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """Lead back to the button: this is where a login in between ends."""
        return HttpResponseRedirect(reverse("work"))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Hand it in."""
        record = find_record(lambda model: model.objects.filter(created_by=request.user), code)
        try:
            submit(record=record, by=signed_in(request))
            messages.success(request, _("Handed in for review."))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(reverse("work"))
