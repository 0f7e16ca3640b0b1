"""What axe calls serious or critical, asked in the way that costs least."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.functional.screens import PHONE, WIDE, wait_until_drawn

SIZES = {"wide": WIDE, "narrow": PHONE}
GRAVE = {"serious", "critical"}
# Rules that axe itself ranks lower; asking them costs a quarter of the time.
LESSER_RULES = [
    "heading-order",
    "hidden-content",
    "landmark-banner-is-top-level",
    "landmark-contentinfo-is-top-level",
    "landmark-main-is-top-level",
    "landmark-one-main",
    "landmark-unique",
    "page-has-heading-one",
    "region",
    "skip-link",
]
# Rows and cards come from one template each: the first ones stand for the rest.
REPEATED = "tbody tr:nth-child(n+9), .cards li:nth-child(n+9), .facet__more label"
QUICK = {
    "resultTypes": ["violations"],
    # Style sheets are loaded by then; axe would fetch them again.
    "preload": False,
}
EVERYTHING = {**QUICK, "rules": {name: {"enabled": False} for name in LESSER_RULES}}
# Half of the time goes into contrast.
ALL_BUT_COLOURS = {
    **QUICK,
    "rules": {**EVERYTHING["rules"], "color-contrast": {"enabled": False}},
}
COLOURS = {**QUICK, "runOnly": ["color-contrast"]}
RUN = """async ([repeated, options]) => {
  for (const element of document.querySelectorAll(repeated)) element.remove();
  return (await axe.run(options)).violations;
}"""


def barriers(page: Page, options: dict = EVERYTHING) -> list[str]:
    """The barriers of an open page as it stands; what repeats itself is taken out."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(RUN, [REPEATED, options])
    return [
        f"{one['id']} ({one['impact']}): {node['target']} {node['html'][:160]}"
        for one in found
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]


def barriers_wide_and_narrow(page: Page) -> list[str]:
    """The barriers of an open page on a phone and at a desk, where it then stays."""
    found = scrolling(page)
    for name in reversed(SIZES):
        resize(page, name)
        found += [f"{name}: {barrier}" for barrier in barriers(page)]
    return found


def barriers_of_the_language(page: Page) -> list[str]:
    """What bars a reader of the other language from a page whose barriers are known.

    Words are longer there and names may lack, at a desk as on a phone; colours are the same.
    """
    found = scrolling(page)
    resize(page, "wide")
    return found + barriers(page, ALL_BUT_COLOURS)


def scrolling(page: Page) -> list[str]:
    """At which sizes an open page, whole as it is, scrolls sideways."""
    found = []
    for name, viewport in SIZES.items():
        resize(page, name)
        if page.evaluate("document.documentElement.scrollWidth") > viewport["width"]:
            found.append(f"{name}: the page scrolls sideways")
    return found


def resize(page: Page, name: str) -> None:
    """Give the page one of the sizes."""
    page.set_viewport_size(SIZES[name])
    wait_until_drawn(page)


def barriers_in_the_dark(page: Page) -> list[str]:
    """What the dark colours of an open page hide."""
    page.emulate_media(color_scheme="dark")
    found = barriers(page, COLOURS)
    page.emulate_media(color_scheme="light")
    return found
