"""Filtering the map: list, map, counts and address change together, without a new page."""

import re

from playwright.sync_api import expect

from parks.models import Base, Park
from projects.models import Project


def located(queryset):
    return set(queryset.exclude(point=None).values_list("registry_code", flat=True))


def codes(queryset):
    return set(queryset.values_list("registry_code", flat=True))


def food_parks():
    return Park.objects.published().parks().filter(sectors__slug="food").distinct()


def test_choosing_a_sector_changes_list_sentence_map_and_address(park_map, watch):
    park_map.open()
    before = park_map.sentence.inner_text()
    park_map.choose("sector", "food")
    expect(park_map.page).to_have_url(re.compile(r"\?sector=food$"))
    expect(park_map.option("sector", "food")).to_be_checked()
    assert str(food_parks().count()) in park_map.sentence.inner_text() != before
    assert park_map.counted() == food_parks().count()
    assert set(park_map.listed()) == codes(food_parks())
    assert set(park_map.mapped()) == located(food_parks())
    assert park_map.drawn() == len(located(food_parks()))
    assert len(watch.documents) == 1


def test_list_and_map_show_the_same_records_while_filters_add_up(park_map, watch):
    park_map.open()
    for facet, value in (("level", "provincial"), ("sector", "food"), ("sector", "equipment")):
        park_map.choose(facet, value)
        listed = park_map.listed()
        assert listed, f"{facet}={value} leaves nothing to compare"
        assert sorted(park_map.mapped()) == sorted(
            located(Park.objects.filter(registry_code__in=listed))
        )
    assert len(watch.documents) == 1


def test_chip_takes_its_filter_away(park_map, watch):
    park_map.open("?sector=food&level=provincial")
    park_map.results.locator(".chip").first.click()
    park_map.settle()
    assert park_map.results.locator(".chip").count() == 1
    park_map.results.locator("#chip-clear").click()
    park_map.settle()
    assert park_map.counted() == Park.objects.published().parks().count()
    assert len(watch.documents) == 1


def test_pills_put_projects_and_bases_on_the_map(park_map, watch):
    park_map.open("?sector=chemicals")
    park_map.show("projects")
    park_map.show("bases")
    park_map.show("parks")
    projects = Project.objects.published().filter(sector__slug="chemicals")
    bases = Base.objects.published().filter(sector__slug="chemicals")
    assert set(park_map.listed()) == codes(projects) | codes(bases)
    assert set(park_map.mapped()) == located(projects) | located(bases)
    assert "show=bases" in park_map.page.url
    assert "show=projects" in park_map.page.url
    assert "show=parks" not in park_map.page.url
    assert len(watch.documents) == 1


def test_search_box_finds_by_a_part_of_the_name(park_map, watch):
    park_map.open()
    box = park_map.page.locator("#site-search-q")
    box.fill("利民")
    box.press("Enter")
    park_map.settle()
    found = Park.objects.published().parks().search("利民")
    assert set(park_map.listed()) == codes(found) != set()
    assert len(watch.documents) == 1


def test_search_box_of_another_page_leads_to_the_map(park_map):
    park_map.page.goto("/about/data/")
    box = park_map.page.locator("#site-search-q")
    box.fill("大庆")
    box.press("Enter")
    park_map.settle()
    assert set(park_map.listed()) == codes(Park.objects.published().parks().search("大庆"))


def test_filter_without_records_says_so_and_offers_a_way_back(park_map):
    park_map.open("?q=这个名字不存在")
    expect(park_map.results.locator(".results__empty")).to_be_visible()
    assert park_map.mapped() == []
    park_map.results.locator(".results__empty a").click()
    park_map.settle()
    assert park_map.listed()


def test_filter_that_makes_no_sense_is_named(park_map, watch):
    watch.announce(r"status 400: .*/(map.json)?\?.*level=galactic$")
    watch.announce(r"console error: .*400")
    park_map.open("?level=galactic")
    expect(park_map.results.get_by_role("alert")).to_contain_text("galactic")
    assert park_map.mapped() == []


def test_failing_data_is_said_and_a_second_try_works(park_map, watch):
    park_map.open()
    before = park_map.listed()
    watch.announce(
        r"status 500: .*/map\.json", r"console error: .*500", r"console warning: records"
    )
    park_map.page.route("**/map.json*", lambda route: route.fulfill(status=500))
    park_map.choose("sector", "food")
    failure = park_map.page.locator(".map-failed")
    expect(failure).to_be_visible()
    assert park_map.listed() == before, "list and map must fail together"
    park_map.page.unroute("**/map.json*")
    failure.get_by_role("button").click()
    expect(failure).to_be_hidden()
    park_map.settle()
    assert set(park_map.listed()) == codes(food_parks())
    assert set(park_map.mapped()) == located(food_parks())
