"""The park map is drawn, at a desk and on a phone."""

import pytest
from playwright.sync_api import expect

from parks.models import Park
from tests.functional.screens import PHONE, WIDE, ParkMap


@pytest.fixture(params=[WIDE, PHONE], ids=["desk", "phone"])
def opened(request, new_context):
    park_map = ParkMap(new_context(viewport=request.param).new_page())
    park_map.open()
    return park_map


def test_map_fills_its_sheet_with_province_prefectures_belts_and_water(opened):
    box = opened.page.locator(".leaflet-container").bounding_box()
    window = opened.page.viewport_size["width"]
    assert box["width"] >= min(window, 700)
    assert box["height"] >= 300
    assert 0 <= box["x"] <= window - box["width"]
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= window
    for drawing in ("outline", "province", "prefecture", "river", "lake", "belt--ha-da-qi"):
        path = opened.page.locator(f"path.sheet-{drawing}").first
        assert len(path.get_attribute("d")) > 100, drawing
    province = opened.page.locator("path.sheet-outline").bounding_box()
    assert province["width"] > 250
    assert province["height"] > 250


def test_marks_and_rings_add_up_to_all_parks(opened):
    parks = Park.objects.published().parks()
    located = parks.exclude(point=None).count()
    assert opened.counted() == parks.count()
    assert len(opened.mapped()) == located
    expect(opened.layout).to_have_attribute("data-count", str(located))
    assert opened.drawn() == located


def test_map_speaks_chinese_to_a_browser_set_to_english(park_map):
    park_map.open()
    expect(park_map.page.locator("html")).to_have_attribute("lang", "zh-Hans")
    labels = park_map.page.locator(".sheet-label").all_inner_texts()
    assert "哈尔滨" in labels
    assert len(labels) >= 13
    legend = park_map.page.locator(".sector-keys li")
    assert legend.count() == park_map.page.locator("#facet-sector input").count() >= 12
