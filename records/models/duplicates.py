"""What became of records that were there twice, and which pairs are known to be two."""

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Redirect(models.Model):
    """The code of a record that was merged into another; it leads there for good.

    A trigger sees to it that a redirect leads to no other redirect, so there is no loop.
    """

    old_code = models.CharField(_("old code"), max_length=12, unique=True)
    registry_code = models.CharField(_("registry code"), max_length=12, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering = ["old_code"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(old_code=F("registry_code")), name="redirect_leads_elsewhere"
            )
        ]

    def __str__(self) -> str:
        return f"{self.old_code} → {self.registry_code}"


class Distinction(models.Model):
    """Two records that look like one and are two, as somebody says with a reason.

    What a clerk says at entry is shown to reviewers; what a reviewer says is final.
    """

    # The lower code first, so that a pair stands here once.
    code = models.CharField(_("registry code"), max_length=12)
    other_code = models.CharField(_("other registry code"), max_length=12, db_index=True)
    reason = models.TextField(_("reason"))
    is_final = models.BooleanField(_("decided by a reviewer"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now=True)

    class Meta:
        verbose_name = _("distinction")
        verbose_name_plural = _("distinctions")
        ordering = ["code", "other_code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "other_code"], name="distinction_once"),
            models.CheckConstraint(
                condition=Q(code__lt=F("other_code")), name="distinction_in_order"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="distinction_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.code} ≠ {self.other_code}"
