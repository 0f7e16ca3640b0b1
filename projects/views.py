"""Pages of enterprises and projects, and the first registration."""

from __future__ import annotations

from typing import Any

from projects.models import Enterprise, Project
from records.views import RecordPage


class ProjectPage(RecordPage):
    """A project."""

    model = Project
    template_name = "projects/project.html"


class EnterprisePage(RecordPage):
    """An enterprise and its projects."""

    model = Enterprise
    template_name = "projects/enterprise.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the projects."""
        projects = self.object.projects.published().with_card()
        return super().get_context_data(**kwargs, projects=projects)
