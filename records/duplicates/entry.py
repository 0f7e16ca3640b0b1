"""What a form is told while somebody fills it in: records that may be the one being entered."""

from __future__ import annotations

from typing import Any

from django.contrib.gis.geos import Point
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from records import collections
from records.duplicates import kinds
from records.duplicates.find import Match, duplicates_of
from records.enums import PRECISE

MOST = 5
LONGEST = 250
# The kinds that are entered by a form; the first where none is named.
ENTERED = ("projects", "enterprises")
# What a form calls its fields -> the fields of the model.
TEXTS = ("name_zh", "name_en", "division", "location_precision", "capacity")


@require_GET
@never_cache
def likely_duplicates(request: HttpRequest) -> HttpResponse:
    """The visible records of a `kind` that may be the one with the values of the query, as JSON.

    Of others it says only that a code is taken, and only to those who may register.
    """
    user: Any = request.user
    if not user.is_authenticated or not user.may_register:
        return JsonResponse({"error": _("Sign in to register.")}, status=403)
    model = collections.get(_kind(request.GET.get("kind", ""))).model
    values = values_of(request.GET, kinds.of(model))
    found = likely(values, model, user)
    return JsonResponse({"records": found, "hidden": hidden_codes(values, model, user)})


def _kind(asked: str) -> str:
    return asked if asked in ENTERED else ENTERED[0]


def values_of(query: Any, kind: kinds.Kind) -> dict[str, Any]:
    """The fields of a record from those of a form; what is no number or no text is not there."""
    values: dict[str, Any] = {name: query.get(name, "")[:LONGEST] for name in (*TEXTS, *kind.codes)}
    values["registry_code"] = query.get("code", "")[:LONGEST]
    if kind.builder:
        values[kind.builder] = query.get("enterprise_name", "")[:LONGEST]
    values["point"] = _point(query.get("lon", ""), query.get("lat", ""))
    if values["point"] and not values["location_precision"]:
        values["location_precision"] = next(iter(PRECISE))
    return {name: value for name, value in values.items() if value}


def _point(lon: str, lat: str) -> Point | None:
    try:
        x, y = float(lon), float(lat)
    except ValueError:
        return None
    return Point(x, y, srid=4326) if abs(x) <= 180 and abs(y) <= 90 else None


def likely(values: dict[str, Any], model: Any, user: Any) -> list[dict[str, Any]]:
    """What a form shows of the records that may be the same, likeliest first."""
    if not values.get("name_zh") and not any(values.get(code) for code in kinds.of(model).codes):
        return []
    matches = duplicates_of(values, model.objects.visible_to(user), most=MOST)
    records = model.objects.with_card().in_bulk(
        [match.code for match in matches], field_name="registry_code"
    )
    return [shown(match, records[match.code]) for match in matches]


def shown(match: Match, record: Any) -> dict[str, Any]:
    """A record that may be the same, with the reasons."""
    return {
        "code": match.code,
        "name": record.name,
        "url": record.get_absolute_url(),
        "place": record.place_name,
        "is_phase": match.judgement.is_phase,
        "reasons": [str(reason) for reason in match.judgement.reasons],
    }


def hidden_codes(values: dict[str, Any], model: Any, user: Any) -> list[str]:
    """Sentences on codes that records have which `user` may not see; they say nothing else."""
    hidden = model.objects.exclude(pk__in=model.objects.visible_to(user).values("pk"))
    said = []
    for name in kinds.of(model).codes:
        code = values.get(name)
        if code and hidden.filter(**{name: code}).exists():
            said.append(_("A record of another office has this code. Ask the reviewer."))
    return said
