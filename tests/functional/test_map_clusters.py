"""Rings of the server on the map: what they say, how they open, how their sectors filter."""

import re

import pytest
from playwright.sync_api import expect

from parks.models import Park

ALL = "?show=parks&show=bases&show=projects"
TIP = {
    "zh-hans": re.compile(r"\d+ 条记录.*%", re.DOTALL),
    "en": re.compile(r"\d+ records.*%", re.DOTALL),
}
MONEY = {"zh-hans": re.compile(r"个项目中 .*亿元"), "en": re.compile(r"of \d+ projects: .*yuan")}
RINGS = ".map-cluster"
# The three largest shares and all others together, each rounded.
SHARES = 4
ROUNDED = 3


@pytest.fixture
def crowded(settings, park_map):
    """The map as it is with far too many records to draw them one by one."""
    settings.MAP_RECORDS_AT_ONCE = 20
    settings.MAP_RECORDS_IN_FRAME = 8
    return park_map


def test_rings_of_the_server_look_and_count_like_those_of_the_map(crowded, settings):
    crowded.open(ALL)
    total = int(crowded.layout.get_attribute("data-count"))
    assert total > 100
    assert crowded.drawn() == total
    expect(crowded.page.locator(f"{RINGS} .map-ring")).not_to_have_count(0)
    settings.MAP_RECORDS_AT_ONCE = 5000
    # Another address, since the browser keeps what it got for this one.
    crowded.open(f"{ALL}&v=5/48.5/128")
    assert len(crowded.mapped()) == crowded.drawn() == total


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_ring_tells_its_number_its_sectors_and_its_sums(crowded, language):
    crowded.open(f"{ALL}&lang={language}")
    # The largest ring holds projects of which some sums are known.
    counts = crowded.page.locator(f"{RINGS} .map-ring__count").all_text_contents()
    largest = crowded.page.locator(RINGS).nth(max(range(len(counts)), key=lambda i: int(counts[i])))
    largest.hover()
    tip = crowded.page.get_by_role("tooltip")
    expect(tip).to_have_text(TIP[language])
    expect(tip).to_have_text(MONEY[language])
    shares = tip.locator("li .ring-tip__share").all_text_contents()
    assert len(shares) == SHARES
    assert abs(sum(int(re.sub(r"\D", "", share)) for share in shares) - 100) <= ROUNDED
    tip.hover()
    expect(tip).to_be_visible()
    crowded.page.keyboard.press("Tab")
    largest.focus()
    crowded.page.keyboard.press("Escape")
    expect(tip).to_have_count(0)


def test_a_ring_opens_step_by_step_until_each_record_is_there(crowded):
    park = Park.objects.published().parks().exclude(point=None).get(registry_code="PK-0001")
    crowded.open(f"{ALL}&v=10/{park.point.y:.3f}/{park.point.x:.3f}")
    shown = crowded.page.locator(f"{RINGS}, .map-marker")
    rings = crowded.page.locator(RINGS)
    before = shown.count()
    rings.first.focus()
    crowded.page.keyboard.press("Enter")
    expect(shown).not_to_have_count(before)
    crowded.settle()
    expect(crowded.page.locator(".map-marker")).not_to_have_count(0)
    crowded.page.locator(".map-marker").first.click()
    expect(crowded.popup).to_be_visible()


def test_a_ring_comes_nearer_and_the_new_frame_is_asked_for(crowded):
    crowded.open(ALL)
    with crowded.page.expect_response(re.compile(r"/map\.json\?frame=.*zoom=([89]|10)")):
        crowded.page.locator(RINGS).first.click()
    crowded.settle()
    expect(crowded.page).to_have_url(re.compile(r"v="))
    expect(crowded.page.locator(f"{RINGS}, .map-marker")).not_to_have_count(0)


def test_the_legend_filters(park_map):
    park_map.open()
    key = park_map.page.get_by_role("button", name="食品工业", exact=True)
    key.click()
    park_map.settle()
    expect(park_map.page).to_have_url(re.compile(r"sector=food"))
    expect(key).to_have_attribute("aria-pressed", "true")
    expect(park_map.option("sector", "food")).to_be_checked()
    park_map.page.get_by_role("button", name="国家级", exact=True).click()
    park_map.settle()
    expect(park_map.page).to_have_url(re.compile(r"level=national"))
    key.click()
    park_map.settle()
    expect(park_map.page).not_to_have_url(re.compile(r"sector="))
    expect(key).to_have_attribute("aria-pressed", "false")
