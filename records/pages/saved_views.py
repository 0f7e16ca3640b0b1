"""Pages on which signed-in people keep views: pages of records with their filters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from accounts.access import signed_in
from accounts.audience import Reader
from records import collections
from records.actions import delete_view, rename_view, save_view, saved_page
from records.filters.results import Results
from records.models import SavedView

NAME_LENGTH = 80


class NameForm(forms.Form):
    """The name of a view."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=NAME_LENGTH)


class SaveForm(NameForm):
    """The name of a new view, and the address that it keeps."""

    address = forms.CharField(widget=forms.HiddenInput)


def results_of(address: str, user: Reader) -> tuple[Results, bool]:
    """The records behind the address of a page, and whether that page is the map."""
    match, query = saved_page(address)
    listed = match.func.view_initkwargs.get("collection")  # type: ignore[attr-defined]
    known = [collection.slug for collection in collections.with_place()]
    shown = [slug for slug in known if slug in query.getlist("show")] or ["parks"]
    return Results(query, [listed] if listed else shown, user=user), not listed


def described(view: SavedView) -> SavedView:
    """Add to a view what its table says: the page, its filters in words, how many records."""
    results, is_map = results_of(view.address, view.owner)
    kinds = _(", ").join(group.label for group in results.selected)
    extra: dict[str, Any] = {
        "page": _("Map: %(kinds)s") % {"kinds": kinds} if is_map else kinds,
        "errors": results.errors,
        "labels": [] if results.errors else [label for label, _url in results.chips],
        "count": sum(group.count for group in results.selected),
    }
    vars(view).update(extra)
    return view


def suggested_name(address: str, user: Reader) -> str:
    """A name made of the kinds that are shown and the values of the filters."""
    try:
        results, _is_map = results_of(address, user)
    except ValidationError:
        return ""
    kinds = _(", ").join(group.label for group in results.selected)
    labels = [] if results.errors else [label for label, _url in results.chips]
    return " · ".join([kinds, *labels])[:NAME_LENGTH]


class SavedViews(LoginRequiredMixin, TemplateView):
    """The views of the signed-in person."""

    template_name = "records/saved_views.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the views, each with its filters in words and its records of today."""
        views = SavedView.objects.filter(owner=signed_in(self.request))
        return super().get_context_data(**kwargs, views=[described(view) for view in views])


class ViewForm(LoginRequiredMixin, FormView):
    """A page that asks one question about a view."""

    template_name = "records/saved_view_form.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Write, and say in the form what hinders it."""
        try:
            return HttpResponseRedirect(self.write(form.cleaned_data))
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the form again with what is wrong."""
        return self.render_to_response(self.get_context_data(form=form), status=400)

    def write(self, data: dict[str, Any]) -> str:
        """Write and return where to go."""
        raise NotImplementedError


class SaveView(ViewForm):
    """Keep a page under a name."""

    form_class = SaveForm

    def get_initial(self) -> dict[str, Any]:
        """Suggest a name made of the filters."""
        address = self.request.GET.get("address", "")
        return {"address": address, "name": suggested_name(address, self.request.user)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the words of the page."""
        return super().get_context_data(
            **kwargs,
            title=_("Save view"),
            explanation=_("Page and filters are kept under a name that only you see."),
            button=_("Save"),
            button_class="button--primary",
            back=self.back(),
        )

    def back(self) -> str:
        """The page that is to be kept, if it is one of ours."""
        asked = self.request.POST.get("address") or self.request.GET.get("address", "")
        try:
            saved_page(asked)
        except ValidationError:
            return reverse("map")
        return asked

    def write(self, data: dict[str, Any]) -> str:
        """Save, and return to the page that was kept."""
        view = save_view(name=data["name"], address=data["address"], by=signed_in(self.request))
        messages.success(self.request, _("Saved as “%(name)s”.") % {"name": view.name})
        return view.address


class OwnView(ViewForm):
    """A question about a view of one's own; others' views are not found."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Find the view."""
        if request.user.is_authenticated:
            self.view = get_object_or_404(SavedView, pk=kwargs["pk"], owner=request.user)
        return super().dispatch(request, *args, **kwargs)


class RenameView(OwnView):
    """Give a view another name."""

    form_class = NameForm

    def get_initial(self) -> dict[str, Any]:
        """Begin with the name it has."""
        return {"name": self.view.name}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the words of the page."""
        return super().get_context_data(
            **kwargs,
            title=_("Rename view"),
            explanation=self.view.name,
            button=_("Rename"),
            button_class="button--primary",
            back=reverse("saved-views"),
        )

    def write(self, data: dict[str, Any]) -> str:
        """Rename."""
        rename_view(view=self.view, name=data["name"], by=signed_in(self.request))
        return reverse("saved-views")


class DeleteView(OwnView):
    """Delete a view after asking."""

    form_class = forms.Form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the words of the page."""
        return super().get_context_data(
            **kwargs,
            title=_("Delete the view “%(name)s”?") % {"name": self.view.name},
            explanation=_("The records stay as they are; only this name is taken from your list."),
            button=_("Delete"),
            button_class="button--danger",
            back=reverse("saved-views"),
        )

    def write(self, data: dict[str, Any]) -> str:
        """Delete."""
        delete_view(view=self.view, by=signed_in(self.request))
        messages.success(self.request, _("The view is deleted."))
        return reverse("saved-views")
