"""The options of a facet. There are hundreds on a page: a template for each would take too long."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from records.filters.facets import Branch, Facet, FacetOption
from records.templatetags.registry import level_badge, sector_badge

register = template.Library()

BAR = (
    '<svg class="option__bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">'
    '<rect width="{}" height="4"/></svg>'
)
OPTION = (
    '<label class="option{zero}"{words}>'
    '<input type="checkbox" id="f-{name}-{value}" name="{name}" value="{value}"{checked}> '
    '<span class="option__label">{mark}<span>{label}</span></span> {bar}'
    '<span class="option__count">{count}</span></label>\n'
)
BRANCH = (
    '<div class="branch">{own}<details class="branch__inside" id="in-{name}-{value}"{opened}>'
    '<summary><span class="visually-hidden">{said}</span></summary>{inside}</details></div>\n'
)
MORE = (
    '<details class="facet__more" id="more-{name}"{opened}><summary>{said}</summary>'
    "{inside}</details>"
)


@register.simple_tag
def facet_options(facet: Facet) -> SafeString:
    """Draw the options of a facet, those that are part of another below it."""
    first = _drawn(facet, facet.first)
    # Safe: whatever is not written here went through escape().
    return SafeString(first + _more(facet, facet.rest) if facet.rest else first)


def _more(facet: Facet, rest: list[Branch]) -> str:
    said = ngettext("%(n)d more", "%(n)d more", len(rest)) % {"n": len(rest)}
    chosen = any(branch.option.selected or branch.holds_choice for branch in rest)
    return MORE.format(
        name=facet.name,
        opened=" open" if chosen else "",
        said=escape(said),
        inside=_drawn(facet, rest),
    )


def _drawn(facet: Facet, branches: Iterable[Branch]) -> str:
    return "".join(_branch(facet, branch) for branch in branches)


def _branch(facet: Facet, branch: Branch) -> str:
    option = branch.option
    own = _option(option, with_words=facet.is_long)
    if not branch.inside:
        return own
    parts = {"chain": _("Links of %(name)s"), "division": _("Counties of %(name)s")}
    return BRANCH.format(
        own=own,
        name=option.name,
        value=escape(option.value),
        opened=" open" if branch.holds_choice else "",
        said=escape(parts[facet.name] % {"name": option.label}),
        inside=_drawn(facet, branch.inside),
    )


def _option(option: FacetOption, *, with_words: bool) -> str:
    return OPTION.format(
        zero="" if option.count or option.selected else " option--none",
        words=f' data-words="{escape(option.words)}"' if with_words and option.words else "",
        name=option.name,
        value=escape(option.value),
        checked=" checked" if option.selected else "",
        mark=_mark(option),
        label=escape(option.label),
        bar=BAR.format(option.share) if option.share else "",
        count=option.count,
    )


def _mark(option: FacetOption) -> str:
    if option.name == "sector":
        return sector_badge(option.term, beside_name=True)
    return level_badge(option.value) if option.name == "level" else ""
