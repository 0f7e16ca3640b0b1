"""Card and marker are two views of one record."""

import re

import pytest
from playwright.sync_api import expect

from parks.models import Park

ONE = "哈尔滨经济技术开发区"


@pytest.fixture
def park():
    return Park.objects.published().parks().exclude(point=None).get(name_zh=ONE)


def test_click_on_a_marker_marks_its_card_and_opens_a_popup_with_a_link(park_map, park):
    park_map.open(f"?q={park.registry_code}")
    park_map.marker(park.name).click()
    expect(park_map.card(park.registry_code)).to_have_attribute("aria-current", "true")
    expect(park_map.popup).to_contain_text(park.name)
    expect(park_map.page).to_have_url(re.compile(f"select={park.registry_code}"))
    park_map.popup.locator("a.map-popup__link").click()
    expect(park_map.page).to_have_url(
        re.compile(rf"{park.get_absolute_url()}\?q={park.registry_code}&show=parks$")
    )
    expect(park_map.page.get_by_role("heading", level=1)).to_have_text(park.name)


def test_click_on_a_card_points_at_the_map_and_the_link_remembers_it(park_map, park):
    park_map.open()
    park_map.card(park.registry_code).locator(".card__meta").click()
    expect(park_map.popup).to_contain_text(park.name)
    park_map.page.reload()
    park_map.settle()
    expect(park_map.popup).to_contain_text(park.name)
    expect(park_map.card(park.registry_code)).to_have_attribute("aria-current", "true")


def test_card_under_the_pointer_lifts_its_marker(park_map, park):
    park_map.open(f"?q={park.registry_code}")
    park_map.card(park.registry_code).hover()
    expect(park_map.marker(park.name)).to_have_class(re.compile("is-hot"))


def test_click_on_a_ring_comes_nearer(park_map):
    park_map.open()
    rings = park_map.page.locator(".map-cluster")
    before = rings.count()
    rings.first.click()
    expect(park_map.page).to_have_url(re.compile(r"\?v="))
    assert before > 0


def test_record_page_shows_where_it_is(page, park):
    page.goto(park.get_absolute_url())
    expect(page.locator("path.sheet-outline")).to_be_attached()
    expect(page.locator(".map-marker")).to_be_visible()
