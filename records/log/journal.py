"""The whole log, act by act, for administrators."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib.auth.mixins import LoginRequiredMixin, UserPassesTestMixin
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import cached_property
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView

from accounts.access import signed_in
from records.log.batches import MANY, acts_of, counted
from records.log.subjects import ACCOUNT, ACCOUNTS, found, subject_of
from records.models import Act, Change

# Things that an act is about, beside its numbers.
NAMED = 3
DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class JournalForm(forms.Form):
    """Which acts are shown."""

    about = forms.ChoiceField(
        label=_("What was changed"),
        required=False,
        choices=[
            ("", _("Everything")),
            ("records", _("Records")),
            ("accounts", _("Accounts and rights")),
        ],
    )
    who = forms.CharField(label=_("User name"), required=False, max_length=150)
    since = forms.DateField(label=_("First day"), required=False, widget=DATE)
    until = forms.DateField(label=_("Last day"), required=False, widget=DATE)

    def clean(self) -> dict[str, Any]:
        """A range that ends before it begins holds nothing."""
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day is before the first one."))
        return cleaned

    def narrow(self, acts: QuerySet[Act]) -> QuerySet[Act]:
        """The acts that are asked for; none as long as the question is wrong."""
        if not self.is_valid():
            return acts.none()
        asked = self.cleaned_data
        if asked["about"]:
            accounts = Change.objects.filter(act=OuterRef("pk"), table_name__startswith=ACCOUNTS)
            acts = acts.filter(
                Exists(accounts) if asked["about"] == "accounts" else ~Exists(accounts)
            )
        if asked["who"]:
            acts = acts.filter(Q(by__username__iexact=asked["who"].strip()))
        return acts.filter(between(asked["since"], asked["until"]))


def between(since: Any, until: Any, field: str = "at") -> Q:
    """Match what was written from the first moment of one day to the last one of another."""
    asked = Q()
    if since:
        asked &= Q(**{f"{field}__gte": make_aware(datetime.combine(since, time.min))})
    if until:
        following = until + timedelta(days=1)
        asked &= Q(**{f"{field}__lt": make_aware(datetime.combine(following, time.min))})
    return asked


class Journal(LoginRequiredMixin, UserPassesTestMixin, ListView):
    """All acts, newest first."""

    template_name = "records/journal.html"
    paginate_by = 25
    context_object_name = "acts"

    def test_func(self) -> bool:
        """Only administrators read what everybody did."""
        return signed_in(self.request).is_administrator

    @cached_property
    def form(self) -> JournalForm:
        """What is asked for."""
        return JournalForm(self.request.GET)

    def get_queryset(self) -> Any:
        """The acts that are asked for, each with its first changes."""
        changes = Change.objects.filter(act=OuterRef("pk")).order_by("pk").values("pk")
        acts = self.form.narrow(acts_of(self.request.user))
        return acts.annotate(first_changes=ArraySubquery(changes[:MANY]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say of each act what it is about."""
        context = super().get_context_data(**kwargs)
        acts = counted(list(context["acts"]))
        name_subjects(acts, self.request.user)
        return {**context, "acts": acts, "form": self.form}


def name_subjects(acts: list[Act], user: Any) -> None:
    """Give each act the first things that it is about, and whether more follow."""
    keys = [key for act in acts for key in act.first_changes]  # type: ignore[attr-defined]
    subjects: dict[int, dict[tuple[str, str], None]] = defaultdict(dict)
    for change in Change.objects.filter(pk__in=keys).order_by("pk"):
        subjects[change.act_id][subject_of(change)] = None
    known = found({one for several in subjects.values() for one in several}, user)
    for act in acts:
        about = [
            {"code": name, "thing": known.get((kind, name)), "is_account": kind == ACCOUNT}
            for kind, name in subjects[act.pk]
            if kind
        ]
        act.about = about[:NAMED]  # type: ignore[attr-defined]
        act.more = len(about) > NAMED  # type: ignore[attr-defined]
