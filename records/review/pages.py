"""Pages of those who enter and review records."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.access import signed_in
from records import collections
from records.collections import Collection
from records.duplicates.asking import unexplained_of
from records.enums import PENDING, State
from records.filters.results import address
from records.models import Proposal, StateChange
from records.review.actions import move
from records.review.editors import draft_url
from records.review.queue import Queue, described, records_of

# How many of those that wait the list of one's work shows.
FIRST = 10
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
        add_last_changes([*by_state["returned_records"], *decided])
        queue = Queue(user, QueryDict())
        return super().get_context_data(
            **kwargs,
            **by_state,
            decided_records=decided,
            proposals=own_proposals(user),
            queue=queue,
            waiting=described(queue, queue.all[:FIRST]),
            may_register=user.may_register,
            reminders=[one for group in collections.every() for one in group.reminders(user)],
            watch_urls=[watch_url(one, user) for one in collections.every() if one.watch],
        )


def watch_url(collection: Collection, user: Any) -> str:
    """Where the records of the user's territory that somebody should look at are listed."""
    territory = user.audience
    query = QueryDict(mutable=True)
    query.setlist("watch", [value for value, _label in collection.watch])
    query.setlist("division", territory.divisions)
    if not territory.divisions:
        query.setlist("park", territory.parks)
    return address(collection.slug, query)


def own_records(user: Any) -> list[Any]:
    """The records that `user` entered, one queryset for each collection."""
    return [
        collection.model.objects.filter(created_by=user).with_card()
        for collection in collections.every()
    ]


def own_proposals(user: Any) -> list[Any]:
    """The proposals that `user` has in hand, each with its record."""
    mine = list(Proposal.objects.filter(by=user, state__in=PENDING))
    records = records_of({proposal.registry_code for proposal in mine})
    return [(proposal, records[proposal.registry_code]) for proposal in mine]


def add_last_changes(records: list[Any]) -> None:
    """Give each record as `last_change` the move that brought it into the state it is in."""
    codes = [record.registry_code for record in records]
    # The last one of a record and state stays.
    moves = StateChange.objects.filter(registry_code__in=codes).order_by("at", "pk")
    last = {(move.registry_code, move.to_state): move for move in moves.defer("values")}
    for record in records:
        record.last_change = last.get((record.registry_code, record.state))


def find_record(queryset_of: Any, code: str) -> Any:
    """The record called `code` among those `queryset_of` gives for its model; 404 if none."""
    for collection in collections.every():
        if code.startswith(f"{collection.model.CODE_PREFIX}-"):
            found = queryset_of(collection.model).filter(registry_code=code).first()
            if found:
                return found
    raise Http404


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
        record = self.record()
        if self.to_state == State.SUBMITTED and (asked := self.asked_first(record)):
            return asked
        try:
            move(record=record, to_state=self.to_state, by=signed_in(request))
            messages.success(request, DONE[self.to_state])
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(reverse("work"))

    def asked_first(self, record: Any) -> HttpResponse | None:
        """Lead to the form, where the clerk says what makes this another record."""
        form_url = draft_url(record)
        if not record.is_editable or not form_url:
            return None
        found = unexplained_of(record, signed_in(self.request))
        if not found:
            return None
        names = _(", ").join(f"{one['name']} ({one['code']})" for one in found)
        text = _("This may be registered already: %(names)s. Compare below, then hand in here.")
        messages.warning(self.request, text % {"names": names})
        return HttpResponseRedirect(form_url)
