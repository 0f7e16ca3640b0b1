"""What makes Folium safe and local: text is final, files are ours, scripts carry a nonce."""

import re
from typing import Any, NamedTuple

import branca.element
from branca.element import Element, Figure, Link
from django.templatetags.static import static

# Folium's name of a file -> our vendored copy; None: the page does without it. A name that is not
# here raises KeyError, so a new plugin can never make a page ask a foreign host.
ASSETS: dict[str, str | None] = {
    "leaflet": "leaflet/dist/leaflet.js",
    "leaflet_css": "leaflet/dist/leaflet.css",
    "markerclusterjs": "leaflet.markercluster/dist/leaflet.markercluster.js",
    "markerclustercss": "leaflet.markercluster/dist/MarkerCluster.css",
    "markerclusterdefaultcss": None,
    "Control.Fullscreen.js": "leaflet.fullscreen/Control.FullScreen.js",
    "Control.FullScreen.css": "leaflet.fullscreen/Control.FullScreen.css",
    "jquery": None,
    "bootstrap": None,
    "bootstrap_css": None,
    "awesome_markers": None,
    "awesome_markers_css": None,
    "awesome_markers_font_css": None,
    "awesome_rotate_css": None,
    "glyphicons_css": None,
}

_NEEDS_NONCE = re.compile(r"<(script|style)(?=[\s>])")


class MapPieces(NamedTuple):
    """The parts of a map that a template puts into the page; no user text is in them."""

    header: str
    html: str
    script: str


class Literal:
    """Stands in for a template whose text is already rendered."""

    def __init__(self, text: str) -> None:
        self.text = text

    def render(self, *_args: object, **_kwargs: object) -> str:
        """Return the text as it is."""
        return self.text


def harden_folium() -> None:
    """Keep branca from running rendered text through Jinja a second time.

    Without this a name such as `{{ … }}` that reaches a Folium element is executed on the server.
    """
    setattr(branca.element, "Template", Literal)  # noqa: B010 - the name is typed as a class


class _LocalHeader(Element):
    """Takes the links to our own copies and nothing else.

    Folium's own header forbids zooming the page and styles html and body.
    """

    def add_child(
        self, child: Element, name: str | None = None, index: int | None = None
    ) -> Element:
        """Add a link under our own URL; drop everything else."""
        if not isinstance(child, Link):
            return child
        path = ASSETS[str(name)]
        if path is None:
            return child
        child.url = static(f"vendor/{path}")
        return super().add_child(child, name=name, index=index)


class LocalFigure(Figure):
    """A figure whose files all come from this site."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.header = _LocalHeader()
        self.header._parent = self

    def pieces(self) -> MapPieces:
        """Render the figure in parts, without nonces."""
        self.render()
        return MapPieces(*(part.render() for part in (self.header, self.html, self.script)))


def with_nonce(pieces: MapPieces, nonce: str) -> MapPieces:
    """Give every script and style element the nonce of the response."""
    marked = rf'<\1 nonce="{nonce}"'
    return MapPieces(
        _NEEDS_NONCE.sub(marked, pieces.header),
        _NEEDS_NONCE.sub(marked, pieces.html),
        pieces.script,
    )
