"""Everything on the map can be done without a mouse."""

import re

from playwright.sync_api import expect

from parks.models import Park


def tab_to(page, selector, limit=150):
    """Press Tab until `selector` has the focus; the focus must always be seen to be somewhere."""
    for _step in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{limit} steps do not lead to {selector}")


def test_facet_card_and_record_are_reached_by_keyboard_alone(park_map, watch):
    page = park_map.page
    park_map.open()
    tab_to(page, ".skip-link", limit=1)
    page.keyboard.press("Enter")
    tab_to(page, "#f-sector-food", limit=20)
    page.keyboard.press("Space")
    park_map.settle()
    expect(page).to_have_url(re.compile(r"\?sector=food$"))
    expect(park_map.option("sector", "food")).to_be_focused()
    assert len(watch.documents) == 1
    first = park_map.listed()[0]
    tab_to(page, f"#card-{first}")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/parks/{first}/\?sector=food&show=parks$"))


def test_marker_opens_and_closes_by_keyboard(park_map):
    park = Park.objects.published().parks().exclude(point=None).first()
    page = park_map.page
    park_map.open(f"?q={park.registry_code}")
    tab_to(page, ".map-marker", limit=80)
    page.keyboard.press("Enter")
    expect(park_map.popup.locator(".map-popup__link")).to_be_focused()
    page.keyboard.press("Escape")
    expect(park_map.popup).to_be_hidden()
    expect(page.locator(".map-marker")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"{park.get_absolute_url()}\?"))


def test_the_map_can_be_skipped_to_its_list(park_map):
    page = park_map.page
    park_map.open()
    tab_to(page, ".map-stage .skip-link", limit=80)
    expect(page.locator(":focus")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("#results-title")).to_be_focused()


def test_focus_is_always_visible(park_map):
    page = park_map.page
    park_map.open()
    for _step in range(25):
        page.keyboard.press("Tab")
        look = page.evaluate(
            """() => {
              const it = document.activeElement;
              const { outlineStyle, boxShadow } = getComputedStyle(it);
              const shown = outlineStyle !== "none" || boxShadow !== "none";
              return { shown, what: it.outerHTML.slice(0, 120) };
            }"""
        )
        assert look["shown"], look["what"]
