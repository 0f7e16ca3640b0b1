"""Pictures of the ten main states for docs/img, in both languages: `make screenshots`.

They are taken as the browser tests look at the site, with its real facts and without a network.
Names say what is shown and nothing of when: a picture that has not changed stays the same file.
"""

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests.functional.languages import in_language
from tests.functional.screens import PHONE, wait_until_drawn

FOLDER = settings.BASE_DIR / "docs" / "img"
DESK = {"width": 1280, "height": 800}
A4 = {"width": 764, "height": 1010}
LANGUAGES = {"zh": "zh-hans", "en": "en"}
MAP = "/"
FILTERED = "/?show=parks&show=projects&sector=food&sector=chemicals&level=provincial&belt=ha-da-qi"
SHADED = "/?show=projects&shade=investment"
COMPARED = "/compare/?r=PK-0001&r=PK-0002&r=PK-0008"


def point_at_the_fullest_ring(page: Page) -> None:
    """Point at the ring with the most records."""
    rings = page.locator(".map-cluster")
    counts = [int(text) for text in rings.locator(".map-ring__count").all_text_contents()]
    rings.nth(counts.index(max(counts))).hover()
    page.locator(".ring-tip").wait_for()


def lay_out_for_paper(page: Page) -> None:
    """Show the sheet as it goes to the printer."""
    page.locator("[data-map-print]").first.click()
    page.locator("[data-print-form] [name=list]").uncheck()
    page.locator("[data-print-form] [type=submit]").click()
    page.wait_for_selector("html[data-printed]")
    page.emulate_media(media="print")
    # Day and host would make a new file of the same picture.
    page.locator(".map-source.print-only").evaluate("line => (line.textContent = '…')")


def nothing(_page: Page) -> None:
    """Take the page as it comes."""


STATES = {
    "map": (MAP, {}, nothing),
    "filtered": (FILTERED, {}, nothing),
    "ring": ("/?show=parks&show=bases&show=projects", {}, point_at_the_fullest_ring),
    "shades": (SHADED, {}, nothing),
    "park": ("/parks/PK-0001/", {}, nothing),
    "compare": (COMPARED, {}, nothing),
    "home": ("/home/", {}, nothing),
    "phone": (MAP, {"viewport": PHONE, "has_touch": True}, nothing),
    "print": ("/?sector=food", {"viewport": A4}, lay_out_for_paper),
    "dark": (SHADED, {"color_scheme": "dark"}, nothing),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
def test_take(new_context, state, language):
    address, options, then = STATES[state]
    context = new_context(**{"viewport": DESK, **options})
    context.add_init_script(
        """if (location.protocol === "http:") localStorage.setItem("welcomed", "yes");
        window.print = () => { document.documentElement.dataset.printed = "yes"; };"""
    )
    page = context.new_page()
    page.goto(in_language(LANGUAGES[language], address))
    wait_until_drawn(page)
    page.wait_for_timeout(500)  # the names on the map look for their places
    then(page)
    page.screenshot(
        path=FOLDER / f"{state}-{language}.jpg", type="jpeg", quality=80, animations="disabled"
    )
