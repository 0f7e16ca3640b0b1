"""Administrative divisions, belts and the water of the base map. Geometry is EPSG:4326, lon/lat."""

from typing import Any, ClassVar

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from geo.constraints import ValidGeometry
from geo.enums import CodeKind, Confidence, DivisionLevel, WaterKind
from geo.functions import AreaKm2
from geo.naming import Bilingual
from geo.querysets import BeltQuerySet, DivisionQuerySet
from geo.search import Searchable


class Division(Bilingual, Searchable):
    """A province, prefecture or county-level division, known by its code."""

    code = models.CharField(_("code"), max_length=6, primary_key=True)
    code_kind = models.CharField(_("kind of code"), max_length=12, choices=CodeKind)
    name_zh = models.CharField(_("Chinese name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=100, blank=True)
    level = models.CharField(_("level"), max_length=20, choices=DivisionLevel)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    # The spatial indexes are named below, and one for each is enough.
    seat = models.PointField(_("seat"), null=True, blank=True, spatial_index=False)
    seat_kind = models.CharField(_("what the seat point is"), max_length=40, blank=True)
    seat_outside_boundary = models.BooleanField(_("seat lies outside the boundary"), default=False)
    boundary = models.MultiPolygonField(_("boundary"), null=True, blank=True, spatial_index=False)
    # The database measures a boundary once, when it is written.
    area_km2 = models.GeneratedField(
        expression=AreaKm2("boundary"),
        output_field=models.FloatField(_("area within the boundary (km²)"), null=True),
        db_persist=True,
        verbose_name=_("area within the boundary (km²)"),
    )
    name_2012 = models.CharField(_("name in 2012"), max_length=100, blank=True)
    # Several codes, joined by a plus sign, where divisions were merged since.
    code_2012 = models.CharField(_("code in 2012"), max_length=40, blank=True)
    source = models.TextField(_("source"))
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[Any] = DivisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("division")
        verbose_name_plural = _("divisions")
        ordering = ["code"]
        indexes = [
            GistIndex(fields=["boundary"], name="division_boundary_gist"),
            GistIndex(fields=["seat"], name="division_seat_gist"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^23\d{4}$"), name="division_code_format"
            ),
            models.CheckConstraint(
                condition=Q(level=DivisionLevel.PROVINCE, parent=None)
                | (~Q(level=DivisionLevel.PROVINCE) & Q(parent__isnull=False)),
                name="division_has_parent",
            ),
            ValidGeometry(field="boundary", name="division_boundary_valid"),
        ]

    def get_absolute_url(self) -> str:
        """The division's page."""
        return reverse("division", args=[self.code])

    @property
    def full_name(self) -> str:
        """The name with that of its prefecture, in the order in which an address is written."""
        if self.parent is None or self.parent.level == DivisionLevel.PROVINCE:
            return self.name
        if (get_language() or "").startswith("en"):
            return f"{self.name}, {self.parent.name}"
        return f"{self.parent.name} {self.name}"


class Belt(Bilingual, Searchable):
    """A belt or policy region: a set of divisions with the reason for each."""

    slug = models.SlugField(_("slug"), unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=150)
    definition = models.TextField(_("definition"))
    plan_section = models.CharField(_("section of the plan"), max_length=100, blank=True)
    source = models.TextField(_("source"))
    confidence = models.CharField(_("confidence"), max_length=8, choices=Confidence)
    note = models.TextField(_("note"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    divisions: "models.ManyToManyField[Division, BeltMember]" = models.ManyToManyField(
        Division, through="BeltMember", related_name="belts", verbose_name=_("divisions")
    )

    objects: ClassVar[Any] = BeltQuerySet.as_manager()

    class Meta:
        verbose_name = _("belt")
        verbose_name_plural = _("belts")
        ordering = ["position", "slug"]

    def get_absolute_url(self) -> str:
        """The belt's page."""
        return reverse("belt", args=[self.slug])


class BeltMember(models.Model):
    """A division that belongs to a belt, with the basis of that."""

    belt = models.ForeignKey(Belt, models.CASCADE, related_name="members", verbose_name=_("belt"))
    division = models.ForeignKey(
        Division, models.PROTECT, related_name="belt_memberships", verbose_name=_("division")
    )
    basis = models.TextField(_("basis"))
    source = models.TextField(_("source"))
    confidence = models.CharField(_("confidence"), max_length=8, choices=Confidence)

    class Meta:
        verbose_name = _("belt member")
        verbose_name_plural = _("belt members")
        ordering = ["belt", "division"]
        constraints = [
            models.UniqueConstraint(fields=["belt", "division"], name="belt_member_once")
        ]

    def __str__(self) -> str:
        return f"{self.belt} – {self.division}"


class Water(models.Model):
    """A river or lake of the base map, for drawing only."""

    reference = models.CharField(_("reference"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=WaterKind)
    geometry = models.GeometryField(_("geometry"), spatial_index=False)
    source = models.TextField(_("source"))

    class Meta:
        verbose_name = _("water")
        verbose_name_plural = _("waters")
        ordering = ["reference"]
        indexes = [GistIndex(fields=["geometry"], name="water_geometry_gist")]

    def __str__(self) -> str:
        return self.reference
