"""Sectors and the two other readings of industry that the plan uses."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from geo.naming import Bilingual
from geo.search import Searchable
from parks.querysets import SectorQuerySet


class Term(Bilingual, models.Model):
    """A term of a short list, in the order of the plan."""

    slug = models.SlugField(_("slug"), unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=80)
    position = models.PositiveSmallIntegerField(_("position"))
    plan_section = models.CharField(_("section of the plan"), max_length=200, blank=True)

    class Meta:
        abstract = True
        ordering = ("position",)


class Sector(Searchable, Term):
    """One of the plan's eleven sectors, or energy, a pillar without a section of its own.

    A sector is known by its colour and one character wherever it is shown.
    """

    glyph_zh = models.CharField(_("Chinese character"), max_length=1)
    glyph_en = models.CharField(_("English letters"), max_length=2)
    colour = models.CharField(_("colour"), max_length=7)
    ink = models.CharField(_("ink on the colour"), max_length=7)

    objects: ClassVar[Any] = SectorQuerySet.as_manager()

    class Meta(Term.Meta):
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
        constraints = [
            models.CheckConstraint(
                condition=Q(colour__regex="^#[0-9A-F]{6}$", ink__regex="^#[0-9A-F]{6}$"),
                name="sector_colours_are_hex",
            )
        ]

    def get_absolute_url(self) -> str:
        """The sector's page."""
        return reverse("sector", args=[self.slug])

    @property
    def glyph(self) -> str:
        """The character or letters of the active language."""
        return self.glyph_en if (get_language() or "").startswith("en") else self.glyph_zh


class KeyIndustry(Term):
    """One of the plan's ten key industries (三(六)2)."""

    class Meta(Term.Meta):
        verbose_name = _("key industry")
        verbose_name_plural = _("key industries")


class EmergingIndustry(Term):
    """One of the plan's six strategic emerging industries (二(二)3)."""

    class Meta(Term.Meta):
        verbose_name = _("emerging industry")
        verbose_name_plural = _("emerging industries")
