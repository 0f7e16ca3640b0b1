"""Pages and data that serve every collection."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from csp.decorators import csp_update
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import (
    HttpRequest,
    HttpResponse,
    JsonResponse,
    QueryDict,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import condition, require_safe
from django.views.generic import TemplateView

from geo.basemap import basemap as draw_basemap
from geo.basemap import counties as draw_counties
from geo.basemap import outline_of
from geo.enums import DivisionUnit
from geo.exports import geojson
from geo.grounds import grounds
from geo.models import Division
from records import collections
from records.enums import Measure
from records.filters import notices
from records.filters.filterset import PAGE_PARAMETERS
from records.filters.place_filters import place_answer
from records.filters.results import (
    RECORDS_ON_A_PAGE,
    Group,
    Results,
    known_part,
    map_url,
    narrowing,
)
from records.maps.clusters import frame_of
from records.maps.mapdata import map_answer, park_map_context
from records.maps.shading import Choice, Shading
from records.versions import data_version, etag_of

COMPACT = {"ensure_ascii": False, "separators": (",", ":")}


def shown_kinds(request: HttpRequest) -> list[str]:
    """The collections that a map shows; parks when nothing is asked for."""
    known = [collection.slug for collection in collections.with_place()]
    return [slug for slug in known if slug in request.GET.getlist("show")] or ["parks"]


class ResultsPage(TemplateView):
    """A page about the records of its query; a wrong query is said with the status too."""

    # Users keep such pages among their views.
    may_be_saved = True

    def shown(self) -> list[str]:
        """The collections that the page shows."""
        return shown_kinds(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the records, facets and sentences."""
        asked, shown = self.request.GET, self.shown()
        known = collections.get(shown[0]).filterset.parameters() | PAGE_PARAMETERS
        results = Results(
            known_part(asked, known),
            shown,
            RECORDS_ON_A_PAGE // len(shown),
            user=self.request.user,
        )
        return super().get_context_data(
            **kwargs,
            **results.context(),
            results=results,
            faults=notices.of_filters(results),
            notices=[*notices.of_unknown(asked, known), *notices.of_language(asked)],
            save_url=f"{reverse('save-view')}?address={quote(self.request.get_full_path())}",
        )

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Answer 400 when the query was wrong."""
        kwargs.setdefault("status", 400 if context["errors"] else 200)
        return super().render_to_response(context, **kwargs)


class MapPage(ResultsPage):
    """The park map, or only its panels when its own script asks for them."""

    def get_template_names(self) -> list[str]:
        """The panels alone are enough for a page that is there already."""
        part = self.request.headers.get("X-Fragment") == "panels"
        return ["records/_panels.html" if part else "records/map.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the skeleton of the map, and the divisions when they are to be shaded."""
        context = super().get_context_data(**kwargs, **park_map_context(self.request))
        choice = Choice.of(self.request.GET)
        wanted = choice.measure and not context["errors"] and not choice.problems
        context["shading"] = wanted and Shading(context["results"], choice, self.request.GET)
        context["notices"] += notices.of_map(context["results"], choice.problems)
        return {
            **context,
            "carried": carried(context["results"].query, self.shown()),
            "measures": Measure.choices,
            "units": DivisionUnit.choices,
            "grounds": grounds(),
        }

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Keep page and panels apart in caches."""
        kwargs["headers"] = {"Vary": "X-Fragment", "Cache-Control": "no-cache"}
        return super().render_to_response(context, **kwargs)

    def dispatch(self, *args: Any, **kwargs: Any) -> Any:
        """Allow images of the online base maps that the settings name, on this page alone."""
        hosts = [host for ground in grounds() for host in ground.hosts]
        allow = csp_update({"img-src": hosts} if hosts else {})
        return allow(super().dispatch)(*args, **kwargs)


def carried(query: QueryDict, shown: list[str]) -> str:
    """What links to records take along from a map: the result, and that it was on a map."""
    taken = query.copy()
    taken.setlist("show", shown)
    return f"?{taken.urlencode()}"


def cards(request: HttpRequest, collection: str) -> HttpResponse:
    """A page of a list as cards."""
    results = Results(request.GET, [collection], user=request.user)
    group = results.selected[0]
    page = page_of(group, request)
    context = {
        "group": group,
        "records": page,
        "rest": group.rest_after(page.end_index()),
        "carried": carried(results.query, shown_kinds(request)),
    }
    return render(request, "records/_cards.html", context)


def page_of(group: Group, request: HttpRequest) -> Any:
    """The page of a list that is asked for, or the nearest one."""
    page = Paginator(range(group.count), RECORDS_ON_A_PAGE).get_page(request.GET.get("page"))
    page.object_list = group.cards(max(page.start_index() - 1, 0), page.end_index())
    return page


class ListPage(ResultsPage):
    """The table of one collection."""

    template_name = "records/list.html"
    collection = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Give the cards alone to a map, which puts them below those that it has."""
        if request.headers.get("X-Fragment") == "cards":
            return cards(request, self.collection)
        return super().get(request, *args, **kwargs)

    def shown(self) -> list[str]:
        """The one collection."""
        return [self.collection]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the page of the table."""
        context = super().get_context_data(**kwargs)
        group = context["results"].selected[0]
        context["group"] = group
        context["page_obj"] = page = page_of(group, self.request)
        context["notices"] += notices.of_page(self.request.GET, page.number)
        context["map_url"] = (
            map_url(context["results"], self.collection) if group.geojson_url else ""
        )
        return context


@csrf_exempt
@require_safe
@condition(etag_func=etag_of)
def map_data(request: HttpRequest) -> JsonResponse:
    """The marks of the records that a map shows, or rings of them, as JSON."""
    results = Results(request.GET, shown_kinds(request), user=request.user)
    errors = [*results.errors, *results.selected[0].filterset.unknown_parameters]
    try:
        frame = frame_of(request.GET)
    except ValueError as problem:
        errors.append(str(problem))
    if errors:
        return JsonResponse({"errors": errors}, status=400)
    located = {group.slug: group.filterset.qs for group in results.selected}
    return JsonResponse(map_answer(located, frame), json_dumps_params=COMPACT)


@csrf_exempt
@require_safe
@condition(etag_func=etag_of)
def place_data(request: HttpRequest) -> JsonResponse:
    """The places of a query (`bbox`, `area`, `near`, `km`), read and drawn, as JSON."""
    filterset = collections.with_place()[0].filtered(narrowing(request.GET), user=request.user)
    errors = [*filterset.problems, *filterset.unknown_parameters]
    if errors:
        return JsonResponse({"errors": errors}, status=400)
    return JsonResponse(place_answer(filterset.filters))


@csrf_exempt
@require_safe
@condition(etag_func=etag_of)
def divisions_data(request: HttpRequest) -> JsonResponse:
    """The divisions of one level with what lies in them, as JSON."""
    results = Results(request.GET, shown_kinds(request), user=request.user)
    choice = Choice.of(request.GET)
    unknown = results.selected[0].filterset.unknown_parameters
    errors = [*(text for _name, text in choice.problems), *results.errors, *unknown]
    if errors:
        return JsonResponse({"errors": errors}, status=400)
    return JsonResponse(Shading(results, choice, request.GET).answer())


@csrf_exempt
@require_safe
@condition(etag_func=etag_of)
def geojson_file(request: HttpRequest, collection: str) -> HttpResponseBase:
    """The records of the query as a GeoJSON file (RFC 7946), streamed from the database."""
    source = collections.get(collection)
    filterset = source.filtered(narrowing(request.GET), user=request.user)
    errors = [*filterset.problems, *filterset.unknown_parameters]
    if errors:
        return JsonResponse({"errors": errors}, status=400)
    response = StreamingHttpResponse(
        geojson_stream(source, filterset.qs), content_type="application/geo+json"
    )
    response["Content-Disposition"] = f'attachment; filename="heilongjiang-{collection}.geojson"'
    return response


def geojson_stream(collection: collections.Collection, queryset: Any) -> Any:
    """The bytes of a collection's GeoJSON file; page and command share them."""
    return geojson(
        queryset,
        key="registry_code",
        geometry=queryset.visible("point"),
        properties=collection.properties(queryset),
    )


