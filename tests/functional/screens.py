"""What the tests see and do on the park map, in the words of a reader."""

import re

from playwright.sync_api import Locator, Page, expect

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}

MARKERS_OF_LEAFLET = """() => {
  const isCluster = (thing) => thing instanceof L.MarkerClusterGroup;
  const cluster = Object.values(window).find(isCluster);
  return cluster.getLayers().map((marker) => marker.record.code);
}"""
COUNT_OF_DRAWN = """() => {
  const rings = [...document.querySelectorAll(".map-cluster .map-ring__count")];
  const inRings = rings.reduce((sum, ring) => sum + Number(ring.textContent), 0);
  return inRings + document.querySelectorAll(".map-marker").length;
}"""


def wait_until_drawn(page: Page) -> None:
    """Wait for the map of a page, if it has one."""
    if page.locator("[data-map-layout]").count():
        ParkMap(page).settle()
    elif page.locator(".leaflet-container").count():
        expect(page.locator("path.sheet-outline, path.admin-map__outline").first).to_be_attached()


class ParkMap:
    """The page at `/`."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.layout = page.locator("[data-map-layout]")
        self.results = page.locator("#results")
        self.sentence = page.locator("#results-title")
        self.popup = page.locator(".map-popup")

    def open(self, query: str = "") -> None:
        """Open the map with `query` and wait until all is drawn."""
        self.page.goto(f"/{query}")
        self.settle()

    def settle(self) -> None:
        """Wait until list and map show what was asked for."""
        ready = self.page.locator('[data-map-layout][data-ready="yes"]:not([aria-busy])')
        expect(ready).to_be_attached()

    def option(self, facet: str, value: str) -> Locator:
        """The checkbox of one value of a facet."""
        return self.page.locator(f"#f-{facet}-{value}")

    def choose(self, facet: str, value: str) -> None:
        """Click a value of a facet."""
        self.page.locator("label", has=self.option(facet, value)).click()
        self.settle()

    def show(self, kind: str) -> None:
        """Click the pill of a kind of record."""
        self.page.locator("label.pill", has=self.page.locator(f"input[value={kind}]")).click()
        self.settle()

    def listed(self) -> list[str]:
        """The codes in the list."""
        return self.page.eval_on_selector_all(
            "#results [data-code]", "cards => cards.map((card) => card.dataset.code)"
        )

    def mapped(self) -> list[str]:
        """The codes on the map, in clusters or not."""
        return self.page.evaluate(MARKERS_OF_LEAFLET)

    def drawn(self) -> int:
        """How many records the marks and the counts of the rings add up to."""
        return self.page.evaluate(COUNT_OF_DRAWN)

    def counted(self, group: str = "parks") -> int:
        """The number beside the heading of a kind."""
        return int(self.page.locator(f"#group-{group} .count").inner_text())

    def marker(self, name: str) -> Locator:
        """The mark of the record called `name`."""
        return self.page.get_by_role("button", name=re.compile(re.escape(name)))

    def card(self, code: str) -> Locator:
        """The card of a record in the list."""
        return self.results.locator(f'[data-code="{code}"]')
