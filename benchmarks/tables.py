"""Synthetic tables of projects, as offices send them, to measure imports with.

The names come from parts, as real ones do; each begins with 合成. Each fault is known beforehand.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from random import Random

from openpyxl import Workbook

from benchmarks.naming import Names, town
from benchmarks.words import MARK_ZH, SOURCE
from geo.models import Division
from parks.models import ChainLink

HEADERS = (
    "name_zh", "name_en", "enterprise_text", "sector", "division", "lon", "lat",
    "location_precision", "stage", "stage_year", "investment_yuan", "investment_scope", "capacity",
    "source", "confidence", "note",
)  # fmt: skip
STAGES = ("proposed", "signed", "preparing", "approved", "under_construction", "in_operation")
# Column, what stands there, and the column and rule that are to be named.
FAULTS = (
    ("name_zh", "", "name_zh", "required"),
    ("name_zh", "合", "name_zh", "model"),
    ("name_zh", "合" * 201, "name_zh", "too_long"),
    ("enterprise_text", "", "enterprise_text", "required"),
    ("sector", "食品工叶", "sector", "unknown_name"),
    ("sector", "zzzz", "sector", "unknown"),
    ("division", "向阳区", "division", "several"),
    ("division", "999999", "division", "unknown"),
    ("lon", "", "lon", "point_half"),
    ("lon", "12.5", "lon", "point"),
    ("location_precision", "", "location_precision", "point_without_precision"),
    ("stage", "随便", "stage", "not_in_list"),
    ("stage_year", "1850", "stage_year", "range"),
    ("stage_year", "2020.5", "stage_year", "whole"),
    ("investment_yuan", "三千", "investment_yuan", "no_number"),
    ("investment_yuan", "12,5元", "investment_yuan", "grouping"),
    ("investment_yuan", "10至30万元", "investment_yuan", "half_range"),
    ("investment_yuan", "50亩", "investment_yuan", "wrong_unit"),
    ("investment_yuan", "4.687E+11", "investment_yuan", "scientific"),
    ("investment_yuan", "0元", "investment_yuan", "range"),
    ("source", "", "source", "required"),
)
# What a repeated row says of itself; see `with_faults`.
REPEATED = ("name_zh", "same_row")
UNIT = "investment_yuan (元)"
SHARE_WITH_POINT = 0.6

Row = dict[str, str]
Fault = tuple[int, str, str]


def rows(number: int, seed: int = 1) -> Iterator[Row]:
    """So many sound rows, no two of one project. The same seed gives the same rows."""
    random = Random(seed)
    names, seen = Names(random), set[tuple[str, str]]()
    links = list(ChainLink.objects.select_related("chain__sector").order_by("pk"))
    counties = list(Division.objects.exclude(boundary=None).exclude(parent=None).order_by("code"))
    inside = {one.pk: one.boundary.point_on_surface for one in counties if one.boundary}
    while len(seen) < number:
        link, division = random.choice(links), random.choice(counties)
        short = names.company(town(division))
        row = _row(random, names, link, division, short)
        if random.random() < SHARE_WITH_POINT:
            point = inside[division.pk]
            row |= {"lon": f"{point.x:.5f}", "lat": f"{point.y:.5f}", "location_precision": "site"}
        key = (row["name_zh"], row["enterprise_text"])
        if key not in seen:
            seen.add(key)
            yield row


def _row(random: Random, names: Names, link: ChainLink, division: Division, short: str) -> Row:
    name_zh, name_en = names.project(division, link, short)
    sum_yuan = f"{random.lognormvariate(0, 1.4) * 3e8:.2e}"
    return dict.fromkeys(HEADERS, "") | {
        "name_zh": name_zh,
        "name_en": name_en,
        "enterprise_text": f"{MARK_ZH}{short}{random.randint(1, 99)}号有限公司",
        "sector": link.chain.sector.slug,
        "division": division.code,
        "stage": random.choice(STAGES),
        "stage_year": str(random.randint(2010, 2025)),
        "investment_yuan": str(int(float(sum_yuan))),
        "investment_scope": "phase_1",
        "capacity": f"年产{random.randint(1, 900)}万吨",
        "source": SOURCE,
        "confidence": "low",
        "note": MARK_ZH,
    }


def with_faults(sound: list[Row], number: int, seed: int = 2) -> set[Fault]:
    """Put so many faults into the rows; gives (row of the file, column, rule) of each."""
    random = Random(seed)
    whole = [at for at, row in enumerate(sound) if at and row["lon"]]
    expected = set()
    for count, at in enumerate(random.sample(whole, number)):
        kind = count % (len(FAULTS) + 1)
        if kind == len(FAULTS):
            sound[at] |= {key: sound[0][key] for key in ("name_zh", "enterprise_text", "division")}
            sound[at] |= {"lon": "", "lat": "", "location_precision": ""}
            expected.add((at + 2, *REPEATED))
            continue
        header, value, key, rule = FAULTS[kind]
        sound[at][header] = value
        expected.add((at + 2, key, rule))
    return expected


def _headers() -> list[str]:
    return [UNIT if name == "investment_yuan" else name for name in HEADERS]


def csv_file(table: list[Row]) -> bytes:
    """The rows as UTF-8 with a byte order mark, as Excel writes it."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(_headers())
    writer.writerows([row[name] for name in HEADERS] for row in table)
    return stream.getvalue().encode("utf-8-sig")


def workbook(table: list[Row]) -> bytes:
    """The rows as .xlsx."""
    book = Workbook(write_only=True)
    page = book.create_sheet()
    page.append(_headers())
    for row in table:
        page.append([row[name] for name in HEADERS])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
