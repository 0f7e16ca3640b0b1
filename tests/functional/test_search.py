"""The search box suggests while somebody types, and is used by the keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from parks.models import Park

BOX = "#site-search-q"
OPTION = "#site-search [role=option]"


def type_in(page, text):
    page.locator(BOX).focus()
    page.keyboard.type(text)
    expect(page.locator("#site-search [data-suggest]")).to_be_visible()


@pytest.mark.parametrize(
    ("language", "first", "said"),
    [("zh-hans", "哈尔滨经济技术开发区", "1 条建议"), ("en", "Harbin Economic", "Suggestions: 1")],
)
def test_a_park_is_opened_by_its_short_form(page, language, first, said):
    page.goto(f"/about/data/?lang={language}")
    type_in(page, "哈经开区")
    expect(page.locator(OPTION)).to_have_count(1)
    expect(page.locator(OPTION)).to_contain_text(first)
    expect(page.locator("#site-search [data-suggest-status]")).to_have_text(said)
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "site-search-list-0")
    expect(page.get_by_role("option", selected=True)).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/parks/PK-0001/"))


def test_escape_closes_and_enter_searches(page):
    page.goto("/sectors/")
    type_in(page, "daqing")
    expect(page.locator(OPTION).first).to_contain_text("大庆市")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator("#site-search [data-suggest]")).to_be_hidden()
    expect(page.locator(BOX)).to_have_value("daqing")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/\?q=daqing$"))


def test_a_suggested_division_narrows_the_map_where_it_stands(park_map, watch):
    park_map.open("?level=national")
    type_in(park_map.page, "dq")
    park_map.page.keyboard.press("ArrowDown")
    park_map.page.keyboard.press("Enter")
    expect(park_map.page).to_have_url(re.compile(r"\?level=national&division=230600$"))
    park_map.settle()
    found = Park.objects.published().parks().filter(level="national").in_division("230600")
    assert set(park_map.listed()) == set(found.values_list("registry_code", flat=True)) != set()
    expect(park_map.page.locator(BOX)).to_have_value("")
    assert len(watch.documents) == 1


def test_what_is_called_nothing_is_said_with_what_to_try(park_map):
    park_map.open()
    type_in(park_map.page, "无此名称")
    none = park_map.page.locator("#site-search .suggest__none")
    expect(none).to_contain_text("没有找到名称含“无此名称”的内容")
    expect(park_map.page.get_by_role("combobox").first).to_have_attribute("aria-expanded", "false")


def test_suggestions_fit_on_a_phone(phone_map):
    page = phone_map.page
    page.goto("/parks/")
    page.locator("[data-search-toggle]").click()
    type_in(page, "石墨")
    box = page.locator("#site-search [data-suggest]").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= page.viewport_size["width"]
    page.locator(OPTION).first.click()
    expect(page).to_have_url(re.compile(r"/parks/PK-\d+/"))
