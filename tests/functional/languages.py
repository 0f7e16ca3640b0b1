"""The two languages of a page, and the way from one to the other."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from tests.functional.screens import wait_until_drawn

HAN = re.compile("[\u4e00-\u9fff]")
# What the switch of a page says, and the language in which the next page then is.
SWITCH = {"zh-hans": ("English", "en"), "en": ("中文", "zh-Hans")}


def in_language(language: str, address: str) -> str:
    """The address of a page in `language`."""
    return f"{address}{'&' if '?' in address else '?'}lang={language}"


def switch(page: Page, language: str) -> None:
    """Click the switch of a page in `language`; the place must stay the same."""
    name, other = SWITCH[language]
    before = _place(page)
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", other)
    wait_until_drawn(page)
    after = _place(page)
    assert after == before, f"{before} became {after}"


def check_language(page: Page, language: str) -> None:
    """Fail unless page and navigation are in `language`."""
    expect(page.locator("html")).to_have_attribute("lang", "en" if language == "en" else "zh-Hans")
    menu = page.locator(".site-nav").inner_text()
    assert bool(HAN.search(menu)) == (language != "en"), menu


def _place(page: Page) -> tuple[str, dict[str, list[str]]]:
    """Where the page is, whatever its language."""
    parts = urlsplit(page.url)
    query = parse_qs(parts.query)
    query.pop("lang", None)
    return parts.path, query
