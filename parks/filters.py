"""Filters of parks and bases; see records.filters.filterset for the vocabulary as a whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.audience import Reader
from parks.enums import (
    UNCLASSIFIED,
    UNKNOWN,
    BaseKind,
    DesignationKind,
    ParkKind,
    ParkLevel,
    ParkRecord,
    ParkStatus,
)
from parks.models import (
    Base,
    Chain,
    ChainLink,
    Designation,
    EmergingIndustry,
    KeyIndustry,
    Park,
    ParkChain,
    ParkSector,
    Sector,
)
from records.filters.choices import FacetFilter, PolicyAreaFilter
from records.filters.counting import ByKey, CountBy, by, marked
from records.filters.filterset import RecordFilterSet
from records.filters.options import Option, options_of, typed_words
from records.filters.territory import Places, divisions_above


def sector_options() -> list[Option]:
    """The sectors, and the two ways of having none."""
    return [
        *(Option(sector.slug, sector.name, term=sector) for sector in Sector.objects.all()),
        Option(UNCLASSIFIED, _("Unclassified")),
        Option(UNKNOWN, _("Unknown")),
    ]


def chain_options() -> list[Option]:
    """Chains and fields, each before its parts."""
    return [
        Option(
            chain.slug,
            chain.name,
            depth=1 if chain.parent else 0,
            parent=chain.parent.slug if chain.parent else "",
            term=chain,
            words=typed_words(chain),
        )
        for chain in Chain.objects.select_related("parent")
    ]


def link_options() -> list[Option]:
    """Links, named by chain and link since a link's slug is known only in its chain."""
    return [
        Option(
            f"{link.chain.slug}/{link.slug}",
            f"{link.chain.name}: {link.name}",
            depth=1,
            parent=link.chain.slug,
            short=link.name,
            words=typed_words(link),
        )
        for link in ChainLink.objects.select_related("chain")
    ]


def term_options(model: Any) -> Callable[[], list[Option]]:
    """Options of a short list that is kept in the database."""
    return lambda: [Option(term.slug, term.name, term=term) for term in model.objects.all()]


def in_chain_q(slug: str) -> Q:
    """Match places in a chain or in a part of it."""
    return Q(chain__slug=slug) | Q(chain__parent__slug=slug)


def at_link_q(value: str) -> Q:
    """Match places at a link, given as `chain/link`."""
    chain, _separator, link = value.partition("/")
    return Q(link__chain__slug=chain, link__slug=link)


def industry_sector_q(value: str, **rank: int) -> Q:
    """Match parks with a leading industry of a sector; `rank=1` asks for the first one only."""
    if value == UNKNOWN:
        return ~Q(pk__in=ParkSector.objects.values("park"))
    sector = Q(sector=None) if value == UNCLASSIFIED else Q(sector__slug=value)
    return Q(pk__in=ParkSector.objects.filter(sector, **rank).values("park"))


def single_sector_q(value: str) -> Q:
    """Match records that have one sector of their own."""
    if value in {UNCLASSIFIED, UNKNOWN}:
        return Q(sector=None) if value == UNKNOWN else Q(pk__in=[])
    return Q(sector__slug=value)


def designation_q(kind: str, holder: str) -> Q:
    """Match parks or bases (`holder`) with a title."""
    return Q(
        pk__in=Designation.objects.filter(kind=kind, **{f"{holder}__isnull": False}).values(holder)
    )


def single_sector_counting(filterset: RecordFilterSet) -> ByKey:
    """Count records that have one sector of their own."""
    terms = [option.term for option in filterset.filters["sector"].options if option.term]
    return ByKey("sector", {term.pk: (term.slug,) for term in terms}, otherwise=(UNKNOWN,))


def industry_sectors() -> dict[int, set[str]]:
    """The sectors of each park's leading industries."""
    industries = ParkSector.objects.order_by().values_list("park", "sector__slug")
    return marked((park, sector or UNCLASSIFIED) for park, sector in industries)


def chains_of_parks(reader: Reader) -> dict[int, set[str]]:
    """The chains of each park that the reader sees, with those that they are part of."""
    paths = ("park", "chain__slug", "chain__parent__slug")
    places = ParkChain.objects.order_by().filter(seen_park_q(reader)).values_list(*paths)
    return marked((park, slug) for park, *slugs in places for slug in slugs if slug)


def links_of_parks(reader: Reader) -> dict[int, set[str]]:
    """The links of each park that the reader sees, as `chain/link`."""
    places = ParkChain.objects.order_by().filter(seen_park_q(reader), link__isnull=False)
    links = places.values_list("park", "link__chain__slug", "link__slug")
    return marked((park, f"{chain}/{link}") for park, chain, link in links)


def titles_of_parks(reader: Reader) -> dict[int, set[str]]:
    """The kinds of title that each park holds that the reader sees."""
    held = Designation.objects.order_by().filter(seen_park_q(reader))
    return marked(held.values_list("park", "kind"))


def titles_of_bases() -> dict[int, set[str]]:
    """The kinds of title that each base holds."""
    held = Designation.objects.order_by().filter(base__isnull=False)
    return marked(held.values_list("base", "kind"))


def seen_park_q(reader: Reader) -> Q:
    """Match what belongs to a park that the reader may see."""
    return Q(park__in=Park.objects.visible_to(reader).order_by().values("pk"))


def places_of_bases() -> dict[int, set[str]]:
    """The divisions of each base."""
    return marked(Base.divisions.through.objects.values_list("base", "division"))


def marks_of(key: str, load: Callable[[], Any], *otherwise: str) -> CountBy:
    """Count by a key whose values `load` reads."""
    return lambda filterset: ByKey(key, filterset.read(load), otherwise)


