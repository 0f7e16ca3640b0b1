"""Reading tables and GeoJSON files, with every broken cell named at once."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar

from django.contrib.gis.geos import (
    GeometryCollection,
    GEOSGeometry,
    MultiPolygon,
    Point,
    Polygon,
)
from django.utils.translation import gettext as _

T = TypeVar("T")
SEVERAL = ";"
# West, south, east, north of the province, a little generous.
BOX_DEGREES = (121, Decimal("43.3"), Decimal("135.2"), Decimal("53.7"))


@dataclass(frozen=True)
class Problem:
    """A cell that breaks a rule."""

    file: str
    row: int
    column: str
    value: str
    rule: str

    def __str__(self) -> str:
        return _("%(file)s, row %(row)d, column %(column)s, value “%(value)s”: %(rule)s") % vars(
            self
        )


@dataclass
class Row:
    """A row of a table. A reader that fails notes a problem and gives None or empty text."""

    file: str
    number: int
    cells: Mapping[str, str]
    problems: list[Problem] = field(repr=False)
    broken: bool = False

    def problem(self, column: str, rule: str) -> None:
        """Note that a cell breaks a rule."""
        self.broken = True
        value = self.cells.get(column) or ""
        self.problems.append(Problem(self.file, self.number, column, value, rule))

    def text(self, column: str, *, required: bool = False) -> str:
        """The cell as it stands."""
        if column not in self.cells:
            self.problem(column, _("the file has no such column"))
            return ""
        value = self.cells[column] or ""
        if required and not value:
            self.problem(column, _("must not be empty"))
        return value

    def choice(self, column: str, choices: Any, *, empty: str | None = None) -> str:
        """A value of a TextChoices class; `empty` is what an empty cell means, if allowed."""
        value = self.text(column)
        if not value and empty is not None:
            return empty
        if value not in choices.values:
            self.problem(
                column, _("must be one of %(values)s") % {"values": ", ".join(choices.values)}
            )
        return value

    def whole(self, column: str) -> int | None:
        """A whole number, or None where the cell is empty."""
        value = self.text(column)
        if not value:
            return None
        if not value.isascii() or not value.isdigit():
            self.problem(column, _("must be a whole number"))
            return None
        return int(value)

    def decimal(self, column: str) -> Decimal | None:
        """A number, or None where the cell is empty."""
        value = self.text(column)
        if not value:
            return None
        try:
            number = Decimal(value)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            self.problem(column, _("must be a number"))
            return None
        return number

    def flag(self, column: str) -> bool:
        """Whether the cell says yes."""
        value = self.text(column)
        if value not in {"yes", "no", ""}:
            self.problem(column, _("must be yes, no or empty"))
        return value == "yes"

    def point(self) -> Point | None:
        """The point of the columns lon and lat (EPSG:4326), or None where both are empty."""
        lon, lat = self.decimal("lon"), self.decimal("lat")
        if (lon is None) != (lat is None):
            self.problem("lon", _("longitude and latitude must both be there, or neither"))
        if lon is None or lat is None:
            return None
        west, south, east, north = BOX_DEGREES
        if not (west <= lon <= east and south <= lat <= north):
            self.problem("lon", _("longitude and latitude lie outside the province"))
            return None
        return Point(float(lon), float(lat), srid=4326)

    def reference(self, column: str, known: Mapping[str, T], *, required: bool = False) -> T | None:
        """The object that the cell names."""
        value = self.text(column, required=required)
        if value and value not in known:
            self.problem(column, _("names nothing that is known"))
        found = known.get(value)
        # What it names is broken itself: that was noted where it stands.
        self.broken = self.broken or (bool(value) and found is None)
        return found

    def references(self, column: str, known: Mapping[str, T]) -> list[T]:
        """The objects that the cell names, separated by semicolons."""
        names = [name for name in self.text(column).split(SEVERAL) if name]
        for name in names:
            if name not in known:
                self.problem(column, _("“%(name)s” names nothing that is known") % {"name": name})
        return [known[name] for name in names if name in known]


def read_table(path: Path, problems: list[Problem], *keys: str) -> Iterator[Row]:
    """Read a CSV file in UTF-8; the first data row is number 2, as a spreadsheet counts.

    Each of `keys` is a column, or several separated by blanks, whose cells stand in one row only.
    """
    seen: dict[tuple[str, ...], int] = {}
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        for number, cells in enumerate(reader, 2):
            row = Row(path.name, number, cells, problems)
            if None in cells or None in cells.values():
                row.problem("", _("has a wrong number of cells"))
                continue
            for key in keys:
                _check_once(row, key, seen)
            yield row


def _check_once(row: Row, key: str, seen: dict[tuple[str, ...], int]) -> None:
    columns = key.split()
    said = (key, *(row.cells.get(column, "") for column in columns))
    first = seen.setdefault(said, row.number)
    if any(said[1:]) and first != row.number:
        row.problem(columns[-1], _("stands in row %(row)d already") % {"row": first})


def read_features(path: Path) -> Iterator[tuple[dict[str, Any], GEOSGeometry]]:
    """Read the properties and geometries of a GeoJSON file (RFC 7946: lon/lat, WGS 84)."""
    collection = json.loads(path.read_text(encoding="utf-8"))
    for feature in collection["features"]:
        yield feature["properties"], GEOSGeometry(json.dumps(feature["geometry"]), srid=4326)


def as_multipolygon(geometry: GEOSGeometry) -> MultiPolygon:
    """A valid MultiPolygon of a polygon or polygons; lines left over by the repair are dropped."""
    valid = geometry if geometry.valid else geometry.make_valid()
    return MultiPolygon(list(_polygons(valid)), srid=4326)


def _polygons(geometry: Any) -> Iterator[Polygon]:
    if isinstance(geometry, Polygon):
        yield geometry
    elif isinstance(geometry, GeometryCollection):
        for part in geometry:
            yield from _polygons(part)
