"""Files that people send: workbooks, CSV in any usual encoding, GeoPackages. All are hostile."""

from __future__ import annotations

import csv
import io
import re
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pyogrio
from django.contrib.gis.geos import GEOSGeometry
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from python_calamine import CalamineError, CalamineWorkbook

from geo.uploads.geopackages import first_table
from records.imports.columns import Column, Headers, match

MOST_BYTES = 50 * 1024 * 1024
MOST_UNPACKED = 400 * 1024 * 1024
MOST_RATIO = 200
MOST_ROWS = 200_000
MOST_COLUMNS = 200
# Titles may stand above the headers.
ROWS_OF_HEADERS = 10
# How files of other programs begin: old Excel and workbooks with a password; PDF, XML.
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
OTHERS = (b"%PDF", b"<")
DELIMITERS = (",", "\t", ";", "；", "|")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
# EPSG codes of GeoPackages whose coordinates are lon/lat as ours: CGCS 2000 is, at map accuracy.
_SAME_PLACE = {"EPSG:4326", "EPSG:4490", "OGC:CRS84"}


@dataclass
class Table:
    """The rows of a file below its headers, each with the number that its reader sees."""

    headers: Headers
    header_row: int
    rows: Iterator[tuple[int, list[Any]]]
    # About how many rows there are, for the progress.
    total: int
    sheet_name: str = ""


def guarded(value: Any) -> Any:
    """Text that no spreadsheet takes for a formula; `unguarded` undoes it."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def unguarded(value: Any) -> Any:
    """The text that `guarded` was given."""
    if isinstance(value, str) and value.startswith("'") and _FORMULA.match(value):
        return value[1:]
    return value


def read(name: str, content: bytes, columns: list[Column]) -> Table:
    """Read a file by its content; ValidationError says what to do when it cannot be."""
    if len(content) > MOST_BYTES:
        raise ValidationError(
            _("The file has more than %(n)d MB. Cut it into several.") % {"n": MOST_BYTES >> 20}
        )
    if not content.strip():
        raise ValidationError(_("The file is empty. Choose the file that you filled in."))
    if content.startswith(b"SQLite format 3\0"):
        return _table(_geopackage(content), columns)
    if content.startswith(b"PK"):
        return _workbook(content, columns)
    if content.startswith(OLD_OFFICE):
        raise ValidationError(
            _("The workbook has a password or is an old .xls. Save it as .xlsx without one.")
        )
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if content.startswith(OTHERS) or (b"\0" in content[:4096] and not is_wide):
        raise ValidationError(
            _("“%(name)s” is no table that can be read. Save it as .xlsx or .csv and send that.")
            % {"name": name}
        )
    return _table(_csv(content), columns, content.count(b"\n"))


def _workbook(content: bytes, columns: list[Column]) -> Table:
    """The sheet of a workbook that has most of our headers."""
    check_zip(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
        tables = [
            replace(
                _table(_with_errors(content, sheet), columns, sheet.height), sheet_name=sheet.name
            )
            for sheet in sheets
            if sheet.height and sheet.width <= MOST_COLUMNS and sheet.height <= MOST_ROWS + 1
        ]
    except (CalamineError, OSError, ValueError, KeyError) as error:
        raise ValidationError(
            _("The workbook cannot be read. Open it, save it as .xlsx without a password, resend.")
        ) from error
    if not tables:
        raise ValidationError(
            _("No sheet of the workbook fits: at most %(rows)d rows and %(columns)d columns.")
            % {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
        )
    # The first of equals; sheets of examples and codes in the template have other headers.
    return max(tables, key=lambda table: len(table.headers.found))


def _with_errors(content: bytes, sheet: Any) -> list[list[Any]]:
    """The cells of a sheet. Calamine gives formulas that went wrong as empty: put them back."""
    rows = sheet.to_python(skip_empty_area=False)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        parts = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        if not any(b't="e"' in book.read(name) for name in parts):
            return rows
    page = load_workbook(io.BytesIO(content), read_only=True, data_only=True)[sheet.name]
    for cells, row in zip(page.iter_rows(), rows, strict=False):
        for position, cell in enumerate(cells[: len(row)]):
            if cell.data_type == "e":
                row[position] = cell.value
    return rows


def check_zip(content: bytes) -> None:
    """Refuse a zip file that unpacks to too much."""
    try:
        sizes = [
            (one.file_size, one.compress_size)
            for one in zipfile.ZipFile(io.BytesIO(content)).infolist()
        ]
    except zipfile.BadZipFile as error:
        raise ValidationError(
            _("The workbook is damaged. Open it, save it again and send that.")
        ) from error
    unpacked = sum(size for size, _packed in sizes)
    if unpacked > MOST_UNPACKED or any(
        size > (1 << 20) and size > MOST_RATIO * max(packed, 1) for size, packed in sizes
    ):
        raise ValidationError(
            _("The workbook unpacks to far more than it holds. Copy its table into a new one.")
        )


def _csv(content: bytes) -> Iterator[list[Any]]:
    text = io.TextIOWrapper(io.BytesIO(content), encoding_of(content), newline="")
    first = text.readline()
    text.seek(0)
    delimiter = max(DELIMITERS, key=first.count)
    csv.field_size_limit(1 << 20)
    try:
        for cells in csv.reader(text, delimiter=delimiter):
            yield list(cells)
    except csv.Error as error:
        raise ValidationError(
            _("The file breaks off in a quoted cell. Save it as CSV anew and send that.")
        ) from error


def encoding_of(content: bytes) -> str:
    """UTF-8 with or without a mark, UTF-16 with one, or GB 18030, of which GBK is part."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise ValidationError(
        _("The letters of the file are in no known encoding. Save it as “CSV UTF-8” and send that.")
    )


