"""Light and dark follow the system until the reader chooses."""

import re

from playwright.sync_api import expect

PAPER = re.compile(r"rgb\(255, 255, 255\)")


def test_choice_of_colours_is_kept_and_can_be_taken_back(new_context):
    context = new_context(color_scheme="light")
    page = context.new_page()
    page.goto("/parks/")
    header, switch = page.locator(".site-header"), page.locator("[data-dark-switch]")
    expect(switch).to_have_attribute("aria-pressed", "false")
    expect(header).to_have_css("background-color", PAPER)
    switch.press("Enter")
    expect(switch).to_have_attribute("aria-pressed", "true")
    expect(header).not_to_have_css("background-color", PAPER)
    page.goto("/")
    expect(switch).to_have_attribute("aria-pressed", "true")
    expect(header).not_to_have_css("background-color", PAPER)
    page.emulate_media(media="print")
    expect(page.locator("body")).to_have_css("color", "rgb(0, 0, 0)")
    page.emulate_media(media="screen")
    switch.click()
    expect(header).to_have_css("background-color", PAPER)
    # What the system says anyway is no choice: the page follows the system again.
    assert "theme" not in {cookie["name"] for cookie in context.cookies()}
    page.emulate_media(color_scheme="dark")
    expect(header).not_to_have_css("background-color", PAPER)
    expect(switch).to_have_attribute("aria-pressed", "true")
