"""Boundaries as they were sent: the file or list itself, and what was made of it."""

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from geo.constraints import ValidGeometry
from geo.datums import Datum
from records.enums import AreaMethod


class GivenArea(models.Model):
    """A boundary that somebody sent for a record: the original, its datum, and the area of it.

    The boundary of the record itself is changed only when its sender confirms what it became.
    """

    registry_code = models.CharField(_("registry code"), max_length=12, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    method = models.CharField(_("how it came in"), max_length=10, choices=AreaMethod)
    datum = models.CharField(_("datum"), max_length=10, choices=Datum)
    # What its sender said of the datum; empty where that was left to the file or the numbers.
    declared = models.CharField(_("declared datum"), max_length=10, choices=Datum, blank=True)
    file_name = models.CharField(_("file"), max_length=200, blank=True)
    content = models.BinaryField(_("content"))
    digest = models.CharField(_("digest"), max_length=64)
    # Which shapes of the file, by their numbers in it; all where none is named.
    chosen = models.JSONField(_("chosen shapes"), default=list, blank=True)
    area = models.MultiPolygonField(_("area"), spatial_index=False)
    reason = models.TextField(_("explanation"), blank=True)
    # Set when it was stored or proposed.
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)

    class Meta:
        verbose_name = _("boundary as sent")
        verbose_name_plural = _("boundaries as sent")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(method__in=AreaMethod.values), name="given_area_method_known"
            ),
            models.CheckConstraint(
                condition=Q(datum__in=Datum.values) & Q(declared__in=["", *Datum.values]),
                name="given_area_datum_known",
            ),
            models.CheckConstraint(
                condition=~Q(method=AreaMethod.UPLOAD) | ~Q(file_name=""),
                name="given_area_upload_named",
            ),
            ValidGeometry(field="area", name="given_area_valid"),
        ]

    def __str__(self) -> str:
        what = self.file_name or self.get_method_display()
        return f"{what} ({self.get_datum_display()})"
