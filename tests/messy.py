"""A table of synthetic projects as offices keep them, with faults that are known beforehand."""

import io
import random

from openpyxl import Workbook

HEADERS = [
    "序号", "项目名称", "项目单位", "所属产业", "县区", "阶段", "来源", "总投资（万元）",
    "经度", "纬度", "位置精度", "阶段年份", "备注",
]  # fmt: skip
# Header, what stands there, the column that is named, the rule that is broken.
FAULTS = [
    ("项目名称", None, "name_zh", "required"),
    ("项目单位", None, "enterprise_text", "required"),
    ("来源", None, "source", "required"),
    ("项目名称", "合", "name_zh", "model"),
    ("项目名称", "合" * 201, "name_zh", "too_long"),
    ("所属产业", "食品工叶", "sector", "unknown_name"),
    ("县区", "向阳区", "division", "several"),
    ("县区", "肇东市", "division", "territory"),
    ("县区", "哈尔滨星区", "division", "unknown_name"),
    ("阶段", "随便", "stage", "not_in_list"),
    ("总投资（万元）", "三千", "investment_yuan", "no_number"),
    ("总投资（万元）", "12,5", "investment_yuan", "grouping"),
    ("总投资（万元）", "10万至30万", "investment_yuan", "no_single_number"),
    ("总投资（万元）", "10至30万", "investment_yuan", "half_range"),
    ("总投资（万元）", "50亿元以上", "investment_yuan", "no_single_number"),
    ("总投资（万元）", "50亩", "investment_yuan", "wrong_unit"),
    ("总投资（万元）", "4.687E+11", "investment_yuan", "scientific"),
    ("总投资（万元）", "0", "investment_yuan", "range"),
    ("总投资（万元）", "#REF!", "investment_yuan", "error_cell"),
    ("阶段年份", "1850", "stage_year", "range"),
    ("阶段年份", 2024.5, "stage_year", "whole"),
    ("经度", 45.75, "lon", "point"),
    ("经度", 124.9, "lon", "point"),
    ("经度", None, "lon", "point_half"),
    ("位置精度", None, "location_precision", "point_without_precision"),
    ("备注", 230125202401010001, "note", "code_cut"),
]
GOOD_SUMS = [1200, "1,200", "１２００", "3.5亿", "0.8亿元", "50000万元"]
# What else a fault needs, so that it is the only one of its row.
_ALSO = {45.75: {"纬度": 127.48}}
LON, LAT = 127.48, 45.75


def messy(rows=300, faults=60, seed=4711):
    """Rows, the problems that they have by (row, column, rule), and the rows without any fault."""
    drawn = random.Random(seed)  # noqa: S311
    bad = dict.fromkeys(drawn.sample(range(rows), faults))
    table, expected = [], set()
    for count, number in enumerate(bad):
        bad[number] = FAULTS[count % len(FAULTS)]
    for number in range(rows):
        row = _sound(number, drawn)
        if number in bad:
            header, value, key, rule = bad[number]
            row |= {header: value, **_ALSO.get(value, {})}
            expected.add((number + 2, key, rule))
        table.append(row)
    return table, expected, [_sound(number, drawn) for number in range(rows)]


def _sound(number, drawn):
    return {
        "序号": number + 1,
        "项目名称": f"合成公司{number}号豆制品新建项目",
        "项目单位": f"合成企业{number}",
        "所属产业": drawn.choice(["食品工业", "food"]),
        "县区": drawn.choice(["宾县", "230125", "哈尔滨市宾县", "黑龙江省哈尔滨市宾县"]),
        "阶段": drawn.choice(["拟建", "proposed"]),
        "来源": "合成来源",
        "总投资（万元）": drawn.choice(GOOD_SUMS),
        "经度": LON,
        "纬度": LAT,
        "位置精度": "site",
        "阶段年份": drawn.choice([2024, "2024年", "２０２４"]),
        "备注": "合成",
    }


def workbook(table):
    """The rows as .xlsx, with a title above the headers when there is none in the rows."""
    book = Workbook()
    book.active.append(HEADERS)
    for row in table:
        book.active.append([row[name] for name in HEADERS])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
