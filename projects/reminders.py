"""Which projects of a territory are overdue, or were not reported for too long."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.models import Project
from records.reminders import Reminder

# A list that nobody can get through helps nobody: the oldest come first.
MOST = 50


def reminders(user: Any) -> list[Reminder]:
    """The published projects in the territory of `user` that need a word, the longest due first."""
    if not user.may_register:
        return []
    today = timezone.localdate()
    mine = Project.objects.shown_to(user).in_territory_of(user)
    overdue = mine.overdue(today).with_card().order_by("planned_start", "registry_code")[:MOST]
    stale = mine.stale(today).with_card().order_by("last_report", "registry_code")[:MOST]
    return [
        *(
            _reminder(one, _("Overdue: it was to start on %(date)s.") % {"date": one.planned_start})
            for one in overdue
        ),
        *(_reminder(one, _last_heard(one)) for one in stale),
    ]


def _reminder(project: Project, reason: str) -> Reminder:
    return Reminder(project, reason, reverse("progress", args=[project.registry_code]))


def _last_heard(project: Project) -> str:
    if project.last_report:
        month = f"{project.last_report:%Y-%m}"
        return _("To verify: the last report is of %(month)s.") % {"month": month}
    return _("To verify: no report was made.")
