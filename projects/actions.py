"""Writes of projects."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from geo.enums import Confidence
from parks.models import Chain
from projects.models import Enterprise, Project, ProjectChain
from projects.rules import problems
from records.actions import next_registry_code
from records.enums import State, Visibility
from records.log.acting import logged


@logged
def register(*, by: User, fields: dict[str, Any], chain: Chain | None = None) -> Project:
    """Enter a project as a draft of `by`, inside the territory of `by`.

    Raises PermissionDenied outside role or territory, ValidationError when a field breaks a rule.
    """
    _check_place(by, fields)
    project = Project(
        registry_code=next_registry_code(prefix=Project.CODE_PREFIX),
        state=State.DRAFT,
        created_by=by,
    )
    return _store(project, by, fields, chain)


@logged
def revise(
    *,
    project: Project,
    by: User,
    fields: dict[str, Any],
    chain: Chain | None = None,
    version: str = "",
) -> Project:
    """Change a draft, or a project that was returned, of `by`.

    `version` is the one that the changes were made from. Raises ValidationError, and changes
    nothing, when the project was changed or handed in meanwhile.
    """
    _check_place(by, fields)
    current = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    if current.created_by_id != by.pk:
        raise PermissionDenied
    if not current.is_editable:
        raise ValidationError(
            _("This record is “%(state)s” now and cannot be changed. Your entries are still below.")
            % {"state": current.get_state_display()}
        )
    if version and current.version != version:
        raise ValidationError(
            _(
                "This record was changed meanwhile, perhaps in another tab. Your entries are still "
                "below: save again to put them in place of the other change."
            ),
            code="changed",
        )
    return _store(current, by, fields, chain)


@logged
def amend(*, project: Project, by: User, fields: dict[str, Any]) -> Project:
    """Write `fields`, and no others, into a project that a proposal changes; `by` decides on it.

    `chain` is one of them. Raises ValidationError when a field breaks a rule.
    """
    if not by.may_review:
        raise PermissionDenied
    if "division" in fields:
        _check_place(by, fields)
    _write(project, by, {name: value for name, value in fields.items() if name != "chain"})
    if "chain" in fields:
        _set_chain(project, fields["chain"])
    return project


def _check_place(by: User, fields: dict[str, Any]) -> None:
    if not by.may_register:
        raise PermissionDenied
    if not by.divisions().filter(pk=fields["division"].pk).exists():
        raise ValidationError(
            {
                "division": _(
                    "This division is outside your territory. Ask its own clerk to enter it."
                )
            }
        )


def _store(project: Project, by: User, fields: dict[str, Any], chain: Chain | None) -> Project:
    _write(project, by, fields)
    _set_chain(project, chain)
    return project


def _write(project: Project, by: User, fields: dict[str, Any]) -> None:
    was_military_civil = project.is_military_civil
    for name, value in fields.items():
        setattr(project, name, value)
    if project.is_military_civil and not was_military_civil:
        _keep_internal(project)
    if "point" in fields:
        project.location_source = _("given at registration") if project.point else ""
    project.changed_by = by
    if found := problems(project):
        raise ValidationError(found)
    project.full_clean()
    project.save()
    if "enterprise_text" in fields:
        _set_enterprise(project)


def _keep_internal(project: Project) -> None:
    """Military-civil projects are not public unless somebody decides so later."""
    if project.visibility == Visibility.PUBLIC:
        project.visibility = Visibility.INTERNAL


def _set_enterprise(project: Project) -> None:
    """Tie the project to the registered enterprise of that name; else keep the name alone."""
    found = Enterprise.objects.published().filter(name_zh=project.enterprise_text)
    project.enterprises.set(found)


def _set_chain(project: Project, chain: Chain | None) -> None:
    project.chain_places.exclude(chain=chain).delete()
    if chain is not None:
        ProjectChain.objects.get_or_create(
            project=project,
            chain=chain,
            link=None,
            defaults={"basis": _("stated at registration"), "confidence": Confidence.MEDIUM},
        )
