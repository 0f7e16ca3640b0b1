"""What is odd about a project, but may be right: clerk and reviewer are shown it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from geo.models import Division
from projects.enums import OLD_PROCEDURES
from projects.rules import DECIDED, TOLERATED
from records.codes import (
    credit_code_problem,
    credit_code_warning,
    project_code_form,
    project_code_problem,
    project_code_region,
)
from records.templatetags.registry import money


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
