"""Pages of one record and of one theme; rooms above add what only they know."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Count, F, When
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import DetailView, ListView

from accounts.audience import Audience, Reader
from geo.models import Belt, Division
from records import collections
from records.enums import TOWNS, Visibility
from records.figures import Figure, in_thousands
from records.filters.results import Group, Results, address, belts_of, map_url
from records.filters.sentences import sentences
from records.intake.areas import is_own_draft
from records.maps.mapdata import locator_context, theme_map_context
from records.models import Located
from records.pages.near import KM, near, query_near
from records.pages.pager import pager
from records.pages.siblings import siblings
from records.review.states import state_context, was_archived


class RecordPage(DetailView):
    """The page of one record, for those who may see it."""

    slug_field = "registry_code"
    slug_url_kwarg = "code"
    context_object_name = "record"

    def get_queryset(self) -> Any:
        """Records that this reader may see, with what the page shows of them."""
        model: Any = self.model
        return model.objects.visible_to(self.request.user).with_page()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it; of what was public and is archived, say only that it is gone."""
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            if not self._was_public():
                raise
            return render(request, "records/gone.html", {"code": self.kwargs["code"]}, status=410)

    def _was_public(self) -> bool:
        """Whether everybody saw the record until it was archived."""
        code: str = self.kwargs["code"]
        model: Any = self.model
        public = model.objects.filter(registry_code=code, visibility=Visibility.PUBLIC)
        return public.exists() and was_archived(code)

    @property
    def audience(self) -> Audience:
        """What the reader of the page may see."""
        return Audience.of(self.request.user)

    # The parameter that finds what belongs to the record, and the kinds that are shown of it.
    inside_parameter = ""
    inside_kinds: tuple[str, ...] = ()

    @cached_property
    def inside(self) -> list[Group]:
        """What belongs to the record, by the very filter that lists it."""
        if not self.inside_parameter:
            return []
        query = QueryDict(mutable=True)
        query[self.inside_parameter] = self.object.registry_code
        return Results(query, list(self.inside_kinds), user=self.audience).selected

    def figures(self) -> list[Figure]:
        """The key figures of the record; a room says more of its own."""
        return figures_of(self.inside)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add figures, belts, the way to the next record, and the small map of a point."""
        record = self.object
        return super().get_context_data(
            **kwargs,
            figures=self.figures(),
            inside=[group for group in self.inside if group.count],
            belts=belts_of(record),
            **(state := state_context(record, self.request.user)),
            area_url=area_url(record, self.request.user, may_propose=bool(state["propose_url"])),
            pager=pager(record, self.request.GET, self.audience),
            **near_context(record, self.audience),
            geojson_url=geojson_url(record),
            **self.map_context(),
        )

    def map_context(self) -> dict[str, Any]:
        """The small map of the point."""
        return {"theme_map": None, **locator_context(self.request, self.object)}


def area_url(record: Any, user: Any, *, may_propose: bool) -> str:
    """Where a boundary is sent for a record; empty for kinds and readers without."""
    has_outline = isinstance(record, Located) and bool(record.AREA_FIELD)
    if not has_outline or not (may_propose or is_own_draft(record, user)):
        return ""
    return reverse(f"{collections.of(record).slug}-boundary", args=[record.registry_code])


def near_context(record: Any, user: Reader) -> dict[str, Any]:
    """What lies near a record, and the map of it."""
    found = near(record, user)
    query = query_near(record)
    query.setlist("show", [one.group.slug for one in found or ()] or ["parks"])
    return {"near": found, "near_km": KM, "near_map_url": address("map", query)}


def geojson_url(record: Any) -> str:
    """The file of this one record; empty when no file holds it."""
    collection = collections.of(record)
    if not collection.has_place or not record.is_published:
        return ""
    query = QueryDict(mutable=True)
    query["code"] = record.registry_code
    if getattr(record, "is_policy_area", False):
        query["policy_areas"] = "include"
    return address(f"{collection.slug}-geojson", query)


class ThemePage(DetailView):
    """The page of a sector, chain, belt or division with the records of it."""

    context_object_name = "theme"
    parameter = ""
    slug_url_kwarg = "slug"

    def outline_url(self) -> str:
        """Where the outline of the theme is; empty for one that is no place."""
        return ""

    def like(self) -> Iterable[Any]:
        """The themes among which this one stands, in their order."""
        return type(self.object).objects.all()

    def value(self) -> str:
        """The value of the parameter that finds the records."""
        return str(self.kwargs[self.slug_url_kwarg])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the records, by the very filter that lists them, and their key figures."""
        query = QueryDict(mutable=True)
        query[self.parameter] = self.value()
        kinds = [collection.slug for collection in collections.with_place()]
        results = Results(query, kinds, user=self.request.user)
        return super().get_context_data(
            **kwargs,
            **theme_map_context(self.request, results.query, kinds, self.outline_url()),
            **map_text(results.groups, "records"),
            siblings=siblings(self.object, self.like()),
            groups=results.groups,
            nothing=[group.label for group in results.groups if not group.count],
            figures=figures_of(results.groups),
            map_url=map_url(results, *kinds),
        )


