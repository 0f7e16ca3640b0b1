"""A published record is changed by a proposal, a draft by two windows at once."""

import re

import pytest
from django.contrib.gis.geos import Point
from playwright.sync_api import expect

from accounts.enums import Role
from projects.models import Project
from records.enums import State
from records.models import Proposal
from tests.functional.people import HARBIN
from tests.functional.screens import wait_until_drawn

NAME = "合成审核流程测试年产一万吨豆制品新建项目"


@pytest.fixture
def desks(people, page_of):
    """The windows of a clerk and of a reviewer of Harbin."""
    clerk, reviewer = (
        people.join(name, role)
        for name, role in [("clerk", Role.CONTRIBUTOR), ("reviewer", Role.REVIEWER)]
    )
    return clerk, page_of(clerk), page_of(reviewer)


def project_of(clerk, state, **fields):
    return Project.objects.create(
        registry_code="PJ-9081",
        name_zh=NAME,
        sector_id=1,
        division_id=HARBIN,
        enterprise_text="合成豆制品有限公司",
        stage="proposed",
        source="合成数据，仅用于测试。",
        state=state,
        created_by=clerk,
        **fields,
    )


def press(page, selector):
    """Press a button or follow a link by keyboard only."""
    page.locator(selector).first.focus()
    page.keyboard.press("Enter")


def test_a_published_record_is_changed_by_a_proposal(desks):
    clerk, at_clerk, at_reviewer = desks
    place = Point(126.65, 45.75, srid=4326)
    record = project_of(clerk, State.PUBLISHED, point=place, location_precision="site")
    at_clerk.goto(f"{record.get_absolute_url()}?lang=en")
    at_clerk.get_by_role("link", name="Propose a change").click()
    wait_until_drawn(at_clerk)
    at_clerk.locator("#id_note").fill("合成：新备注")
    lon = at_clerk.locator("#id_lon")
    lon.fill(str(float(lon.input_value()) + 0.01))
    at_clerk.get_by_role("button", name="Propose this change").click()
    expect(at_clerk.locator(".notice--success")).to_be_visible()

    proposal = Proposal.objects.get(registry_code=record.registry_code)
    at_reviewer.goto(f"/work/proposals/{proposal.pk}/?lang=en")
    expect(at_reviewer.locator("path.diff-shape")).to_have_count(2)
    expect(at_reviewer.locator(".map-frame")).to_contain_text(re.compile(r"Moved by 7\d\d m"))
    at_reviewer.get_by_role("button", name="Accept what is chosen").click()
    expect(at_reviewer.locator(".notice--success")).to_be_visible()
    record.refresh_from_db()
    assert record.note == "合成：新备注"


def test_two_windows_of_one_draft_meet_by_keyboard_only(desks):
    clerk, page, _at_reviewer = desks
    draft = project_of(clerk, State.DRAFT)
    edit = f"/projects/{draft.registry_code}/edit/"
    page.goto(edit)
    wait_until_drawn(page)
    other = page.context.new_page()
    other.goto(edit)
    wait_until_drawn(other)
    for window, text in ((other, "合成：先存"), (page, "合成：后存")):
        window.locator("#id_note").focus()
        window.keyboard.type(text)
    press(other, ".form-foot button")
    expect(other).to_have_url(re.compile("/work/$"))
    press(page, ".form-foot button")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("同一记录有两份修改")
    page.locator("input[name=pick-note]").first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("input[name=pick-note][value=mine]")).to_be_checked()
    press(page, ".form-foot button")
    expect(page).to_have_url(re.compile("/work/$"))
    draft.refresh_from_db()
    assert draft.note == "合成：后存"
