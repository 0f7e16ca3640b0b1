"""Searching by place: drawn, typed, followed; the address gives the same records everywhere."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from parks.models import Park
from tests.functional.screens import ParkMap


def query_of(page):
    return parse_qs(urlsplit(page.url).query)


def found(facts, **query):
    return facts.find("parks", {name: [value] for name, value in query.items()})


def start_drawing(park_map, kind):
    page = park_map.page
    page.locator("#place-button").click()
    page.locator(f"[data-draw={kind}]").click()
    canvas = page.locator(".place-canvas")
    expect(canvas).to_be_visible()
    box = canvas.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page, start, end):
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=3)
    page.mouse.up()


def test_shapes_are_drawn_found_and_taken_away(park_map, facts, watch):
    page = park_map.page
    park_map.open("?sector=food")
    x, y = start_drawing(park_map, "rectangle")
    drag(page, (x - 150, y + 20), (x + 150, y + 240))
    expect(page).to_have_url(re.compile("bbox="))
    park_map.settle()
    [bbox] = query_of(page)["bbox"]
    assert set(park_map.listed()) == found(facts, bbox=bbox, sector="food") != set()
    expect(page.locator("path.place-shape")).to_have_count(1)

    x, y = start_drawing(park_map, "polygon")
    for across, down in ((-170, 20), (170, 40), (-40, 260), (-40, 260)):
        page.mouse.click(x + across, y + down)
    expect(page).to_have_url(re.compile("area="))
    park_map.settle()
    [area] = query_of(page)["area"]
    assert "bbox" not in query_of(page)
    assert set(park_map.listed()) == found(facts, area=area, sector="food") != set()

    x, y = start_drawing(park_map, "circle")
    drag(page, (x, y + 120), (x + 150, y + 120))
    expect(page).to_have_url(re.compile("near="))
    park_map.settle()
    asked = {name: query_of(page)[name][0] for name in ("near", "km")}
    assert set(park_map.listed()) == found(facts, **asked, sector="food") != set()

    start_drawing(park_map, "rectangle")
    page.keyboard.press("Escape")
    expect(page.locator(".place-canvas")).to_have_count(0)
    assert query_of(page)["near"] == [asked["near"]]
    page.locator("#place-button").click()
    page.locator("[data-place-clear]").click()
    park_map.settle()
    expect(page.locator("path.place-shape")).to_have_count(0)
    assert set(park_map.listed()) == found(facts, sector="food")
    assert len(watch.documents) == 1


@pytest.mark.parametrize(
    ("language", "said"), [("zh-hans", "经度"), ("en", "Longitude comes first")]
)
def test_a_place_is_typed_by_keyboard_alone(park_map, facts, watch, language, said):
    watch.announce(r"status 400: .*/place\.json", r"console error: .*400")
    page = park_map.page
    park_map.open(f"?lang={language}")
    page.locator("#place-button").press("Enter")
    spot = page.locator("#place-spot")
    spot.fill("45.75，126.63")
    spot.press("Enter")
    expect(page.locator("[data-place-error]")).to_contain_text(said)
    assert "near" not in query_of(page)
    spot.fill("东经126.63°，北纬45.75°")
    page.locator("#place-km").fill("60")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("near=126.63,45.75&km=60"))
    park_map.settle()
    assert set(park_map.listed()) == found(facts, near="126.63,45.75", km="60")
    expect(page.locator("path.place-shape")).to_have_count(1)
    page.go_back()
    park_map.settle()
    expect(page.locator("path.place-shape")).to_have_count(0)
    assert len(park_map.listed()) > 8


def test_popup_leads_to_what_is_near(park_map, facts):
    park = Park.objects.published().parks().exclude(point=None).first()
    park_map.open(f"?select={park.registry_code}")
    park_map.popup.locator(".map-popup__near").click()
    expect(park_map.page).to_have_url(re.compile(f"near={park.registry_code}&km=25"))
    park_map.settle()
    assert set(park_map.listed()) == found(facts, near=park.registry_code)


def test_view_that_is_followed_gives_the_same_records_on_every_screen(park_map, phone_map, facts):
    page = park_map.page
    park_map.open("?v=8/46/127")
    page.locator("#place-button").click()
    page.locator("#place-follow").press("Space")
    expect(page).to_have_url(re.compile("follow=1"))
    first = query_of(page)["bbox"]
    page.keyboard.press("Escape")
    page.locator(".leaflet-control-zoom-in").click()
    expect(page).not_to_have_url(re.compile(re.escape(first[0])))
    park_map.settle()
    [bbox] = query_of(page)["bbox"]
    listed = park_map.listed()
    assert set(listed) == found(facts, bbox=bbox) != set()
    link = f"?{urlsplit(page.url).query}"
    phone_map.open(link)
    assert phone_map.listed() == listed
    for map_ in (park_map, phone_map):
        map_.page.reload()
        ParkMap(map_.page).settle()
        assert map_.listed() == listed
        assert query_of(map_.page)["bbox"] == [bbox]
