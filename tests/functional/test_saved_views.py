"""A view is saved from the map, opens as it was, and its link can be copied."""

import re

import pytest
from playwright.sync_api import expect

from accounts.enums import Role
from tests.functional.languages import in_language
from tests.functional.screens import ParkMap
from tests.functional.test_login import log_in

WORDS = {"zh-hans": ("保存的视图", "食品工业"), "en": ("Saved views", "Food")}


@pytest.mark.parametrize("language", WORDS)
def test_a_view_of_the_map_is_saved_after_signing_in_and_opens_as_it_was(page, people, language):
    clerk = people.join("clerk", Role.CONTRIBUTOR)
    title, sector = WORDS[language]
    park_map = ParkMap(page)
    page.goto(in_language(language, "/?v=8/46.500/127.000"))
    park_map.settle()
    park_map.choose("sector", "food")
    listed = park_map.listed()
    page.locator("[data-save-view]").press("Enter")
    log_in(page, clerk.username)
    expect(page.locator("#id_name")).to_have_value(re.compile(sector))
    page.locator("#id_name").press("Enter")
    expect(page).to_have_url(re.compile(r"/\?v=8/46\.500/127\.000&sector=food$"))
    page.goto("/views/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    page.locator("tbody th a").click()
    expect(page).to_have_url(re.compile(r"/\?v=8/46\.500/127\.000&sector=food$"))
    park_map.settle()
    assert park_map.listed() == listed


def test_the_link_of_a_page_is_copied_without_the_language(page, window):
    window.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/parks/?sector=food&lang=en")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    window.clear_permissions()
    assert copied.endswith("/parks/?sector=food")
