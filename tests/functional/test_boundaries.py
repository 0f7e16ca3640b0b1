"""Boundaries in the browser: drawn, typed with the keyboard alone, and uploaded."""

import re

import pytest
from playwright.sync_api import expect

from accounts.enums import Role
from parks.models import Park
from projects.models import Project
from records.enums import AreaMethod
from records.models import GivenArea, Proposal
from tests.functional.barriers import barriers_in_the_dark, barriers_wide_and_narrow
from tests.functional.languages import check_language
from tests.functional.screens import wait_until_drawn
from tests.functional.test_registration import Desk
from tests.uploads import shapefile, zipped

# 宾西经济技术开发区, in the territory of the synthetic clerk.
PARK = "PK-0003"
CORNERS = ("127.20, 45.74", "127.24, 45.74", "127.24, 45.77", "127.20, 45.77")


@pytest.fixture
def clerk(people):
    return people.join("clerk", Role.CONTRIBUTOR)


def send(page):
    page.locator("main .form-foot button[type=submit]").click()
    expect(page.locator(".area-findings").first).to_be_visible()
    wait_until_drawn(page)


def check(page, language):
    check_language(page, language)
    assert barriers_wide_and_narrow(page) == []
    assert barriers_in_the_dark(page) == []


def draw(page):
    """Draw a square in the middle of the map, and move its first corner."""
    page.locator("[data-area-draw]").click()
    sheet = page.locator(".place-canvas").bounding_box()
    middle = sheet["x"] + sheet["width"] / 2, sheet["y"] + sheet["height"] / 2
    for x, y in ((-30, -30), (30, -30), (30, 30), (-30, 30)):
        page.mouse.click(middle[0] + x, middle[1] + y)
    page.locator("[data-draw-finish]").click()
    expect(page.locator(".area-corner")).to_have_count(4)
    before = page.locator("#id_corners").input_value()
    page.locator(".area-corner").first.drag_to(
        page.locator(".area-draw .leaflet-container"),
        target_position={"x": sheet["width"] / 2 - 50, "y": sheet["height"] / 2 - 40},
    )
    expect(page.locator("#id_corners")).not_to_have_value(before)


def test_clerk_sets_a_point_draws_the_outline_and_hands_in(page_of, clerk):
    desk = Desk(page_of(clerk))
    page = desk.page
    desk.begin()
    desk.fill()
    desk.click_the_map()
    desk.save()
    project = Project.objects.get(created_by=clerk)
    page.goto(project.get_absolute_url())
    page.locator(f"a[href='/projects/{project.registry_code}/boundary/']").click()
    wait_until_drawn(page)
    draw(page)
    send(page)
    page.locator("#id_reason").fill("合成说明：示意图形")
    page.locator("main .form-foot button[type=submit]").click()
    expect(page.locator(".notice--success")).to_be_visible()
    project.refresh_from_db()
    assert project.area_ha > 0
    assert GivenArea.objects.get(by=clerk).method == AreaMethod.DRAWN
    page.goto(f"/projects/{project.registry_code}/edit/")
    page.locator("button[name=submit]").click()
    expect(page.locator(".notice--success")).to_be_visible()
    project.refresh_from_db()
    assert project.state == "submitted"
    assert project.area is not None


def test_corners_are_pasted_and_proposed_with_the_keyboard_alone(page_of, clerk):
    page = page_of(clerk)
    page.goto(f"/parks/{PARK}/boundary/?lang=en")
    wait_until_drawn(page)
    check(page, "en")
    tab_to(page, "id_corners")
    page.keyboard.insert_text("\n".join(CORNERS))
    expect(page.locator("[data-area-status]")).to_contain_text("4 corners")
    tab_to(page, "main .form-foot button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator(".area-findings").first).to_be_visible()
    wait_until_drawn(page)
    check(page, "en")
    tab_to(page, "id_reason")
    page.keyboard.insert_text("synthetic explanation")
    tab_to(page, "main .form-foot button[type=submit]")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/work/proposals/"))
    assert Proposal.objects.get(by=clerk).why == "synthetic explanation"
    assert Park.objects.get(registry_code=PARK).boundary is None


def tab_to(page, target):
    """Press Tab until the element called so has the focus."""
    selector = target if " " in target else f"#{target}"
    for _press in range(60):
        if page.locator(selector).evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} is not reached by Tab")


def test_a_shapefile_in_gbk_is_uploaded_previewed_and_proposed(page_of, clerk):
    page = page_of(clerk)
    page.goto(f"/parks/{PARK}/boundary/")
    wait_until_drawn(page)
    check_language(page, "zh-hans")
    file = {"name": "合成边界.zip", "mimeType": "application/zip", "buffer": zipped({"a.txt": b""})}
    page.locator("#id_file").set_input_files(file)
    page.locator("main .form-foot button[type=submit]").click()
    expect(page.locator("#error-summary")).to_contain_text("Shapefile")
    page.locator("#id_file").set_input_files({**file, "buffer": zipped(shapefile())})
    send(page)
    expect(page.locator("main")).to_contain_text("合成边界.zip")
    expect(page.locator(".area-findings")).to_contain_text("登记区划之外")
    check(page, "zh-hans")
    # What lies wholly in another county has to be explained.
    page.locator("main .form-foot button[type=submit]").click()
    expect(page.locator(".field--error")).to_be_visible()
    page.locator("#id_reason").fill("合成说明")
    page.locator("main .form-foot button[type=submit]").click()
    expect(page).to_have_url(re.compile("/work/proposals/"))
    wait_until_drawn(page)
    expect(page.locator("path.diff-shape--new")).to_be_attached()
    expect(page.locator(".area-findings")).to_contain_text("登记区划之外")
