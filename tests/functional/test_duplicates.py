"""In the browser: a clerk is warned of a twin and says why it is another; a reviewer merges."""

import re

import pytest
from playwright.sync_api import expect

from accounts.enums import Role
from projects.models import Project
from records.models import Distinction, Redirect
from tests.functional.people import HARBIN
from tests.functional.screens import PHONE, wait_until_drawn

BUILDER = "合成浏览器石化有限公司"
NAME = "合成浏览器石化年产10万吨乙烯项目"
ANSWER = "合成：这是另一条生产线"


@pytest.fixture
def twin(people):
    """A published project that is about to be entered a second time."""
    owner = people.join("owner", Role.CONTRIBUTOR)
    yield Project.objects.create(
        registry_code="PJ-9001",
        name_zh=NAME,
        enterprise_text=BUILDER,
        sector_id=1,
        division_id=HARBIN,
        source="synthetic",
        state="published",
        created_by=owner,
    )
    Distinction.objects.all().delete()
    Redirect.objects.all().delete()


def test_a_clerk_is_warned_and_the_reviewer_reads_the_answer_and_merges(twin, people, page_of):
    page = page_of(people.join("clerk", Role.CONTRIBUTOR))
    page.goto("/projects/new/")
    wait_until_drawn(page)
    warning = page.locator("[data-duplicates]")
    expect(warning).to_be_hidden()
    page.locator("#id_name_zh").fill("合成浏览器石化年产十万吨乙烯建设工程")
    page.locator("#id_enterprise_name").fill(BUILDER)
    page.locator("#id_sector").select_option(index=1)
    page.locator("#id_division").select_option(value=HARBIN)
    page.locator("#id_stage").select_option(value="proposed")
    page.locator("#id_source").fill("合成数据，仅用于测试。")
    expect(warning).to_contain_text(twin.registry_code)
    expect(warning).to_contain_text("同一企业")
    page.locator("button[name=submit]").click()
    expect(page.locator("#error-summary")).to_be_visible()
    page.locator("#id_difference").fill(ANSWER)
    page.locator("button[name=submit]").click()
    expect(page).to_have_url(re.compile("/work/$"))

    desk = page_of(people.join("reviewer", Role.REVIEWER), viewport=PHONE)
    desk.goto("/work/duplicates/?lang=en")
    row = desk.locator(".work-row", has_text=ANSWER)
    expect(row).to_contain_text("the same enterprise")
    row.get_by_role("link", name="Compare").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("One record or two?")
    assert desk.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    desk.locator("button[name=merge]").click()
    expect(desk.locator(".notice--success")).to_contain_text("leads to")
    redirect = Redirect.objects.get()
    desk.goto(f"/projects/{redirect.old_code}/")
    expect(desk).to_have_url(re.compile(f"/projects/{redirect.registry_code}/$"))
