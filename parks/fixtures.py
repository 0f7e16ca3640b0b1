"""Loading sectors, chains, parks, bases and designations from the fixtures."""

from collections.abc import Iterator

from geo.enums import Confidence
from geo.models import Division
from geo.upserts import Load
from parks.enums import (
    BaseKind,
    ChainKind,
    DesignationKind,
    LevelBasis,
    OrderBasis,
    ParkKind,
    ParkLevel,
    ParkRecord,
    PlaceBasis,
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
from records.fixtures import located_values
from records.models import PlanItem

DESIGNATION_ONLY = "designation_only"

Parks = dict[str, Park | None]
Bases = dict[str, Base | None]


def load(run: Load) -> tuple[Parks, Bases]:
    """Load the whole room; returns parks and bases by their id in the files."""
    load_terms(run)
    load_chains(run)
    parks = load_parks(run)
    bases = load_bases(run, parks)
    load_designations(run, parks, bases)
    load_park_sectors(run, parks)
    load_park_chains(run, parks)
    return parks, bases


def load_terms(run: Load) -> None:
    """sectors.csv, key_industries.csv, emerging_industries.csv."""
    for position, row in enumerate(run.rows("sectors.csv", "slug"), 1):
        run.upsert(
            row,
            Sector,
            {"slug": row.text("slug", required=True)},
            name_zh=row.text("name_zh", required=True),
            name_en=row.text("name_en", required=True),
            plan_section=row.text("plan_section"),
            glyph_zh=row.text("glyph_zh", required=True),
            glyph_en=row.text("glyph_en", required=True),
            colour=row.text("colour", required=True),
            ink=row.text("ink", required=True),
            position=position,
        )
    for name, model in (("key_industries", KeyIndustry), ("emerging_industries", EmergingIndustry)):
        for position, row in enumerate(run.rows(f"{name}.csv", "slug"), 1):
            run.upsert(
                row,
                model,
                {"slug": row.text("slug", required=True)},
                name_zh=row.text("name_zh", required=True),
                name_en=row.text("name_en", required=True),
                plan_section=row.text("plan_section"),
                position=position,
            )


def load_chains(run: Load) -> None:
    """chains.csv (a parent stands before its parts) and chain_links.csv."""
    items = PlanItem.objects.in_bulk()
    sectors = sectors_by_slug()
    chains: dict[str, Chain | None] = {}
    for position, row in enumerate(run.rows("chains.csv", "slug"), 1):
        slug = row.text("slug", required=True)
        chains[slug] = run.upsert(
            row,
            Chain,
            {"slug": slug},
            name_zh=row.text("name_zh", required=True),
            name_en=row.text("name_en", required=True),
            sector=row.reference("sector", sectors, required=True),
            parent=row.reference("parent", chains),
            kind=row.choice("kind", ChainKind),
            kind_basis=row.text("kind_basis", required=True),
            plan_section=row.text("plan_section", required=True),
            plan_item=row.reference("plan_item_id", items, required=True),
            verbatim=row.flag("verbatim"),
            source=row.text("source", required=True),
            confidence=row.choice("confidence", Confidence),
            note=row.text("note"),
            position=position,
        )
    kept = list(_links(run, chains, items))
    run.drop_others(ChainLink.objects.all(), kept)


def _links(run: Load, chains: dict[str, Chain | None], items: dict[str, PlanItem]) -> Iterator[int]:
    for row in run.rows("chain_links.csv", "chain slug", "chain position"):
        link = run.upsert(
            row,
            ChainLink,
            {
                "chain": row.reference("chain", chains, required=True),
                "slug": row.text("slug", required=True),
            },
            name_zh=row.text("name_zh", required=True),
            name_en=row.text("name_en", required=True),
            position=row.whole("position"),
            order_basis=row.choice("order_basis", OrderBasis),
            plan_item=row.reference("plan_item_id", items, required=True),
            figure=row.text("figure"),
            verbatim=row.flag("verbatim"),
            source=row.text("source", required=True),
            confidence=row.choice("confidence", Confidence),
            note=row.text("note"),
        )
        if link:
            yield link.pk


def load_parks(run: Load) -> Parks:
    """parks.csv without the rows that are only a title; parents are set in a second pass."""
    divisions = Division.objects.in_bulk()
    rows = [
        row
        for row in run.rows("parks.csv", "id", "registry_code")
        if row.text("record") != DESIGNATION_ONLY
    ]
    parks: Parks = {}
    for row in rows:
        county = row.reference("county_code", divisions)
        prefecture = row.reference("prefecture_code", divisions, required=True)
        parks[row.text("id", required=True)] = run.upsert(
            row,
            Park,
            {"registry_code": row.text("registry_code", required=True)},
            **located_values(row),
            record=row.choice("record", ParkRecord),
            level=row.choice("level", ParkLevel),
            level_basis=row.choice("level_basis", LevelBasis, empty=""),
            level_confidence=row.choice("level_confidence", Confidence, empty=""),
            kind=row.choice("kind", ParkKind),
            division=county or prefecture,
            location_source=row.text("location_source"),
            approval_year=row.whole("approval_year"),
            approval_year_basis=row.text("approval_year_basis"),
            approved_area_ha=row.decimal("approved_area_ha"),
            planned_area_ha=row.decimal("planned_area_ha"),
            catalogue_code=row.text("official_code"),
            listed_in=row.text("listed_in"),
            industries_source=row.text("leading_industries_source"),
        )
    for row in rows:
        park, parent = parks[row.text("id")], row.reference("parent_id", parks)
        if park and parent and park.parent_id != parent.pk and not park.changed_by_id:
            park.parent = parent
            park.save(update_fields=["parent"])
            run.count(Park, "updated")
    return parks


def load_bases(run: Load, parks: Parks) -> Bases:
    """bases.csv."""
    divisions, sectors = Division.objects.in_bulk(), sectors_by_slug()
    items = PlanItem.objects.in_bulk()
    bases: Bases = {}
    for row in run.rows("bases.csv", "id", "registry_code"):
        places = row.references("place_codes", divisions)
        base = run.upsert(
            row,
            Base,
            {"registry_code": row.text("registry_code", required=True)},
            **located_values(row),
            kind=row.choice("kind", BaseKind),
            sector=row.reference("sector", sectors, required=True),
            place_basis=row.choice("place_basis", PlaceBasis),
            host_park=row.reference("host_park_ids", parks),
            plan_section=row.text("plan_section"),
            plan_item=row.reference("plan_item_id", items),
        )
        if base and not base.changed_by_id:
            run.replace_links(base, "divisions", places)
        bases[row.text("id", required=True)] = base
    return bases


def load_designations(run: Load, parks: Parks, bases: Bases) -> None:
    """designations.csv."""
    for row in run.rows("designations.csv", "id"):
        run.upsert(
            row,
            Designation,
            {"designation_id": row.text("id", required=True)},
            park=row.reference("park_id", parks),
            base=row.reference("base_id", bases),
            kind=row.choice("designation", DesignationKind),
            specialty=row.text("specialty"),
            year=row.whole("year"),
            authority=row.text("authority"),
            document=row.text("document"),
            source=row.text("source", required=True),
            confidence=row.choice("confidence", Confidence),
            note=row.text("note"),
        )


def load_park_sectors(run: Load, parks: Parks) -> None:
    """park_sectors.csv; a park that a person changed keeps its own."""
    sectors = sectors_by_slug()
    key = {term.slug: term for term in KeyIndustry.objects.all()}
    emerging = {term.slug: term for term in EmergingIndustry.objects.all()}
    kept = []
    for row in run.rows("park_sectors.csv", "park_id rank"):
        park = row.reference("park_id", parks, required=True)
        if park and park.changed_by_id:
            continue
        key_industries = row.references("key_industry", key)
        emerging_industries = row.references("emerging", emerging)
        industry = run.upsert(
            row,
            ParkSector,
            {"park": park, "rank": row.whole("rank")},
            phrase=row.text("phrase", required=True),
            sector=row.reference("sector", sectors),
            basis=row.text("basis", required=True),
            confidence=row.choice("confidence", Confidence),
            reason=row.text("reason"),
        )
        if industry:
            kept.append(industry.pk)
            run.replace_links(industry, "key_industries", key_industries)
            run.replace_links(industry, "emerging_industries", emerging_industries)
    run.drop_others(ParkSector.objects.filter(park__in=untouched(parks)), kept)


def load_park_chains(run: Load, parks: Parks) -> None:
    """park_chains.csv; a park that a person changed keeps its own."""
    chains, links = chains_by_slug(), links_by_slugs()
    kept = []
    for row in run.rows("park_chains.csv", "park_id chain link"):
        park = row.reference("park_id", parks, required=True)
        if park and park.changed_by_id:
            continue
        chain = row.reference("chain", chains, required=True)
        place = run.upsert(
            row,
            ParkChain,
            {"park": park, "chain": chain, "link": row.reference("link", links.get(chain, {}))},
            basis=row.text("basis", required=True),
            confidence=row.choice("confidence", Confidence),
        )
        kept += [place.pk] if place else []
    run.drop_others(ParkChain.objects.filter(park__in=untouched(parks)), kept)


def untouched(parks: Parks) -> list[int]:
    """Keys of the parks that are still as the files give them."""
    return [park.pk for park in parks.values() if park and not park.changed_by_id]


def sectors_by_slug() -> dict[str, Sector]:
    """Sectors by slug."""
    return {sector.slug: sector for sector in Sector.objects.all()}


def chains_by_slug() -> dict[str, Chain]:
    """Chains by slug."""
    return {chain.slug: chain for chain in Chain.objects.all()}


def links_by_slugs() -> dict[Chain | None, dict[str, ChainLink]]:
    """Links by slug for each chain."""
    result: dict[Chain | None, dict[str, ChainLink]] = {}
    for link in ChainLink.objects.select_related("chain"):
        result.setdefault(link.chain, {})[link.slug] = link
    return result
