"""On a phone the filters stand in a dialog and nothing is lost."""

import pytest
from playwright.sync_api import expect

SMALLEST = {"width": 360, "height": 640}


def test_filters_open_as_a_dialog_and_escape_returns_the_focus(phone_map):
    phone_map.open()
    opener = phone_map.page.locator("[data-open-filters]")
    opener.click()
    dialog = phone_map.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    expect(dialog.locator("#facets")).to_be_visible()
    assert phone_map.page.evaluate("document.activeElement.closest('dialog') !== null")
    phone_map.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


def test_filter_chosen_in_the_dialog_changes_list_and_map(phone_map, watch):
    phone_map.open()
    everything = phone_map.listed()
    phone_map.page.locator("[data-open-filters]").click()
    dialog = phone_map.page.get_by_role("dialog")
    phone_map.choose("sector", "food")
    expect(phone_map.option("sector", "food")).to_be_checked()
    expect(dialog).to_be_visible()
    dialog.locator(".map-dialog__foot button").click()
    expect(dialog).to_be_hidden()
    assert 0 < len(phone_map.listed()) < len(everything)
    assert set(phone_map.mapped()) <= set(phone_map.listed())
    assert len(watch.documents) == 1


def test_list_can_be_filtered_on_a_phone(phone_map):
    page = phone_map.page
    page.goto("/parks/")
    rows = page.locator("tbody tr")
    before = rows.count()
    page.locator(".list-open").click()
    page.locator("label", has=page.locator("#f-sector-food")).click()
    page.locator(".list-side__foot button").click()
    expect(page.locator(".chip")).to_be_visible()
    assert 0 < rows.count() < before


def test_search_opens_and_closes_on_a_phone(phone_map):
    page = phone_map.page
    page.goto("/about/data/")
    toggle = page.locator("[data-search-toggle]")
    toggle.click()
    expect(page.locator("#site-search-q")).to_be_focused()
    page.keyboard.press("Escape")
    expect(toggle).to_be_focused()
    expect(page.locator("#site-search-q")).to_be_hidden()


@pytest.mark.parametrize(
    "address",
    [
        "/parks/PK-0049/",
        "/enterprises/EN-0010/",
        "/divisions/230100/",
        "/compare/?r=PK-0001&r=PK-0002&r=PK-0008&r=PK-0010",
    ],
)
def test_smallest_phone_shows_map_and_facts_without_scrolling_sideways(page, address):
    page.set_viewport_size(SMALLEST)
    page.goto(address)
    expect(page.locator(".map-frame .leaflet-container")).to_be_attached()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width == SMALLEST["width"]
    map_box = page.locator(".map-frame").bounding_box()
    assert map_box["x"] >= 0
    assert map_box["x"] + map_box["width"] <= width
