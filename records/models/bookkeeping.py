"""Counters and versions that nobody sees."""

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _


class CodeCounter(models.Model):
    """The last number given to each kind of record: a registry code is never used twice."""

    prefix = models.CharField(max_length=4, primary_key=True)
    last_number = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("code counter")
        verbose_name_plural = _("code counters")

    def __str__(self) -> str:
        return f"{self.prefix}-{self.last_number:04d}"


class TableVersion(models.Model):
    """A number per table that a trigger raises at every change; answers carry it as their ETag."""

    table_name = models.CharField(max_length=63, primary_key=True)
    version = models.BigIntegerField()

    class Meta:
        verbose_name = _("table version")
        verbose_name_plural = _("table versions")

    def __str__(self) -> str:
        return f"{self.table_name}: {self.version}"


class FixtureLoad(models.Model):
    """Which state of the fixtures was loaded, and when."""

    digest = models.CharField(_("digest"), max_length=64, unique=True)
    loaded_at = models.DateTimeField(_("loaded"), auto_now=True)

    class Meta:
        verbose_name = _("load of the fixtures")
        verbose_name_plural = _("loads of the fixtures")

    def __str__(self) -> str:
        return self.digest[:12]
