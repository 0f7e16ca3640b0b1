"""What was decided on records."""

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from records.enums import State
from records.transitions import PAIRS


def in_table() -> Q:
    """Match the moves that the table of moves lists."""
    listed = Q()
    for from_state, to_state in PAIRS:
        listed |= Q(from_state=from_state, to_state=to_state)
    return listed


class StateChange(models.Model):
    """Who moved a record from one state to another, when and why. Rows are only ever added."""

    registry_code = models.CharField(_("registry code"), max_length=12, db_index=True)
    from_state = models.CharField(_("from"), max_length=12, choices=State)
    to_state = models.CharField(_("to"), max_length=12, choices=State)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    reason = models.TextField(_("reason"), blank=True)
    # Field of the record's form -> what is wrong with it.
    field_reasons = models.JSONField(_("reasons by field"), default=dict, blank=True)
    # What the form held then: what was changed since can be said field by field.
    values = models.JSONField(_("values at that time"), null=True, blank=True)

    class Meta:
        verbose_name = _("change of state")
        verbose_name_plural = _("changes of state")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(to_state__in=[State.RETURNED, State.SUSPENDED])
                | ~Q(reason="")
                | ~Q(field_reasons={}),
                name="return_says_why",
            ),
            models.CheckConstraint(condition=in_table(), name="move_in_table"),
        ]

    def __str__(self) -> str:
        return f"{self.registry_code}: {self.from_state} → {self.to_state}"
