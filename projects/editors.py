"""How projects and enterprises are changed by proposals."""

from typing import Any

from accounts.models import User
from projects import actions
from projects.enterprise_forms import EnterpriseForm
from projects.forms import ProjectForm
from projects.models import Enterprise, Project
from records.intake.forms import POINT_FIELDS
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


def store_enterprise(
    *, form: EnterpriseForm, record: Enterprise, names: set[str], by: User
) -> Enterprise:
    """Write the fields of a valid form that are called `names`."""
    return actions.amend_enterprise(enterprise=record, by=by, fields=form.columns_of(names))


def register() -> None:
    """Announce the forms of projects and enterprises."""
    register_form(
        Project,
        ProjectForm,
        store=store,
        page="propose-project",
        draft_page="edit-project",
        filing=FILING,
        together=POINT_FIELDS,
    )
    register_form(
        Enterprise,
        EnterpriseForm,
        store=store_enterprise,
        page="propose-enterprise",
        draft_page="edit-enterprise",
    )
