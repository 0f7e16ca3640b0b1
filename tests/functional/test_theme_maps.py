"""The small maps of themes and enterprises: what they draw, and where they lead."""

import re

import pytest
from playwright.sync_api import expect

from projects.models import Enterprise
from tests.functional.languages import in_language
from tests.functional.screens import COUNT_OF_DRAWN
from tests.functional.test_keyboard import tab_to

LANGUAGES = pytest.mark.parametrize("language", ["zh-hans", "en"])
WORDS = {"zh-hans": "地图显示 {0} 条", "en": "On the map: {0} of"}


def open_theme(page, address):
    """Open a page with the small map of a theme and wait until all is drawn."""
    page.goto(address)
    expect(page.locator('.leaflet-container[data-ready="yes"]')).to_be_attached()


@LANGUAGES
def test_the_map_draws_what_the_words_beside_it_count(page, language):
    open_theme(page, in_language(language, "/sectors/food/"))
    drawn = page.evaluate(COUNT_OF_DRAWN)
    assert drawn > 10
    expect(page.locator("#theme-map-words")).to_contain_text(WORDS[language].format(drawn))


def test_marks_lead_by_keyboard_to_the_record_within_the_theme(page):
    open_theme(page, "/sectors/food/")
    tab_to(page, ".map-marker", limit=80)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/\w+/[A-Z]{2}-\d{4}/\?sector=food$"))
    expect(page.locator(".pager__place")).to_be_visible()


def test_the_list_is_one_step_from_the_map(page):
    open_theme(page, "/sectors/food/?lang=en")
    page.get_by_role("link", name="To the list of these records").press("Enter")
    expect(page.locator("#records")).to_be_focused()


def test_outline_of_a_division_is_fitted_and_that_of_a_seat_is_not(page):
    open_theme(page, "/divisions/230125/")
    expect(page.locator("path.sheet-asked")).to_be_attached()
    near = page.evaluate("Object.values(window).find((one) => one instanceof L.Map).getZoom()")
    seated = Enterprise.objects.published().filter(projects=None).exclude(division__parent=None)
    open_theme(page, seated.first().get_absolute_url())
    expect(page.locator("path.sheet-asked")).to_be_attached()
    far = page.evaluate("Object.values(window).find((one) => one instanceof L.Map).getZoom()")
    assert far < near
