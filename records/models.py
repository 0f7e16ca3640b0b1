"""Provenance and publication of every registered thing, and the items of the plan they cite."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.core.validators import MinLengthValidator
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from geo.enums import Confidence
from geo.models import Belt
from geo.naming import Bilingual
from geo.querysets import DivisionQuerySet
from geo.search import Searchable
from records.abbreviations import short_forms
from records.enums import EDITABLE, PRECISE, LocationPrecision, PlanItemKind, State
from records.querysets import RegisteredQuerySet

ADDRESS_LENGTH = 2000


def registered_constraints(prefix: str) -> list[models.BaseConstraint]:
    """Facts that the database keeps for every registered thing whose code begins with `prefix`."""
    return [
        models.CheckConstraint(
            condition=Q(registry_code__regex=rf"^{prefix}-\d{{4,}}$"), name="%(class)s_code_format"
        ),
        models.CheckConstraint(condition=~Q(source=""), name="%(class)s_has_source"),
        models.CheckConstraint(condition=~Q(name_zh=""), name="%(class)s_has_name"),
        models.CheckConstraint(condition=Q(state__in=State.values), name="%(class)s_state_known"),
        models.CheckConstraint(
            condition=Q(confidence__in=Confidence.values), name="%(class)s_confidence_known"
        ),
    ]


class Registered(Bilingual, Searchable):
    """Anything with a registry code: its names, where the facts come from, and who may see it."""

    CODE_PREFIX: ClassVar[str]
    DIVISION_PATH: ClassVar[str] = "division"
    SEARCHED: ClassVar[tuple[str, ...]] = ("name_zh", "name_en", "aliases")
    HAS_INVESTMENT: ClassVar[bool] = False
    # Where a record's places in chains are found; a kind without its own says whose they are.
    CHAIN_PATH: ClassVar[str] = "chain_places"

    registry_code = models.CharField(_("registry code"), max_length=12, unique=True, editable=False)
    name_zh = models.CharField(
        _("Chinese name"), max_length=200, validators=[MinLengthValidator(2)]
    )
    name_en = models.CharField(_("English name"), max_length=250, blank=True)
    aliases = ArrayField(
        models.CharField(max_length=200), verbose_name=_("other names"), default=list, blank=True
    )
    source = models.TextField(_("source"))
    confidence = models.CharField(
        _("confidence"), max_length=8, choices=Confidence, default=Confidence.MEDIUM
    )
    note = models.TextField(_("note"), blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.DRAFT, editable=False
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )
    created_at = models.DateTimeField(_("entered"), auto_now_add=True)
    # Empty as long as the row is as the fixtures gave it; the loader leaves the others alone.
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("last changed by"),
    )
    changed_at = models.DateTimeField(_("last changed"), auto_now=True)

    # Set by records that were asked for by their distance from somewhere.
    distance_km: float | None = None

    objects: ClassVar[Any] = RegisteredQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("registry_code",)
        indexes: ClassVar[list[models.Index]] = [
            GinIndex(
                fields=["search_names"], opclasses=["gin_trgm_ops"], name="%(class)s_names_trgm"
            ),
            GinIndex(
                fields=["search_pinyin"], opclasses=["gin_trgm_ops"], name="%(class)s_pinyin_trgm"
            ),
            models.Index(fields=["state", "registry_code"], name="%(class)s_state_idx"),
        ]

    @classmethod
    def placed_in_q(cls, divisions: DivisionQuerySet) -> Q:
        """Match records that lie in one of `divisions`."""
        return Q(division__in=divisions.values("pk"))

    def searched_names(self) -> list[str]:
        """Every name of the record, and its short forms."""
        names = super().searched_names()
        return [*names, *(short for name in names for short in short_forms(name))]

    @property
    def is_editable(self) -> bool:
        """Whether the one who entered the record may still change it."""
        return self.state in EDITABLE

    @property
    def version(self) -> str:
        """Which state of the record this is; it differs after every change."""
        return self.changed_at.isoformat() if self.changed_at else ""

    @property
    def is_public(self) -> bool:
        """Whether everybody sees the record."""
        return self.state == State.PUBLISHED


class Located(Registered):
    """A registered thing with a place. The point is EPSG:4326, lon/lat."""

    # The index is named below, and one is enough.
    point = models.PointField(_("location"), null=True, blank=True, spatial_index=False)
    location_precision = models.CharField(
        _("precision of the location"),
        max_length=20,
        choices=LocationPrecision,
        default=LocationPrecision.UNKNOWN,
    )
    location_source = models.TextField(_("source of the location"), blank=True)
    location_confidence = models.CharField(
        _("confidence of the location"), max_length=8, choices=Confidence, blank=True
    )

    class Meta(Registered.Meta):
        abstract = True
        indexes: ClassVar[list[models.Index]] = [
            *Registered.Meta.indexes,
            GistIndex(fields=["point"], name="%(class)s_point_gist"),
            GistIndex(
                Cast("point", models.PointField(geography=True)), name="%(class)s_geography_gist"
            ),
        ]

    @property
    def is_precise(self) -> bool:
        """Whether the point is nearer to the place than the seat of its county."""
        return self.location_precision in PRECISE

    @property
    def place_name(self) -> str:
        """Where the record lies, in words; empty when no place is known."""
        division = getattr(self, "division", None)
        return division.full_name if division else ""


def located_constraints(prefix: str) -> list[models.BaseConstraint]:
    """The facts of `registered_constraints`, and that a point says how precise it is."""
    return [
        *registered_constraints(prefix),
        models.CheckConstraint(
            condition=Q(location_precision__in=LocationPrecision.values),
            name="%(class)s_precision_known",
        ),
        models.CheckConstraint(
            condition=Q(point=None) | ~Q(location_precision=LocationPrecision.UNKNOWN),
            name="%(class)s_point_has_precision",
        ),
    ]


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


class StateChange(models.Model):
    """Who moved a record from one state to another, when and why. Rows are only ever added."""

    registry_code = models.CharField(_("registry code"), max_length=12, db_index=True)
    from_state = models.CharField(_("from"), max_length=12, choices=State)
    to_state = models.CharField(_("to"), max_length=12, choices=State)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("change of state")
        verbose_name_plural = _("changes of state")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(to_state=State.RETURNED) | ~Q(reason=""), name="return_says_why"
            )
        ]

    def __str__(self) -> str:
        return f"{self.registry_code}: {self.from_state} → {self.to_state}"


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
