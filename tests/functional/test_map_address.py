"""The address of the map is its state: links, reload, back, forward and the language keep it."""

import re

from playwright.sync_api import expect

from tests.functional.screens import PHONE, WIDE

STATE = "?sector=food&level=provincial&show=parks&show=projects"


def test_link_opens_the_same_state_and_reload_keeps_it(park_map):
    park_map.open(STATE)
    listed, mapped = park_map.listed(), park_map.mapped()
    assert listed
    expect(park_map.option("sector", "food")).to_be_checked()
    expect(park_map.option("level", "provincial")).to_be_checked()
    expect(park_map.page.locator("input[name=show][value=projects]")).to_be_checked()
    park_map.page.reload()
    park_map.settle()
    assert (park_map.listed(), park_map.mapped()) == (listed, mapped)
    assert park_map.page.url.endswith(STATE)


def test_back_and_forward_walk_through_the_filters(park_map, watch):
    park_map.open()
    states = [(park_map.page.url, park_map.listed())]
    for value in ("food", "equipment"):
        park_map.choose("sector", value)
        states.append((park_map.page.url, park_map.listed()))
    assert len({len(listed) for _url, listed in states}) == 3
    for move, url, listed in (
        (park_map.page.go_back, *states[1]),
        (park_map.page.go_back, *states[0]),
        (park_map.page.go_forward, *states[1]),
    ):
        move()
        expect(park_map.page).to_have_url(url)
        park_map.settle()
        assert park_map.listed() == listed
    expect(park_map.option("sector", "food")).to_be_checked()
    expect(park_map.option("sector", "equipment")).not_to_be_checked()
    assert len(watch.documents) == 1


def test_back_from_a_record_finds_the_map_as_it_was(park_map):
    park_map.open("?sector=food")
    listed = park_map.listed()
    park_map.card(listed[0]).get_by_role("link").click()
    expect(park_map.page).to_have_url(re.compile(rf"/parks/{listed[0]}/\?sector=food"))
    park_map.page.go_back()
    park_map.settle()
    assert park_map.listed() == listed
    assert len(park_map.mapped()) > 0


def test_place_on_the_map_is_part_of_the_link(park_map):
    park_map.open("?v=9/45.75/126.63")
    assert park_map.drawn() < len(park_map.mapped())
    park_map.page.locator(".leaflet-control-zoom-in").click()
    expect(park_map.page).to_have_url(re.compile(r"\?v=10/45\.7\d*/126\.6\d*$"))


def test_other_language_keeps_the_state(park_map):
    park_map.open()
    park_map.choose("sector", "food")
    listed = park_map.listed()
    park_map.page.get_by_role("link", name="English").click()
    park_map.settle()
    expect(park_map.page.locator("html")).to_have_attribute("lang", "en")
    assert park_map.listed() == listed
    expect(park_map.option("sector", "food")).to_be_checked()
    assert "parks" in park_map.sentence.inner_text()
    park_map.page.goto("/bases/")
    expect(park_map.page.locator("html")).to_have_attribute("lang", "en")
    park_map.page.get_by_role("link", name="中文").click()
    expect(park_map.page.locator("html")).to_have_attribute("lang", "zh-Hans")


def test_button_that_shows_the_province_takes_the_place_out_of_the_link(park_map):
    park_map.open("?sector=food&v=9/45.75/126.63")
    park_map.page.locator(".map-button").click()
    expect(park_map.page).to_have_url(re.compile(r"/\?sector=food$"))
    assert park_map.drawn() == len(park_map.mapped())


def test_window_of_another_size_leaves_the_link_alone(park_map):
    park_map.open("?sector=food")
    for size in (PHONE, WIDE):
        park_map.page.set_viewport_size(size)
        park_map.settle()
        expect(park_map.page).to_have_url(re.compile(r"/\?sector=food$"))
