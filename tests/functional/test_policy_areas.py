"""What is not counted unless asked for: policy areas, and records perhaps in a belt."""

import re

import pytest
from playwright.sync_api import expect

from parks.models import Park
from tests.functional.screens import wait_until_drawn


def codes(queryset):
    return set(queryset.values_list("registry_code", flat=True))


@pytest.fixture
def area():
    """A policy area with a point."""
    return Park.objects.published().policy_areas().exclude(point=None).first()


def test_policy_areas_are_left_out_until_asked_for(park_map, watch, area):
    park_map.open()
    assert area.registry_code not in park_map.listed() + park_map.mapped()
    facet = park_map.page.locator("#facet-policy_areas")
    facet.locator("summary").click()
    park_map.choose("policy_areas", "include")
    expect(park_map.page).to_have_url(re.compile("policy_areas=include"))
    assert area.registry_code in park_map.listed()
    assert area.registry_code in park_map.mapped()
    assert park_map.counted() == Park.objects.published().count()
    assert len(watch.documents) == 1


def test_page_of_a_policy_area_says_so_and_leads_to_it_on_the_map(park_map, area):
    page = park_map.page
    page.goto(area.get_absolute_url())
    wait_until_drawn(page)
    expect(page.locator(".page-head .badge--dashed")).to_be_visible()
    page.locator("a[href^='/?show'][href*='policy_areas=include']").click()
    park_map.settle()
    expect(park_map.popup).to_contain_text(area.name)
    expect(park_map.card(area.registry_code)).to_have_attribute("aria-current", "true")


def test_records_perhaps_in_a_belt_are_counted_apart_and_listed_by_a_link(park_map):
    surely = Park.objects.published().parks().in_belt("ha-da-qi")
    perhaps = Park.objects.published().parks().perhaps_in_belt("ha-da-qi")
    assert perhaps, "the facts hold such a park"
    park_map.open("?belt=ha-da-qi")
    assert set(park_map.listed()) == codes(surely)
    aside = park_map.results.locator(".results__aside a")
    expect(aside).to_contain_text(str(perhaps.count()))
    aside.click()
    expect(park_map.page).to_have_url(re.compile(r"/parks/\?perhaps_in=ha-da-qi$"))
    rows = park_map.page.locator("tbody th a").evaluate_all(
        "links => links.map((link) => link.pathname.split('/')[2])"
    )
    assert set(rows) == codes(perhaps)
