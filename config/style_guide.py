"""The style guide: the design system with live examples, and what its colours measure."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from config.colours import VISIONS, contrast, least_distance, seen, tokens
from geo.enums import DivisionUnit
from parks.enums import ParkLevel
from parks.models import Sector
from records.enums import Measure
from records.templatetags.registry import UNKNOWN_COLOUR

THEMES = ("light", "dark")
# Ink and what it stands on; the least contrast that WCAG 2.2 AA asks for.
TEXT, EDGE = 4.5, 3.0
PAIRS = [
    ("ink", "paper", TEXT),
    ("ink", "ground", TEXT),
    ("ink", "selected", TEXT),
    ("secondary", "paper", TEXT),
    ("secondary", "ground", TEXT),
    ("secondary", "hover", TEXT),
    ("accent", "paper", TEXT),
    ("accent", "ground", TEXT),
    ("accent", "selected", TEXT),
    ("on-accent", "accent", TEXT),
    ("error", "error-ground", TEXT),
    ("warning", "warning-ground", TEXT),
    ("success", "success-ground", TEXT),
    ("info", "info-ground", TEXT),
    ("map-label", "map-province", TEXT),
    ("map-label", "map-land", TEXT),
    ("line-strong", "paper", EDGE),
    ("line-strong", "ground", EDGE),
    ("map-outline", "map-land", EDGE),
    ("focus-inner", "focus", EDGE),
]
SIGHTS = {
    "normal": _("Most people"),
    "protan": _("Without red cones"),
    "deutan": _("Without green cones"),
    "tritan": _("Without blue cones"),
}


class StyleGuide(TemplateView):
    """The design system with live examples."""

    template_name = "config/style_guide.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the real sectors, levels and colours: the guide shows what the pages show."""
        sectors = list(Sector.objects.all())
        return super().get_context_data(
            **kwargs,
            sectors=sectors,
            levels=ParkLevel.choices,
            pairs=[_pair(*pair) for pair in PAIRS],
            visions=[_vision(sectors, vision) for vision in VISIONS],
            measures=Measure.choices,
            units=DivisionUnit.choices,
        )


def _pair(ink: str, ground: str, least: float) -> dict[str, Any]:
    """Two tokens that stand on each other, in both themes."""
    colours = [(tokens(theme)[ink], tokens(theme)[ground]) for theme in THEMES]
    looks = [{"ink": a, "ground": b, "contrast": contrast(a, b)} for a, b in colours]
    return {"ink": ink, "ground": ground, "least": least, "looks": looks}


def _vision(sectors: list[Sector], vision: str) -> dict[str, Any]:
    """The colours of the sectors as somebody with that vision sees them."""
    colours = [*(sector.colour for sector in sectors), UNKNOWN_COLOUR]
    glyphs = [*((sector.ink, sector.glyph) for sector in sectors), ("#16202B", "?")]
    badges = [
        {"colour": seen(colour, vision), "ink": ink, "glyph": glyph}
        for colour, (ink, glyph) in zip(colours, glyphs, strict=True)
    ]
    return {
        "label": SIGHTS[vision],
        "badges": badges,
        "distance": least_distance(colours, vision),
    }
