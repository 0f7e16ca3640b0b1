"""Loading divisions, belts and water from the fixtures."""

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon

from geo.enums import CodeKind, Confidence, DivisionLevel, WaterKind
from geo.models import Belt, BeltMember, Division, Water
from geo.readers import as_multipolygon, read_features
from geo.upserts import Load

BOUNDARY_FILES = ("province", "prefectures", "counties")
WATER_FILES = {
    WaterKind.RIVER: ("rivers_wdb2_bbox_wgs84.geojson", "World Data Bank II"),
    WaterKind.LAKE: ("lakes_gshhg_bbox_wgs84.geojson", "GSHHG"),
}


def load(run: Load) -> None:
    """Load the whole room; divisions first, since everything stands on them."""
    load_divisions(run)
    load_belts(run)
    load_water(run)


def load_divisions(run: Load) -> None:
    """places.csv (parents stand before their children) with the boundaries of geo/*.geojson."""
    boundaries = _boundaries(run)
    known: dict[str, Division | None] = {}
    for row in run.rows("places.csv", "code"):
        code = row.text("code", required=True)
        known[code] = run.upsert(
            row,
            Division,
            {"code": code},
            code_kind=row.choice("code_kind", CodeKind),
            name_zh=row.text("name_zh", required=True),
            name_en=row.text("name_en"),
            level=row.choice("level", DivisionLevel),
            parent=row.reference("parent_code", known),
            seat=row.point(),
            seat_kind=row.text("coord_kind"),
            seat_outside_boundary=row.flag("outside_polygon"),
            boundary=boundaries.get(code),
            name_2012=row.text("name_2012"),
            code_2012=row.text("code_2012"),
            source=row.text("source", required=True),
            note=row.text("note"),
        )


def _boundaries(run: Load) -> dict[str, MultiPolygon]:
    paths = [run.folder / "geo" / f"heilongjiang_{name}_wgs84.geojson" for name in BOUNDARY_FILES]
    return {
        properties["code"]: as_multipolygon(geometry)
        for path in paths
        for properties, geometry in read_features(path)
    }


def load_belts(run: Load) -> None:
    """belts.csv and belt_members.csv."""
    belts: dict[str, Belt | None] = {}
    for position, row in enumerate(run.rows("belts.csv", "slug"), 1):
        slug = row.text("slug", required=True)
        belts[slug] = run.upsert(
            row,
            Belt,
            {"slug": slug},
            name_zh=row.text("name_zh", required=True),
            name_en=row.text("name_en", required=True),
            definition=row.text("definition", required=True),
            plan_section=row.text("plan_section"),
            source=row.text("source", required=True),
            confidence=row.choice("confidence", Confidence),
            note=row.text("note"),
            position=position,
        )
    kept = list(_belt_members(run, belts))
    run.drop_others(BeltMember.objects.all(), kept)


def _belt_members(run: Load, belts: dict[str, Belt | None]):  # type: ignore[no-untyped-def]
    divisions = Division.objects.in_bulk()
    for row in run.rows("belt_members.csv", "belt division_code"):
        member = run.upsert(
            row,
            BeltMember,
            {
                "belt": row.reference("belt", belts, required=True),
                "division": row.reference("division_code", divisions, required=True),
            },
            basis=row.text("basis", required=True),
            source=row.text("source", required=True),
            confidence=row.choice("confidence", Confidence),
        )
        if member:
            yield member.pk


def load_water(run: Load) -> None:
    """Rivers and lakes; their files are made by machine and hold nothing to correct row by row."""
    kept = []
    for kind, (name, source) in WATER_FILES.items():
        for number, (_properties, geometry) in enumerate(
            read_features(run.folder / "geo" / name), 1
        ):
            kept.append(_water(run, f"{kind}-{number:04d}", kind, geometry, source))
    run.drop_others(Water.objects.all(), kept)


def _water(run: Load, reference: str, kind: str, geometry: GEOSGeometry, source: str) -> int:
    found = Water.objects.filter(reference=reference).first()
    if found and found.geometry.equals_exact(geometry):
        run.count(Water, "unchanged")
        return found.pk
    water, created = Water.objects.update_or_create(
        reference=reference, defaults={"kind": kind, "geometry": geometry, "source": source}
    )
    run.count(Water, "created" if created else "updated")
    return water.pk
