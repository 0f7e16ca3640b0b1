"""Two to four parks side by side. Distances are in kilometres on the ground, areas in hectares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.audience import PUBLIC, Reader
from parks.models import Park
from records import collections
from records.figures import Figure
from records.filters.choices import CODE
from records.filters.results import Results, address
from records.maps.mapdata import theme_map_context
from records.pages.record_page import map_words

PARAMETER = "r"
FEWEST, MOST = 2, 4
# A long wrong value is repeated only so far.
REPEATED = 40


@dataclass(frozen=True)
class Column:
    """A park of the comparison with what must be counted for it; `distances` are to the others."""

    park: Park
    projects: list[Figure]
    bases: int
    parts: int
    distances: list[tuple[Park, float | None]]
    without_url: str


class Comparison:
    """What a query asks to compare: whatever can be read is compared, the rest is said."""

    def __init__(self, query: QueryDict, user: Reader = PUBLIC) -> None:
        self.user = user
        given = [value.strip().upper() for value in query.getlist(PARAMETER)]
        self.asked = list(dict.fromkeys(value for value in given if value))

    @cached_property
    def known(self) -> dict[str, Park]:
        """The published parks among the codes; a policy area only because its code is given."""
        codes = [code for code in self.asked if CODE.fullmatch(code)]
        parks = Park.objects.shown_to(self.user).filter(registry_code__in=codes).with_page()
        return {park.registry_code: park for park in parks}

    @cached_property
    def parks(self) -> list[Park]:
        """The parks that are compared, in the order in which they were chosen."""
        found = [self.known[code] for code in self.asked if code in self.known]
        return found[:MOST]

    @property
    def problems(self) -> list[str]:
        """What could not be compared, and why."""
        unknown = [code[:REPEATED] for code in self.asked if code not in self.known]
        said = [
            _("There is no park “%(code)s” (%(name)s). Take a code as it stands on a park's page.")
            % {"code": code, "name": PARAMETER}
            for code in unknown[:MOST]
        ]
        left_out = [park.name for park in self.known.values() if park not in self.parks]
        if left_out:
            text = _("At most %(most)s parks fit side by side. Left out: %(names)s.")
            said.append(text % {"most": MOST, "names": _(", ").join(left_out[:MOST])})
        return said

    @property
    def advice(self) -> str:
        """What is still missing before anything can be compared."""
        if len(self.parks) >= FEWEST:
            return ""
        if self.parks:
            return _("Choose one more park to compare it with.")
        return _("Choose two to four parks in the list, or add them by their code.")

    @cached_property
    def columns(self) -> list[Column]:
        """The parks with what is counted for each."""
        return [self._column(park) for park in self.parks]

    def _column(self, park: Park) -> Column:
        query = QueryDict(mutable=True)
        query["park"] = park.registry_code
        inside = {
            slug: collections.get(slug).filtered(query, user=self.user).qs
            for slug in ("parks", "bases", "projects")
        }
        number = inside["projects"].count()
        return Column(
            park=park,
            projects=collections.get("projects").figures(inside["projects"], number, ""),
            bases=inside["bases"].count(),
            parts=inside["parks"].count(),
            distances=self._distances(park),
            without_url=compare_url(one for one in self.parks if one != park),
        )

    def _distances(self, park: Park) -> list[tuple[Park, float | None]]:
        others = [other for other in self.parks if other != park]
        codes = [other.registry_code for other in others]
        placed: Any = Park.objects.shown_to(self.user).filter(registry_code__in=codes).placed()
        located = placed.with_distance_km(park.point) if park.point else []
        distances = {one.pk: one.distance_km for one in located}
        return [(other, distances.get(other.pk)) for other in others]

    @cached_property
    def shared_sectors(self) -> set[str]:
        """The sectors that two or more of the parks name."""
        return _twice(
            {one.sector.slug for one in park.industries.all() if one.sector} for park in self.parks
        )

    @cached_property
    def shared_chains(self) -> set[str]:
        """The chains in which two or more of the parks are."""
        return _twice(
            {place.chain.slug for place in park.chain_places.all()} for park in self.parks
        )

    @property
    def records_query(self) -> QueryDict:
        """The query that finds exactly these parks, on the map and in a file."""
        query = QueryDict(mutable=True)
        query.setlist("code", [park.registry_code for park in self.parks])
        if any(park.is_policy_area for park in self.parks):
            query["policy_areas"] = "include"
        return query

    def map_context(self, request: HttpRequest) -> dict[str, Any]:
        """The small map of the parks, and what it shows in words."""
        [group] = Results(self.records_query, ["parks"], user=self.user).selected
        return {
            "map_title": _("Where they are"),
            "map_words": map_words([group]),
            "list_id": "compare-title",
            **theme_map_context(request, self.records_query, ["parks"]),
        }

    def context(self) -> dict[str, Any]:
        """What the page gets."""
        return {
            "comparison": self,
            "columns": self.columns,
            "map_url": address("map", self.records_query) if self.parks else "",
            "geojson_url": address("parks-geojson", self.records_query) if self.parks else "",
            "may_add": len(self.parks) < MOST,
        }


def _twice(groups: Iterable[Iterable[str]]) -> set[str]:
    counted = Counter(slug for group in groups for slug in set(group))
    return {slug for slug, number in counted.items() if number > 1}


def compare_url(parks: Iterable[Park]) -> str:
    """The comparison of these parks."""
    query = QueryDict(mutable=True)
    query.setlist(PARAMETER, [park.registry_code for park in parks])
    text = query.urlencode()
    return reverse("compare") + (f"?{text}" if text else "")
