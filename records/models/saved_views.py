"""Pages that users keep."""

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

ADDRESS_LENGTH = 2000


class SavedView(models.Model):
    """A page with its filters that a user keeps under a name; nobody else sees it."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="saved_views",
        verbose_name=_("owner"),
    )
    name = models.CharField(_("name"), max_length=80)
    # The path of a page of the registry with its query, without the language.
    address = models.CharField(_("address"), max_length=ADDRESS_LENGTH)
    created_at = models.DateTimeField(_("saved"), auto_now_add=True)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="saved_view_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_view_has_name"),
            models.CheckConstraint(
                condition=Q(address__regex=r"^/([^/\\]|$)"), name="saved_view_is_local"
            ),
        ]

    def __str__(self) -> str:
        return self.name
