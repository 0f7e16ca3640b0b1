"""What axe calls serious or critical, asked in the way that costs least."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.functional.screens import PHONE, WIDE, wait_until_drawn

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
REPEATED = ["tbody tr:nth-child(n+9)", ".cards li:nth-child(n+9)", ".facet__more label"]
OPTIONS = {
    "resultTypes": ["violations"],
    # Style sheets are loaded by then; axe would fetch them again.
    "preload": False,
    "rules": {name: {"enabled": False} for name in LESSER_RULES},
}
CONTRAST = {"resultTypes": ["violations"], "preload": False, "runOnly": ["color-contrast"]}
RUN = """async ([exclude, options]) => (await axe.run({ exclude }, options)).violations"""


def barriers(page: Page, options: dict = OPTIONS) -> list[str]:
    """The barriers of an open page as it stands."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(RUN, [[[selector] for selector in REPEATED], options])
    return [
        f"{one['id']} ({one['impact']}): {node['target']} {node['html'][:160]}"
        for one in found
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]


def barriers_at_all_sizes(page: Page, *, dark: bool) -> list[str]:
    """The barriers of an open page, wide and narrow, and in dark colours if asked."""
    found = []
    for name, viewport in (("wide", WIDE), ("narrow", PHONE)):
        page.set_viewport_size(viewport)
        wait_until_drawn(page)
        found += [f"{name}: {barrier}" for barrier in barriers(page)]
        if page.evaluate("document.documentElement.scrollWidth") > viewport["width"]:
            found.append(f"{name}: the page scrolls sideways")
    if dark:
        page.emulate_media(color_scheme="dark")
        found += [f"dark: {barrier}" for barrier in barriers(page, CONTRAST)]
        page.emulate_media(color_scheme="light")
    page.set_viewport_size(WIDE)
    return found
