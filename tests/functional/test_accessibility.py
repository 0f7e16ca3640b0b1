"""Every page in both languages, wide and narrow, light and dark: nothing bars a reader."""

import pytest
from playwright.sync_api import expect

from tests.functional.addresses import PUBLIC, WORK, in_language
from tests.functional.barriers import barriers, barriers_at_all_sizes
from tests.functional.screens import PHONE, WIDE, wait_until_drawn
from tests.functional.watch import Watch

LANGUAGES = pytest.mark.parametrize("language", ["zh-hans", "en"])


@pytest.fixture(scope="module")
def reader(browser, base_url):
    """One window for all public pages; it fails the last test for what any of them did."""
    watch = Watch()
    context = browser.new_context(base_url=base_url, viewport=WIDE, reduced_motion="reduce")
    watch.attach(context)
    yield context.new_page()
    watch.verify()
    context.close()


def check(page, language, address):
    """Fail for the barriers of a page. Colours do not depend on the language."""
    page.goto(in_language(language, address))
    wait_until_drawn(page)
    expect(page.locator("html")).to_have_attribute("lang", "en" if language == "en" else "zh-Hans")
    assert barriers_at_all_sizes(page, dark=language == "en") == []


@LANGUAGES
@pytest.mark.parametrize("name", PUBLIC)
def test_public_page_is_accessible(reader, a_chain, name, language):
    check(reader, language, PUBLIC[name].format(chain=a_chain))


@LANGUAGES
@pytest.mark.parametrize("name", WORK)
def test_page_of_those_who_register_and_review_is_accessible(page_of, desk, name, language):
    check(page_of(desk), language, WORK[name].format(draft="PJ-9001", waiting="PJ-9002"))


@LANGUAGES
def test_page_not_found_is_accessible(page, watch, language):
    watch.announce(r"status 404: .*/parks/PK-9999/", "console error: .*404")
    check(page, language, "/parks/PK-9999/")


@LANGUAGES
def test_mistakes_in_a_form_are_said_accessibly(page_of, desk, language):
    page = page_of(desk)
    page.goto(in_language(language, "/projects/new/"))
    page.locator("button[name=submit]").click()
    expect(page.locator("#error-summary")).to_be_visible()
    assert barriers(page) == []


@LANGUAGES
def test_open_dialog_and_popup_are_accessible(park_map, language):
    page = park_map.page
    park_map.open(f"?lang={language}&q=PK-0001&select=PK-0001")
    expect(park_map.popup).to_be_visible()
    assert barriers(page) == []
    page.set_viewport_size(PHONE)
    page.locator("[data-open-filters]").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert barriers(page) == []
