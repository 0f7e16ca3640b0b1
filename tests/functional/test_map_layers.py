"""Layers of the sheet, shaded divisions, printing and full screen on the park map."""

import re

import pytest
from playwright.sync_api import expect

from tests.functional.screens import ParkMap

SHEETS = "() => document.adoptedStyleSheets.map((sheet) => sheet.cssRules[0]?.cssText ?? '').join()"
WORDS = {
    "zh-hans": {"title": "黑龙江省 · 园区 · 产业：食品工业", "count": "记录数"},
    "en": {"title": "Heilongjiang · Parks · Sector: Food", "count": "Number of records"},
}


def layer_box(park_map, layer):
    return park_map.page.locator(f"[data-layer={layer}]")


def rows(park_map):
    """Code and value of each row of the table of divisions."""
    return {
        row.get_attribute("data-division"): row.locator(".shading__value").inner_text()
        for row in park_map.page.locator("#shading tr[data-division]").all()
    }


def test_layers_are_switched_and_kept_in_the_address(park_map):
    park_map.open("?sector=food")
    river = park_map.page.locator("path.sheet-river").first
    expect(river).to_be_visible()
    park_map.page.locator("#layers-button").click()
    layer_box(park_map, "rivers").click()
    expect(park_map.page).to_have_url(re.compile(r"\?sector=food&layers=rivers$"))
    expect(river).to_be_hidden()
    park_map.page.reload()
    park_map.settle()
    expect(river).to_be_hidden()
    expect(layer_box(park_map, "rivers")).not_to_be_checked()
    park_map.page.locator("#layers-button").press("Enter")
    layer_box(park_map, "rivers").press("Space")
    expect(park_map.page).to_have_url(re.compile(r"\?sector=food$"))
    expect(river).to_be_visible()
    park_map.page.go_back()
    expect(river).to_be_hidden()


@pytest.mark.parametrize("language", WORDS)
def test_shades_on_the_map_are_those_of_the_table(park_map, language):
    page = park_map.page
    park_map.open(f"?lang={language}")
    page.locator("#layers-button").press("Enter")
    page.locator("#layers-menu").get_by_text(WORDS[language]["count"]).click()
    park_map.settle()
    expect(page).to_have_url(re.compile("shade=count$"))
    expect(page.locator("path.shade")).to_have_count(13)
    page.mouse.move(1, 1)  # what lies under the menu would tell of itself too
    page.keyboard.press("Escape")
    expect(page.locator(".map-tip")).to_have_count(0)
    told = rows(park_map)
    assert sum(map(int, told.values())) == park_map.counted()
    code, value = next(iter(told.items()))
    link = page.locator(f"#shade-{code}")
    link.focus()
    expect(page.locator(".map-tip")).to_have_text(f"{link.inner_text()} {value}")
    expect(page.locator("path.shade.is-hot")).to_have_class(re.compile("shade--5"))
    link.press("Enter")
    park_map.settle()
    expect(page).to_have_url(re.compile(f"division={code}"))
    assert park_map.counted() == int(value)
    page.go_back()
    park_map.settle()
    assert rows(park_map) == told


def test_division_chosen_on_the_map_filters_and_lets_go_again(park_map):
    park_map.open("?show=projects&shade=investment")
    everywhere = rows(park_map)
    park_map.page.locator("path.shade--5").first.dispatch_event("click")
    park_map.settle()
    expect(park_map.page).to_have_url(re.compile(r"division=\d{6}"))
    [(code, value)] = rows(park_map).items()
    assert everywhere[code] == value
    park_map.page.locator("path.shade--1").dispatch_event("click")
    park_map.settle()
    expect(park_map.page).not_to_have_url(re.compile("division"))
    assert rows(park_map) == everywhere


@pytest.mark.parametrize("language", WORDS)
def test_print_dialog_lays_the_map_out_for_its_paper(new_context, language):
    context = new_context()
    context.add_init_script("window.print = () => { window.printed = document.title; }")
    park_map = ParkMap(context.new_page())
    page = park_map.page
    park_map.open(f"?sector=food&lang={language}")
    page.locator("[data-map-print]").click()
    title = page.locator("#print-title")
    expect(title).to_have_value(WORDS[language]["title"])
    title.fill("合成标题")
    page.locator("[data-print-form] [value=A3]").check()
    page.locator("[data-print-form] [value=landscape]").check()
    page.locator("[data-print-form] [type=submit]").click()
    expect(park_map.layout).to_have_class(re.compile("is-printing"))
    page.wait_for_timeout(1000)
    assert page.evaluate("window.printed") == "合成标题"
    assert re.search(r"size: a3 landscape", page.evaluate(SHEETS), re.IGNORECASE)
    assert page.locator(".map-stage").bounding_box()["width"] > 1400
    expect(page.locator(".main--map > h1")).to_have_text("合成标题")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(park_map.layout).not_to_have_class(re.compile("is-printing"))
    expect(page).to_have_url(re.compile(r"\?sector=food&lang=[\w-]+$"))
    assert page.evaluate(SHEETS) == ""


def test_full_screen_button_says_what_it_does(park_map):
    park_map.open("?lang=en")
    button = park_map.page.locator(".fullscreen-icon")
    expect(button).to_have_attribute("title", "Full screen")
    button.click()
    expect(button).to_have_attribute("title", "Leave full screen")
    assert park_map.page.evaluate("document.fullscreenElement.matches('[data-map-stage]')")
    button.click()
    expect(button).to_have_attribute("title", "Full screen")


def test_online_ground_is_fetched_only_when_chosen(park_map, settings, base_url):
    settings.OSM_TILES = f"{base_url}/static/img/favicon.svg?tile={{z}}-{{x}}-{{y}}"
    tiles = park_map.page.locator("img.leaflet-tile")
    park_map.open()
    expect(tiles).to_have_count(0)
    park_map.page.locator("#layers-button").click()
    park_map.page.locator("[data-ground][value=osm]").check()
    expect(tiles.first).to_have_attribute("src", re.compile(r"tile=\d+-\d+-\d+$"))
    expect(park_map.page).to_have_url(re.compile(r"\?ground=osm$"))
    expect(park_map.page.locator(".map-source").first).to_contain_text("OpenStreetMap")
    park_map.page.go_back()
    expect(tiles).to_have_count(0)
