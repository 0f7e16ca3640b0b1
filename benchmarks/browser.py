"""How long a browser needs until the map is idle, and what it keeps in memory.

    python -m benchmarks.browser --projects 1000 100000

needs the databases that `benchmarks.generate` makes, and Chromium. Each visit begins with an empty
cache. The sizes take turns, so that other work on the machine disturbs them alike: trust ratios.
"""

import argparse
import http.client
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import median

from playwright.sync_api import Browser, CDPSession, sync_playwright

from benchmarks import database, plain
from benchmarks.site import compressed, serving, text_of

# At the largest number of projects, against the smallest.
LIMIT_RATIO, LIMIT_MORE_MB = 1.3, 10
OURS = "this registry"
MAP = "/?show=projects"
# The state that the page itself calls drawn; Folium's page has none, so its first mark must do.
DRAWN = '[data-map-layout][data-ready="yes"]:not([aria-busy])'
MARKED = ".folium-map .leaflet-marker-icon"
PATIENCE_MS = 180_000
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
SCREEN = {"width": 1440, "height": 900}
# Milliseconds from the start of the navigation until the selector is there and has been painted.
IDLE = """(selector) => new Promise((resolve) => {
  const look = () => {
    const done = document.readyState === "complete" && document.querySelector(selector);
    if (done) requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
    else requestAnimationFrame(look);
  };
  look();
})"""


@dataclass(frozen=True)
class Visit:
    """What one visit measured: milliseconds, megabytes in the heap, kilobytes that travelled."""

    idle_ms: float
    heap_mb: float
    sent_kb: float


@dataclass(frozen=True)
class Page:
    """A page to visit, and what tells that it is drawn."""

    way: str
    projects: int
    address: str
    drawn: str


def main() -> None:
    """Visit every page in turn, several times, and print medians and ratios."""
    options = parse()
    with ExitStack() as stack:
        pages = [
            page
            for size in dict.fromkeys(options.projects)
            for page in stack.enter_context(pages_of(size))
        ]
        visits = visit_all(pages, options.runs)
    report(pages, visits)


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.browser")
    parser.add_argument("--projects", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--runs", type=int, default=5, help="of each page")
    return parser.parse_args()


@contextmanager
def pages_of(projects: int) -> Iterator[list[Page]]:
    """Serve the map of the registry with so many projects, and Folium's pages of the same."""
    with ExitStack() as stack:
        port = stack.enter_context(serving(database.name_for(projects)))
        pages = [Page(OURS, projects, f"http://127.0.0.1:{port}{MAP}", DRAWN)]
        rows = plain.rows_of(
            text_of(compressed(http.client.HTTPConnection("127.0.0.1", port), "/projects.geojson"))
        )
        for way, draw in plain.WAYS.items():
            address = stack.enter_context(plain.serving_plain(draw(rows)))
            pages.append(Page(way, projects, address, MARKED))
        yield pages


def visit_all(pages: list[Page], runs: int) -> dict[Page, list[Visit]]:
    """Visit the pages in turn; the first turn only warms the servers."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        turns = [[visit(browser, page) for page in pages] for _run in range(runs + 1)]
        browser.close()
    return dict(zip(pages, map(list, zip(*turns[1:], strict=True)), strict=True))


def visit(browser: Browser, page: Page) -> Visit:
    """Open a page as somebody who was never there."""
    context = browser.new_context(viewport=SCREEN, reduced_motion="reduce")  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_MS)
    window = context.new_page()
    session = context.new_cdp_session(window)
    sent: list[float] = []
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sent.append(event["encodedDataLength"]))
    window.goto(page.address, wait_until="commit")
    idle_ms = window.evaluate(IDLE, page.drawn)
    result = Visit(idle_ms, heap_mb(session), sum(sent) / 1000)
    context.close()
    return result


def heap_mb(session: CDPSession) -> float:
    """What the page's scripts hold after everything that can be thrown away is."""
    session.send("HeapProfiler.collectGarbage")
    return session.send("Runtime.getHeapUsage")["usedSize"] / 1e6


def report(pages: list[Page], visits: dict[Page, list[Visit]]) -> None:
    """Print the medians of each page, and how they grow from the fewest projects to the most."""
    print(f"{'':26}{'projects':>9}{'idle ms':>9}{'heap MB':>9}{'sent kB':>9}")
    middle = {page: medians(visits[page]) for page in pages}
    for way in dict.fromkeys(page.way for page in pages):
        own = sorted((page for page in pages if page.way == way), key=lambda page: page.projects)
        for page in own:
            seen = middle[page]
            figures = f"{seen.idle_ms:9.0f}{seen.heap_mb:9.1f}{seen.sent_kb:9.0f}"
            print(f"{way:26}{page.projects:>9}{figures}")
        if len(own) > 1:
            print(growth(way, middle[own[0]], middle[own[-1]]))


def medians(visits: list[Visit]) -> Visit:
    """The middle of every figure."""
    return Visit(
        median(visit.idle_ms for visit in visits),
        median(visit.heap_mb for visit in visits),
        median(visit.sent_kb for visit in visits),
    )


def growth(way: str, few: Visit, many: Visit) -> str:
    """How the figures grow; for our own page also whether that is within the limits."""
    ratio, more = many.idle_ms / few.idle_ms, many.heap_mb - few.heap_mb
    line = f"  idle {ratio:.2f} times as late, {more:+.1f} MB of heap"
    if way != OURS:
        return line
    held = "ok" if ratio <= LIMIT_RATIO and more < LIMIT_MORE_MB else "NO"
    return f"{line}  limits {LIMIT_RATIO} times, {LIMIT_MORE_MB} MB {held}"


if __name__ == "__main__":
    main()
