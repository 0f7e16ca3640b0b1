"""What the facts of an enterprise must keep to, and what is odd about them but may be right."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from projects.models import Enterprise
from records.codes import credit_code_problem, credit_code_warning


def problems(enterprise: Enterprise) -> dict[str, str]:
    """What is wrong with an enterprise, by the name of the column to correct.

    That a name or a code is taken is said even of records that the reader may not see, and no more
    than that: there is one enterprise of each.
    """
    found = {
        "name_zh": _taken(enterprise, "name_zh"),
        "credit_code": credit_code_problem(enterprise.credit_code)
        if enterprise.credit_code
        else "",
    }
    found["credit_code"] = found["credit_code"] or _taken(enterprise, "credit_code")
    return {name: problem for name, problem in found.items() if problem}


def _taken(enterprise: Enterprise, name: str) -> str:
    value = getattr(enterprise, name)
    others = Enterprise.objects.exclude(pk=enterprise.pk).filter(**{name: value})
    if not value or not others.exists():
        return ""
    return _(
        "An enterprise with this is registered already; perhaps it is not public yet, or archived. "
        "Take that one. If you do not find it, ask your reviewer."
    )


def doubts(enterprise: Any) -> list[str]:
    """What is odd about an enterprise, but may be right."""
    code = enterprise.credit_code
    warning = credit_code_warning(code) if code and not credit_code_problem(code) else ""
    return [warning] if warning else []
