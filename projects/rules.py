"""What the facts of a project must keep to: rules that are refused, and doubts that are shown.

Sentences say what to do. The same rules serve the form and whoever else writes projects.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from geo.models import Division
from projects.enums import OLD_PROCEDURES, STAGE_MOVES, Stage
from projects.models import SMALL_TABLES, Project
from projects.models.details import AMOUNTS
from records.codes import (
    credit_code_problem,
    credit_code_warning,
    industry_class_problem,
    project_code_form,
    project_code_problem,
    project_code_region,
)
from records.enums import State
from records.templatetags.registry import money

# Stages that follow the decision of the state: from then on a project has a code, or says why not.
DECIDED = {Stage.STARTED, Stage.UNDER_CONSTRUCTION, Stage.COMPLETED, Stage.FULL_CAPACITY}
WHOLE_PERCENT = 100
# Reported sums above this part of the whole investment need an explanation.
TOLERATED = Decimal("1.1")
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


def doubts(project: Any) -> list[str]:
    """What is odd about a project, but may be right."""
    found = [
        _code_region(project),
        _code_procedure(project),
        _code_industry(project),
        _no_code(project),
        *_reported(project),
    ]
    if project.project_code and not project_code_problem(project.project_code):
        found.append(_("The form of the project code is right; its check digit was not verified."))
    if project.credit_code and not credit_code_problem(project.credit_code):
        found.append(credit_code_warning(project.credit_code))
    return [doubt for doubt in found if doubt]


def _code_region(project: Any) -> str:
    """Whether the region in the code is the division, or one that it is part of."""
    code, division = project.project_code, project.division
    if not code or project_code_problem(code):
        return ""
    region = project_code_region(code)
    if region.endswith("0000") or region in {
        division.code,
        division.parent_id,
        *division.code_2012.split(),
    }:
        return ""
    named = Division.objects.filter(code=region).first()
    if named is None:
        return _("No division of today has the code %(region)s. Compare the project code.") % {
            "region": region
        }
    return _("The project code is of %(region)s, not of %(division)s. Compare it.") % {
        "region": named.full_name,
        "division": division.full_name,
    }


def _code_procedure(project: Any) -> str:
    """Whether the procedure in a code of the old form is the stated one."""
    code = project.project_code
    if not project.procedure or project_code_form(code) != "old":
        return ""
    coded = OLD_PROCEDURES.get(code[15:17])
    if coded is None or coded == project.procedure:
        return ""
    return _("The project code says “%(coded)s”, the record says another procedure.") % {
        "coded": coded.label
    }


def _code_industry(project: Any) -> str:
    """Whether the division of industry in a code of the old form is that of the stated class."""
    code, digits = project.project_code, project.industry_class[1:3]
    if not digits or project_code_form(code) != "old" or code[12:14] == digits:
        return ""
    return _("The project code says industry %(coded)s, the record says %(stated)s.") % {
        "coded": code[12:14],
        "stated": digits,
    }


def _reported(project: Any) -> Iterator[str]:
    """Whether the months add up to the plan of their year, and to no more than the whole."""
    if not project.pk:
        return
    by_year: dict[int, Decimal] = defaultdict(Decimal)
    for year, yuan in project.reports.values_list("month__year", "invested_yuan"):
        by_year[year] += yuan
    for plan in project.year_plans.all():
        done = by_year.get(plan.year)
        is_over = plan.year < timezone.localdate().year
        if done is not None and (done > plan.yuan or (is_over and done != plan.yuan)):
            yield _("The months of %(year)d add up to %(done)s; planned were %(planned)s.") % {
                "year": plan.year,
                "done": money(done),
                "planned": money(plan.yuan),
            }
    total, in_all = project.investment_yuan, sum(by_year.values(), Decimal(0))
    if total is not None and in_all > total * TOLERATED:
        yield _("The reports add up to %(done)s, more than 110 percent of the investment.") % {
            "done": money(in_all)
        }


def _no_code(project: Any) -> str:
    if project.stage in DECIDED and not project.project_code and not project.no_code_reason:
        return _("At this stage a project has a code. Give it, or say why there is none.")
    return ""