def _geopackage(content: bytes) -> Iterator[list[Any]]:
    """The first layer: its fields, and longitude and latitude of its points."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload.gpkg"
        path.write_bytes(content)
        try:
            meta, _ids, shapes, values = pyogrio.raw.read(
                path, layer=first_table(path), max_features=MOST_ROWS + 1
            )
        except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
            raise ValidationError(
                _("The GeoPackage cannot be read. Export the layer anew and send that.")
            ) from error
    if meta["crs"] not in _SAME_PLACE and shapes is not None:
        raise ValidationError(
            _("The layer is in %(crs)s. Export it in EPSG:4326 or EPSG:4490.")
            % {"crs": meta["crs"]}
        )
    yield [*meta["fields"], "lon", "lat"]
    for number, row in enumerate(zip(*values, strict=True)):
        yield [
            *(_plain(cell) for cell in row),
            *_lon_lat(None if shapes is None else shapes[number]),
        ]


def _plain(cell: Any) -> Any:
    cell = cell.item() if hasattr(cell, "item") else cell
    return None if cell is None or cell != cell else cell


def _lon_lat(shape: bytes | None) -> tuple[float | None, float | None]:
    if not shape:
        return None, None
    geometry = GEOSGeometry(memoryview(shape))
    point: Any = geometry if geometry.geom_type == "Point" else geometry.point_on_surface
    return round(point.x, 9), round(point.y, 9)


def _table(cells: Any, columns: list[Column], total: int = 0) -> Table:
    """Find the headers and number the rows; empty rows are no rows."""
    numbered = enumerate((_cleaned(row) for row in cells), 1)
    top = list(islice(numbered, ROWS_OF_HEADERS))
    tops = [(match(row, columns), number) for number, row in top]
    found, header = max(tops, key=lambda one: (len(one[0].found), -one[1]), default=(Headers(), 1))
    below = (
        (number, row)
        for number, row in chain(top, numbered)
        if number > header and any(cell is not None for cell in row)
    )
    return Table(found, header, _limited(below), total)


def _cleaned(row: Any) -> list[Any]:
    return [None if cell == "" else unguarded(cell) for cell in row]


def _limited(rows: Iterator[tuple[int, list[Any]]]) -> Iterator[tuple[int, list[Any]]]:
    for count, row in enumerate(rows, 1):
        if count > MOST_ROWS:
            raise ValidationError(
                _("The file has more than %(n)d rows. Cut it into several.") % {"n": MOST_ROWS}
            )
        yield row
