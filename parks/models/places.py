"""Parks, bases and the titles they hold. Points and boundaries are EPSG:4326, lon/lat."""

from typing import Any, ClassVar

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from geo.constraints import ValidGeometry
from geo.enums import Confidence
from geo.functions import AreaHa, LiesUnder
from geo.models import Division
from geo.querysets import DivisionQuerySet
from parks.enums import (
    BaseKind,
    DesignationKind,
    LevelBasis,
    ParkKind,
    ParkLevel,
    ParkRecord,
    ParkStatus,
    PlaceBasis,
)
from parks.models.chains import Chain, ChainLink
from parks.models.details import PARK_CONSTRAINTS, ParkDetails
from parks.models.sectors import EmergingIndustry, KeyIndustry, Sector
from parks.querysets import BaseQuerySet, ParkQuerySet
from records.models import Located, PlanItem, located_constraints


class Park(ParkDetails, Located):
    """An industrial park, or a policy area that lies over parks and is counted apart."""

    CODE_PREFIX = "PK"
    HIDEABLE = {"point": (*Located.HIDEABLE["point"], "boundary", "boundary_ha")}
    AREA_FIELD = "boundary"

    record = models.CharField(
        _("record"), max_length=12, choices=ParkRecord, default=ParkRecord.PARK
    )
    level = models.CharField(_("level"), max_length=12, choices=ParkLevel)
    level_basis = models.CharField(
        _("basis of the level"), max_length=12, choices=LevelBasis, blank=True
    )
    level_confidence = models.CharField(
        _("confidence of the level"), max_length=8, choices=Confidence, blank=True
    )
    kind = models.CharField(_("kind"), max_length=60, choices=ParkKind)
    status = models.CharField(
        _("status"), max_length=12, choices=ParkStatus, default=ParkStatus.UNKNOWN
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    division = models.ForeignKey(
        Division, models.PROTECT, related_name="parks", verbose_name=_("division")
    )
    # Further divisions that it reaches into; it is counted once, in its main one.
    more_divisions = models.ManyToManyField(
        Division, blank=True, related_name="+", verbose_name=_("further divisions")
    )
    boundary = models.MultiPolygonField(_("boundary"), null=True, blank=True, spatial_index=False)
    # The database measures a boundary when it is written; nobody types its size.
    boundary_ha = models.GeneratedField(
        expression=AreaHa("boundary"),
        output_field=models.FloatField(_("area within the boundary (ha)"), null=True),
        db_persist=True,
        verbose_name=_("area within the boundary (ha)"),
    )
    approval_year = models.PositiveSmallIntegerField(_("year of approval"), null=True, blank=True)
    approval_year_basis = models.TextField(_("basis of the year"), blank=True)
    approved_area_ha = models.DecimalField(
        _("approved area (ha)"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    planned_area_ha = models.DecimalField(
        _("planned area (ha)"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    catalogue_code = models.CharField(_("code in the catalogue"), max_length=20, blank=True)
    listed_in = models.CharField(_("listed in"), max_length=200, blank=True)
    industries_source = models.TextField(_("source of the leading industries"), blank=True)
    sectors = models.ManyToManyField(
        Sector, through="ParkSector", related_name="parks", verbose_name=_("sectors")
    )
    chains = models.ManyToManyField(
        Chain, through="ParkChain", related_name="parks", verbose_name=_("chains")
    )

    objects: ClassVar[Any] = ParkQuerySet.as_manager()

    class Meta(Located.Meta):
        abstract = False
        verbose_name = _("park")
        verbose_name_plural = _("parks")
        indexes = [
            *Located.Meta.indexes,
            GistIndex(fields=["boundary"], name="park_boundary_gist"),
            models.Index(fields=["level", "registry_code"], name="park_level_idx"),
        ]
        constraints = [
            *located_constraints("PK"),
            *PARK_CONSTRAINTS,
            models.CheckConstraint(
                condition=Q(level__in=ParkLevel.values), name="park_level_known"
            ),
            models.CheckConstraint(condition=Q(kind__in=ParkKind.values), name="park_kind_known"),
            models.CheckConstraint(
                condition=Q(status__in=ParkStatus.values), name="park_status_known"
            ),
            models.CheckConstraint(condition=~Q(parent=F("pk")), name="park_not_own_parent"),
            models.CheckConstraint(
                condition=Q(level=ParkLevel.UNKNOWN, level_basis="")
                | (~Q(level=ParkLevel.UNKNOWN) & ~Q(level_basis="")),
                name="park_level_has_basis",
            ),
            models.CheckConstraint(
                condition=Q(approved_area_ha=None) | Q(approved_area_ha__gt=0),
                name="park_approved_area_positive",
            ),
            models.CheckConstraint(
                condition=Q(planned_area_ha=None) | Q(planned_area_ha__gt=0),
                name="park_planned_area_positive",
            ),
            models.CheckConstraint(
                condition=Q(approval_year=None) | Q(approval_year__range=(1980, 2100)),
                name="park_approval_year_plausible",
            ),
            ValidGeometry(field="boundary", name="park_boundary_valid"),
        ]

    def get_absolute_url(self) -> str:
        """The park's page."""
        return reverse("park", args=[self.registry_code])

    def stated_area_ha(self) -> tuple[str, Any]:
        """The approved area, or else the planned one."""
        if self.approved_area_ha is not None:
            return gettext("approved area (ha)"), self.approved_area_ha
        return gettext("planned area (ha)"), self.planned_area_ha

    def stated_divisions(self) -> list[str]:
        """Its main division and the further ones."""
        return [self.division_id, *(one.pk for one in self.more_divisions.all())]

    @classmethod
    def kept_apart(cls, record: Any, reader: Any) -> Any:
        """Other parks, but for those that it is part of, its parts, and policy areas."""
        if record.is_policy_area:
            return cls.objects.none()
        parks = cls.objects.visible_to(reader).parks().showing("boundary")
        kin = [pk for pk in (record.pk, record.parent_id) if pk]
        return parks.exclude(boundary=None).exclude(Q(pk__in=kin) | Q(parent=record.pk))

    @property
    def is_policy_area(self) -> bool:
        """Whether this is an overlay of policy and not a park."""
        return self.record == ParkRecord.POLICY_AREA

    @property
    def main_sector(self) -> Sector | None:
        """The sector of the first leading industry; None where there is none or none fits."""
        first = next(iter(self.industries.all()), None)
        return first.sector if first else None

    @property
    def sector_names(self) -> list[str]:
        """The names of those sectors."""
        named = [one.sector.name for one in self.industries.all() if one.sector]
        return list(dict.fromkeys(named))


class ParkSector(models.Model):
    """A leading industry of a park as its source words it, and the sector it falls in."""

    park = models.ForeignKey(
        Park, models.CASCADE, related_name="industries", verbose_name=_("park")
    )
    rank = models.PositiveSmallIntegerField(_("rank"))
    phrase = models.CharField(_("leading industry as written"), max_length=60)
    sector = models.ForeignKey(
        Sector,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="park_industries",
        verbose_name=_("sector"),
    )
    key_industries = models.ManyToManyField(
        KeyIndustry, blank=True, related_name="park_industries", verbose_name=_("key industries")
    )
    emerging_industries = models.ManyToManyField(
        EmergingIndustry,
        blank=True,
        related_name="park_industries",
        verbose_name=_("emerging industries"),
    )
    basis = models.TextField(_("basis"))
    confidence = models.CharField(_("confidence"), max_length=8, choices=Confidence)
    reason = models.TextField(_("why this sector, or none"), blank=True)

    class Meta:
        verbose_name = _("leading industry")
        verbose_name_plural = _("leading industries")
        ordering = ["park", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["park", "rank"], name="park_industry_rank_once"),
            models.CheckConstraint(
                condition=Q(sector__isnull=False) | ~Q(reason=""), name="no_sector_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.phrase


class ParkChain(models.Model):
    """A park in a chain, at a link where that is known."""

    park = models.ForeignKey(
        Park, models.CASCADE, related_name="chain_places", verbose_name=_("park")
    )
    chain = models.ForeignKey(
        Chain, models.PROTECT, related_name="park_places", verbose_name=_("chain")
    )
    link = models.ForeignKey(
        ChainLink,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="park_places",
        verbose_name=_("link"),
    )
    basis = models.TextField(_("basis"))
    confidence = models.CharField(_("confidence"), max_length=8, choices=Confidence)

    class Meta:
        verbose_name = _("place in a chain")
        verbose_name_plural = _("places in chains")
        ordering = ["park", "chain", "link"]
        constraints = [
            models.UniqueConstraint(
                fields=["park", "chain", "link"],
                name="park_chain_link_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return str(self.link or self.chain)


class Base(Located):
    """A demonstration base or a base of the plan: a record of its own, perhaps in a park."""

    CODE_PREFIX = "BS"
    DIVISION_PATH = "divisions"
    CHAIN_PATH = "host_park__chain_places"

    kind = models.CharField(_("kind"), max_length=20, choices=BaseKind)
    sector = models.ForeignKey(
        Sector, models.PROTECT, related_name="bases", verbose_name=_("sector")
    )
    divisions = models.ManyToManyField(
        Division, blank=True, related_name="bases", verbose_name=_("places")
    )
    place_basis = models.CharField(_("basis of the place"), max_length=8, choices=PlaceBasis)
    host_park = models.ForeignKey(
        Park,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bases",
        verbose_name=_("host park"),
    )
    plan_section = models.CharField(_("section of the plan"), max_length=200, blank=True)
    plan_item = models.ForeignKey(
        PlanItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bases",
        verbose_name=_("plan item"),
    )

    objects: ClassVar[Any] = BaseQuerySet.as_manager()

    class Meta(Located.Meta):
        abstract = False
        verbose_name = _("base")
        verbose_name_plural = _("bases")
        indexes = [*Located.Meta.indexes]
        constraints = [
            *located_constraints("BS"),
            models.CheckConstraint(condition=Q(kind__in=BaseKind.values), name="base_kind_known"),
        ]

    def get_absolute_url(self) -> str:
        """The base's page."""
        return reverse("base", args=[self.registry_code])

    @classmethod
    def placed_in_q(cls, divisions: DivisionQuerySet) -> Q:
        """Match bases with a place in `divisions`; one place is enough."""
        places = cls.divisions.through.objects.filter(division__in=divisions.values("pk"))
        return Q(pk__in=places.values("base"))

    @classmethod
    def placed_under_q(cls, *codes: str) -> Q:
        """Match bases with a place in these divisions or below them."""
        places = cls.divisions.through.objects.filter(LiesUnder("division", codes))
        return Q(pk__in=places.values("base"))

    @property
    def main_sector(self) -> Sector:
        """The sector; a base has one."""
        return self.sector

    @property
    def place_name(self) -> str:
        """The places, in words."""
        return gettext("; ").join(division.full_name for division in self.divisions.all())


class Designation(models.Model):
    """A dated title that a park or a base holds. It never raises the level."""

    designation_id = models.CharField(_("designation"), max_length=12, unique=True)
    park = models.ForeignKey(
        Park,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="designations",
        verbose_name=_("park"),
    )
    base = models.ForeignKey(
        Base,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="designations",
        verbose_name=_("base"),
    )
    kind = models.CharField(_("title"), max_length=40, choices=DesignationKind)
    specialty = models.CharField(_("specialty"), max_length=100, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    authority = models.CharField(_("authority"), max_length=100, blank=True)
    document = models.CharField(_("document"), max_length=200, blank=True)
    source = models.TextField(_("source"))
    confidence = models.CharField(_("confidence"), max_length=8, choices=Confidence)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("designation")
        verbose_name_plural = _("designations")
        ordering = ["designation_id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(park__isnull=False) | Q(base__isnull=False),
                name="designation_has_holder",
            ),
            models.CheckConstraint(
                condition=~Q(kind=DesignationKind.OTHER) | ~Q(specialty=""),
                name="other_designation_named",
            ),
        ]

    def __str__(self) -> str:
        if self.kind == DesignationKind.OTHER:
            return self.specialty
        title = self.get_kind_display()
        return f"{title} · {self.specialty}" if self.specialty else title
