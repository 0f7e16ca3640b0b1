"""Who sees a record: set on a page of its own, with a reason, by those who see it whole."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from accounts.access import signed_in
from accounts.models import User
from records.enums import EDITABLE, State, Visibility
from records.log.acting import logged
from records.models import Registered
from records.review.actions import check_version, lock
from records.review.actors import is_inside
from records.review.pages import find_record

# From open to closed.
STRICTNESS = [Visibility.PUBLIC, Visibility.INTERNAL, Visibility.RESTRICTED]
# What the words of HIDEABLE mean to those who choose among them.
WORDS = {
    "point": gettext_lazy("The exact place: point, outline and where they come from"),
    "investment": gettext_lazy("Investment"),
    "enterprise": gettext_lazy("Enterprises"),
    "capacity": gettext_lazy("Capacity and reserves"),
}


def may_open(record: Registered, user: User) -> bool:
    """Whether `user` may make a record more open as well as less.

    Administrators, and reviewers of the territory for what others entered and have handed in.
    """
    is_theirs = record.created_by_id != user.pk and record.state != State.DRAFT
    return user.is_administrator or (user.may_review and is_theirs and is_inside(record, user))


def may_hide(record: Registered, user: Any) -> bool:
    """Whether `user` may make a record less open: also whoever still has it in hand."""
    if not user.is_authenticated:
        return False
    in_hand = record.created_by_id == user.pk and record.state in EDITABLE
    return (in_hand and user.may_register) or may_open(record, user)


@logged
def set_visibility(
    *,
    record: Registered,
    by: User,
    visibility: str,
    hidden_fields: Collection[str],
    reason: str,
    version: str = "",
) -> None:
    """Say who sees a record and which of its fields it keeps back.

    Raises PermissionDenied, or ValidationError when the record was changed meanwhile, when a reason
    is missing, or when `by` may only close what they would open.
    """
    locked = lock(record)
    if not may_hide(locked, by):
        raise PermissionDenied
    check_version(locked, version)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: whoever reads the history needs to know.")})
    if opens(locked, visibility, hidden_fields) and not may_open(locked, by):
        raise ValidationError(
            _("You can close your own record further, but only a reviewer opens it again.")
        )
    locked.visibility = visibility
    locked.hidden_fields = [word for word in locked.HIDEABLE if word in hidden_fields]
    locked.changed_by = by
    locked.save()


def opens(record: Registered, visibility: str, hidden_fields: Collection[str]) -> bool:
    """Whether somebody would see more of the record than now."""
    is_wider = STRICTNESS.index(Visibility(visibility)) < STRICTNESS.index(
        Visibility(record.visibility)
    )
    return is_wider or bool(set(record.hidden_fields) - set(hidden_fields))


class HidingForm(forms.Form):
    """Class of the record, what it keeps back, and why."""

    visibility = forms.ChoiceField(
        label=gettext_lazy("Who sees the record"),
        choices=[
            (Visibility.PUBLIC, gettext_lazy("Public: everybody, once it is published")),
            (Visibility.INTERNAL, gettext_lazy("Internal: staff of its territory")),
            (
                Visibility.RESTRICTED,
                gettext_lazy("Restricted: who entered it, reviewers of its territory"),
            ),
        ],
        widget=forms.RadioSelect,
    )
    keeps_back = forms.MultipleChoiceField(
        label=gettext_lazy("What it keeps back"),
        required=False,
        help_text=gettext_lazy(
            "Whoever does not see the record whole reads “not public” in its place, whether or not "
            "it is known. Counts, sums and maps leave it out for them."
        ),
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, record: Registered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words: Any = self.fields["keeps_back"]
        words.choices = [(word, WORDS[word]) for word in record.HIDEABLE]
        if not record.HIDEABLE:
            del self.fields["keeps_back"]


class Hiding(LoginRequiredMixin, FormView):
    """The page on which it is set who sees a record."""

    template_name = "records/hiding.html"
    form_class = HidingForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the record, for those who may set it."""
        if request.user.is_authenticated:
            user = signed_in(request)
            self.record = find_record(
                lambda model: model.objects.visible_to(user), self.kwargs["code"]
            )
            if not may_hide(self.record, user):
                raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """Begin with what is so."""
        record = self.record
        return {
            "visibility": record.visibility,
            "keeps_back": record.hidden_fields,
            "version": record.version,
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form offers what this kind of record can keep back."""
        return {**super().get_form_kwargs(), "record": self.record}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the record, and whether it can only be closed."""
        only_closes = not may_open(self.record, signed_in(self.request))
        return super().get_context_data(**kwargs, record=self.record, only_closes=only_closes)

    def form_valid(self, form: Any) -> HttpResponse:
        """Set it; what the record then no longer shows is gone from its page."""
        data = form.cleaned_data
        try:
            set_visibility(
                record=self.record,
                by=signed_in(self.request),
                visibility=data["visibility"],
                hidden_fields=data.get("keeps_back", []),
                reason=data["reason"],
                version=data["version"],
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Saved: the record shows itself accordingly from now on."))
        return HttpResponseRedirect(self.record.get_absolute_url())