def map_text(groups: list[Group], list_id: str) -> dict[str, str]:
    """What a small map shows, in words, and where on the page its records are listed."""
    return {
        "map_title": _("Where its records are"),
        "map_words": map_words(groups),
        "list_id": list_id,
    }


def map_words(groups: list[Group]) -> str:
    """The records of a map in words: what they are, how many it shows, how exact the points are."""
    total = sum(group.count for group in groups)
    if not total:
        return _("No record is registered here.")
    shown = total - sum(group.without_point for group in groups)
    said = {"shown": in_thousands(shown), "total": in_thousands(total)}
    words = [*sentences(groups), _("On the map: %(shown)s of %(total)s.") % said]
    rough = sum(_only_towns(group) for group in groups)
    if rough:
        text = _("Only the town or city is known of %(number)s.")
        words.append(text % {"number": in_thousands(rough)})
    return as_text(words)


def as_text(sentences: list[str]) -> str:
    """Sentences one after the other; Chinese puts no space between them."""
    return (" " if get_language() == "en" else "").join(sentences)


def _only_towns(group: Group) -> int:
    counts = group.tally.within("precision")
    return sum(counts.get(value, 0) for value in TOWNS)


def figures_of(groups: list[Group]) -> list[Figure]:
    """The key figures of several kinds of records, each with a link to exactly those records."""
    return [
        figure
        for group in groups
        for figure in group.collection.figures(group.filterset.qs, group.count, group.table_url)
    ]


class BeltIndex(ListView):
    """The belts, each with what it is and the divisions that make it."""

    queryset = Belt.objects.with_members()
    template_name = "records/belts.html"
    context_object_name = "belts"


class BeltPage(ThemePage):
    """A belt: its definition, members and records."""

    queryset = Belt.objects.with_members()
    template_name = "records/belt.html"
    parameter = "belt"

    def outline_url(self) -> str:
        """The members of the belt as one."""
        return reverse("belt-outline", args=[self.object.slug])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the records that a statement places in the belt, each with the statement."""
        reader = Audience.of(self.request.user)
        said = {placed.registry_code: placed for placed in self.object.records.all()}
        placed = [
            (record, said[record.registry_code])
            for collection in collections.every()
            for record in collection.model.objects.shown_to(reader).filter(registry_code__in=said)
        ]
        return super().get_context_data(**kwargs, placed_records=placed)


class DivisionPage(ThemePage):
    """A division: what is above and below it, and its records."""

    queryset = Division.objects.select_related("parent__parent").prefetch_related("children")
    template_name = "records/division.html"
    parameter = "division"
    slug_field = "code"
    slug_url_kwarg = "code"

    def like(self) -> Iterable[Any]:
        """The divisions of the same parent."""
        return Division.objects.filter(parent=self.object.parent_id).defer("boundary")

    def outline_url(self) -> str:
        """The boundary of the division; that of the province is on every sheet."""
        return reverse("outline", args=[self.object.code]) if self.object.parent else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the divisions below with their records, and the belts."""
        context = super().get_context_data(
            **kwargs,
            belts=Belt.objects.around(self.object),
            neighbours=Division.objects.beside(self.object).named(),
        )
        groups = context["groups"]
        counts = [by_child(group.filterset.qs, self.object) for group in groups]
        context["children"] = [
            (child, [counted.get(child.code, 0) for counted in counts])
            for child in self.object.children.all()
        ]
        return context


def by_child(records: Any, division: Division) -> dict[str, int]:
    """How many of `records` lie in each division right below `division`, or deeper in it."""
    path = records.model.DIVISION_PATH
    child = Case(
        When(**{f"{path}__parent": division}, then=F(path)),
        When(**{f"{path}__parent__parent": division}, then=F(f"{path}__parent")),
    )
    counted = records.order_by().values(child=child).annotate(n=Count("pk", distinct=True))
    return {row["child"]: row["n"] for row in counted if row["child"]}
