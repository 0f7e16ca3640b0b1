"""The pages of those who decide: the queue, a record, a proposal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin, UserPassesTestMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View

from accounts.access import signed_in
from records import collections
from records.enums import PROPOSABLE, WAITING, State
from records.intake.area_checks import check_area
from records.intake.areas import FIELD
from records.maps.mapdata import drawing_config, locator_context, locator_map_context
from records.models import GivenArea, Proposal, Registered, StateChange
from records.review.actions import move
from records.review.actors import moves_of
from records.review.diff import Row, differences, rows_of, shifts_of
from records.review.editors import editor_of, form_for, labelled
from records.review.pages import DONE, find_record
from records.review.proposals import accept, held_version, may_decide, return_proposal, withdraw
from records.review.queue import Queue, described
from records.review.values import stored_values
from records.transitions import OWNER, Move

PAGE_SIZE = 50


class QueuePage(LoginRequiredMixin, UserPassesTestMixin, TemplateView):
    """What waits for a decision of this reviewer."""

    template_name = "records/queue.html"

    def test_func(self) -> bool:
        """Only those whose role it is."""
        return signed_in(self.request).may_review

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give a page of the queue, with the records."""
        queue = Queue(signed_in(self.request), self.request.GET)
        page = Paginator(queue.items, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            **kwargs, queue=queue, form=queue.form, page_obj=page, rows=described(queue, list(page))
        )


class DecisionForm(forms.Form):
    """A reason, and reasons beside the fields of a record's form."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Not needed to verify, publish or accept what was handed in; needed for everything "
            "else. The history keeps it, and the one who entered the record reads it."
        ),
    )

    def field_reasons(self) -> dict[str, str]:
        """What was said of single fields; the page names them `why-…`."""
        sent = {
            name.removeprefix("why-"): text for name, text in self.data.items() if "why-" in name
        }
        return {name: text[:1000] for name, text in sent.items() if text.strip()}


class Decision(LoginRequiredMixin, FormView):
    """A page with a decision at its end, which leads on to the next thing that waits."""

    form_class = DecisionForm
    record: Any

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way through the queue."""
        return super().get_context_data(**kwargs, record=self.record, **self.around())

    def around(self) -> dict[str, Any]:
        """Where this stands in the queue of the filters that the address carries."""
        raise NotImplementedError

    def decide(self, form: DecisionForm) -> str:
        """Carry the decision out and say so."""
        raise NotImplementedError

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        """Decide, and go on to the next."""
        following = self.around()["queue_next"]
        try:
            done = self.decide(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, done)
        return HttpResponseRedirect(following)


