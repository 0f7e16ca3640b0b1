"""Files that leave: the template, exports that can be imported again, and the marked workbook."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from records.imports.cells import Link
from records.imports.columns import Column, Sheet, columns_of
from records.imports.readers import guarded
from records.imports.rules import Problem

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = PatternFill("solid", fgColor="E8EEF7")
NEEDED = PatternFill("solid", fgColor="CFE0F7")
BAD = PatternFill("solid", fgColor="FFC7CE")
ROWS_OF_LISTS = 5_000
# openpyxl keeps a whole workbook in memory; of more rows the problems come as a list.
MOST_MARKED = 20_000
WIDE, USUAL = 42, 18
ROWS_AT_A_TIME = 1_000


def template(sheet: Sheet) -> bytes:
    """An empty workbook with lists to choose from, examples, codes and instructions."""
    book, columns = Workbook(), columns_of(sheet)
    entry: Any = book.active
    entry.title = str(sheet.label)[:31]
    _head(entry, columns)
    _examples(book.create_sheet(_("Example")), columns)
    _instructions(book.create_sheet(_("Instructions")), sheet, columns)
    codes = book.create_sheet(_("Codes"))
    _lists(entry, codes, columns)
    return _bytes(book)


def _head(entry: Any, columns: list[Column]) -> None:
    for number, column in enumerate(columns, 1):
        cell = entry.cell(1, number, column.header)
        cell.font, cell.fill = Font(bold=True), NEEDED if column.needed else HEAD
        if column.help:
            cell.comment = Comment(str(column.help), "")
        letter = get_column_letter(number)
        entry.column_dimensions[letter].width = WIDE if column.wide else USUAL
        # Codes and free text are text even when they look like numbers.
        if not hasattr(column.kind, "units"):
            entry.column_dimensions[letter].number_format = "@"
    entry.freeze_panes = "A2"


def _examples(page: Any, columns: list[Column]) -> None:
    page.append([_("This sheet is not imported."), *[""] * (len(columns) - 1)])
    # Headers with a mark, so that nobody's examples are taken for records.
    page.append([f"{_('e.g.')} {column.header}" for column in columns])
    page.append([_shown_example(column) for column in columns])


def _shown_example(column: Column) -> Any:
    return column.kind.show(column.example) if column.kind.options() else column.example


def _first_instruction(sheet: Sheet) -> str:
    if sheet.adds:
        return _(
            "Fill in the first sheet, one record a row. Columns with a star must not be empty."
        )
    return only_changes()


def only_changes() -> str:
    """What is said of a sheet that takes no new records."""
    return _(
        "This table only changes records that are there. Download the workbook of their list, "
        "change cells and send it back; an administrator enters new records."
    )


def _instructions(page: Any, sheet: Sheet, columns: list[Column]) -> None:
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = USUAL, 90
    for line in (
        _first_instruction(sheet),
        _("Write codes as text. Numbers may be written as %(examples)s.")
        % {"examples": "3.5亿、1200万元、120亩"},
        _("Leave out what is not known. Send the file under “Import” on your work page."),
        _("It is checked first: you see every problem and decide then what is imported."),
    ):
        page.append(["", line])
    page.append([])
    for column in columns:
        page.append([column.header, str(column.help)])


def _lists(entry: Any, codes: Any, columns: list[Column]) -> None:
    """A sheet of all codes with names, and cells that offer them."""
    at = 1
    for number, column in enumerate(columns, 1):
        options = column.kind.options()
        if not options:
            continue
        codes.cell(1, at, str(column.label)).font = Font(bold=True)
        for row, option in enumerate(options, 2):
            codes.cell(row, at, option)
        if isinstance(column.kind, Link):
            for row, one in enumerate(column.kind.named, 2):
                codes.cell(
                    row, at + 1, one.others[0] if one.others and one.zh in one.others[0] else one.zh
                )
                codes.cell(row, at + 2, one.en)
        letter = get_column_letter(at)
        rule = DataValidation(
            "list",
            formula1=f"'{codes.title}'!${letter}$2:${letter}${len(options) + 1}",
            allow_blank=True,
            # Names are accepted as well as codes, so other text is no mistake.
            showErrorMessage=not isinstance(column.kind, Link),
        )
        own = get_column_letter(number)
        rule.add(f"{own}2:{own}{ROWS_OF_LISTS}")
        entry.add_data_validation(rule)
        at += 4


def exported_rows(sheet: Sheet, records: Any) -> Iterator[list[Any]]:
    """The headers and then a row for each record, as an import reads them back."""
    columns = columns_of(sheet)
    yield [column.header for column in columns]
    found = sheet.prefetch(records)
    for record in found.iterator(chunk_size=ROWS_AT_A_TIME):
        yield [_exported(column, record) for column in columns]


def _exported(column: Column, record: Any) -> Any:
    shown = column.kind.show(column.value_of(record))
    return guarded("" if shown is None else shown)


def xlsx(sheet: Sheet, rows: Iterable[list[Any]]) -> bytes:
    """Rows as a workbook, written row by row."""
    book = Workbook(write_only=True)
    page = book.create_sheet(str(sheet.label)[:31])
    page.freeze_panes = "A2"
    for number, row in enumerate(rows):
        page.append([_heading(page, value) for value in row] if not number else row)
    return _bytes(book)


def _heading(page: Any, value: Any) -> Any:
    cell = WriteOnlyCell(page, value)
    cell.font, cell.fill = Font(bold=True), HEAD
    return cell


def csv_file(rows: Iterable[list[Any]]) -> Iterator[bytes]:
    """Rows as CSV in UTF-8 with the mark by which Excel knows it."""
    yield b"\xef\xbb\xbf"
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow(row)
        yield line.getvalue().encode()


def geopackage(sheet: Sheet, rows: Iterable[list[Any]]) -> bytes:
    """Rows as a GeoPackage in EPSG:4326; fields have the keys of the columns as names."""
    keys = [column.key for column in columns_of(sheet)]
    table = list(rows)[1:]
    lon, lat = keys.index("lon"), keys.index("lat")
    shapes = np.array([_wkb(row[lon], row[lat]) for row in table], dtype=object)
    values = [
        np.array([_field_text(row[position]) for row in table], dtype=object)
        for position, key in enumerate(keys)
        if key not in {"lon", "lat"}
    ]
    names = [key for key in keys if key not in {"lon", "lat"}]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{sheet.slug}.gpkg"
        pyogrio.raw.write(
            path, shapes, values, names, driver="GPKG", layer=sheet.slug,
            geometry_type="Point", crs="EPSG:4326",
        )  # fmt: skip
        return path.read_bytes()


def _field_text(value: Any) -> str | None:
    return None if value in ("", None) else str(value)


def _wkb(lon: Any, lat: Any) -> bytes | None:
    if lon in ("", None):
        return None
    return b"\x01\x01\x00\x00\x00" + np.array([lon, lat], dtype="<f8").tobytes()


def marked(
    content: bytes, report: dict[str, Any], problems: list[Problem], labels: dict[str, str]
) -> bytes:
    """The workbook as it was sent, with bad cells coloured and commented, and a list of problems.

    What was sent as another kind of file comes back as a workbook with that list alone.
    """
    if content.startswith(b"PK") and report["counts"]["rows"] <= MOST_MARKED:
        book = load_workbook(io.BytesIO(content))
        page = _page_of(book, report)
        _mark(page, report["columns"], problems)
    else:
        book = Workbook()
        book.remove(book.worksheets[0])
    _list_problems(book.create_sheet(_free_title(book, _("Problems"))), problems, labels)
    return _bytes(book)


def _page_of(book: Any, report: dict[str, Any]) -> Any:
    return (
        book[report["sheet_name"]]
        if report.get("sheet_name") in book.sheetnames
        else book.worksheets[0]
    )


def _free_title(book: Any, title: str) -> str:
    return title if title not in book.sheetnames else f"{title} {len(book.sheetnames)}"


def _mark(page: Any, columns: dict[str, int], problems: list[Problem]) -> None:
    said: dict[tuple[int, int], list[str]] = {}
    for one in problems:
        at = (one.row, columns.get(one.column, 0) + 1)
        said.setdefault(at, []).append(
            f"{one.text}。{one.fix}" if not one.text.isascii() else f"{one.text}. {one.fix}"
        )
    for (row, column), texts in said.items():
        cell = page.cell(row, column)
        cell.fill = BAD
        cell.comment = Comment("\n".join(texts), "", width=320, height=120)


def _list_problems(page: Any, problems: list[Problem], labels: dict[str, str]) -> None:
    page.append([_("Row"), _("Column"), _("Value"), _("What is wrong"), _("What to do")])
    for one in problems:
        label = labels.get(one.column, one.column)
        page.append([one.row, label, guarded(one.value), one.text, one.fix])
    for letter, width in zip("ABCDE", (8, 22, 30, 50, 60), strict=True):
        page.column_dimensions[letter].width = width
    for cell in page[1]:
        cell.font, cell.fill, cell.alignment = Font(bold=True), HEAD, Alignment(vertical="top")


def _bytes(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
