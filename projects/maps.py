"""The small map of an enterprise, which has no point of its own."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.models import Enterprise
from records.filters.results import Group
from records.maps.mapdata import theme_map_context
from records.pages.record_page import as_text, map_words


def enterprise_map(request: HttpRequest, enterprise: Enterprise, projects: Group) -> dict[str, Any]:
    """Its projects and the outline of its seat's division; no map where neither is known."""
    seat = enterprise.division
    outlined = seat if seat and seat.parent_id else None
    if not outlined and not projects.count:
        return {"theme_map": None, "locator": None}
    words = [map_words([projects])] if projects.count else [_("No project of it is registered.")]
    if outlined:
        words.append(_("Outlined: %(place)s, where its seat is.") % {"place": outlined.full_name})
    url = reverse("outline", args=[outlined.code]) if outlined else ""
    return {
        "locator": None,
        "map_title": _("Where it is"),
        "map_words": as_text(words),
        "list_id": "inside-projects" if projects.count else "",
        **theme_map_context(request, projects.query, ["projects"], url, fits_outline=False),
    }
