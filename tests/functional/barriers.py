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
# Half of the time goes into contrast, and colours do not depend on the language.
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


def barriers_wide_and_narrow(page: Page, options: dict = EVERYTHING) -> list[str]:
    """The barriers of an open page at a desk and on a phone."""
    found = []
    for name, viewport in SIZES.items():
        page.set_viewport_size(viewport)
        wait_until_drawn(page)
        if page.evaluate("document.documentElement.scrollWidth") > viewport["width"]:
            found.append(f"{name}: the page scrolls sideways")
    for name, viewport in reversed(SIZES.items()):
        page.set_viewport_size(viewport)
        wait_until_drawn(page)
        found += [f"{name}: {barrier}" for barrier in barriers(page, options)]
    return found


def barriers_in_the_dark(page: Page) -> list[str]:
    """What the dark colours of an open page hide."""
    page.emulate_media(color_scheme="dark")
    found = barriers(page, COLOURS)
    page.emulate_media(color_scheme="light")
    return found
