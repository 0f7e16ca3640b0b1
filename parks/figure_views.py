"""The pages on which reviewers and administrators keep the figures of a park."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin, UserPassesTestMixin
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from accounts.access import signed_in
from parks.figure_forms import TABLES, ParkFiguresForm
from parks.models import Park
from records.log.acting import acting

AREAS = "areas"
TITLES = {AREAS: gettext_lazy("Areas and management")} | {
    name: made.title for name, made in TABLES.items()
}


def may_keep_figures(user: Any, park: Park) -> bool:
    """Whether `user` keeps the figures of a park: reviewers in their territory, administrators."""
    if not user.is_authenticated or not user.may_review:
        return False
    return bool(Park.objects.in_territory_of(user).filter(pk=park.pk).exists())


class ParkFigures(LoginRequiredMixin, UserPassesTestMixin, DetailView):
    """One table of a park, filled in."""

    template_name = "parks/figures.html"
    slug_field = "registry_code"
    slug_url_kwarg = "code"
    context_object_name = "record"

    def test_func(self) -> bool:
        """Only those whose role it is."""
        return signed_in(self.request).may_review

    def get_queryset(self) -> Any:
        """Parks in the territory."""
        return Park.objects.in_territory_of(signed_in(self.request))

    def made(self, data: Any = None) -> Any:
        """The form, or the rows, of the table that the address names."""
        name = self.kwargs["table"]
        if name == AREAS:
            return ParkFiguresForm(data, instance=self.object)
        if name not in TABLES:
            raise Http404
        return TABLES[name](data, instance=self.object, prefix=name)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add form or rows, and the ways to the other tables."""
        made = kwargs.pop("made", None) or self.made()
        is_form = isinstance(made, ParkFiguresForm)
        return super().get_context_data(
            **kwargs,
            form=made if is_form else None,
            table=None if is_form else made,
            titles=TITLES,
            here=self.kwargs["table"],
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Store it; what was typed stays when there is a mistake in it."""
        self.object = self.get_object()
        made = self.made(request.POST)
        if not made.is_valid():
            return self.render_to_response(self.get_context_data(made=made))
        by = signed_in(request)
        with transaction.atomic(), acting(by=by):
            made.save()
            self.object.changed_by = by
            self.object.save(update_fields=["changed_by", "changed_at"])
        messages.success(request, _("Stored."))
        return HttpResponseRedirect(request.path)
