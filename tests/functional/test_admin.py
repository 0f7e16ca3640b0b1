"""The admin shows places on our own map."""

import re

import pytest
from playwright.sync_api import expect

from accounts.enums import Role
from geo.models import Division
from parks.models import Park


@pytest.fixture
def admin_page(people, page_of):
    """The admin, open for an administrator."""
    user = people.join("admin", Role.ADMINISTRATOR, is_staff=True, is_superuser=True)
    return page_of(user)


@pytest.fixture
def park():
    """A park with a point."""
    return Park.objects.published().parks().exclude(point=None).first()


@pytest.fixture
def address(park):
    """The change page of the park."""
    return f"/admin/parks/park/{park.pk}/change/"


def test_change_page_of_a_park_shows_its_point_on_a_local_map(admin_page, park, address):
    admin_page.goto(address)
    frame = admin_page.locator(".field-point [data-admin-map]")
    expect(frame.locator("path.admin-map__outline").first).to_be_attached()
    expect(frame.locator("path.admin-map__point")).to_be_visible()
    text = admin_page.locator("#id_point").input_value()
    lon, lat = map(float, re.findall(r"-?\d+(?:\.\d+)?", text.split(";")[-1]))
    assert (lon, lat) == pytest.approx(park.point.coords, abs=1e-5)


def test_click_on_the_map_of_the_admin_moves_the_point_and_saving_keeps_it(
    admin_page, park, address
):
    before = park.point
    admin_page.goto(address)
    frame = admin_page.locator(".field-point [data-admin-map]")
    expect(frame.locator("path.admin-map__outline").first).to_be_attached()
    box = frame.bounding_box()
    # Not far: a point outside its district would be refused.
    frame.click(position={"x": box["width"] / 2 + 6, "y": box["height"] / 2})
    clicked = admin_page.locator("#id_point").input_value()
    assert clicked.startswith("POINT (")
    try:
        admin_page.locator("input[name=_continue]").click()
        expect(admin_page.locator(".messagelist .success")).to_be_visible()
        park.refresh_from_db()
        lon, lat = map(float, re.findall(r"-?\d+\.\d+", clicked))
        assert park.point.coords == pytest.approx((lon, lat))
    finally:
        # As the fixtures gave it: nobody changed it.
        Park.objects.filter(pk=park.pk).update(point=before, changed_by=None)


def test_outline_of_a_division_is_drawn_in_the_admin(admin_page):
    division = Division.objects.exclude(boundary=None).exclude(parent=None).first()
    admin_page.goto(f"/admin/geo/division/{division.pk}/change/")
    frame = admin_page.locator(".field-boundary [data-admin-map]")
    expect(frame.locator("path.admin-map__area").first).to_be_attached()


def test_lists_and_history_of_the_admin_open_without_error(admin_page, people):
    people.join("clerk", Role.CONTRIBUTOR)
    admin_page.goto("/admin/")
    lists = admin_page.locator("#content-main th a").evaluate_all(
        "links => links.map((link) => link.getAttribute('href'))"
    )
    assert len(lists) > 15
    for address in lists:
        admin_page.goto(address)
        expect(admin_page.locator("#changelist")).to_be_visible()
