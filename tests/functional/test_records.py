"""From record to record of a result, and parks side by side, all of it by keyboard."""

import re

import pytest
from playwright.sync_api import expect

from tests.functional.languages import in_language, switch

COUNT = {"zh-hans": "第 {} 条，共 21 条", "en": "{} of 21"}
CHOSEN = {"zh-hans": "已选 2 个", "en": "2 chosen"}
LANGUAGES = pytest.mark.parametrize("language", ["zh-hans", "en"])


def press(page, locator):
    """Give the focus to a link or box and use it as a keyboard does."""
    locator.focus()
    page.keyboard.press("Space" if locator.get_attribute("type") == "checkbox" else "Enter")


@LANGUAGES
def test_result_is_walked_by_keyboard_in_both_languages(page, language):
    page.goto(in_language(language, "/parks/?level=national"))
    press(page, page.locator("tbody th a").first)
    place = page.locator(".pager__place")
    expect(place).to_have_text(COUNT[language].format(1))
    press(page, page.locator(".pager a[rel=next]"))
    expect(place).to_have_text(COUNT[language].format(2))
    switch(page, language)
    expect(place).to_have_text(COUNT["en" if language == "zh-hans" else "zh-hans"].format(2))
    press(page, page.locator(".pager a[rel=prev]"))
    expect(page).to_have_url(re.compile(r"/parks/PK-0001/\?level=national"))
    press(page, page.locator(".pager a").last)
    expect(page).to_have_url(re.compile(r"/parks/\?level=national$"))


@LANGUAGES
def test_result_on_the_map_is_walked_from_its_popup(park_map, language):
    page = park_map.page
    park_map.open(in_language(language, "?level=national&select=PK-0001"))
    press(page, park_map.popup.locator("a.map-popup__link"))
    expect(page.locator(".pager__place")).to_have_text(COUNT[language].format(1))
    press(page, page.locator(".pager a[rel=next]"))
    press(page, page.locator(".pager a").last)
    expect(page).to_have_url(re.compile(r"/\?level=national&show=parks&select=PK-0002$"))
    expect(park_map.card("PK-0002")).to_have_attribute("aria-current", "true")


def test_a_record_beyond_the_listed_ones_is_shown_on_the_map(park_map):
    park_map.open("?lang=en")
    expect(park_map.results).to_contain_text("50 of 78 shown")
    last = park_map.mapped()[-1]
    assert last not in park_map.listed()
    park_map.open(f"?select={last}")
    expect(park_map.popup).to_be_visible()


@LANGUAGES
def test_parks_are_chosen_and_compared_by_keyboard(page, language):
    page.goto(in_language(language, "/parks/"))
    boxes = page.locator("input[data-compare]")
    press(page, boxes.nth(0))
    press(page, boxes.nth(1))
    tray = page.locator("[data-tray]")
    expect(tray).to_contain_text(CHOSEN[language])
    page.goto("/parks/PK-0008/")
    press(page, page.locator(".actions input[data-compare]"))
    press(page, tray.locator("[data-tray-open]"))
    heads = page.locator("thead th")
    expect(heads).to_have_count(3)
    press(page, heads.last.locator("a").last)
    expect(heads).to_have_count(2)
    page.goto("/parks/")
    expect(page.locator("input[data-compare]:checked")).to_have_count(2)
    press(page, tray.locator("[data-tray-clear]"))
    expect(tray).to_be_hidden()
    expect(page.locator("input[data-compare]:checked")).to_have_count(0)


def test_a_fifth_park_is_refused_in_words(page):
    page.goto("/parks/?lang=en")
    boxes = page.locator("input[data-compare]")
    for number in range(5):
        boxes.nth(number).click()
    expect(page.locator("[data-tray-status]")).to_contain_text("At most 4 parks")
    expect(boxes.nth(4)).not_to_be_checked()
    page.locator("[data-tray-clear]").click()
