"""The pages on which the boundary of a record is sent, looked at, and stored or proposed."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import FormView

from accounts.access import signed_in
from records import collections
from records.intake.area_checks import Checked, check_area
from records.intake.area_forms import AreaForm, ConfirmForm
from records.intake.areas import (
    Understood,
    choose_shapes,
    confirm_area,
    give_area,
    may_give_area,
    origin_of,
    sent_of,
    understand_area,
)
from records.maps.mapdata import picker_context
from records.models import GivenArea
from records.review.desk import diff_map_context
from records.review.diff import Shift, sentence


class AreaPage(LoginRequiredMixin, FormView):
    """A page about the boundary of one record, for those who may change it."""

    collection = ""
    record: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the record."""
        if not request.user.is_authenticated:
            return super().dispatch(request, *args, **kwargs)
        user = signed_in(request)
        records = collections.get(self.collection).model.objects.visible_to(user)
        self.record = get_object_or_404(records, registry_code=kwargs["code"])
        if not may_give_area(self.record, user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def is_draft(self) -> bool:
        """Whether the boundary is stored at once, and not proposed."""
        return bool(self.record.is_editable)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the record."""
        back = reverse(f"{self.collection}-boundary", args=[self.record.registry_code])
        return super().get_context_data(
            **kwargs, record=self.record, is_draft=self.is_draft, back_url=back
        )


class GiveArea(AreaPage):
    """Upload, draw or type a boundary."""

    template_name = "records/area.html"
    form_class = AreaForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the map to draw on, and where the boundary that there is came from."""
        record = self.record
        sheet = {
            "basemap_url": f"{reverse('basemap')}?lang={get_language()}",
            "now": _geojson(record.outline),
            "point": _geojson(record.point),
            "text": _words(),
        }
        return super().get_context_data(
            **kwargs, **picker_context(self.request), sheet=sheet, origin=origin_of(record)
        )

    def form_valid(self, form: AreaForm) -> HttpResponse:
        """Keep it and show what it means, or say what is wrong with it."""
        sent = form.sent()
        try:
            given = give_area(record=self.record, by=signed_in(self.request), sent=sent)
        except ValidationError as error:
            field = "file" if sent.file_name else "corners"
            is_datum = getattr(error, "code", "") == "datum"
            form.add_error("datum" if is_datum else field, error.messages[0])
            return self.form_invalid(form)
        address = reverse(f"{self.collection}-preview", args=[self.record.registry_code, given.pk])
        return HttpResponseRedirect(address)


class ConfirmArea(AreaPage):
    """What a boundary became, beside the one that there is, before it is stored."""

    template_name = "records/area_preview.html"
    form_class = ConfirmForm

    @cached_property
    def given(self) -> GivenArea:
        """What this user sent and did not confirm yet."""
        mine = GivenArea.objects.filter(by=signed_in(self.request), confirmed_at=None)
        code = self.record.registry_code
        return get_object_or_404(mine, registry_code=code, pk=self.kwargs["pk"])

    @cached_property
    def understood(self) -> Understood:
        """It, read anew, so that sentences are in the language of the page."""
        return understand_area(sent_of(self.given))

    @cached_property
    def checked(self) -> Checked:
        """What there is to know of it."""
        return check_area(self.record, self.given.area, signed_in(self.request))

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form whether something has to be explained."""
        return {**super().get_form_kwargs(), "needs_reason": self.checked.needs_reason}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take other shapes of the file when that is the button."""
        if "choose" not in request.POST:
            return super().post(request, *args, **kwargs)
        known = {str(number) for number in range(len(self.understood.shapes))}
        chosen = [int(one) for one in request.POST.getlist("shape") if one in known]
        try:
            choose_shapes(given=self.given, by=signed_in(request), chosen=chosen)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        return HttpResponseRedirect(request.path)

    def form_valid(self, form: ConfirmForm) -> HttpResponse:
        """Store or propose it."""
        try:
            proposal = confirm_area(
                given=self.given,
                record=self.record,
                by=signed_in(self.request),
                reason=form.cleaned_data["reason"],
                version=self.request.POST.get("version", ""),
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        if proposal is None:
            messages.success(self.request, _("The boundary is stored in your draft."))
            return HttpResponseRedirect(self.record.get_absolute_url())
        messages.success(
            self.request,
            _("Your proposal is with the reviewers. The public record is as it was until then."),
        )
        return HttpResponseRedirect(reverse("proposal", args=[proposal.pk]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show both outlines, and what was found."""
        given, old = self.given, self.record.outline
        words = sentence(old, given.area)
        shift = Shift(_geojson(old), _geojson(given.area), words)
        return super().get_context_data(
            **kwargs,
            **diff_map_context(self.request, [shift]),
            given=given,
            understood=self.understood,
            shapes=[(one, shape.name) for one, shape in enumerate(self.understood.shapes)],
            checked=self.checked,
            difference=words,
            held_version=self.request.POST.get("version") or self.record.version,
        )


def _geojson(geometry: Any) -> Any:
    return json.loads(geometry.geojson) if geometry else None


def _words() -> dict[str, str]:
    """What the script of the map says; `{…}` are filled in by it."""
    return {
        "none": _("No boundary yet. Draw it on the map, or type its corners below."),
        "corners": _("{count} corners, about {ha} ha."),
        "crosses": _("{count} corners; the outline crosses itself."),
        "unread": _("Line {number} is not drawn here, but read when you send it."),
        "failed": _("The base map could not be loaded. Type the corners instead."),
    }
