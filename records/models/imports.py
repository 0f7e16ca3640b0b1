"""Files that are checked and imported."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.gis.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from records.enums import ImportState
from records.models.changes import Act

# A process that works says so every second; when it has been silent so long it was ended.
SILENCE = timedelta(seconds=30)


class ImportJob(models.Model):
    """A file that somebody sent, what its check found, and what was done with it."""

    sheet = models.CharField(_("kind of record"), max_length=20)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    file_name = models.CharField(_("file"), max_length=200)
    content = models.BinaryField(_("content"))
    digest = models.CharField(_("digest"), max_length=64, db_index=True)
    created_at = models.DateTimeField(_("sent"), auto_now_add=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ImportState, default=ImportState.WAITING
    )
    heartbeat_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    done = models.PositiveIntegerField(_("rows done"), default=0)
    total = models.PositiveIntegerField(_("rows"), default=0)
    # What the check found: headers, counts, problems, changes; see records.imports.reports.
    report = models.JSONField(_("report"), default=dict)
    failure = models.TextField(_("why it failed"), blank=True)
    act = models.ForeignKey(
        Act, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("batch")
    )
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ImportState.values), name="import_state_known"
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_running(self) -> bool:
        """Whether a process works on it now."""
        if self.state not in {ImportState.CHECKING, ImportState.APPLYING}:
            return False
        last: Any = self.heartbeat_at
        return last is not None and timezone.now() - last < SILENCE

    @property
    def was_interrupted(self) -> bool:
        """Whether the process that worked on it was ended before it was done."""
        return self.state in {ImportState.CHECKING, ImportState.APPLYING} and not self.is_running
