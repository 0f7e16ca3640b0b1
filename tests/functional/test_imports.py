"""A clerk sends a table: template, report, marked workbook, mended table, drafts. And kill -9."""

import io
import random
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import expect

from accounts.enums import Role
from projects.models import Project
from records.enums import ImportState
from records.imports import actions, process
from records.models import ImportJob
from tests.messy import HEADERS, messy, workbook

BINXIAN = "230125"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PATIENCE_MS = 60_000


@pytest.fixture
def clerk(people):
    return people.join("clerk", Role.CONTRIBUTOR, BINXIAN)


def send(page, name, content):
    page.goto("/work/imports/")
    page.locator("#id_file").set_input_files({"name": name, "mimeType": XLSX, "buffer": content})
    page.locator(".form-foot button").click()
    expect(page.locator("dl.facts")).to_be_visible(timeout=PATIENCE_MS)


def fetched(page, selector):
    with page.expect_download() as download:
        page.locator(selector).click()
    return download.value.path().read_bytes()


def mended(content, sound):
    """The marked workbook with every commented cell put right."""
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.comment]
    for cell in cells:
        for name, value in sound[cell.row - 2].items():
            sheet.cell(cell.row, HEADERS.index(name) + 1).value = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue(), len(cells)


def test_a_messy_workbook_goes_in_by_the_screens_alone(clerk, page_of):
    before = Project.objects.count()
    page = page_of(clerk)
    page.goto("/work/")
    page.locator("main a[href='/work/imports/']").click()
    assert fetched(page, "a[href$='projects.xlsx']").startswith(b"PK")
    table, expected, sound = messy()
    send(page, "合成杂乱表.xlsx", workbook(table))
    expect(page.locator("#problems .count")).to_have_text(str(len(expected)))
    assert Project.objects.count() == before

    marked = fetched(page, "a[href$='problems.xlsx']")
    content, number = mended(marked, sound)
    assert number == len(expected)
    send(page, "合成更正表.xlsx", content)
    expect(page.locator("#problems")).to_have_count(0)
    page.locator("button[name=all_rows]").click()
    expect(page.locator(".notice--success")).to_be_visible(timeout=PATIENCE_MS)
    assert Project.objects.count() == before + len(table)
    page.goto("/work/")
    expect(page.get_by_text("合成公司7号豆制品新建项目").first).to_be_visible()

    send(page, "合成更正表.xlsx", content)
    expect(page.locator("form[action$='apply/']")).to_have_count(0)
    assert Project.objects.count() == before + len(table)


def test_good_rows_alone_go_in_and_the_page_speaks_english(clerk, page_of):
    before = Project.objects.count()
    page = page_of(clerk)
    page.goto("/work/?lang=en")
    table, expected, _sound = messy(rows=40, faults=26)
    send(page, "synthetic.xlsx", workbook(table))
    expect(page.locator("h2#problems")).to_contain_text("Problems")
    page.locator(".pill", has_text="is no single number").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    page.locator("button[name=good_rows]").click()
    expect(page.locator(".notice--success")).to_contain_text("14 new", timeout=PATIENCE_MS)
    assert Project.objects.count() == before + 14
    assert len({row for row, _key, _rule in expected}) == 26


def test_an_import_that_is_killed_leaves_everything_or_nothing(clerk):
    before, rows = Project.objects.count(), 1_500
    table, _expected, _sound = messy(rows=rows, faults=0)
    job = actions.receive(
        sheet="projects", file_name="合成.xlsx", content=workbook(table), by=clerk
    )
    actions.begin(job=job, by=clerk, state=ImportState.CHECKING)
    actions.check(job=job, by=clerk, tick=lambda done, total: None)
    drawn = random.Random(4711)  # noqa: S311
    for _attempt in range(5):
        actions.begin(job=job, by=clerk, state=ImportState.APPLYING)
        _kill_after(job, drawn.uniform(0.8, 3.5))
        job.refresh_from_db(fields=["state"])
        written = rows if job.state == ImportState.APPLIED else 0
        assert Project.objects.count() == before + written
        silent = timezone.now() - timedelta(minutes=1)
        ImportJob.objects.filter(pk=job.pk).update(heartbeat_at=silent)
        if written:
            break
    _finish(job, clerk)
    assert Project.objects.count() == before + rows
    again = actions.receive(
        sheet="projects", file_name="合成.xlsx", content=workbook(table), by=clerk
    )
    actions.begin(job=again, by=clerk, state=ImportState.CHECKING)
    assert actions.check(job=again, by=clerk, tick=lambda a, b: None).counts["already"] == rows


def _kill_after(job, seconds):
    worker = subprocess.Popen(  # noqa: S603
        [sys.executable, "manage.py", "import", "job", str(job.pk), "--apply"],
        cwd=settings.BASE_DIR,
        env=process.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(seconds)
    worker.kill()
    worker.wait()


def _finish(job, clerk):
    try:
        actions.begin(job=job, by=clerk, state=ImportState.APPLYING)
    except ValidationError:
        return
    actions.apply(
        job=job, by=clerk, good_rows_only=False, submit=False, tick=lambda done, total: None
    )
