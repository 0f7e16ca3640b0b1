"""Pages of the log: the history of a record, a record as it was, batches and their undoing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView, ListView, View

from accounts.access import signed_in
from records import collections
from records.log.batches import SHOWN, acts_of, batches_of, counted, touched
from records.log.export import as_csv
from records.log.past import Past
from records.log.shown import sight_of
from records.log.story import Entry, Shift, story
from records.log.undo import may_undo, undo
from records.maps.mapdata import sheet_context
from records.models import Act, Change
from records.review.proposals import waiting_of

ENTRIES_A_PAGE = 20


def shift_context(request: HttpRequest, shifts: list[Shift]) -> dict[str, Any]:
    """A map of what was moved, if anything was."""
    if not shifts:
        return {"map_header": "", "shift_data": None}
    return {
        **sheet_context(request),
        "shift_data": {"shifts": [shift.as_json() for shift in shifts]},
    }


class RecordLog(DetailView):
    """A record that this reader may see, and its story."""

    collection = ""
    slug_field = "registry_code"
    slug_url_kwarg = "code"
    context_object_name = "record"

    def get_queryset(self) -> Any:
        """Records that this reader may see."""
        return collections.get(self.collection).model.objects.visible_to(self.request.user)

    @cached_property
    def entries(self) -> list[Entry]:
        """What was done to the record, as far as the reader may know."""
        return story(self.object, self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what both pages say of the record, and where its history is."""
        collection = collections.get(self.collection)
        return super().get_context_data(
            **kwargs,
            collection=collection,
            whole=sight_of(self.object, self.request.user).whole,
            history_url=f"{self.object.get_absolute_url()}history/",
        )


class HistoryPage(RecordLog):
    """All that was done to a record, newest first."""

    template_name = "records/history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add a page of the story, and the map of what was moved on it."""
        pages = Paginator(self.entries, ENTRIES_A_PAGE)
        page = pages.get_page(self.request.GET.get("page"))
        shifts = [shift for entry in page for shift in entry.shifts]
        return super().get_context_data(
            **kwargs,
            page_obj=page,
            paginator=pages,
            **shift_context(self.request, shifts),
        )


class PastPage(RecordLog):
    """A record as it was after one of its changes."""

    template_name = "records/past.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the facts of that moment, if the reader's story has it."""
        last = self.kwargs["last"]
        entry = next((one for one in self.entries if one.last == last), None)
        if entry is None:
            raise Http404
        past = Past(self.object, last, self.request.user)
        return super().get_context_data(
            **kwargs,
            **shift_context(self.request, past.shapes()),
            entry=entry,
            facts=past.facts(),
        )


class HistoryFile(RecordLog):
    """The log of one record as a file, for those who may read all of it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Send the file."""
        record = self.get_object()
        if not sight_of(record, request.user).whole:
            raise Http404
        changes = Change.objects.filter(registry_codes__contains=[record.registry_code])
        return as_csv(changes, f"{record.registry_code}-log")


class Batches(LoginRequiredMixin, ListView):
    """The batches of a user, newest first."""

    template_name = "records/batches.html"
    paginate_by = 25
    context_object_name = "batches"

    def get_queryset(self) -> Any:
        """Those that this user did, or all for administrators."""
        return batches_of(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Count the rows of the batches on the page."""
        context = super().get_context_data(**kwargs)
        context["batches"] = counted(list(context["batches"]))
        return context


class UndoForm(forms.Form):
    """Why an act is undone, and that this is meant."""

    reason = forms.CharField(
        label=gettext_lazy("Why this is undone"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Everybody who reads the history of these records reads this."),
    )
    meant = forms.BooleanField(
        label=gettext_lazy("Make every row of this batch what it was before"),
    )


class BatchPage(LoginRequiredMixin, FormView):
    """One batch with its changes; one button takes it back."""

    template_name = "records/batch.html"
    form_class = UndoForm

    @cached_property
    def act(self) -> Act:
        """The batch, if it is this user's; any act for administrators."""
        return get_object_or_404(acts_of(self.request.user), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what it changed, whether it was undone, and whether it can be."""
        [act] = counted([self.act])
        things = touched(act.changes.order_by("pk")[:SHOWN], self.request.user)
        return super().get_context_data(
            **kwargs,
            **shift_context(self.request, [one for thing in things for one in thing.shifts]),
            act=act,
            touched=things,
            shown=SHOWN,
            undone_by=Act.objects.filter(undoes=act).select_related("by"),
            proposed=act.proposals.count(),
            waiting=waiting_of(act).count(),
            may_undo=may_undo(act, self.request.user),
        )

    def form_valid(self, form: Any) -> HttpResponse:
        """Take it back, or say what stands in the way."""
        try:
            done = undo(
                act=self.act, by=signed_in(self.request), reason=form.cleaned_data["reason"]
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        messages.success(self.request, _("Undone. This too can be undone, from this page."))
        return HttpResponseRedirect(reverse("batch", args=[done.pk]))


class BatchFile(LoginRequiredMixin, View):
    """The log of one batch as a file."""

    def get(self, request: HttpRequest, pk: int) -> Any:
        """Send the file."""
        act = get_object_or_404(acts_of(request.user), pk=pk)
        return as_csv(act.changes.all(), f"batch-{act.pk}-log")
