"""The form in which a clerk registers a project."""

import re

import pytest
from playwright.sync_api import expect

from accounts.enums import Role
from geo.models import Division
from parks.models import Chain
from projects.models import Enterprise, Project
from tests.functional.people import HARBIN
from tests.functional.screens import wait_until_drawn

NAME = "合成浏览器测试年产一万吨豆制品项目"


class Desk:
    """What somebody who registers or reviews does, in one window."""

    def __init__(self, page):
        self.page = page

    def begin(self):
        """Open an empty form from the work list."""
        self.page.goto("/work/")
        self.page.locator("a[href='/projects/new/']").click()
        expect(self.page.locator("#id_name_zh")).to_be_visible()
        wait_until_drawn(self.page)

    def fill(self):
        """Fill in what is required, except the place."""
        page = self.page
        page.locator("#id_name_zh").fill(NAME)
        page.locator("#id_enterprise_name").fill("合成企业：浏览器测试")
        page.locator("#id_sector").select_option(label="食品工业")
        page.locator("#id_division").select_option(value=HARBIN)
        page.locator("#id_stage").select_option(value="proposed")
        page.locator("#id_source").fill("合成数据，仅用于测试。")

    def click_the_map(self):
        """Set the point at the middle of the map and say that it is the site."""
        self.page.locator(".leaflet-container").click()
        expect(self.page.locator(".picker-mark")).to_be_visible()
        self.page.locator("#id_location_precision").select_option(value="site")

    def save(self):
        """Keep the draft."""
        self.page.locator(".form-foot button:not([name])").click()
        self._arrive()

    def section(self, name):
        """A part of the work list."""
        return self.page.locator(f"section[aria-labelledby={name}]")

    def _arrive(self):
        expect(self.page).to_have_url(re.compile("/work/$"))
        expect(self.page.locator(".notice--success")).to_be_visible()


@pytest.fixture
def clerk(people, page_of):
    """The desk of a clerk of Harbin."""
    return Desk(page_of(people.join("clerk", Role.CONTRIBUTOR)))


def test_click_on_the_map_fills_in_longitude_and_latitude(clerk):
    clerk.begin()
    clerk.fill()
    clerk.click_the_map()
    seat = Division.objects.get(code=HARBIN).seat
    # The form moved the map to the division that was chosen.
    assert float(clerk.page.locator("#id_lon").input_value()) == pytest.approx(seat.x, abs=0.02)
    assert float(clerk.page.locator("#id_lat").input_value()) == pytest.approx(seat.y, abs=0.02)
    expect(clerk.page.locator("[data-picker-status]")).to_contain_text("哈尔滨")
    clerk.page.locator("[data-picker-clear]").click()
    expect(clerk.page.locator("#id_lon")).to_have_value("")
    expect(clerk.page.locator(".picker-mark")).to_be_hidden()


def test_point_is_set_without_a_mouse(clerk):
    clerk.begin()
    clerk.fill()
    clerk.page.locator("[data-picker-centre]").focus()
    clerk.page.keyboard.press("Enter")
    expect(clerk.page.locator(".picker-mark")).to_be_visible()
    clerk.page.locator("#id_lon").fill("126.70")
    clerk.page.locator("#id_lat").fill("45.80")
    clerk.page.keyboard.press("Tab")
    expect(clerk.page.locator("[data-picker-status]")).to_contain_text("126.70000")


def test_rows_of_a_small_table_are_added_without_a_mouse(clerk):
    clerk.begin()
    clerk.fill()
    keys = clerk.page.keyboard
    table = clerk.page.locator("#table-chain_places")
    table.locator("summary").focus()
    keys.press("Enter")
    table.locator("#id_chain_places-0-chain").select_option(index=1)
    table.get_by_role("button", name="再加一行").focus()
    keys.press("Enter")
    expect(table.locator("#id_chain_places-1-chain")).to_be_focused()
    expect(table.locator("#id_chain_places-1-chain")).to_have_value("")
    expect(table.locator("legend").last).to_contain_text("2")
    table.locator("#id_chain_places-1-chain").select_option(index=2)
    clerk.save()
    kept = Project.objects.get(name_zh=NAME).chain_places.all()
    first, second = Chain.objects.all()[:2]
    assert {place.chain for place in kept} == {first, second}


def test_mistakes_are_named_and_nothing_typed_is_lost(clerk):
    clerk.begin()
    clerk.fill()
    clerk.page.locator("#id_lon").fill("45.75")
    clerk.page.locator("#id_lat").fill("126.65")
    clerk.page.locator("#id_location_precision").select_option(value="site")
    clerk.page.locator("button[name=submit]").click()
    expect(clerk.page.locator("#error-summary")).to_contain_text("经度")
    expect(clerk.page.locator("#error-summary")).to_be_focused()
    expect(clerk.page.locator("#id_name_zh")).to_have_value(NAME)
    expect(clerk.page.locator("#id_lon")).to_have_value("45.75")
    clerk.page.locator("#error-summary a[href='#id_lon']").click()
    expect(clerk.page.locator("#id_lon")).to_be_focused()
    assert not Project.objects.filter(name_zh=NAME).exists()


def test_draft_is_kept_changed_and_handed_in_from_the_work_list(clerk):
    clerk.begin()
    clerk.fill()
    clerk.save()
    draft = clerk.section("drafts").locator(".work-row", has_text=NAME)
    draft.get_by_role("link", name="修改").click()
    expect(clerk.page.locator("#id_name_zh")).to_have_value(NAME)
    wait_until_drawn(clerk.page)
    clerk.click_the_map()
    clerk.save()
    draft.get_by_role("button").click()
    expect(clerk.section("submitted")).to_contain_text(NAME)
    assert Project.objects.get(name_zh=NAME).point is not None


def test_clerk_chooses_among_the_divisions_of_the_territory_only(clerk):
    clerk.begin()
    offered = clerk.page.eval_on_selector_all(
        "#id_division option", "options => options.map((option) => option.value).filter(Boolean)"
    )
    assert offered
    assert all(code.startswith("2301") for code in offered)


def test_an_enterprise_is_found_or_registered_beside_the_form(clerk):
    known = Enterprise.objects.published().first()
    clerk.begin()
    page = clerk.page
    page.locator("#id_name_zh").fill(NAME)
    box = page.locator("[data-enterprise]")
    page.locator("#id_enterprise_name").fill(known.registry_code)
    expect(box.get_by_role("status")).to_contain_text(known.name)
    page.locator("#id_enterprise_name").fill("合成浏览器企业")
    expect(box.get_by_role("status")).to_contain_text("没有登记过")
    with page.expect_popup() as opened:
        box.get_by_role("link").click()
    form = opened.value
    expect(form.locator("#id_name_zh")).to_have_value("合成浏览器企业")
    form.locator("#id_kind").select_option(value="company")
    form.locator("#id_source").fill("合成数据，仅用于测试。")
    Desk(form).save()
    # The form of the project has kept what was typed, and knows the enterprise now.
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(box.get_by_role("status")).to_contain_text("已登记：合成浏览器企业")
    expect(page.locator("#id_name_zh")).to_have_value(NAME)