def marks_for_reader(key: str, load: Callable[[Any], Any], *otherwise: str) -> CountBy:
    """Count by a key whose values `load` reads for the reader of the records."""
    return lambda filterset: ByKey(key, filterset.read_for_reader(load), otherwise)


class SectorFilterSet(RecordFilterSet):
    """The filters that a record with one sector of its own shares with parks."""

    sector = FacetFilter(
        label=gettext_lazy("Sector"),
        condition=lambda queryset, value: single_sector_q(value),
        options=sector_options,
        count_by=single_sector_counting,
    )
    sector_main = FacetFilter(
        label=gettext_lazy("Main sector"),
        condition=lambda queryset, value: single_sector_q(value),
        options=sector_options,
    )


class ParkFilterSet(RecordFilterSet):
    """Filters of parks."""

    exclusive = ("level", "kind", "status", "key_industry", "emerging")

    sector = FacetFilter(
        label=gettext_lazy("Sector"),
        condition=lambda queryset, value: industry_sector_q(value),
        options=sector_options,
        count_by=marks_of("pk", industry_sectors, UNKNOWN),
    )
    sector_main = FacetFilter(
        label=gettext_lazy("Main sector"),
        condition=lambda queryset, value: industry_sector_q(value, **_first_rank(value)),
        options=sector_options,
    )
    level = FacetFilter(
        label=gettext_lazy("Level"),
        condition=lambda queryset, value: Q(level=value),
        options=options_of(ParkLevel),
        count_by=by("level"),
    )
    kind = FacetFilter(
        label=gettext_lazy("Kind of park"),
        condition=lambda queryset, value: Q(kind=value),
        options=options_of(ParkKind),
        count_by=by("kind"),
    )
    status = FacetFilter(
        label=gettext_lazy("Status of the park"),
        condition=lambda queryset, value: Q(status=value),
        options=options_of(ParkStatus),
    )
    designation = FacetFilter(
        label=gettext_lazy("Designation"),
        condition=lambda queryset, value: designation_q(value, "park"),
        options=options_of(DesignationKind),
        count_by=marks_for_reader("pk", titles_of_parks),
    )
    chain = FacetFilter(
        label=gettext_lazy("Chain"),
        condition=lambda queryset, value: Q(
            pk__in=ParkChain.objects.filter(in_chain_q(value)).values("park")
        ),
        options=chain_options,
        count_by=marks_for_reader("pk", chains_of_parks),
    )
    link = FacetFilter(
        label=gettext_lazy("Chain link"),
        condition=lambda queryset, value: Q(
            pk__in=ParkChain.objects.filter(at_link_q(value)).values("park")
        ),
        options=link_options,
        count_by=marks_for_reader("pk", links_of_parks),
    )
    key_industry = FacetFilter(
        label=gettext_lazy("Key industry"),
        condition=lambda queryset, value: Q(
            pk__in=ParkSector.objects.filter(key_industries__slug=value).values("park")
        ),
        options=term_options(KeyIndustry),
    )
    emerging = FacetFilter(
        label=gettext_lazy("Emerging industry"),
        condition=lambda queryset, value: Q(
            pk__in=ParkSector.objects.filter(emerging_industries__slug=value).values("park")
        ),
        options=term_options(EmergingIndustry),
    )

    policy_areas = PolicyAreaFilter(
        narrows_unasked=True,
        count_by=lambda filterset: ByKey("record", {ParkRecord.POLICY_AREA: ("include",)}),
    )

    class Meta:
        model = Park
        fields: tuple[str, ...] = ()


def _first_rank(value: str) -> dict[str, int]:
    return {} if value == UNKNOWN else {"rank": 1}


class BaseFilterSet(SectorFilterSet):
    """Filters of bases. A base is in the chains of its host park."""

    exclusive = ("base_kind",)
    # A base may have several places, so each base is asked for its own.
    place_key = "pk"

    base_kind = FacetFilter(
        label=gettext_lazy("Kind of base"),
        condition=lambda queryset, value: Q(kind=value),
        options=options_of(BaseKind),
        count_by=by("kind"),
    )
    designation = FacetFilter(
        label=gettext_lazy("Designation"),
        condition=lambda queryset, value: designation_q(value, "base"),
        options=options_of(DesignationKind),
        count_by=marks_of("pk", titles_of_bases),
    )
    chain = FacetFilter(
        label=gettext_lazy("Chain"),
        condition=lambda queryset, value: (
            Q(host_park__in=ParkChain.objects.filter(in_chain_q(value)).values("park"))
            & queryset.shown_q("host_park")
        ),
        options=chain_options,
        count_by=marks_for_reader("host_park", chains_of_parks),
    )
    link = FacetFilter(
        label=gettext_lazy("Chain link"),
        condition=lambda queryset, value: (
            Q(host_park__in=ParkChain.objects.filter(at_link_q(value)).values("park"))
            & queryset.shown_q("host_park")
        ),
        options=link_options,
        count_by=marks_for_reader("host_park", links_of_parks),
    )

    class Meta:
        model = Base
        fields: tuple[str, ...] = ()

    def places(self) -> Places:
        """The divisions of each base, with all that they are part of."""
        above = self.read(divisions_above)
        own = self.read(places_of_bases)
        return {base: {one for code in codes for one in above[code]} for base, codes in own.items()}


def connect() -> None:
    """Let parks and bases answer each other's exclusive filters through the host park."""
    ParkFilterSet.reach(BaseFilterSet, here="pk", there="host_park")
    BaseFilterSet.reach(ParkFilterSet, here="host_park", there="pk")
