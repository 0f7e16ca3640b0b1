"""Whatever a style sheet defines, the style guide shows."""

import re

import pytest
from django.conf import settings

CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")
RULES = re.compile(r"/\*.*?\*/|\{[^{}]*\}", re.DOTALL)
ATTRIBUTE = re.compile(r'class="([^"]*)"')
# Not components but states, and what Leaflet brings.
STATES = ("is-", "shows-", "leaflet-", "of-")
# Arrangements of whole pages: they are what their page is.
PAGES = {
    "about",
    "account",
    "account-menu",
    "area-draw",
    "area-findings",
    "checks",
    "compare",
    "form-contents",
    "form-fold",
    "diff-lines",
    "diff-row",
    "form-foot",
    "form-line",
    "gate",
    "home",
    "list-foot",
    "list-layout",
    "list-main",
    "list-open",
    "list-side",
    "list-tools",
    "map-foot",
    "map-grip",
    "map-layout",
    "map-noscript",
    "map-sheet",
    "map-side",
    "map-stage",
    "map-tools",
    "page-top",
    "queue-way",
    "record-layout",
    "record-main",
    "record-side",
    "results",
    "review-form",
    "section-head",
    "sector-card",
    "sector-index",
    "theme",
    "theme-beside",
    "theme-records",
    "theme-top",
    "work",
    "work-row",
}
# Drawn by scripts, or by Django and Folium, where the reader is at work.
DRAWN = {
    "admin-map",
    "area-corner",
    "area-shape",
    "diff-shape",
    "errorlist",
    "folium-map",
    "fullscreen-icon",
    "helptext",
    "intake",
    "map",
    "picker",
    "place-canvas",
    "sheet-dot",
    "sheet-label",
}
# Words on a cell or a line, not components.
SMALL = {"place", "screen-only", "select", "textarea", "error-summary", "link-way"}


def blocks(names):
    """The components that class names belong to: what stands before `__` and `--`."""
    return {re.split("__|--", name)[0] for name in names}


def styled():
    """The components that the style sheets define."""
    sheets = [path.read_text("utf-8") for path in (settings.BASE_DIR / "static/css").glob("*.css")]
    found = blocks(name for sheet in sheets for name in CLASS.findall(RULES.sub(" ", sheet)))
    return {name for name in found if not name.startswith(STATES)}


@pytest.mark.usefixtures("facts")
def test_every_component_has_an_example(client):
    page = client.get("/about/style/").content.decode()
    shown = blocks(name for names in ATTRIBUTE.findall(page) for name in names.split())
    exempt = PAGES | DRAWN | SMALL
    assert len(shown & styled()) > 80
    assert styled() - shown - exempt == set()
    # An exemption that is no longer needed goes.
    assert exempt - styled() == set()
    assert exempt & shown == set()
