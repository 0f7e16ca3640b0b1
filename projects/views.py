"""Pages of enterprises and projects, and the first registration."""

from __future__ import annotations

from typing import Any

from accounts.access import signed_in
from parks.territory import divisions_of
from projects import actions
from projects.details import fact_groups
from projects.entry_views import EntryView
from projects.figures import enterprise_figures, project_figures
from projects.forms import ProjectForm
from projects.maps import enterprise_map
from projects.models import Enterprise, Project
from projects.peers import peers
from projects.progress import may_report
from records.figures import Figure
from records.intake.words import intake_config
from records.maps.mapdata import picker_config, picker_context
from records.pages.record_page import RecordPage
from records.review.editing import EditView
from records.review.forms import ProposeView


class ProjectPage(RecordPage):
    """A project."""

    model = Project
    template_name = "projects/project.html"

    def figures(self) -> list[Figure]:
        """Investment, stage and enterprises."""
        return project_figures(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the full record."""
        return super().get_context_data(
            **kwargs,
            fact_groups=fact_groups(self.object),
            may_report=may_report(self.request.user, self.object),
        )


class EnterprisePage(RecordPage):
    """An enterprise: its projects, the parks they are in, and the enterprises beside it."""

    model = Enterprise
    template_name = "projects/enterprise.html"
    inside_parameter = "enterprise"
    inside_kinds = ("parks", "projects")

    def figures(self) -> list[Figure]:
        """Kind, sector, projects and parks."""
        parks, projects = self.inside
        return enterprise_figures(self.object, [projects, parks])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the enterprises beside it."""
        return super().get_context_data(**kwargs, peers=peers(self.object, self.audience))

    def map_context(self) -> dict[str, Any]:
        """The small map of its projects and of the division of its seat."""
        return enterprise_map(self.request, self.object, self.inside[1])


class ProjectEdit(EditView):
    """The form of a project with its map."""

    model = Project
    form_class = ProjectForm
    template_name = "projects/project_form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the map that sets the point."""
        return super().get_context_data(
            **kwargs,
            **picker_context(self.request),
            picker=picker_config(divisions_of(signed_in(self.request)), self.object.outline),
            intake=intake_config(),
        )


class EditProject(EntryView, ProjectEdit):
    """Change a draft or a returned project."""

    def write(self, form: ProjectForm) -> Project:
        """Revise it."""
        return actions.revise(
            project=self.object,
            by=signed_in(self.request),
            fields=form.fields_for_action(),
        )


class NewProject(EditProject):
    """Enter a project."""

    def get_object(self, queryset: Any = None) -> Project:
        """Nothing is stored yet."""
        return Project()

    def write(self, form: ProjectForm) -> Project:
        """Register it."""
        return actions.register(by=signed_in(self.request), fields=form.fields_for_action())


class ProposeProject(ProposeView, ProjectEdit):
    """Propose a change of a published project."""
