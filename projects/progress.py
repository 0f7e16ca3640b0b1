"""Monthly reports and moves of stage: who may make them, and by which rules."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from projects.enums import Stage
from projects.models import ProgressReport, Project, StageMove
from projects.rules import TOLERATED, stage_move_problem
from records.enums import State
from records.log.acting import logged

MONTHS = 12


def may_report(user: Any, project: Project) -> bool:
    """Whether `user` reports on a project: a published one in the territory."""
    if not user.is_authenticated or not user.may_register or project.state != State.PUBLISHED:
        return False
    return bool(Project.objects.in_territory_of(user).filter(pk=project.pk).exists())


def _lock(project: Project, by: User) -> Project:
    if not may_report(by, project):
        raise PermissionDenied
    locked: Project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    return locked


@logged
def report(*, project: Project, by: User, fields: dict[str, Any]) -> ProgressReport:
    """Add the report of a month; ValidationError when it was made, or says what cannot be."""
    _lock(project, by)
    made = ProgressReport(project=project, by=by, **fields)
    problems = _report_problems(made)
    if problems:
        raise ValidationError(problems)
    made.full_clean()
    made.save()
    return made


def _report_problems(made: ProgressReport) -> dict[str, str]:
    problems = {}
    if made.month > timezone.localdate():
        problems["month"] = _("This month has not begun. Choose an earlier one.")
    elif made.project.reports.filter(month=made.month).exists():
        problems["month"] = _(
            "This month was reported, and reports are not changed. Add what has to be corrected "
            "to a later month."
        )
    total = made.project.investment_yuan
    sums = made.project.reports.aggregate(sum=Sum("invested_yuan"))
    cumulative = (sums["sum"] or Decimal(0)) + made.invested_yuan
    if made.explanation.strip():
        return problems
    if made.invested_yuan < 0:
        problems["explanation"] = _("Say what the negative sum corrects.")
    elif total is not None and cumulative > total * TOLERATED:
        problems["explanation"] = _(
            "With this month the reported sums are more than 110 percent of the whole investment. "
            "Explain it, or correct the sum."
        )
    return problems


@logged
def move_stage(
    *, project: Project, by: User, to: str, on: datetime.date, evidence: str, works: str = ""
) -> StageMove:
    """Move a published project to another stage, by the one table of moves.

    Raises ValidationError for a move that is not allowed, or without evidence or works.
    """
    current = _lock(project, by)
    problems = {
        "to": stage_move_problem(current.stage, to)
        or (_("The project is at this stage already.") if current.stage == to else ""),
        "on": _("This day is yet to come.") if on > timezone.localdate() else "",
        "evidence": "" if evidence.strip() else _("Say what shows it: document, photo, report."),
        "works": _(
            "Say which physical works have begun: a ceremony or a licence is no start of work."
        )
        if to == Stage.STARTED and not works.strip()
        else "",
    }
    if any(problems.values()):
        raise ValidationError({name: said for name, said in problems.items() if said})
    move = StageMove.objects.create(
        project=current,
        from_stage=current.stage,
        to_stage=to,
        on=on,
        evidence=evidence,
        works=works,
        by=by,
    )
    current.stage, current.stage_date, current.stage_year = to, on, on.year
    current.stage_note, current.changed_by = evidence, by
    current.stage_works = works or current.stage_works
    current.save()
    return move


@dataclass(frozen=True)
class Progress:
    """The reports of a project: what was invested so far, and which months are missing."""

    reports: list[ProgressReport]
    invested_yuan: Decimal
    share_percent: Decimal | None
    missing: list[datetime.date]


def progress_of(project: Project) -> Progress:
    """The reports, the newest first; a month is missing between the first report and today."""
    reports = list(project.reports.select_related("by").order_by("-month"))
    invested = sum((one.invested_yuan for one in reports), Decimal(0))
    total = project.investment_yuan
    share = round(invested / total * 100, 1) if total and reports else None
    return Progress(reports, invested, share, missing_months(reports, timezone.localdate()))


def missing_months(reports: list[ProgressReport], today: datetime.date) -> list[datetime.date]:
    """The months without a report, from the first report to the last whole month."""
    if not reports:
        return []
    made = {one.month for one in reports}
    month, missing = min(made), []
    while month < today.replace(day=1):
        if month not in made:
            missing.append(month)
        month = months_after(month, 1)
    return missing


def months_after(month: datetime.date, number: int) -> datetime.date:
    """The first day of the month so many months later, or earlier."""
    count = month.year * MONTHS + month.month - 1 + number
    return datetime.date(count // MONTHS, count % MONTHS + 1, 1)
