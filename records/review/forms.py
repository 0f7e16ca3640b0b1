"""The pages on which a draft is changed, or a change of a published record proposed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from accounts.access import signed_in
from records.enums import PENDING, ProposalState, State
from records.models import Proposal, Registered, StateChange
from records.review.actions import submit
from records.review.editing import EditView, back_to_work
from records.review.editors import close, ease
from records.review.proposals import as_seen, may_propose, propose
from records.review.values import Values


class DraftView(EditView):
    """Change what one entered oneself, and hand it in when that is the button."""

    def get_queryset(self) -> Any:
        """Only what this user entered."""
        model: Any = self.model
        return model.objects.filter(created_by=signed_in(self.request))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, or say why there is nothing to change any more."""
        record = self.get_object()
        if record.is_editable:
            return super().get(request, *args, **kwargs)
        message = _("This record is “%(state)s” now and cannot be changed.")
        messages.info(request, message % {"state": record.get_state_display()})
        return HttpResponseRedirect(record.get_absolute_url())

    def get_form(self, form_class: Any = None) -> Any:
        """The form, with the reasons of the reviewer beside the fields."""
        form = super().get_form(form_class)
        returned = last_return(self.object)
        if returned:
            add_reasons(form, returned.field_reasons)
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say why the record came back."""
        returned = last_return(self.object)
        return super().get_context_data(**kwargs, returned=returned, proposing=False)

    def stored(self, result: Any) -> str:
        """Hand it in when that was the button."""
        if "submit" in self.request.POST:
            submit(record=result, by=signed_in(self.request))
            messages.success(self.request, _("Handed in for review."))
        else:
            messages.success(self.request, _("Saved as a draft. Only you can see it."))
        return back_to_work()


class ProposeView(EditView):
    """Propose a change: the form shows the record, and what one has proposed already."""

    def get_queryset(self) -> Any:
        """What this user may see."""
        model: Any = self.model
        return model.objects.visible_to(self.request.user)

    def get_object(self, queryset: Any = None) -> Any:
        """The record as this user sees it, if they may propose a change of it."""
        seen = super().get_object(queryset)
        if not may_propose(seen, signed_in(self.request)):
            raise PermissionDenied
        return seen

    def pending(self, record: Registered) -> Proposal | None:
        """The proposal that this user has in hand."""
        mine = Proposal.objects.filter(by=signed_in(self.request), state__in=PENDING)
        return mine.filter(registry_code=record.registry_code).first()

    def shown_version(self, record: Registered) -> str:
        """It differs after each change of the record or of the proposal."""
        pending = self.pending(record)
        return f"{record.version} {pending.version if pending else ''}"

    def overlay(self, record: Registered) -> Values:
        """What was proposed already."""
        pending = self.pending(record)
        return pending.values if pending else {}

    def get_form(self, form_class: Any = None) -> Any:
        """The form, which takes what is stored as it is."""
        form = super().get_form(form_class)
        ease(form)
        close(form)
        pending = self.pending(self.object)
        if pending and pending.field_reasons:
            add_reasons(form, pending.field_reasons)
        return form

    def fresh_form(self, record: Any, data: Any = None) -> Any:
        """The form of what is stored now and may be seen, which takes that as it is."""
        form = super().fresh_form(as_seen(record, signed_in(self.request)), data)
        ease(form)
        close(form)
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the proposal, and why it came back."""
        pending = self.pending(self.object)
        why = self.request.POST.get("why", pending.why if pending else "")
        is_back = pending is not None and pending.state == ProposalState.RETURNED
        returned = pending if is_back else None
        return super().get_context_data(**kwargs, returned=returned, proposing=True, why=why)

    def store(self, form: Any, values: Values) -> Proposal:
        """Keep the proposal."""
        why = self.request.POST.get("why", "")
        user = signed_in(self.request)
        return propose(record=self.object, by=user, values=values, why=why)

    def stored(self, result: Any) -> str:
        """Say that it waits."""
        messages.success(
            self.request,
            _("Your proposal is with the reviewers. The public record is as it was until then."),
        )
        return back_to_work()


def last_return(record: Any) -> StateChange | None:
    """The move that returned a record which is returned now."""
    if record.state != State.RETURNED:
        return None
    changes = StateChange.objects.filter(registry_code=record.registry_code)
    return changes.filter(to_state=State.RETURNED).last()


def add_reasons(form: Any, reasons: dict[str, str]) -> None:
    """Put what a reviewer says of fields beside them, and before the form as a list."""
    form.reasons = []
    for name, reason in reasons.items():
        if name in form.fields:
            form.fields[name].review_reason = reason
            form.reasons.append((form[name], reason))