@csrf_exempt
@require_safe
@condition(etag_func=etag_of)
def basemap(request: HttpRequest) -> JsonResponse:
    """The layers of the base map, with names in the reader's language."""
    layers = _drawn(draw_basemap, get_language() or "", data_version())
    return JsonResponse({**layers, "counties_url": f"{reverse('counties')}?lang={get_language()}"})


@csrf_exempt
@require_safe
@condition(etag_func=etag_of)
def counties(request: HttpRequest) -> JsonResponse:
    """The county-level divisions, which a map asks for when somebody looks near."""
    return JsonResponse(_drawn(draw_counties, get_language() or "", data_version()))


@csrf_exempt
@require_safe
@condition(etag_func=etag_of)
def outline(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """The outline of a belt or division as a GeoJSON geometry; `null` when it has none."""
    members = {"belt": Q(belts__slug=name), "division": Q(pk=name)}[kind]
    text = _outline(members, data_version())
    return HttpResponse(text, content_type="application/json")


@lru_cache(maxsize=64)
def _outline(members: Q, version: str) -> str:
    """Dissolve once for each state of the data."""
    return outline_of(Division.objects.filter(members))


@lru_cache(maxsize=8)
def _drawn(draw: Callable[[], dict[str, Any]], language: str, version: str) -> dict[str, Any]:
    """Draw once for each language and state of the data."""
    return draw()
