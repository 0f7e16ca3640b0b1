"""Provenance and publication of every registered thing, and its place."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.core.validators import MinLengthValidator
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from geo.datums import Datum
from geo.enums import Confidence
from geo.functions import LiesUnder
from geo.naming import Bilingual
from geo.querysets import DivisionQuerySet
from geo.search import Searchable
from records.abbreviations import short_forms
from records.duplicates.fields import MatchNamesField
from records.enums import EDITABLE, PRECISE, LocationMethod, LocationPrecision, State, Visibility
from records.querysets import RegisteredQuerySet
from records.visibility import hiding_words


def registered_constraints(prefix: str, *hideable: str) -> list[models.BaseConstraint]:
    """Facts that the database keeps for every registered thing whose code begins with `prefix`.

    `hideable` are the keys of HIDEABLE: nothing else can be hidden.
    """
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
        models.CheckConstraint(
            condition=Q(visibility__in=Visibility.values), name="%(class)s_visibility_known"
        ),
        models.CheckConstraint(
            condition=Q(hidden_fields__contained_by=list(hideable)),
            name="%(class)s_hidden_fields_known",
        ),
    ]


class Registered(Bilingual, Searchable):
    """Anything with a registry code: its names, where the facts come from, and who may see it."""

    CODE_PREFIX: ClassVar[str]
    DIVISION_PATH: ClassVar[str] = "division"
    SEARCHED: ClassVar[tuple[str, ...]] = ("name_zh", "name_en", "aliases")
    SEARCH_DEPENDS_ON: ClassVar[tuple[str, ...]] = ("hidden_fields",)
    HAS_INVESTMENT: ClassVar[bool] = False
    # Where a record's places in chains are found; a kind without its own says whose they are.
    CHAIN_PATH: ClassVar[str] = "chain_places"
    # What a record can hide from all but its owner, its reviewers and administrators: the word
    # that `hidden_fields` holds, and the fields that go with it.
    HIDEABLE: ClassVar[dict[str, tuple[str, ...]]] = {}
    # The fields that are not public in any record.
    FIELD_CLASSES: ClassVar[dict[str, str]] = {}

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
    visibility = models.CharField(
        _("visibility"), max_length=12, choices=Visibility, default=Visibility.PUBLIC
    )
    hidden_fields = ArrayField(
        models.CharField(max_length=20), verbose_name=_("hidden fields"), default=list, blank=True
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

    match_names = MatchNamesField(_("names as they are compared"))

    # Set by records that were asked for by their distance from somewhere.
    distance_km: float | None = None
    # Words for what was emptied because the reader may not see it.
    kept_back: frozenset[str] = frozenset()

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
            GinIndex(
                fields=["match_names"], opclasses=["gin_trgm_ops"], name="%(class)s_match_trgm"
            ),
            models.Index(fields=["state", "registry_code"], name="%(class)s_state_idx"),
        ]

    @classmethod
    def placed_in_q(cls, divisions: DivisionQuerySet) -> Q:
        """Match records that lie in one of `divisions`."""
        return Q(division__in=divisions.values("pk"))

    @classmethod
    def placed_under_q(cls, *codes: str) -> Q:
        """Match records that lie in the divisions of these codes or anywhere below them."""
        return Q(LiesUnder("division", codes))

    def searched_fields(self) -> tuple[str, ...]:
        """The fields by which it is found: what is hidden from some finds it for nobody."""
        words = hiding_words(type(self))
        return tuple(
            name
            for name in self.SEARCHED
            if words.get(name) not in self.hidden_fields and name not in self.FIELD_CLASSES
        )

    def searched_names(self) -> list[str]:
        """Every name of the record, and its short forms."""
        names = super().searched_names()
        return [*names, *(short for name in names for short in short_forms(name))]

    def unseen_fields(self) -> set[str]:
        """The fields that were emptied because the reader may not see them."""
        return {name for word in self.kept_back for name in self.HIDEABLE.get(word, (word,))}

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
        return self.is_published and self.visibility == Visibility.PUBLIC

    @property
    def is_published(self) -> bool:
        """Whether the record is among those that pages show to whoever may see them."""
        return self.state == State.PUBLISHED


class Located(Registered):
    """A registered thing with a place. The point is EPSG:4326, lon/lat."""

    HIDEABLE = {
        "point": (
            "point",
            "location_precision",
            "location_source",
            "location_confidence",
            "location_original",
            "location_datum",
            "location_method",
            "location_reason",
        ),
    }

    # The column of its outline, where its kind has one.
    AREA_FIELD: ClassVar[str] = ""

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

    # What was given, before it was converted: the point can be worked out anew from these.
    location_original = models.TextField(_("location as given"), blank=True)
    location_datum = models.CharField(
        _("datum of the location"), max_length=10, choices=Datum, blank=True
    )
    location_method = models.CharField(
        _("how the location came in"), max_length=10, choices=LocationMethod, blank=True
    )
    location_reason = models.TextField(_("why it lies outside the division"), blank=True)

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
    def outline(self) -> Any:
        """Its outline (MultiPolygon, EPSG:4326); None where none is known."""
        return getattr(self, self.AREA_FIELD) if self.AREA_FIELD else None

    def stated_area_ha(self) -> tuple[str, Any]:
        """The area that a document gives it, in hectares, after what that is called; or None."""
        return "", None

    def stated_divisions(self) -> list[str]:
        """The codes of the divisions in which it is said to lie."""
        code = getattr(self, "division_id", "")
        return [code] if code else []

    @classmethod
    def kept_apart(cls, record: Any, reader: Any) -> Any:
        """Records whose outline should share no ground with that of `record`, as `reader` sees."""
        return cls.objects.none()

    @property
    def place_name(self) -> str:
        """Where the record lies, in words; empty when no place is known."""
        division = getattr(self, "division", None)
        return division.full_name if division else ""


def located_constraints(prefix: str, *hideable: str) -> list[models.BaseConstraint]:
    """The facts of `registered_constraints`, and that a point says how precise it is."""
    return [
        *registered_constraints(prefix, "point", *hideable),
        models.CheckConstraint(
            condition=Q(location_precision__in=LocationPrecision.values),
            name="%(class)s_precision_known",
        ),
        models.CheckConstraint(
            condition=Q(point=None) | ~Q(location_precision=LocationPrecision.UNKNOWN),
            name="%(class)s_point_has_precision",
        ),
        models.CheckConstraint(
            condition=Q(location_datum="") | Q(location_datum__in=Datum.values),
            name="%(class)s_datum_known",
        ),
        models.CheckConstraint(
            condition=Q(location_method="") | Q(location_method__in=LocationMethod.values),
            name="%(class)s_method_known",
        ),
    ]
