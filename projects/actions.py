"""Writes of projects."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from geo.enums import Confidence
from parks.territory import divisions_of
from projects import enterprise_rules
from projects.enums import Stage
from projects.models import SMALL_TABLES, Enterprise, Project, StageMove
from projects.rules import problems, table_problems
from projects.territory import acts_in
from records.actions import next_registry_code
from records.enums import State, Visibility
from records.log.acting import logged

# What a new row of a small table says of itself, where the form does not ask for it.
BEGUN: dict[str, dict[str, Any]] = {
    "chain_places": {
        "basis": gettext_lazy("stated at registration"),
        "confidence": Confidence.MEDIUM,
    }
}


@logged
def register(*, by: User, fields: dict[str, Any]) -> Project:
    """Enter a project as a draft of `by`, inside the territory of `by`.

    `fields` are columns; of a small table (`SMALL_TABLES`) all its rows, each by column.
    Raises PermissionDenied outside role or territory, ValidationError when a field breaks a rule.
    """
    _check_place(by, fields)
    project = Project(
        registry_code=next_registry_code(prefix=Project.CODE_PREFIX),
        state=State.DRAFT,
        created_by=by,
    )
    return _write(project, by, fields)


@logged
def revise(
    *,
    project: Project,
    by: User,
    fields: dict[str, Any],
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
        raise ValidationError(_not_editable(current))
    if version and current.version != version:
        raise ValidationError(
            _(
                "This record was changed meanwhile, perhaps in another tab. Your entries are still "
                "below: save again to put them in place of the other change."
            ),
            code="changed",
        )
    return _write(current, by, fields)


@logged
def amend(*, project: Project, by: User, fields: dict[str, Any]) -> Project:
    """Write `fields`, and no others, into a project that a proposal changes; `by` decides on it.

    Raises ValidationError when a field breaks a rule.
    """
    if not by.may_review:
        raise PermissionDenied
    if fields.keys() & {"division", "park"}:
        _check_place(by, {"division": project.division, "park": project.park, **fields})
    before = project.stage
    _write(project, by, fields)
    if project.stage != before:
        note_move(project, before, by)
    return project


def note_move(project: Project, before: str, by: User) -> None:
    """Keep that a published project came to another stage; the rules asked for day and evidence."""
    StageMove.objects.create(
        project=project,
        from_stage=before,
        to_stage=project.stage,
        on=project.stage_date,
        evidence=project.stage_note,
        works=project.stage_works if project.stage == Stage.STARTED else "",
        by=by,
    )


def _check_place(by: User, fields: dict[str, Any]) -> None:
    if not by.may_register:
        raise PermissionDenied
    division, park = fields["division"], fields.get("park")
    if acts_in(by, division, park):
        return
    if divisions_of(by).filter(pk=division.pk).exists():
        raise ValidationError(
            {"park": _("In this division you act for your parks alone. Choose one of them.")}
        )
    raise ValidationError(
        {"division": _("This division is outside your territory. Ask its own clerk to enter it.")}
    )


def _write(project: Project, by: User, fields: dict[str, Any]) -> Project:
    was_military_civil = project.is_military_civil
    tables = {name: fields[name] for name in SMALL_TABLES if name in fields}
    for name, value in fields.items():
        if name not in tables:
            setattr(project, name, value)
    if project.is_military_civil and not was_military_civil:
        keep_internal(project)
    if "point" in fields:
        project.location_source = _("given at registration") if project.point else ""
    project.changed_by = by
    if found := problems(project) | table_problems(project, tables):
        raise ValidationError(found)
    project.full_clean()
    project.save()
    for name, rows in tables.items():
        _set_rows(project, name, rows)
    if "enterprise_text" in fields:
        _set_enterprise(project, by)
    return project


@logged
def register_enterprise(*, by: User, fields: dict[str, Any]) -> Enterprise:
    """Enter an enterprise as a draft of `by`; `fields` are columns.

    Its seat may be anywhere: who decides on it, and changes it later, goes by the seat.
    Raises PermissionDenied outside role, ValidationError when a field breaks a rule.
    """
    if not by.may_register:
        raise PermissionDenied
    code = next_registry_code(prefix=Enterprise.CODE_PREFIX)
    return _write_enterprise(Enterprise(registry_code=code, created_by=by), by, fields)


@logged
def revise_enterprise(*, enterprise: Enterprise, by: User, fields: dict[str, Any]) -> Enterprise:
    """Change a draft, or an enterprise that was returned, of `by`."""
    current = Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)
    if current.created_by_id != by.pk or not by.may_register:
        raise PermissionDenied
    if not current.is_editable:
        raise ValidationError(_not_editable(current))
    return _write_enterprise(current, by, fields)


@logged
def amend_enterprise(*, enterprise: Enterprise, by: User, fields: dict[str, Any]) -> Enterprise:
    """Write `fields`, and no others, into an enterprise that a proposal changes; `by` decides."""
    if not by.may_review:
        raise PermissionDenied
    return _write_enterprise(enterprise, by, fields)


def _write_enterprise(enterprise: Enterprise, by: User, fields: dict[str, Any]) -> Enterprise:
    for name, value in fields.items():
        setattr(enterprise, name, value)
    enterprise.changed_by = by
    if found := enterprise_rules.problems(enterprise):
        raise ValidationError(found)
    enterprise.full_clean()
    enterprise.save()
    return enterprise


def _not_editable(record: Any) -> str:
    text = _("This record is “%(state)s” now and cannot be changed. Your entries are still below.")
    return text % {"state": record.get_state_display()}


def _set_rows(project: Project, name: str, rows: list[dict[str, Any]]) -> None:
    """Let a small table hold `rows` and no others; what stays as it is is not written again."""
    model = SMALL_TABLES[name]
    stored = {_key(model, vars(row)): row for row in getattr(project, name).all()}
    kept = {_key(model, row): row for row in rows}
    for key in stored.keys() - kept.keys():
        stored[key].delete()
    for key, values in kept.items():
        row = stored.get(key) or model(project=project, **BEGUN.get(name, {}))
        if row.pk and all(getattr(row, column) == value for column, value in values.items()):
            continue
        for column, value in values.items():
            setattr(row, column, value)
        row.save()


def _key(model: Any, row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[column] for column in model.KEY)


def keep_internal(project: Project) -> None:
    """Military-civil projects are not public unless somebody decides so later."""
    if project.visibility == Visibility.PUBLIC:
        project.visibility = Visibility.INTERNAL


def _set_enterprise(project: Project, by: User) -> None:
    """Tie the project to the enterprise of that name that `by` sees; else keep the name alone."""
    seen = Enterprise.objects.visible_to(by).exclude(state=State.ARCHIVED)
    project.enterprises.set(seen.filter(name_zh=project.enterprise_text))
