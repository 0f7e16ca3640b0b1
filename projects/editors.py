"""How projects are changed by proposals."""

from typing import Any

from accounts.models import User
from projects import actions
from projects.forms import ProjectForm
from projects.models import Project
from records.review.editors import register_form

# Site, scale, content and investment: of a filed project, changing one of them is filed again.
FILING = frozenset(
    {
        "division",
        "park",
        "lon",
        "lat",
        "location_text",
        "capacity",
        "name_zh",
        "investment_yi",
        "investment_scope",
    }
)


def store(*, form: ProjectForm, record: Project, names: set[str], by: User) -> Any:
    """Write the fields of a valid form that are called `names`."""
    return actions.amend(project=record, by=by, fields=form.columns_of(names))


def register() -> None:
    """Announce the form of projects."""
    register_form(Project, ProjectForm, store=store, page="propose-project", filing=FILING)
