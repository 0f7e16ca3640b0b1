"""Enterprises."""

from typing import Any, ClassVar

from django.contrib.gis.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from geo.models import Division
from parks.models import Sector
from projects.enums import EnterpriseKind
from projects.querysets import EnterpriseQuerySet
from records.codes import CREDIT_CODE_SQL
from records.models import (
    Registered,
    registered_constraints,
)


class Enterprise(Registered):
    """A company, group, university or institute."""

    CODE_PREFIX = "EN"

    kind = models.CharField(_("kind"), max_length=12, choices=EnterpriseKind)
    sector = models.ForeignKey(
        Sector,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="enterprises",
        verbose_name=_("sector"),
    )
    division = models.ForeignKey(
        Division,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="enterprises",
        verbose_name=_("division"),
    )
    credit_code = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    in_plan = models.BooleanField(_("named in the plan"), default=False)

    objects: ClassVar[Any] = EnterpriseQuerySet.as_manager()

    class Meta(Registered.Meta):
        abstract = False
        verbose_name = _("enterprise")
        verbose_name_plural = _("enterprises")
        constraints = [
            *registered_constraints("EN"),
            models.CheckConstraint(
                condition=Q(kind__in=EnterpriseKind.values), name="enterprise_kind_known"
            ),
            models.UniqueConstraint(fields=["name_zh"], name="enterprise_name_once"),
            models.CheckConstraint(
                condition=Q(credit_code__regex=CREDIT_CODE_SQL),
                name="enterprise_credit_code_format",
            ),
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=~Q(credit_code=""),
                name="enterprise_credit_code_once",
            ),
        ]

    def get_absolute_url(self) -> str:
        """The enterprise's page."""
        return reverse("enterprise", args=[self.registry_code])

    @property
    def main_sector(self) -> Sector | None:
        """The sector, where one is known."""
        return self.sector

    @property
    def place_name(self) -> str:
        """Where the enterprise sits, in words; empty when unknown."""
        return self.division.full_name if self.division else ""
