"""Synthetic tables of projects, and what importing them gives."""

import io

from django.db import transaction
from openpyxl import Workbook

from records.enums import ImportState
from records.imports import actions, columns
from records.imports.checks import Check

BINXIAN = "230125"
HEADERS = [
    "项目名称", "建设单位", "所属产业", "县区", "阶段", "来源", "总投资（万元）", "经度", "纬度",
    "位置精度", "阶段年份", "备注",
]  # fmt: skip
NOTHING = {"tick": lambda done, total: None}


def good(number, **changes):
    row = dict(
        zip(
            HEADERS,
            [f"合成公司{number}号豆制品新建项目", f"合成企业{number}", "食品工业", "宾县", "拟建",
             "合成来源", 1200, None, None, None, 2024, None],
            strict=True,
        )
    )  # fmt: skip
    return {**row, **changes}


def csv_of(*rows, headers=None, encoding="utf-8-sig", delimiter=","):
    headers = headers or HEADERS
    lines = [headers, *([row.get(name) for name in headers] for row in rows)]
    text = "\n".join(delimiter.join("" if c is None else f'"{c}"' for c in line) for line in lines)
    return text.encode(encoding)


def xlsx_of(*rows, headers=None):
    headers = headers or HEADERS
    book = Workbook()
    book.active.append(headers)
    for row in rows:
        book.active.append([row.get(name) for name in headers])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def check(content, by, name="合成.csv", sheet="projects"):
    with transaction.atomic():
        result = Check(columns.get(sheet), by).run(name, content)
        transaction.set_rollback(True)
    return result


def faults(checked):
    return [(one.row, one.column, one.rule) for one in checked.problems]


def imported(content, by, *, good_rows_only=False, submit=False, sheet="projects"):
    job = actions.receive(sheet=sheet, file_name="合成.csv", content=content, by=by)
    actions.begin(job=job, by=by, state=ImportState.CHECKING)
    actions.check(job=job, by=by, **NOTHING)
    actions.begin(job=job, by=by, state=ImportState.APPLYING)
    actions.apply(job=job, by=by, good_rows_only=good_rows_only, submit=submit, **NOTHING)
    job.refresh_from_db()
    return job
