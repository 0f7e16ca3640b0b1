"""Every page speaks Chinese and English, and one click leads from one to the other."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.functional.addresses import PUBLIC, WORK, in_language
from tests.functional.screens import wait_until_drawn

HAN = re.compile("[\u4e00-\u9fff]")
OTHER_LANGUAGE = {"zh-hans": ("English", "en", "en"), "en": ("简体中文", "zh-hans", "zh-Hans")}


def place(url):
    """Where an address leads, whatever the language."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    query.pop("lang", None)
    return parts.path, query


def switch(page, language):
    """Click the language switch of a page in `language`; the place must stay the same."""
    name, code, html_language = OTHER_LANGUAGE[language]
    before = place(page.url)
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", html_language)
    wait_until_drawn(page)
    assert place(page.url) == before
    return code


def check_both_languages(page, address):
    """Go from Chinese to English and back; the navigation must be in the language of the page."""
    page.goto(in_language("zh-hans", address))
    wait_until_drawn(page)
    menu = page.locator(".site-nav")
    assert HAN.search(menu.inner_text())
    chinese = page.title()
    switch(page, "zh-hans")
    assert not HAN.search(menu.inner_text()), menu.inner_text()
    assert page.title() != chinese
    switch(page, "en")
    assert page.title() == chinese


@pytest.mark.parametrize("group", [list(PUBLIC)[:10], list(PUBLIC)[10:]], ids=["first", "rest"])
def test_every_public_page_switches_its_language(page, a_chain, group):
    for name in group:
        check_both_languages(page, PUBLIC[name].format(chain=a_chain))


def test_every_page_behind_the_login_switches_its_language(page_of, desk):
    page = page_of(desk)
    for address in WORK.values():
        check_both_languages(page, address.format(draft="PJ-9001", waiting="PJ-9002"))


def test_language_is_remembered(page):
    page.goto("/about/data/")
    switch(page, "zh-hans")
    page.goto("/sectors/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto("/sectors/?lang=zh-hans")
    page.goto("/about/data/")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
