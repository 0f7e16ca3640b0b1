"""The page of a project's progress: its reports, the missing months, its stages."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from accounts.access import signed_in
from projects.models import Project
from projects.progress import may_report, move_stage, progress_of, report
from projects.progress_forms import ReportForm, StageForm


class ProgressPage(LoginRequiredMixin, DetailView):
    """What was reported of a project, for those who may see it signed in."""

    template_name = "projects/progress.html"
    slug_field = "registry_code"
    slug_url_kwarg = "code"
    context_object_name = "record"

    def get_queryset(self) -> Any:
        """Projects in the territory of the reader, whose reports these are."""
        user = signed_in(self.request)
        return Project.objects.visible_to(user).in_territory_of(user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add reports, stages and, for those who may, the forms."""
        project = self.object
        return super().get_context_data(
            **{
                "form": None,
                "report_form": ReportForm(),
                "stage_form": StageForm(project=project),
                **kwargs,
            },
            progress=progress_of(project),
            moves=project.stage_moves.select_related("by").order_by("-on", "-pk"),
            may_report=may_report(self.request.user, project),
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Add a report, or move the stage."""
        self.object = self.get_object()
        if not may_report(request.user, self.object):
            raise PermissionDenied
        name = "stage_form" if "to" in request.POST else "report_form"
        form: Any = (
            StageForm(request.POST, project=self.object)
            if name == "stage_form"
            else ReportForm(request.POST)
        )
        if form.is_valid() and self.store(form):
            messages.success(request, _("Stored."))
            return HttpResponseRedirect(reverse("progress", args=[self.object.registry_code]))
        return self.render_to_response(self.get_context_data(**{name: form, "form": form}))

    def store(self, form: Any) -> bool:
        """Carry it out; what the rules refuse is said in the form."""
        by = signed_in(self.request)
        try:
            if isinstance(form, StageForm):
                move_stage(project=self.object, by=by, **form.cleaned_data)
            else:
                report(project=self.object, by=by, fields=form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return False
        return True