class Review(Decision):
    """One record, and the decisions that are open to this reviewer."""

    template_name = "records/review.html"

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

    def around(self) -> dict[str, Any]:
        """Where the record stands in the queue."""
        queue = Queue(signed_in(self.request), self.request.GET)
        return queue.around(self.record.registry_code)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the record, its history and the buttons."""
        collection = collections.of(self.record)
        return super().get_context_data(
            **kwargs,
            moves=self.moves,
            has_place=collection.has_place,
            facts_template=collection.facts_template,
            fact_groups=collection.details(self.record),
            doubts=collection.doubts(self.record),
            history=decisions_on(self.record),
            checks=self.checks(),
            since_return=since_return(self.record, self.request.user),
            **locator_context(self.request, self.record),
        )

    def checks(self) -> list[dict[str, Any]]:
        """The fields of a record that waits, each with room for what is wrong with it."""
        if self.record.state not in WAITING or editor_of(self.record) is None:
            return []
        form = form_for(self.record, signed_in(self.request))
        values, sent = stored_values(form), self.request.POST
        rows = differences(form, values, values, list(values))
        return [{"row": row, "sent": sent.get(f"why-{row.name}", "")} for row in rows]

    def decide(self, form: DecisionForm) -> str:
        """Move the record as the button says."""
        row = self.row(self.request.POST.get("to", ""))
        move(
            record=self.record,
            to_state=row.to_state,
            by=signed_in(self.request),
            reason=form.cleaned_data["reason"],
            field_reasons=form.field_reasons() if row.to_state == State.RETURNED else None,
            version=self.request.POST.get("version", ""),
        )
        return str(DONE[row.to_state])

    def row(self, to_state: str) -> Move:
        """The row of the button; a button of a page that is no longer true is an error."""
        for row in self.moves:
            if row.to_state == to_state:
                return row
        raise ValidationError(
            _("This record is “%(state)s” now. Choose one of the decisions below.")
            % {"state": self.record.get_state_display()}
        )


def decisions_on(record: Registered) -> list[StateChange]:
    """What was decided on a record, each with its reasons by what the form calls the fields."""
    decisions = StateChange.objects.filter(registry_code=record.registry_code).select_related("by")
    for one in decisions:
        one.faults = labelled(type(record), one.field_reasons)  # type: ignore[attr-defined]
    return list(decisions)


def since_return(record: Registered, reader: Any) -> list[Row] | None:
    """What was changed since the record was returned last; None when it never was."""
    if record.state not in WAITING or editor_of(record) is None:
        return None
    returns = StateChange.objects.filter(
        registry_code=record.registry_code, to_state=State.RETURNED, values__isnull=False
    )
    last = returns.last()
    if last is None or last.values is None:
        return None
    form = form_for(record, reader)
    rows = differences(form, last.values, stored_values(form))
    for row in rows:
        row.reason = last.field_reasons.get(row.name, "")
    return rows


class ProposalPage(Decision):
    """A proposal beside the record: its author sees and withdraws it, a reviewer decides on it."""

    template_name = "records/proposal.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find proposal and record, for its author and those who may decide."""
        if not request.user.is_authenticated:
            return super().dispatch(request, *args, **kwargs)
        user = signed_in(request)
        self.proposal = get_object_or_404(Proposal.objects.select_related("by"), pk=kwargs["pk"])
        self.record = find_record(
            lambda model: model.objects.visible_to(user).with_page(), self.proposal.registry_code
        )
        self.decides = may_decide(self.proposal, self.record, user)
        if not self.decides and self.proposal.by_id != user.pk:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def around(self) -> dict[str, Any]:
        """Where the proposal stands in the queue."""
        queue = Queue(signed_in(self.request), self.request.GET)
        return queue.around(self.record.registry_code, self.proposal.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show both sides, field by field and on the map."""
        user, record = signed_in(self.request), self.record
        rows = rows_of(self.proposal, record, user)
        shifts = shifts_of(self.proposal, record, user) if self.proposal.is_pending else []
        return super().get_context_data(
            **kwargs,
            proposal=self.proposal,
            rows=[self.with_sent(row) for row in rows],
            shifts=shifts,
            area=proposed_area(self.proposal, record, user),
            decides=self.decides and self.proposal.state == "open" and record.state in PROPOSABLE,
            propose_page=editor_of(record).page,  # type: ignore[union-attr]
            held=self.request.POST.get("version") or held_version(self.proposal, record),
            **diff_map_context(self.request, shifts),
        )

    def with_sent(self, row: Row) -> dict[str, Any]:
        """A row with what was chosen and said of it, so that an error loses nothing."""
        sent = self.request.POST
        take = sent.get(f"take-{row.name}", "" if row.is_outdated else "yes")
        return {"row": row, "take": take, "why": sent.get(f"why-{row.name}", "")}

    def decide(self, form: DecisionForm) -> str:
        """Accept what was chosen, or return the proposal."""
        if not self.decides:
            raise PermissionDenied
        decided: dict[str, Any] = {
            "proposal": self.proposal,
            "record": self.record,
            "by": signed_in(self.request),
            "reason": form.cleaned_data["reason"],
            "version": self.request.POST.get("version", ""),
        }
        if "return" in self.request.POST:
            return_proposal(**decided, field_reasons=form.field_reasons())
            return _("Returned with your reasons.")
        accept(**decided, names=self.chosen())
        return _("Accepted: the public record is changed.")

    def chosen(self) -> list[str]:
        """The fields that are to be taken over; each one must have been decided on."""
        sent = self.request.POST
        missing = [name for name in self.proposal.values if f"take-{name}" not in sent]
        if missing:
            raise ValidationError(_("Choose for each field whether it is to be taken over."))
        return [name for name in self.proposal.values if sent[f"take-{name}"] == "yes"]


def proposed_area(proposal: Proposal, record: Any, reader: Any) -> dict[str, Any] | None:
    """The boundary that a proposal holds, and what was found about it; None without one."""
    number = str(proposal.values.get(FIELD, ""))
    sent = GivenArea.objects.filter(registry_code=record.registry_code).defer("content")
    given = sent.filter(pk=number).first() if number.isdigit() else None
    if given is None:
        return None
    return {"given": given, "checked": check_area(record, given.area, reader)}


def diff_map_context(request: HttpRequest, shifts: list[Any]) -> dict[str, Any]:
    """The small map that shows geometries before and after."""
    if not shifts:
        return {"map_header": "", "diff_map": None}
    drawn = [{"old": shift.old, "new": shift.new} for shift in shifts]
    return {**locator_map_context(request), "diff_map": {**drawing_config(), "shifts": drawn}}


class Withdraw(LoginRequiredMixin, View):
    """Take a proposal of one's own back."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Lead back to the button: this is where a login in between ends."""
        return HttpResponseRedirect(reverse("work"))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Withdraw it."""
        user = signed_in(request)
        proposal = get_object_or_404(Proposal, pk=pk, by=user)
        try:
            withdraw(proposal=proposal, by=user)
            messages.success(request, _("Withdrawn. The record is as it was."))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(reverse("work"))
