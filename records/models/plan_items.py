"""Items of the plan that records cite, and statements that place records in belts."""

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from geo.enums import Confidence
from geo.models import Belt
from geo.naming import Bilingual
from records.enums import PlanItemKind


class PlanItem(Bilingual, models.Model):
    """A thing that the plan of January 2012 names, with the place in its text."""

    item_id = models.CharField(_("item"), max_length=10, primary_key=True)
    kind = models.CharField(_("kind"), max_length=12, choices=PlanItemKind)
    name_zh = models.CharField(_("Chinese name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=250, blank=True)
    sector_zh = models.CharField(_("chapter of the plan"), max_length=40, blank=True)
    locality = models.CharField(_("locality"), max_length=200, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    position = models.PositiveSmallIntegerField(_("position"), null=True, blank=True)
    plan_section = models.CharField(_("section of the plan"), max_length=100)
    figure = models.CharField(_("figure as written"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)
    verbatim = models.BooleanField(_("name stands in the plan as written"))

    class Meta:
        verbose_name = _("plan item")
        verbose_name_plural = _("plan items")
        ordering = ["item_id"]


class BeltRecord(models.Model):
    """A single record placed in a belt by a statement, not by its division."""

    belt = models.ForeignKey(Belt, models.CASCADE, related_name="records", verbose_name=_("belt"))
    # The code alone, so that this room need not know parks, bases and projects.
    registry_code = models.CharField(_("registry code"), max_length=12)
    basis = models.TextField(_("basis"))
    source = models.TextField(_("source"))
    confidence = models.CharField(_("confidence"), max_length=8, choices=Confidence)

    class Meta:
        verbose_name = _("record placed in a belt")
        verbose_name_plural = _("records placed in a belt")
        ordering = ["belt", "registry_code"]
        constraints = [
            models.UniqueConstraint(fields=["belt", "registry_code"], name="belt_record_once")
        ]

    def __str__(self) -> str:
        return f"{self.belt} – {self.registry_code}"
