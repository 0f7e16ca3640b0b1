"""Changes of published records that wait for a second pair of eyes."""

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from records.enums import PENDING, ProposalState


class Proposal(models.Model):
    """What somebody would change in a record: new values by field of its form, and those before."""

    registry_code = models.CharField(_("registry code"), max_length=12, db_index=True)
    state = models.CharField(
        _("state"), max_length=12, choices=ProposalState, default=ProposalState.OPEN
    )
    # Of the fields that change only. The record may change meanwhile: `base` is what it was then.
    values = models.JSONField(_("proposed values"))
    base = models.JSONField(_("values before"))
    is_filing = models.BooleanField(_("change filing"), default=False)
    why = models.TextField(_("why"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    # The import that it came with, which takes it back when it is undone.
    act = models.ForeignKey(
        "records.Act",
        models.PROTECT,
        null=True,
        related_name="proposals",
        verbose_name=_("batch"),
    )
    proposed_at = models.DateTimeField(_("proposed"))
    changed_at = models.DateTimeField(_("last changed"), auto_now=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    reason = models.TextField(_("reason"), blank=True)
    field_reasons = models.JSONField(_("reasons by field"), default=dict, blank=True)
    # The fields that were taken over.
    accepted = models.JSONField(_("accepted fields"), default=list, blank=True)

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registry_code", "by"],
                condition=Q(state__in=PENDING),
                name="proposal_pending_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ProposalState.values), name="proposal_state_known"
            ),
            models.CheckConstraint(condition=~Q(values={}), name="proposal_changes_something"),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.RETURNED) | ~Q(reason="") | ~Q(field_reasons={}),
                name="proposal_return_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ProposalState.ACCEPTED, ProposalState.RETURNED])
                | (Q(decided_by__isnull=False) & ~Q(decided_by=models.F("by"))),
                name="proposal_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registry_code}: {', '.join(self.values)}"

    @property
    def version(self) -> str:
        """Which state of the proposal this is; it differs after every change."""
        return self.changed_at.isoformat()

    @property
    def is_pending(self) -> bool:
        """Whether it is still to be decided, or to be mended."""
        return self.state in PENDING
