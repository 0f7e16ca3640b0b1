"""What was decided on records."""

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from records.enums import State


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

    class Meta:
        verbose_name = _("change of state")
        verbose_name_plural = _("changes of state")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(to_state=State.RETURNED) | ~Q(reason=""), name="return_says_why"
            )
        ]

    def __str__(self) -> str:
        return f"{self.registry_code}: {self.from_state} → {self.to_state}"
