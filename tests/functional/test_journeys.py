"""Whole journeys: from the map to a file by keyboard alone, and from a phone to a desk and back."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.functional.screens import ParkMap

WANTED = {
    "level": ["provincial"],
    "chain": ["corn-deep-processing"],
    "near": ["231200"],
    "km": ["150"],
}
MOST_KEYS = 50
ZOOM = """() => Object.values(window).find((thing) => thing instanceof L.Map).getZoom()"""
LAYERS = "[data-layer]"


class Keyboard:
    """A keyboard that counts what is pressed."""

    def __init__(self, page):
        self.page = page
        self.pressed = 0

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def write(self, text):
        self.page.keyboard.type(text)
        self.pressed += len(text)

    def press_until(self, key, selector, limit=20):
        """Press a key until `selector` has the focus."""
        for _step in range(limit):
            self.press(key)
            if self.page.evaluate("(it) => document.activeElement.matches(it)", selector):
                return
        raise AssertionError(f"{limit} times {key} do not lead to {selector}")


def search_around(keys, name, label):
    """From the top of the page: what lies within 150 km of a place that is suggested."""
    keys.press("Tab", "Enter")
    keys.press_until("Tab", "[data-open-place]", limit=2)
    keys.press("Enter")
    keys.write(name)
    expect(keys.page.locator("#place-spot-list [role=option]").first).to_contain_text(label)
    keys.press("ArrowDown", "Enter")
    expect(keys.page.locator("#place-spot")).to_have_value(label)
    keys.write("150")
    keys.press("Enter")


def choose(keys, facet, value, find=""):
    """Go to a facet and take one of its values, which is looked for in a long one."""
    keys.press_until("ArrowDown", f"#facet-{facet} > summary")
    option = f"#f-{facet}-{value}"
    if find:
        keys.press("Enter")
        keys.press_until("Tab", f"#find-{facet}", limit=2)
        keys.write(find)
    keys.press_until("Tab", option)
    keys.press("Space")
    ParkMap(keys.page).settle()


@pytest.mark.parametrize(
    ("language", "name", "label", "corn"),
    [("zh-hans", "绥化", "绥化市", "玉米"), ("en", "Suihua", "Suihua", "corn")],
)
def test_provincial_parks_of_the_corn_chain_near_suihua(
    park_map, facts, watch, language, name, label, corn
):
    page = park_map.page
    park_map.open(f"?lang={language}")
    keys = Keyboard(page)
    search_around(keys, name, label)
    expect(page.locator("path.place-shape")).to_have_count(1)
    park_map.settle()
    expect(page.locator("[data-open-place]")).to_be_focused()
    keys.press_until("Tab", "#facet-sector > summary", limit=2)
    choose(keys, "level", "provincial")
    choose(keys, "chain", "corn-deep-processing", find=corn)
    expected = facts.find("parks", WANTED)
    assert set(park_map.listed()) == expected != set()
    keys.press("Home", "Shift+Tab", "Enter")
    expect(page.locator("#results-title")).to_be_focused()
    keys.press_until("Tab", "a[download]")
    with page.expect_download() as download:
        keys.press("Enter")
    with open(download.value.path(), encoding="utf-8") as handle:
        features = json.load(handle)["features"]
    assert {one["properties"]["registry_code"] for one in features} == expected
    assert len(features) == len(expected)
    assert len(watch.documents) == 1
    assert keys.pressed <= MOST_KEYS, f"{keys.pressed} keys"


def test_what_is_suggested_narrows_by_a_belt_or_is_asked_for_exactly(park_map, facts):
    page = park_map.page
    park_map.open()
    page.locator("#place-button").click()
    page.locator("#place-spot").press_sequentially("向阳")
    options = page.locator("#place-spot-list [role=option]")
    expect(options.filter(has_text="佳木斯")).to_have_count(1)
    options.filter(has_text="佳木斯").click()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"near=2308\d\d&km=25$"))


def state(map_):
    """What a link must give again."""
    page = map_.page
    return {
        "address": page.url.partition("?")[2],
        "zoom": page.evaluate(ZOOM),
        "listed": map_.listed(),
        "filters": page.eval_on_selector_all(
            "#facets input:checked", "boxes => boxes.map((box) => box.id)"
        ),
        "layers": page.eval_on_selector_all(
            LAYERS, "boxes => boxes.map((box) => [box.dataset.layer, box.checked])"
        ),
        "selected": page.locator(".map-popup strong").all_inner_texts(),
    }


def test_a_link_of_a_phone_is_the_same_at_a_desk(phone_map, park_map):
    page = phone_map.page
    phone_map.open("?show=parks&show=projects")
    page.locator("[data-open-filters]").tap()
    phone_map.choose("sector", "food")
    page.get_by_role("dialog").locator(".map-dialog__foot button").tap()
    page.locator(".leaflet-control-zoom-in").tap()
    expect(page).to_have_url(re.compile(r"v=\d"))
    page.locator("#layers-button").tap()
    page.locator("[data-layer=rivers]").tap()
    page.keyboard.press("Escape")
    phone_map.results.locator("[data-code] .card__meta").first.tap()
    expect(phone_map.popup).to_be_visible()
    carry_over(phone_map, park_map)


def test_a_link_of_a_desk_is_the_same_on_a_phone(park_map, phone_map):
    park_map.open("?level=provincial&near=231200&km=300&v=8/46.6/126.9&layers=belts")
    park_map.choose("sector", "food")
    park_map.results.locator("[data-code] .card__meta").first.click()
    expect(park_map.popup).to_be_visible()
    carry_over(park_map, phone_map)


def carry_over(one, other):
    """Open the link of one map on another: all must be as it was, and stay so."""
    before = state(one)
    other.open(f"?{before['address']}")
    expect(other.popup).to_be_in_viewport()
    assert state(other) == before
