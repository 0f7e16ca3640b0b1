"""Industrial chains of the plan and their links."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from geo.enums import Confidence
from geo.naming import Bilingual
from geo.search import Searchable
from parks.enums import ChainKind, OrderBasis
from parks.models.sectors import Sector
from records.models import PlanItem


class Chain(Bilingual, Searchable):
    """A chain of production, or a field of products that the plan does not call a chain."""

    slug = models.SlugField(_("slug"), unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=150)
    sector = models.ForeignKey(
        Sector, models.PROTECT, related_name="chains", verbose_name=_("sector")
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    kind = models.CharField(_("kind"), max_length=8, choices=ChainKind)
    kind_basis = models.TextField(_("why it is a chain or a field"))
    plan_section = models.CharField(_("section of the plan"), max_length=200)
    plan_item = models.ForeignKey(
        PlanItem, models.PROTECT, related_name="chains", verbose_name=_("plan item")
    )
    verbatim = models.BooleanField(_("name stands in the plan as written"))
    source = models.TextField(_("source"))
    confidence = models.CharField(_("confidence"), max_length=8, choices=Confidence)
    note = models.TextField(_("note"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("chain")
        verbose_name_plural = _("chains")
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=models.F("pk")), name="chain_not_own_parent")
        ]

    def get_absolute_url(self) -> str:
        """The chain's page."""
        return reverse("chain", args=[self.slug])


class ChainLink(Bilingual, Searchable):
    """A product or step of a chain."""

    chain = models.ForeignKey(Chain, models.CASCADE, related_name="links", verbose_name=_("chain"))
    slug = models.SlugField(_("slug"))
    name_zh = models.CharField(_("Chinese name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=150)
    position = models.PositiveSmallIntegerField(_("position"))
    order_basis = models.CharField(_("basis of the order"), max_length=12, choices=OrderBasis)
    plan_item = models.ForeignKey(
        PlanItem, models.PROTECT, related_name="links", verbose_name=_("plan item")
    )
    figure = models.CharField(_("figure as written"), max_length=200, blank=True)
    verbatim = models.BooleanField(_("name stands in the plan as written"))
    source = models.TextField(_("source"))
    confidence = models.CharField(_("confidence"), max_length=8, choices=Confidence)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("chain link")
        verbose_name_plural = _("chain links")
        ordering = ["chain", "position"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "slug"], name="chain_link_slug_once"),
            models.UniqueConstraint(fields=["chain", "position"], name="chain_link_position_once"),
        ]

    def get_absolute_url(self) -> str:
        """The link's page, below that of its chain."""
        return reverse("chain-link", args=[self.chain.slug, self.slug])
