"""The collections of this room, announced to the pages, exports and map that serve them."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Min, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from parks import figures, filters
from parks.enums import UNKNOWN, ParkLevel
from parks.models import Base, Chain, ChainLink, Designation, Park, ParkChain, ParkSector, Sector
from records import collections
from records.collections import Collection
from records.duplicates import kinds
from records.figures import in_thousands
from records.filters import suggestions
from records.filters.sentences import Summary, leading_sector
from records.filters.suggestions import Terms
from records.properties import code_of, division_properties, located_properties


def park_properties(parks: Any) -> dict[str, Any]:
    """What a park carries in GeoJSON."""
    own = ParkSector.objects.filter(park=OuterRef("pk")).order_by("rank")
    chains = ParkChain.objects.filter(park=OuterRef("pk")).order_by("chain__position").distinct()
    titles = Designation.objects.filter(park=OuterRef("pk")).order_by("designation_id")
    return {
        **located_properties(parks),
        "record": F("record"),
        "level": F("level"),
        "level_basis": F("level_basis"),
        "kind": F("kind"),
        "status": F("status"),
        "sectors": ArraySubquery(_each_once(own.filter(sector__isnull=False))),
        "leading_industries": ArraySubquery(own.values("phrase")),
        "chains": ArraySubquery(chains.values("chain__slug")),
        "designations": ArraySubquery(titles.values("kind")),
        "parent": code_of(parks, "parent"),
        **division_properties("division"),
        "approval_year": F("approval_year"),
        "approved_area_ha": F("approved_area_ha"),
        "built_area_ha": F("built_area_ha"),
        "industrial_area_ha": F("industrial_area_ha"),
        "leasable_area_ha": F("leasable_area_ha"),
        "management_body": F("management_body"),
        "website": F("website"),
        "planned_area_ha": F("planned_area_ha"),
    }


def _each_once(industries: Any) -> Any:
    """The sectors of leading industries, each where it stands first."""
    ranked = industries.order_by().values("sector__slug").annotate(first=Min("rank"))
    return ranked.order_by("first").values("sector__slug")


def base_properties(bases: Any) -> dict[str, Any]:
    """What a base carries in GeoJSON."""
    places = Base.divisions.through.objects.filter(base=OuterRef("pk")).order_by("division")
    titles = Designation.objects.filter(base=OuterRef("pk")).order_by("designation_id")
    return {
        **located_properties(bases),
        "kind": F("kind"),
        "sector": F("sector__slug"),
        "divisions": ArraySubquery(places.values("division")),
        "place_basis": F("place_basis"),
        "host_park": code_of(bases, "host_park"),
        "designations": ArraySubquery(titles.values("kind")),
        "plan_section": F("plan_section"),
    }


def park_summary(parks: Any) -> Summary:
    """Say how many parks there are and how many national, which sector leads, what is unknown."""
    number = in_thousands(parks.count)
    return Summary(
        number=ngettext("%(n)s park", "%(n)s parks", parks.count) % {"n": number},
        clauses=_national(parks),
        leads=leading_sector(parks),
        more=_unknown_industries(parks.tally.within("sector").get(UNKNOWN, 0), parks),
    )


def _national(parks: Any) -> list[str]:
    """How many of several parks are national, when no level was asked for."""
    if parks.count == 1 or parks.filterset.chosen("level"):
        return []
    number = parks.tally.within("level").get(ParkLevel.NATIONAL, 0)
    if number == parks.count:
        return [_("all national")]
    return [_("%(n)s national") % {"n": in_thousands(number)} if number else _("none national")]


def _unknown_industries(number: int, parks: Any) -> list[str]:
    if not number or parks.filterset.chosen("sector"):
        return []
    said = ngettext(
        "The leading industries of %(n)s park are unknown.",
        "The leading industries of %(n)s parks are unknown.",
        number,
    )
    return [said % {"n": in_thousands(number)}]


def base_summary(bases: Any) -> Summary:
    """Say how many bases there are and which sector leads."""
    number = in_thousands(bases.count)
    return Summary(
        number=ngettext("%(n)s base", "%(n)s bases", bases.count) % {"n": number},
        leads=leading_sector(bases),
    )


TERMS = (
    Terms(
        slug="sectors",
        label=gettext_lazy("Sectors"),
        found_in=lambda: Sector.objects.all(),
        parameter="sector",
    ),
    Terms(
        slug="chains",
        label=gettext_lazy("Chains"),
        found_in=lambda: Chain.objects.select_related("sector"),
        parameter="chain",
        detail=lambda chain: chain.sector.name,
    ),
    Terms(
        slug="links",
        label=gettext_lazy("Chain links"),
        found_in=lambda: ChainLink.objects.select_related("chain"),
        parameter="link",
        detail=lambda link: link.chain.name,
        value=lambda link: f"{link.chain.slug}/{link.slug}",
    ),
)


def register() -> None:
    """Announce parks and bases, and the terms of industry."""
    filters.connect()
    collections.register(
        Collection(
            slug="parks",
            has_table=True,
            model=Park,
            filterset=filters.ParkFilterSet,
            label=gettext_lazy("Parks"),
            summary=park_summary,
            figures=figures.parks_figures,
            row_template="parks/_park_row.html",
            properties=park_properties,
            page="park",
            headline="level",
        )
    )
    collections.register(
        Collection(
            slug="bases",
            model=Base,
            filterset=filters.BaseFilterSet,
            label=gettext_lazy("Bases"),
            summary=base_summary,
            figures=figures.bases_figures,
            row_template="parks/_base_row.html",
            properties=base_properties,
            page="base",
            headline="kind",
        )
    )
    for terms in TERMS:
        suggestions.announce(terms)
    kinds.register(kinds.Kind(Park, codes=("catalogue_code",)))
    kinds.register(kinds.Kind(Base))
