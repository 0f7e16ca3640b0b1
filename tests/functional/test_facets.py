"""Facets as trees: unfolding, finding by typing, several values, clearing one; more cards."""

import re

import pytest
from playwright.sync_api import expect

from parks.models import Park
from tests.functional.languages import in_language

LANGUAGES = pytest.mark.parametrize("language", ["zh-hans", "en"])
CLEAR = {"zh-hans": "清除 行政区划", "en": "Clear Division"}
COUNTY = {"zh-hans": re.compile(r"宾县 \d+"), "en": re.compile(r"Bin County \d+")}


def unfold(page, part):
    page.locator(f"#{part} > summary").focus()
    page.keyboard.press("Enter")


@LANGUAGES
def test_counties_are_chosen_by_keyboard_and_cleared_alone(park_map, watch, language):
    page = park_map.page
    park_map.open(in_language(language, "?level=national"))
    unfold(page, "facet-division")
    unfold(page, "in-division-230100")
    county = page.get_by_role("checkbox", name=COUNTY[language])
    county.focus()
    page.keyboard.press("Space")
    park_map.settle()
    expect(page).to_have_url(re.compile("level=national&division=230125"))
    expect(county).to_be_focused()
    park_map.choose("division", "230109")
    both = Park.objects.published().parks().filter(level="national").in_division("230125", "230109")
    assert set(park_map.listed()) == set(both.values_list("registry_code", flat=True)) != set()
    page.get_by_role("link", name=CLEAR[language], exact=True).click()
    park_map.settle()
    expect(page).to_have_url(re.compile(r"\?level=national(&lang=\S+)?$"))
    # What the reader unfolded stays so.
    expect(page.locator("#in-division-230100")).to_have_attribute("open", "")
    assert len(watch.documents) == 1


@LANGUAGES
def test_a_long_facet_is_narrowed_by_name_or_pinyin(park_map, language):
    page = park_map.page
    park_map.open(in_language(language, ""))
    unfold(page, "facet-division")
    box = page.locator("#find-division")
    shown = page.locator("#facet-division .option:visible")
    everything = shown.count()
    for typed in ("binxian", "宾县"):
        box.fill(typed)
        expect(park_map.option("division", "230125")).to_be_visible()
        expect(park_map.option("division", "230109")).to_be_hidden()
    box.press("Enter")
    park_map.choose("division", "230125")
    expect(box).to_have_value("宾县")
    expect(park_map.option("division", "230109")).to_be_hidden()
    box.fill("qqq")
    expect(page.locator("#facet-division [data-nothing]")).not_to_be_empty()
    box.fill("")
    expect(page.locator("#facet-division [data-nothing]")).to_be_empty()
    assert shown.count() >= everything


def test_links_are_chosen_below_their_chain(park_map):
    page = park_map.page
    park_map.open("?show=projects&chain=coal-chemicals")
    unfold(page, "in-chain-coal-chemicals")
    option = page.locator('[id="f-link-coal-chemicals/coal-to-olefins"]')
    option.click()
    park_map.settle()
    expect(page).to_have_url(re.compile("link=coal-chemicals/coal-to-olefins"))
    expect(page.locator("#in-chain-coal-chemicals")).to_have_attribute("open", "")


def test_more_cards_are_put_below_and_take_the_focus(park_map, watch):
    page = park_map.page
    park_map.open()
    before, url = park_map.listed(), page.url
    page.locator("#more-parks").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#more-parks")).to_have_count(0)
    after = park_map.listed()
    assert after[: len(before)] == before
    assert len(after) == len({*after}) == park_map.counted()
    expect(page.locator(f"#card-{after[len(before)]}")).to_be_focused()
    assert page.url == url
    assert len(watch.documents) == 1


@LANGUAGES
def test_what_cannot_be_read_is_said_and_the_rest_stays(park_map, language):
    page = park_map.page
    park_map.open(in_language(language, "?sector=food&sectr=fod"))
    notice = page.locator("[data-notices]")
    expect(notice).to_contain_text("sectr")
    assert set(park_map.listed()) >= set(park_map.mapped()) != set()
    notice.get_by_role("link").click()
    park_map.settle()
    expect(page).to_have_url(re.compile(r"\?sector=food$"))
    expect(notice).to_have_count(0)
