"""The log of changes. Triggers write it (records/log/triggers.py); rows are only ever added."""

import json
import uuid
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from records.enums import BATCH_KINDS, ActKind, Operation


class ExactDecoder(json.JSONDecoder):
    """Reads numbers as the database wrote them: a sum of money must not become a float."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "parse_float": Decimal})


class Act(models.Model):
    """Something that somebody did in one go: who, when, why, and by which request or batch."""

    # What connects statements with their act, before its row is written.
    key = models.UUIDField(_("key"), unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=ActKind)
    name = models.CharField(_("name"), max_length=200, blank=True)
    # Nobody: written past the site, where only the user of the database is known.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    database_user = models.CharField(_("user of the database"), max_length=63, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    why = models.TextField(_("why"), blank=True)
    request = models.CharField(_("request"), max_length=300, blank=True)
    undoes = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="undone_by", verbose_name=_("undoes")
    )

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["kind", "-at"], name="act_kind_idx")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ActKind.values), name="act_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=ActKind.UNDO) | Q(undoes=None), name="act_undoes_as_undo"
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.get_kind_display())

    @property
    def is_batch(self) -> bool:
        """Whether it is meant as one thing, to be undone as one thing."""
        return self.kind in BATCH_KINDS


class Change(models.Model):
    """One row of one table that an act added, changed or deleted.

    `before` and `after` hold the columns that differ, or the whole row where it was added or
    deleted, as JSON of PostgreSQL; geometry stands there as EWKB in hexadecimal digits, so that
    it can be restored to the last bit.
    """

    act = models.ForeignKey(Act, models.PROTECT, related_name="changes", verbose_name=_("act"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    table_name = models.CharField(_("table"), max_length=63)
    row_key = models.CharField(_("row"), max_length=63)
    operation = models.CharField(_("what was done"), max_length=6, choices=Operation)
    # The records to which the row belongs: its own, or those that it ties together.
    registry_codes = ArrayField(
        models.CharField(max_length=12), verbose_name=_("registry codes"), default=list
    )
    before = models.JSONField(_("before"), null=True, decoder=ExactDecoder)
    after = models.JSONField(_("after"), null=True, decoder=ExactDecoder)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["table_name", "row_key", "id"], name="change_row_idx"),
            GinIndex(fields=["registry_codes"], name="change_codes_gin"),
        ]

    def __str__(self) -> str:
        return f"{self.get_operation_display()}: {self.table_name} {self.row_key}"
