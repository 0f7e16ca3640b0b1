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
from django.views.generic import FormView, TemplateView

from accounts.access import signed_in
from records import collections
from records.enums import State
from records.maps.mapdata import locator_context
from records.models import Registered, StateChange
from records.review.actions import move
from records.review.actors import moves_of
from records.transitions import OWNER, Move

# What the clerk need not care for any more.
DECIDED = {State.VERIFIED, State.PUBLISHED, State.SUSPENDED}


class Work(LoginRequiredMixin, TemplateView):
    """What the signed-in person has in hand: drafts, what came back, what waits for a decision."""

    template_name = "records/work.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the records by state, and the queue of a reviewer."""
        user = signed_in(self.request)
        mine = [record for group in own_records(user) for record in group]
        by_state = {
            f"{state}_records": [record for record in mine if record.state == state]
            for state in (State.DRAFT, State.SUBMITTED, State.RETURNED)
        }
        decided = [record for record in mine if record.state in DECIDED]
        for record in (*by_state["returned_records"], *decided):
            record.last_reason = last_reason(record)
        return super().get_context_data(
            **kwargs,
            **by_state,
            decided_records=decided,
            queue=review_queue(user),
            may_register=user.may_register,
            reminders=[one for group in collections.every() for one in group.reminders(user)],
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
    """Why a record is in the state it is in; empty where nobody had to say."""
    changes = StateChange.objects.filter(registry_code=record.registry_code)
    last = changes.filter(to_state=record.state).last()
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
        label=gettext_lazy("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Needed for every decision but verifying and publishing what was handed in. "
            "The history keeps it, and the one who entered the record reads it."
        ),
    )


class Review(LoginRequiredMixin, FormView):
    """One record, and the decisions that are open to this reviewer."""

    template_name = "records/review.html"
    form_class = ReviewForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the record, and the moves of the table that this reviewer may make with it."""
        user = request.user
        if not user.is_authenticated:
            return super().dispatch(request, *args, **kwargs)
        if not user.may_review:
            raise Http404
        self.record = find_record(
            lambda model: model.objects.visible_to(user).with_page(), kwargs["code"]
        )
        self.moves = [row for row in moves_of(self.record, user) if row.who != OWNER]
        if self.moves:
            return super().dispatch(request, *args, **kwargs)
        message = _("There is nothing for you to decide here: this record is “%(state)s”.")
        messages.info(request, message % {"state": self.record.get_state_display()})
        return HttpResponseRedirect(self.record.get_absolute_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the record, its history and the buttons."""
        history = StateChange.objects.filter(registry_code=self.record.registry_code)
        return super().get_context_data(
            **kwargs,
            record=self.record,
            moves=self.moves,
            facts_template=collections.of(self.record).facts_template,
            history=history.select_related("by"),
            **locator_context(self.request, self.record),
        )

    def form_valid(self, form: ReviewForm) -> HttpResponse:
        """Carry out the decision of the button that was pressed."""
        to_state = self.request.POST.get("to", "")
        try:
            row = self.row(to_state)
            move(
                record=self.record,
                to_state=row.to_state,
                by=signed_in(self.request),
                reason=form.cleaned_data["reason"],
                version=self.request.POST.get("version", ""),
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, DONE[row.to_state])
        return HttpResponseRedirect(reverse("work"))

    def row(self, to_state: str) -> Move:
        """The row of the button; a button of a page that is no longer true is an error."""
        for row in self.moves:
            if row.to_state == to_state:
                return row
        raise ValidationError(
            _("This record is “%(state)s” now. Choose one of the decisions below.")
            % {"state": self.record.get_state_display()}
        )


# What is said when a record has reached a state.
DONE = {
    State.DRAFT: gettext_lazy("Taken back: it is a draft again, and only you can see it."),
    State.SUBMITTED: gettext_lazy("Handed in for review."),
    State.RETURNED: gettext_lazy("Returned with your reasons."),
    State.VERIFIED: gettext_lazy("Verified: it waits to be published."),
    State.PUBLISHED: gettext_lazy("Published: everybody can see it now."),
    State.SUSPENDED: gettext_lazy("Suspended: only the territory can see it now."),
    State.ARCHIVED: gettext_lazy("Archived: the code stays taken, the history stays."),
}


class OwnMove(LoginRequiredMixin, TemplateView):
    """A move of the one who entered the record: hand in, take back, discard."""

    template_name = "records/discard.html"
    to_state = State.SUBMITTED

    def record(self) -> Any:
        """The record, among those that this user entered."""
        return find_record(
            lambda model: model.objects.filter(created_by=self.request.user), self.kwargs["code"]
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask before a record is discarded; else lead back to the button."""
        if self.to_state != State.ARCHIVED:
            return HttpResponseRedirect(reverse("work"))
        return super().get(request, record=self.record())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make the move."""
        try:
            move(record=self.record(), to_state=self.to_state, by=signed_in(request))
            messages.success(request, DONE[self.to_state])
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(reverse("work"))
