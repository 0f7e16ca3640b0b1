"""Pages of sectors, chains, links, parks and bases."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.generic import ListView, TemplateView

from accounts.audience import Reader
from parks.compare import Comparison
from parks.details import park_fact_groups
from parks.figure_views import may_keep_figures
from parks.figures import park_figures
from parks.links import before_and_after, beside, neighbour, points_of, query_of, steps_of
from parks.models import Base, Chain, ChainLink, Park, Sector
from parks.tree import tree_of
from records import collections
from records.figures import Figure, counted
from records.filters.results import FEW, address
from records.pages.near import others
from records.pages.record_page import RecordPage, ThemePage


class ParkPage(RecordPage):
    """A park or policy area, with the parks, bases and projects in it."""

    model = Park
    template_name = "parks/park.html"
    inside_parameter = "park"
    inside_kinds = ("parks", "bases", "projects")

    def figures(self) -> list[Figure]:
        """Level, area, and what is inside."""
        return park_figures(self.object, self.inside)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the parks around and inside it, and the nearest of the same main sector."""
        groups = {group.slug: group for group in self.inside}
        return super().get_context_data(
            **kwargs,
            **same_sector_context(self.object, self.audience),
            tree=tree_of(self.object, self.audience),
            has_parts=groups["parks"].count,
            fact_groups=park_fact_groups(self.object),
            may_keep_figures=may_keep_figures(self.request.user, self.object),
        )


def same_sector_context(park: Park, user: Reader) -> dict[str, Any]:
    """The nearest parks that lead with the same sector, wherever they are."""
    if not park.main_sector or not park.point:
        return {"same_sector": []}
    query = QueryDict(mutable=True)
    query["sector_main"] = park.main_sector.slug
    parks: Any = collections.get("parks").filtered(query, user=user).qs
    nearest = others(parks, park).placed().nearest_first(park.point)
    return {
        "same_sector": nearest.cards(0, FEW),
        "same_sector_url": address("parks", query),
        "same_sector_carried": f"?{query.urlencode()}",
    }


class ComparePage(TemplateView):
    """Two to four parks side by side; what cannot be compared is said with the status too."""

    template_name = "parks/compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the comparison, and the small map of its parks."""
        comparison = Comparison(self.request.GET, self.request.user)
        return super().get_context_data(
            **kwargs,
            **comparison.context(),
            **(comparison.map_context(self.request) if comparison.parks else {"theme_map": None}),
        )

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Answer 400 when something of the query could not be compared."""
        kwargs.setdefault("status", 400 if context["comparison"].problems else 200)
        return super().render_to_response(context, **kwargs)


class BasePage(RecordPage):
    """A base."""

    model = Base
    template_name = "parks/base.html"

    def figures(self) -> list[Figure]:
        """Kind, sector and titles."""
        base = self.object
        return [
            Figure(_("Kind"), base.get_kind_display()),
            Figure(_("Sector"), base.sector.name),
            counted(_("Titles"), len(base.designations.all()), "#titles"),
        ]


class SectorIndex(ListView):
    """Sectors with their chains."""

    queryset = Sector.objects.prefetch_related("chains")
    template_name = "parks/sectors.html"
    context_object_name = "sectors"


class SectorPage(ThemePage):
    """A sector: its chains and records."""

    model = Sector
    template_name = "parks/sector.html"
    parameter = "sector"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the chains of the sector."""
        return super().get_context_data(**kwargs, chains=self.object.chains.filter(parent=None))


class ChainPage(ThemePage):
    """A chain or field: its links with who is at them, its parts and records."""

    queryset = Chain.objects.select_related("sector", "parent")
    template_name = "parks/chain.html"
    parameter = "chain"

    def like(self) -> Iterable[Chain]:
        """The chains of the same sector, or the parts of the same chain."""
        chain = self.object
        return Chain.objects.filter(sector=chain.sector_id, parent=chain.parent_id)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add links and parts."""
        context = super().get_context_data(**kwargs, children=self.object.children.all())
        context["steps"] = steps_of(self.object, context["groups"])
        return context


class ChainLinkPage(ThemePage):
    """A link of a chain: who is at it, and who is at the links before and after it."""

    template_name = "parks/chain_link.html"
    parameter = "link"

    def get_object(self, queryset: Any = None) -> ChainLink:
        """The link, which is known only in its chain."""
        links = ChainLink.objects.select_related("chain__sector", "chain__parent", "plan_item")
        return get_object_or_404(links, chain__slug=self.kwargs["chain"], slug=self.kwargs["slug"])

    def like(self) -> Iterable[ChainLink]:
        """The links of the chain."""
        return self.object.chain.links.select_related("chain")

    def value(self) -> str:
        """The link as the filter writes it."""
        return str(query_of(self.object)["link"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the neighbours, those nearest to who is at this link first."""
        context = super().get_context_data(**kwargs)
        links = list(self.like())
        here = points_of(context["groups"])
        kinds = [collection.slug for collection in collections.with_place()]
        context["beside"] = beside(self.object, links)
        for side, (link, basis) in before_and_after(self.object, links).items():
            context[side] = neighbour(link, basis, kinds, here, self.request.user)
        return {"before": None, "after": None, **context}
