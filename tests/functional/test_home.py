"""The home page leads into the registry, and newcomers are told of it once."""

import re

import pytest
from playwright.sync_api import expect

from tests.functional.languages import in_language
from tests.functional.screens import ParkMap
from tests.functional.test_keyboard import tab_to


@pytest.mark.parametrize(
    ("language", "ring"), [("zh-hans", "哈尔滨：17 个园区"), ("en", "Harbin: 17 parks")]
)
def test_a_ring_leads_by_keyboard_to_the_parks_it_counts(page, language, ring):
    page.goto(in_language(language, "/home/"))
    expect(page.get_by_role("link", name=ring, exact=True)).to_be_visible()
    tab_to(page, f'[aria-label="{ring}"]', limit=60)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/\?division=230100$"))
    park_map = ParkMap(page)
    park_map.settle()
    assert park_map.counted() == 17


def test_newcomers_are_told_once(new_context):
    page = new_context().new_page()
    park_map = ParkMap(page)
    park_map.open()
    line = page.locator("[data-welcome]")
    expect(line.get_by_role("link")).to_have_attribute("href", "/home/")
    line.get_by_role("button").press("Enter")
    expect(line).to_be_hidden()
    park_map.open()
    expect(line).to_be_hidden()
