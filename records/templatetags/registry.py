"""Marks and figures of records in templates."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from geo.naming import is_english

register = template.Library()

UNKNOWN_COLOUR = "#C9CED6"
UNKNOWN_INK = "#16202B"
HEXAGON = "10,1 17.8,5.5 17.8,14.5 10,19 2.2,14.5 2.2,5.5"
RADIUS = {"provincial": 8, "municipal": 6, "county": 4.5}


@register.simple_tag
def sector_badge(sector: Any, beside_name: bool = False) -> SafeString:
    """Draw the colour and character of a sector; without one, the mark of the unknown.

    Beside its own name the mark says nothing new, so readers of the screen need not hear it.
    """
    colour, ink, glyph, name = UNKNOWN_COLOUR, UNKNOWN_INK, "?", _("No sector known")
    if sector:
        colour, ink, glyph, name = sector.colour, sector.ink, sector.glyph, sector.name
    said = format_html('role="img" aria-label="{}"', name)
    return format_html(
        '<svg class="sector-badge" width="20" height="20" viewBox="0 0 20 20" {}>'
        '<circle cx="10" cy="10" r="10" fill="{}"/>'
        '<text x="10" y="14" font-size="11" text-anchor="middle" fill="{}">{}</text></svg>',
        SafeString('aria-hidden="true"') if beside_name else said,
        colour,
        ink,
        glyph,
    )


@register.simple_tag
def level_badge(level: str) -> SafeString:
    """Draw the shape and size that stand for a level; its name always stands beside it."""
    if level == "national":
        shape = format_html('<polygon points="{}"/>', HEXAGON)
    elif level in RADIUS:
        shape = format_html('<circle cx="10" cy="10" r="{}"/>', RADIUS[level])
    else:
        shape = SafeString('<circle class="level-badge__unknown" cx="10" cy="10" r="4"/>')
    return format_html(
        '<svg class="level-badge" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">'
        "{}</svg>",
        shape,
    )


@register.filter
def yi_yuan(yuan: Decimal | None) -> str | SafeString:
    """Show a sum in the units of the language, with the exact sum in yuan on hover."""
    if yuan is None:
        return unknown()
    exact = _("%(sum)s yuan") % {"sum": grouped(yuan.quantize(Decimal(1)))}
    return format_html('<span title="{}">{}</span>', exact, money(yuan))


def money(yuan: Decimal) -> str:
    """A sum in the reader's units, rounded to four digits of a unit: 2.66 billion yuan."""
    for least, unit, words in _units():
        if yuan >= least:
            return words % {"sum": _plain((yuan / unit).quantize(Decimal("0.0001")))}
    return _("%(sum)s yuan") % {"sum": _plain(yuan)}


def _units() -> list[tuple[int, int, str]]:
    """The least sum that is said in a unit, the unit in yuan, and its words."""
    if is_english():
        return [
            (10**9, 10**9, _("%(sum)s billion yuan")),
            (10**6, 10**6, _("%(sum)s million yuan")),
        ]
    # Chinese officials count in 亿 even a part of one.
    return [
        (10**6, 10**8, _("%(sum)s hundred million yuan")),
        (10**4, 10**4, _("%(sum)s ten thousand yuan")),
    ]


@register.filter
def hectares(area_ha: Decimal | None) -> str | SafeString:
    """Show an area in hectares."""
    if area_ha is None:
        return unknown()
    return _("%(area)s ha") % {"area": _plain(area_ha)}


@register.filter
def kilometres(distance_km: float) -> str:
    """Show a distance in kilometres, as exactly as a point on the map is worth."""
    return _("%(km)s km") % {"km": f"{distance_km:,.1f}"}


@register.filter
def known(value: Any) -> Any:
    """Show a value, or plainly that it is unknown."""
    return unknown() if value in (None, "") else value


def unknown() -> SafeString:
    """The word for what is not known."""
    return format_html('<span class="unknown">{}</span>', _("unknown"))


def not_public() -> SafeString:
    """The word for what a record keeps back."""
    return format_html('<span class="unknown">{}</span>', _("not public"))


def _plain(number: Decimal) -> str:
    """A number without trailing zeros, grouped by thousands."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return grouped(Decimal(text))


def grouped(number: Decimal) -> str:
    """A number with commas between thousands, which Django's Chinese formats leave out."""
    return f"{number:,f}"
