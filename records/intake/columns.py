"""Columns that the sheets of all kinds with a place have in common, and what these make of it."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.contrib.gis.geos import Point
from django.db import connection
from django.utils.translation import gettext_lazy as _

from geo.datums import Datum
from geo.enums import Confidence
from geo.models import Division
from records.enums import LocationMethod, LocationPrecision
from records.imports.cells import Choice, Link, Long, Measured, Named
from records.imports.columns import Column, Reading
from records.imports.rules import Refused
from records.imports.staging import ROW
from records.intake.cells import read_place
from records.intake.forms import PASTED
from records.intake.placing import NEAR_DEGREES, SRID, problem_of_point

PLACE = ("lon", "lat", "location_text", "location_datum")
# The fields of a record that these columns fill together.
POINT = (
    "point",
    "location_source",
    "location_precision",
    "location_original",
    "location_datum",
    "location_method",
)
# Metres of a survey are read too: what they mean is seen together with the datum.
_FURTHEST = Decimal(10) ** 8


def divisions() -> list[Named]:
    """All divisions."""
    found = Division.objects.select_related("parent").defer("boundary")
    return [Named(one.pk, one.code, one.name_zh, one.name_en, _with_parent(one)) for one in found]


def _with_parent(division: Division) -> tuple[str, ...]:
    """Names in which the prefecture stands too, for several districts are called alike."""
    if division.parent is None:
        return ()
    above = division.parent
    return (
        f"{above.name_zh}{division.name_zh}",
        f"{division.name_en}, {above.name_en}",
        f"黑龙江省{above.name_zh}{division.name_zh}",
    )


def division_column() -> Column:
    """Where a record is counted."""
    return Column(
        "division",
        _("Division"),
        Link(divisions, _("Codes")),
        needed=True,
        synonyms=("区划", "所在地", "县区", "县市区", "县(市、区)", "建设地点", "行政区划代码"),
        stored=lambda one: one.division_id,
        help=_("The code of six digits, or the name; a district with its city."),
        example="230125",
    )


def place_columns() -> list[Column]:
    """Where a record lies: by numbers or a text, and how precisely."""
    degrees = Measured(-_FURTHEST, _FURTHEST, 9)
    return [
        Column(
            "lon",
            _("Longitude"),
            degrees,
            synonyms=("东经", "x", "lng"),
            stored=lambda one: _degrees(one, 0),
            help=_("WGS 84 in degrees, longitude first; for others say the datum."),
            example=127.4863,
        ),
        Column(
            "lat",
            _("Latitude"),
            degrees,
            synonyms=("北纬", "y"),
            stored=lambda one: _degrees(one, 1),
            example=45.7597,
        ),
        Column(
            "location_text",
            _("Coordinates as text"),
            Long(),
            synonyms=("坐标", "经纬度", "位置坐标"),
            stored=lambda one: one.location_original if one.location_method in PASTED else "",
            help=_("Instead of numbers: degrees and minutes, metres of a 3° zone, a map link."),
        ),
        Column(
            "location_datum",
            _("Datum"),
            Choice(Datum),
            synonyms=("坐标系", "坐标系统"),
            stored=lambda one: one.location_datum if one.location_method in PASTED else "",
            help=_("Of the coordinates in this row, where it is not WGS 84."),
        ),
        Column(
            "location_precision",
            _("Precision of the location"),
            Choice(LocationPrecision),
            synonyms=("位置精度",),
            example=LocationPrecision.SITE,
        ),
    ]


def _degrees(record: Any, axis: int) -> Decimal | None:
    """Longitude or latitude, rounded as it is read."""
    return Decimal(repr(round(record.point[axis], 9))) if record.point else None


def source_columns() -> list[Column]:
    """On what a record rests."""
    return [
        Column(
            "source",
            _("Source"),
            Long(),
            needed=True,
            wide=True,
            synonyms=("数据来源", "资料来源", "依据"),
            help=_("The document or page that the facts are taken from."),
            example="合成来源：示例文件第1页",
        ),
        Column("confidence", _("Confidence"), Choice(Confidence), example=Confidence.MEDIUM),
        Column("note", _("Note"), Long(), wide=True, synonyms=("说明", "备注说明")),
    ]


def put_values(
    record: Any, values: dict[str, Any], *, links: Collection[str], beside: Collection[str] = ()
) -> None:
    """Put the values of columns into a record, but for its place and what stands beside it."""
    for key, value in values.items():
        if key in links:
            setattr(record, f"{key}_id", value)
        elif key in beside or key in PLACE:
            continue
        elif value is not None or record._meta.get_field(key).null:
            setattr(record, key, value)


def put_place(record: Any, values: dict[str, Any], reading: Reading) -> None:
    """Put the place that a row states into a record; Refused for the column to correct."""
    point, original, datum = read_place(values, reading)
    record.point = point
    record.location_source = str(_("imported from a table")) if point else ""
    record.location_original, record.location_datum = original, datum
    record.location_method = LocationMethod.IMPORT if point else ""
    if not point and values.get("location_precision") in {"site", "district"}:
        raise Refused("precision_without_point", column="location_precision")


def points_outside(table: str) -> list[tuple[int, str, str, dict[str, str]]]:
    """Staged points too far from their division, found together, worded one by one."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT s.{ROW}, s.division_id, ST_X(s.point), ST_Y(s.point) FROM {table} s "  # noqa: S608
            "JOIN geo_division d ON d.code = s.division_id WHERE s.point IS NOT NULL "
            "AND d.boundary IS NOT NULL AND NOT ST_DWithin(d.boundary, s.point, %s)",
            [NEAR_DEGREES],
        )
        found = cursor.fetchall()
    known = Division.objects.select_related("parent").in_bulk({row[1] for row in found})
    return [
        (
            row,
            "lon",
            "point",
            {"message": problem_of_point(Point(lon, lat, srid=SRID), known[code])},
        )
        for row, code, lon, lat in found
    ]
