"""The pages on which enterprises are registered and changed, and names for the form of projects."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.access import signed_in
from projects import actions
from projects.enterprise_forms import EnterpriseForm
from projects.entry_views import EntryView
from projects.models import Enterprise
from records.review.editing import EditView
from records.review.forms import ProposeView

# How many names are offered, and how much of what is typed is looked for.
MOST, LONGEST = 8, 200


class EnterpriseEdit(EditView):
    """The form of an enterprise."""

    model = Enterprise
    form_class = EnterpriseForm
    template_name = "projects/enterprise_form.html"


class EditEnterprise(EntryView, EnterpriseEdit):
    """Change a draft or a returned enterprise."""

    def write(self, form: EnterpriseForm) -> Enterprise:
        """Revise it."""
        fields = form.columns_of(form.Meta.fields)
        by = signed_in(self.request)
        return actions.revise_enterprise(enterprise=self.object, by=by, fields=fields)


class NewEnterprise(EditEnterprise):
    """Enter an enterprise; `name` is what somebody typed into the form of a project."""

    def get_object(self, queryset: Any = None) -> Enterprise:
        """Nothing is stored yet."""
        return Enterprise()

    def get_initial(self) -> dict[str, Any]:
        """What was typed already."""
        return {"name_zh": self.request.GET.get("name", "")[:200].replace("\0", "")}

    def write(self, form: EnterpriseForm) -> Enterprise:
        """Register it."""
        fields = form.columns_of(form.Meta.fields)
        return actions.register_enterprise(by=signed_in(self.request), fields=fields)


class ProposeEnterprise(ProposeView, EnterpriseEdit):
    """Propose a change of a published enterprise."""


@require_GET
@never_cache
def enterprise_names(request: HttpRequest) -> HttpResponse:
    """The enterprises that the reader may see, by name or code, as JSON."""
    user: Any = request.user
    if not user.is_authenticated or not user.may_register:
        return JsonResponse({"error": _("Sign in to register.")}, status=403)
    text = request.GET.get("q", "").replace("\0", "")[:LONGEST]
    found = Enterprise.objects.visible_to(user).called(text, MOST)
    rows = [
        {
            "name": one.name_zh,
            "code": one.registry_code,
            "credit_code": one.credit_code,
            "place": one.place_name,
            "state": "" if one.is_published else one.get_state_display(),
            "url": one.get_absolute_url(),
        }
        for one in found
    ]
    return JsonResponse({"enterprises": rows})
