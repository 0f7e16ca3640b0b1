"""What the facts of a project must keep to: rules that are refused, and doubts that are shown.

Sentences say what to do. The same rules serve the form and whoever else writes projects.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from projects.enums import STAGE_MOVES, Stage
from projects.models import SMALL_TABLES, Project
from projects.models.details import AMOUNTS
from records.codes import (
    credit_code_problem,
    industry_class_problem,
    project_code_problem,
)
from records.enums import State
from records.templatetags.registry import money

# Stages that follow the decision of the state: from then on a project has a code, or says why not.
DECIDED = {Stage.STARTED, Stage.UNDER_CONSTRUCTION, Stage.COMPLETED, Stage.FULL_CAPACITY}
WHOLE_PERCENT = 100
# Reported sums above this part of the whole investment need an explanation.
TOLERATED = Decimal("1.1")
# The column of a small table whose sums have a limit.
LAST_COLUMN = {"investors": "share_percent", "funds": "yuan", "year_plans": "yuan"}
Rows = Sequence[Mapping[str, Any]]
CODES = {
    "project_code": project_code_problem,
    "former_code": project_code_problem,
    "credit_code": credit_code_problem,
}
DATES = (
    ("planned_start", "planned_finish", "planned_production"),
    ("actual_start", "actual_finish", "actual_production"),
)


def problems(project: Any) -> dict[str, str]:
    """What is wrong with a project, by the name of the column to correct."""
    found: dict[str, str] = {}
    for rule in (_codes, _industry, _stage, _stage_move, _dates, _amounts, _sums, _phase):
        for name, problem in rule(project):
            if problem:
                found.setdefault(name, problem)
    return found


def _codes(project: Any) -> Iterator[tuple[str, str]]:
    for name, problem_of in CODES.items():
        code = getattr(project, name)
        yield name, problem_of(code) if code else ""
    if project.former_code and project.former_code == project.project_code:
        yield "former_code", _("The former code is the code itself. Give the other one, or none.")


def _industry(project: Any) -> Iterator[tuple[str, str]]:
    if project.industry_class and not project.industry_table:
        yield "industry_table", _("Say of which version of the table the class is.")
    elif project.industry_class:
        yield (
            "industry_class",
            industry_class_problem(project.industry_class, project.industry_table),
        )


def _stage(project: Any) -> Iterator[tuple[str, str]]:
    if project.stage == Stage.STARTED and not project.stage_works.strip():
        yield (
            "stage_works",
            _("Say which physical works have begun: a ceremony or a licence is no start of work."),
        )
    date, year = project.stage_date, project.stage_year
    if date and year and date.year != year:
        yield "stage_date", _("The date is not in the year %(year)d of the stage.") % {"year": year}


def _stage_move(project: Any) -> Iterator[tuple[str, str]]:
    """A published project changes its stage by the table of moves, with a new date and evidence."""
    if not project.pk or project.state != State.PUBLISHED:
        return
    before, date = Project.objects.values_list("stage", "stage_date").get(pk=project.pk)
    if before == project.stage:
        return
    yield "stage", stage_move_problem(before, project.stage)
    if project.stage_date is None or project.stage_date == date:
        yield "stage_date", _("Give the day on which the project came to its new stage.")
    if not project.stage_note.strip():
        yield "stage_note", _("Say what shows the new stage: document, photo, report.")


def _dates(project: Any) -> Iterator[tuple[str, str]]:
    for names in DATES:
        for early, late in ((0, 1), (1, 2), (0, 2)):
            first, last = getattr(project, names[early]), getattr(project, names[late])
            if first and last and first > last:
                yield (
                    names[late],
                    _("This is before the date of the step that comes first, %(date)s.")
                    % {"date": first.isoformat()},
                )


def _amounts(project: Any) -> Iterator[tuple[str, str]]:
    for name in AMOUNTS:
        value = getattr(project, name)
        if value is not None and value < 0:
            yield name, _("A quantity cannot be below 0. Correct it, or leave it empty.")
        elif value is not None and name.endswith("percent") and value > WHOLE_PERCENT:
            yield name, _("A share cannot be above 100 %. Correct it, or leave it empty.")


def _sums(project: Any) -> Iterator[tuple[str, str]]:
    total, fixed = project.investment_yuan, project.fixed_investment_yuan
    parts = (project.land_cost_yuan or 0) + (project.equipment_yuan or 0)
    if total is not None and fixed is not None and fixed > total:
        yield "fixed_investment_yuan", _("The part is larger than the whole investment.")
    if total is not None and parts > total:
        yield (
            "equipment_yuan",
            _("Land and equipment together are larger than the whole investment."),
        )


def _phase(project: Any) -> Iterator[tuple[str, str]]:
    parent, number = project.phase_of, project.phase_number
    if (parent is None) != (number is None):
        missing = "phase_of" if parent is None else "phase_number"
        yield missing, _("Give both the whole project and the number of the phase, or neither.")
    if parent is None:
        return
    if parent.pk == project.pk or parent.phase_of_id:
        yield "phase_of", _("Choose the whole project, which is no phase itself.")
    elif project.pk and project.phases.exists():
        yield "phase_of", _("This project has phases of its own, so it cannot be a phase.")


def table_problems(project: Any, tables: Mapping[str, Rows]) -> dict[str, str]:
    """What is wrong with the rows of small tables, by the name of the table.

    `tables` holds rows by column; sums are in yuan. A table that is not named is not looked at.
    """
    found = {name: _twice(name, rows) for name, rows in tables.items()}
    total = project.investment_yuan
    if _sum(tables, "investors", "share_percent") > WHOLE_PERCENT:
        found["investors"] = _("The shares are more than 100 % together. Correct them.")
    if total is not None and _sum(tables, "funds", "yuan") > total:
        found["funds"] = _("The sources are more than the whole investment. Correct them.")
    if total is not None and _sum(tables, "year_plans", "yuan") > total:
        found["year_plans"] = _("The years are more than the whole investment. Correct them.")
    elif total is not None and tables.get("year_plans"):
        found["year_plans"] = found["year_plans"] or _over_the_rest(project, tables["year_plans"])
    return {name: problem for name, problem in found.items() if problem}


def all_problems(project: Any) -> dict[str, str]:
    """What is wrong with a project and the rows of its small tables as they are stored."""
    tables = {name: stored_rows(project, name) for name in SMALL_TABLES} if project.pk else {}
    return problems(project) | table_problems(project, tables)


def row_problems(row: Any) -> dict[str, str]:
    """What is wrong with one row of a small table, among those that are stored beside it."""
    found = {}
    code = getattr(row, "credit_code", "")
    if code and (problem := credit_code_problem(code)):
        found["credit_code"] = problem
    if row.project_id is None:
        return found
    name = next(name for name, model in SMALL_TABLES.items() if isinstance(row, model))
    others = [one for one in stored_rows(row.project, name) if one["id"] != row.pk]
    problem = table_problems(row.project, {name: [*others, vars(row)]}).get(name, "")
    return found | ({LAST_COLUMN.get(name, "project"): problem} if problem else {})


def stored_rows(project: Any, name: str) -> list[dict[str, Any]]:
    """The rows of a small table that are stored, by column."""
    return list(getattr(project, name).values())


def _sum(tables: Mapping[str, Rows], name: str, column: str) -> Any:
    return sum(row[column] or 0 for row in tables.get(name, ()))


def _twice(name: str, rows: Rows) -> str:
    keys = [tuple(row[column] for column in SMALL_TABLES[name].KEY) for row in rows]
    if len(keys) == len(set(keys)):
        return ""
    return _("Two rows are about the same. Put them together in one row.")


def _over_the_rest(project: Any, rows: Rows) -> str:
    """Whether a year plans more than what the years before it, as reported, left to invest."""
    if not project.pk:
        return ""
    reports = project.reports.values_list("month__year", "invested_yuan")
    for row in rows:
        left = project.investment_yuan - sum(yuan for year, yuan in reports if year < row["year"])
        if row["yuan"] > left:
            return _(
                "For %(year)d more is planned than was left to invest after the reports of the "
                "years before (%(left)s). Correct the plan."
            ) % {"year": row["year"], "left": money(left)}
    return ""


def stage_move_problem(before: str, after: str) -> str:
    """Why a published project cannot go from one stage to the other; empty when it can."""
    if before == after or after in STAGE_MOVES[before]:
        return ""
    allowed = [Stage(one).label for one in Stage.values if one in STAGE_MOVES[before]]
    if not allowed:
        return _("A project at “%(stage)s” stays there.") % {"stage": Stage(before).label}
    return _("From “%(stage)s” a project goes to: %(allowed)s.") % {
        "stage": Stage(before).label,
        "allowed": _(", ").join(str(label) for label in allowed),
    }
