"""The form of a record, so that nothing is lost when two people change the same thing.

The page holds what the form showed (`base`, signed) and of which version. Where that is no longer
what is stored, the changes of both are merged; fields that both changed are chosen by hand.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin, UserPassesTestMixin
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import UpdateView

from accounts.access import signed_in
from records.models import Registered
from records.review.actions import lock
from records.review.values import Merge, Values, as_data, merged, stored_values, typed_values, words

SALT = "records.review.base"
# What the page of collisions says itself; all else that was typed goes with it.
OWN = {"csrfmiddlewaretoken", "version", "base", "asked", "unchosen", "submit"}


class EditView(LoginRequiredMixin, UserPassesTestMixin, UpdateView):
    """Changes one record by its form; subclasses say what is shown and how it is stored."""

    slug_field = "registry_code"
    slug_url_kwarg = "code"
    object: Any

    def test_func(self) -> bool:
        """Only those whose role it is."""
        return signed_in(self.request).may_register

    def shown_version(self, record: Registered) -> str:
        """Which state of what the form shows `record` is in."""
        return record.version

    def overlay(self, record: Registered) -> Values:
        """What the form shows in place of what is stored."""
        return {}

    def store(self, form: Any, values: Values) -> Any:
        """Write what the form holds; `values` is the same by field."""
        raise NotImplementedError

    def stored(self, result: Any) -> str:
        """Go on after storing: say what was done, and give the address of the next page."""
        raise NotImplementedError

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form whose territory counts."""
        return {**super().get_form_kwargs(), "by": signed_in(self.request)}

    def get_form(self, form_class: Any = None) -> Any:
        """The form, with what it shows in place of what is stored."""
        form = super().get_form(form_class)
        form.initial.update(self.overlay(self.object))
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Hold in the page what the form was filled in from."""
        context = super().get_context_data(**kwargs)
        if "held_version" not in context:
            context["held_version"] = self.request.POST.get("version") or self._version_now()
            context["held_base"] = self.request.POST.get("base") or self._base_now()
        return context

    def _version_now(self) -> str:
        return self.shown_version(self.object) if self.object.pk else ""

    def _base_now(self) -> str:
        return hold(stored_values(self.fresh_form(self.object)))

    def fresh_form(self, record: Any, data: Any = None) -> Any:
        """The form of what is stored now, or bound to `data`."""
        form_class: Any = self.get_form_class()
        form = form_class(data, instance=record, by=signed_in(self.request))
        form.initial.update(self.overlay(record) if record.pk else {})
        return form

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the choices of the page of collisions as if they had been typed."""
        request.POST = with_choices(request.POST)  # type: ignore[assignment]
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Store it, put together with what others stored meanwhile."""
        base = held(self.request.POST.get("base", ""))
        mine = typed_values(form, base)
        unchosen = self.request.POST.getlist("unchosen")
        try:
            with transaction.atomic():
                now = lock(self.object) if self.object.pk else self.object
                if self._is_outdated(now) or unchosen:
                    return self._join(now, form, merged(base, self._theirs(now), mine), unchosen)
                result = self.store(form, mine)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        return HttpResponseRedirect(self.stored(result))

    def _is_outdated(self, now: Any) -> bool:
        version = self.request.POST.get("version", "")
        return bool(now.pk and version and version != self.shown_version(now))

    def _theirs(self, now: Any) -> Values:
        return stored_values(self.fresh_form(now))

    def _join(self, now: Any, form: Any, merge: Merge, unchosen: list[str]) -> HttpResponse:
        """Store both changes, or ask which of two to take."""
        theirs = self._theirs(now)
        again = self.fresh_form(now, as_data(merge.values))
        collisions = merge.collisions or [name for name in unchosen if name in theirs]
        if not collisions and again.is_valid():
            result = self.store(again, merge.values)
            self._say_taken(again, merge.taken)
            return HttpResponseRedirect(self.stored(result))
        held_now = {"held_version": self.shown_version(now), "held_base": hold(theirs)}
        if not collisions:
            return self.render_to_response(self.get_context_data(form=again, **held_now))
        self.template_name = "records/conflict.html"
        base = held(self.request.POST.get("base", ""))
        return self.render_to_response(
            self.get_context_data(
                form=again,
                collisions=[
                    {
                        "name": name,
                        "label": again.fields[name].label,
                        "before": words(again, name, base.get(name, "")),
                        "theirs": words(again, name, theirs[name]),
                        "mine": words(again, name, merge.values[name]),
                    }
                    for name in collisions
                ],
                taken=self._named(again, merge.taken),
                changed_by=now.changed_by,
                carried=self._carried(again),
                must_choose=bool(unchosen),
                pressed="submit" if "submit" in self.request.POST else "",
                **held_now,
            )
        )

    def _carried(self, form: Any) -> list[tuple[str, str]]:
        """What was typed beside the form, such as tables."""
        return [
            (name, text)
            for name, texts in self.request.POST.lists()
            if name not in OWN and name not in form.fields and not name.startswith("pick-")
            for text in texts
        ]

    def _say_taken(self, form: Any, names: list[str]) -> None:
        if names:
            text = _("Meanwhile somebody else changed: %(fields)s. Both changes are kept.")
            messages.info(self.request, text % {"fields": self._named(form, names)})

    def _named(self, form: Any, names: list[str]) -> str:
        return _(", ").join(str(form.fields[name].label) for name in names)


def with_choices(data: QueryDict) -> QueryDict:
    """What was sent, with the values of others where the sender chose them over their own.

    `asked` names the fields of which the page of collisions asked, and `pick-…` holds the answers;
    fields without one are put under `unchosen`.
    """
    asked = data.getlist("asked")
    if not asked:
        return data
    chosen, base = data.copy(), held(data.get("base", ""))
    for name in asked:
        if data.get(f"pick-{name}") == "theirs":
            value = base.get(name, "")
            chosen.setlist(name, value if isinstance(value, list) else [str(value)])
    chosen.setlist("unchosen", [name for name in asked if f"pick-{name}" not in data])
    return chosen


def hold(values: Values) -> str:
    """The values in a form that a page can carry and nobody can change."""
    return signing.Signer(salt=SALT).sign_object(values, compress=True)


def held(text: str) -> Values:
    """The values that a page carried; none if it carried none, or others than it was given."""
    try:
        values: Values = signing.Signer(salt=SALT).unsign_object(text)
    except signing.BadSignature:
        return {}
    return values


def back_to_work() -> str:
    """The address of the list of what is in hand."""
    return reverse("work")
