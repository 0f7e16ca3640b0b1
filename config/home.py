"""The home page: what the registry is, what it holds, and the ways in."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.views.generic import TemplateView

from accounts.audience import PUBLIC, Audience, Reader
from config.overview import overview
from projects.enums import InvestmentBand
from projects.filters import BANDS
from records import collections
from records.filters.facets import Facet
from records.filters.results import Results, address
from records.filters.sentences import sentences
from records.pages.record_page import as_text
from records.versions import data_version

CHAINS_SHOWN = 12


class Home(TemplateView):
    """Totals and ways in; every number is the count of the page behind it."""

    template_name = "config/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the page counts, once for each language and state of the data."""
        reader = Audience.of(self.request.user)
        key = f"home-{get_language()}-{data_version()}-{reader.key}"
        known: Any = cache.get_or_set(key, lambda: counted(reader), timeout=None)
        return super().get_context_data(**kwargs, **known)


def counted(reader: Reader = PUBLIC) -> dict[str, Any]:
    """The totals, and the counted options of sector, level, chain, belt and division."""
    everything = Results(QueryDict(), [one.slug for one in collections.with_place()], user=reader)
    parks = collections.get("parks").filtered(QueryDict(), user=reader)
    chains = _ways(everything, "chain")
    return {
        "totals": [_total(slug, reader) for slug in ("parks", "bases", "projects", "enterprises")],
        "with_policy_areas": _total("parks", reader, policy_areas="include"),
        "levels": _levels(parks),
        "investment": _investment(reader),
        "sectors": _ways(everything, "sector"),
        "belts": _ways(everything, "belt"),
        "divisions": _ways(everything, "division"),
        "chains": _most([chain for chain in chains if chain["count"]]),
        "chains_in_all": len(chains),
        "overview": overview(parks.qs),
        "overview_words": as_text(sentences(everything.groups[:1])),
    }


def _total(slug: str, reader: Reader, **query: str) -> dict[str, Any]:
    """The number of records of a kind, and where they are listed."""
    asked = QueryDict(mutable=True)
    asked.update(query)
    collection = collections.get(slug)
    return {
        "label": str(collection.label),
        "count": collection.filtered(asked, user=reader).qs.count(),
        "url": address(slug, asked),
    }


def _investment(reader: Reader) -> dict[str, Any]:
    """The sum of the investments (yuan), and where the projects with and without one are listed."""
    projects: Any = collections.get("projects").filtered(QueryDict(), user=reader).qs
    bands = QueryDict(mutable=True)
    bands.setlist("investment", [band for band in BANDS if band != InvestmentBand.UNKNOWN])
    return {
        **projects.known_investment(),
        "known_url": address("projects", bands),
        "unknown_url": address("projects", QueryDict(f"investment={InvestmentBand.UNKNOWN}")),
    }


def _levels(parks: Any) -> list[dict[str, Any]]:
    """How many parks there are of each level."""
    numbers = parks.qs.by_level()
    return [
        {"value": option.value, "label": option.label, "count": numbers[option.value]}
        for option in parks.filters["level"].options
        if option.value in numbers
    ]


def _ways(results: Results, name: str) -> list[dict[str, Any]]:
    """The options of a facet that have a page of their own, each with its address."""
    facet: Facet = next(facet for facet in results.facets if facet.name == name)
    return [
        {"label": option.label, "count": option.count, "term": option.term, "url": url}
        for option in facet.options
        if not option.depth and (url := _page_of(name, option))
    ]


def _page_of(name: str, option: Any) -> str:
    if name == "division":
        return reverse("division", args=[option.value])
    return option.term.get_absolute_url() if option.term else ""


def _most(options: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The options with the most records."""
    return sorted(options, key=lambda option: -option["count"])[:CHAINS_SHOWN]
