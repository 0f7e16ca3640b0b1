"""Pages of sectors, chains, parks and bases."""

from typing import Any

from django.views.generic import ListView

from parks.models import Base, Chain, Park, Sector
from records import collections
from records.views import RecordPage, ThemePage


class ParkPage(RecordPage):
    """A park or policy area."""

    model = Park
    template_name = "parks/park.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is inside the park."""
        park = self.object
        projects = collections.get("projects").model.objects.published()
        return super().get_context_data(
            **kwargs,
            children=park.children.published().with_card(),
            bases=park.bases.published().with_card(),
            projects=projects.filter(park=park).with_card(),
        )


class BasePage(RecordPage):
    """A base."""

    model = Base
    template_name = "parks/base.html"


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
    """A chain or field: its links, parts and records."""

    queryset = Chain.objects.select_related("sector", "parent")
    template_name = "parks/chain.html"
    parameter = "chain"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add links and parts."""
        chain = self.object
        return super().get_context_data(
            **kwargs, links=chain.links.all(), children=chain.children.all()
        )
