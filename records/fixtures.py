"""Loading what all records share: items of the plan, and records that a statement places."""

from collections.abc import Mapping
from typing import Any

from geo.enums import Confidence
from geo.models import Belt
from geo.readers import Row
from geo.upserts import Load
from records.enums import LocationPrecision, PlanItemKind, State
from records.models import BeltRecord, PlanItem, Registered


def load_plan_items(run: Load) -> None:
    """plan_items.csv. Links name their chain in words, wherever it stands, hence a second pass."""
    known: dict[str, PlanItem | None] = {}
    chains: dict[str, PlanItem | None] = {}
    rows = list(run.rows("plan_items.csv", "id"))
    for row in rows:
        code = row.text("id", required=True)
        known[code] = item = run.upsert(
            row,
            PlanItem,
            {"item_id": code},
            kind=row.choice("kind", PlanItemKind),
            name_zh=row.text("name_zh", required=True),
            name_en=row.text("name_en"),
            sector_zh=row.text("sector"),
            locality=row.text("locality"),
            position=row.whole("order"),
            plan_section=row.text("plan_section", required=True),
            figure=row.text("figure"),
            note=row.text("note"),
            verbatim=row.flag("verbatim"),
        )
        if row.text("kind") == PlanItemKind.CHAIN:
            chains[row.text("name_zh")] = item
    for row in rows:
        item, parent = known[row.text("id")], row.reference("parent", chains)
        if item and parent and item.parent_id != parent.pk:
            item.parent = parent
            item.save(update_fields=["parent"])
            run.count(PlanItem, "updated")


def load_belt_records(run: Load, records: Mapping[str, Registered | None]) -> None:
    """belt_records.csv, whose record ids are those of the files of parks, bases and projects."""
    belts = {belt.slug: belt for belt in Belt.objects.all()}
    kept = []
    for row in run.rows("belt_records.csv", "belt record_id"):
        belt = row.reference("belt", belts, required=True)
        record = row.reference("record_id", records, required=True)
        placed = run.upsert(
            row,
            BeltRecord,
            {"belt": belt, "registry_code": record.registry_code if record else ""},
            basis=row.text("basis", required=True),
            source=row.text("source", required=True),
            confidence=row.choice("confidence", Confidence),
        )
        kept += [placed.pk] if placed else []
    run.drop_others(BeltRecord.objects.all(), kept)


def registered_values(row: Row) -> dict[str, Any]:
    """The cells that every registered thing has; what the fixtures hold is public."""
    return {
        "name_zh": row.text("name_zh", required=True),
        "name_en": row.text("name_en"),
        "source": row.text("source", required=True),
        "confidence": row.choice("confidence", Confidence),
        "note": row.text("note"),
        "state": State.PUBLISHED,
    }


def located_values(row: Row) -> dict[str, Any]:
    """The cells of a registered thing with a place."""
    return {
        **registered_values(row),
        "point": row.point(),
        "location_precision": row.choice(
            "location_precision", LocationPrecision, empty=LocationPrecision.UNKNOWN
        ),
    }
