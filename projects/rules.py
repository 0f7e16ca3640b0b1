"""What the facts of a project must keep to: rules that are refused, and doubts that are shown.

Sentences say what to do. The same rules serve the form and whoever else writes projects.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from geo.models import Division
from projects.enums import OLD_PROCEDURES, STAGE_MOVES, Stage
from projects.models.details import AMOUNTS
from records.codes import (
    credit_code_problem,
    credit_code_warning,
    industry_class_problem,
    project_code_form,
    project_code_problem,
    project_code_region,
)

# Stages that follow the decision of the state: from then on a project has a code, or says why not.
DECIDED = {Stage.STARTED, Stage.UNDER_CONSTRUCTION, Stage.COMPLETED, Stage.FULL_CAPACITY}
WHOLE_PERCENT = 100
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
    for rule in (_codes, _industry, _stage, _dates, _amounts, _sums, _phase):
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
    found = [_code_region(project), _code_procedure(project), _no_code(project)]
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


def _no_code(project: Any) -> str:
    if project.stage in DECIDED and not project.project_code and not project.no_code_reason:
        return _("At this stage a project has a code. Give it, or say why there is none.")
    return ""
