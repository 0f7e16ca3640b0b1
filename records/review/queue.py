"""What waits for a decision: records handed in, records verified, proposals; the oldest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from records import collections
from records.enums import PROPOSABLE, ProposalState, State
from records.models import Proposal, StateChange
from records.review.editors import has_editor

# What a wait of so many days is called; the last one holds for everything longer.
SOON_DAYS, LONG_DAYS = 7, 14


@dataclass(frozen=True)
class Waiting:
    """One thing to decide on, light enough for a list of thousands."""

    since: datetime
    code: str
    kind: str
    # "submitted", "verified" or "proposal".
    what: str
    by: int | None
    proposal: int = 0

    @property
    def days(self) -> int:
        """For how many whole days it has waited."""
        return (timezone.now() - self.since).days

    @property
    def age(self) -> str:
        """How long it has waited, in words."""
        if not self.days:
            return _("since today")
        words = ngettext("for %(n)d day", "for %(n)d days", self.days) % {"n": self.days}
        return _("%(age)s – long") % {"age": words} if self.days > LONG_DAYS else words

    @property
    def tone(self) -> str:
        """The colour of the age."""
        if self.days > LONG_DAYS:
            return "error"
        return "warning" if self.days > SOON_DAYS else "success"

    @property
    def label(self) -> str:
        """What there is to decide on."""
        return str(dict(WHATS)[self.what])

    @property
    def address(self) -> str:
        """The page on which it is decided on."""
        if self.proposal:
            return reverse("proposal", args=[self.proposal])
        return reverse("review", args=[self.code])


WHATS = [
    ("submitted", gettext_lazy("New record")),
    ("verified", gettext_lazy("Verified, to be published")),
    ("proposal", gettext_lazy("Proposed change")),
]
AGES = [str(days) for days in (3, SOON_DAYS, LONG_DAYS, 30)]


def _with_all(offered: Callable[[], Iterable[Any]]) -> Callable[[], list[Any]]:
    return lambda: [("", _("all")), *offered()]


class QueueForm(forms.Form):
    """Which part of the queue is shown."""

    division = forms.ChoiceField(label=gettext_lazy("Division"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    what = forms.ChoiceField(label=gettext_lazy("Decision"), required=False)
    age = forms.ChoiceField(label=gettext_lazy("Time waited"), required=False)
    by = forms.ChoiceField(label=gettext_lazy("Handed in by"), required=False)

    def __init__(self, data: QueryDict, *, queue: Queue) -> None:
        super().__init__(data)
        # Asked only where the filters are shown or used: a review needs none of them.
        choices: dict[str, Callable[[], Iterable[Any]]] = {
            "division": queue.divisions,
            "kind": lambda: [(one.slug, one.label) for one in collections.every()],
            "what": lambda: WHATS,
            "age": lambda: [
                (days, _("longer than %(n)d days") % {"n": int(days)}) for days in AGES
            ],
            "by": lambda: queue.people.items(),
        }
        for name, offered in choices.items():
            field: Any = self.fields[name]
            field.choices = _with_all(offered)
            field.widget.attrs["class"] = "select"


class Queue:
    """The queue of one reviewer, as far as a query asks for it."""

    def __init__(self, user: User, query: QueryDict) -> None:
        self.all = sorted(
            [*waiting_records(user), *waiting_proposals(user)],
            key=lambda item: (item.since, item.code),
        )
        self.user = user
        self.form = QueueForm(query, queue=self)
        asked = self.form.cleaned_data if self.form.is_valid() else {}
        self.items = [item for item in self.all if self._is_asked(item, asked)]
        if asked.get("division"):
            self.items = _in_division(self.items, asked["division"])
        self.query = QueryDict(mutable=True)
        self.query.update({name: value for name, value in asked.items() if value})

    @cached_property
    def people(self) -> dict[str, str]:
        """Those who handed something in, by key."""
        people = User.objects.filter(pk__in={item.by for item in self.all}).order_by("username")
        return {str(one.pk): str(one) for one in people}

    def divisions(self) -> list[tuple[str, str]]:
        """The divisions of the territory."""
        divisions = self.user.divisions().select_related("parent").order_by("code")
        return [(one.code, one.full_name) for one in divisions]

    def _is_asked(self, item: Waiting, asked: dict[str, Any]) -> bool:
        exact = {"kind": item.kind, "what": item.what, "by": str(item.by)}
        if any(asked.get(name) and asked[name] != value for name, value in exact.items()):
            return False
        longest = timezone.now() - timedelta(days=int(asked.get("age") or 0))
        return not asked.get("age") or item.since < longest

    def address_of(self, item: Waiting | None) -> str:
        """The page of an item, or of the queue, with the same filters."""
        page = item.address if item else reverse("queue")
        return f"{page}?{self.query.urlencode()}" if self.query else page

    def around(self, code: str, proposal: int = 0) -> dict[str, Any]:
        """Where an item stands in the queue, and the ways to those beside it."""
        keys = [(item.code, item.proposal) for item in self.items]
        if (code, proposal) not in keys:
            return {"queue_number": 0, "queue_next": self.address_of(None)}
        place = keys.index((code, proposal))
        others = self.items[:place] + self.items[place + 1 :]
        following = self.items[place + 1] if place + 1 < len(keys) else None
        return {
            "queue_number": place + 1,
            "queue_count": len(keys),
            "queue_url": self.address_of(None),
            "queue_previous": self.address_of(self.items[place - 1]) if place else "",
            "queue_following": self.address_of(following) if following else "",
            # After a decision: the next one, or the first that was passed over.
            "queue_next": self.address_of(following or (others[0] if others else None)),
        }


def described(queue: Queue, items: list[Waiting]) -> list[dict[str, Any]]:
    """Items of a queue with their records and the people who handed them in."""
    records = records_of({item.code for item in items})
    people = queue.people
    return [
        {
            "item": item,
            "record": records[item.code],
            "by": people.get(str(item.by), ""),
            "address": queue.address_of(item),
        }
        for item in items
        if item.code in records
    ]


def records_of(codes: set[str]) -> dict[str, Any]:
    """The records called `codes`, by code."""
    return {
        record.registry_code: record
        for collection in collections.every()
        if (own := [code for code in codes if code.startswith(collection.model.CODE_PREFIX)])
        for record in collection.model.objects.filter(registry_code__in=own).with_card()
    }


def waiting_records(user: User) -> list[Waiting]:
    """Records handed in, or verified, that `user` decides on."""
    if not user.may_review:
        return []
    moves = StateChange.objects.filter(
        registry_code=OuterRef("registry_code"), to_state=State.SUBMITTED
    )
    since = Coalesce(Subquery(moves.order_by("-pk").values("at")[:1]), "changed_at")
    first, *others = (
        collection.model.objects.reviewable_by(user)
        .order_by()
        .annotate(since=since, kind_of=Value(collection.slug))
        .values_list("since", "registry_code", "kind_of", "state", "created_by")
        for collection in collections.every()
    )
    return [Waiting(*row) for row in first.union(*others, all=True)]


def waiting_proposals(user: User) -> list[Waiting]:
    """Proposals of others that `user` decides on."""
    if not user.may_review:
        return []
    return [
        Waiting(at, code, slug, "proposal", by, proposal)
        for slug, proposals in _decidable(user)
        for at, code, by, proposal in proposals.values_list(
            "proposed_at", "registry_code", "by", "pk"
        )
    ]


def _decidable(user: User) -> Iterator[tuple[str, Any]]:
    """Each kind with the proposals for it that `user` decides on."""
    pending = Proposal.objects.filter(state=ProposalState.OPEN).exclude(by=user)
    for collection in collections.every():
        if has_editor(collection.model):
            inside = collection.model.objects.in_territory_of(user).filter(state__in=PROPOSABLE)
            yield collection.slug, pending.filter(registry_code__in=inside.values("registry_code"))


def count_waiting(user: Any) -> int:
    """How many things wait for a decision of `user`, in one query; none for other roles."""
    if not user.is_authenticated or not user.may_review:
        return 0
    records = [one.model.objects.reviewable_by(user) for one in collections.every()]
    proposals = [waiting for _slug, waiting in _decidable(user)]
    first, *others = (one.order_by().values("pk") for one in [*records, *proposals])
    return int(first.union(*others, all=True).count())


def _in_division(items: list[Waiting], division: str) -> list[Waiting]:
    codes: set[str] = set()
    for collection in collections.every():
        records = collection.model.objects.in_division(division)
        codes.update(_codes(records, items))
    return [item for item in items if item.code in codes]


def _codes(records: Any, items: list[Waiting]) -> Any:
    waiting = records.filter(registry_code__in={item.code for item in items})
    return waiting.values_list("registry_code", flat=True)
