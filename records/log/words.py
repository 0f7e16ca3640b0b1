"""Logged values in the words of a reader: names instead of keys, sums and areas with units."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import GEOSGeometry, Point
from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.audience import Audience
from records.log.triggers import KEPT_SECRET
from records.templatetags.registry import grouped, hectares

Pair = tuple[Any, Any]
EMPTY: tuple[Any, ...] = (None, "", [], {})


class Words:
    """Says values of fields to one reader; the names of related things come all at once."""

    def __init__(self, user: Any, pairs: Iterable[Pair]) -> None:
        self.user = user
        wanted: dict[Any, set[Any]] = defaultdict(set)
        for field, raw in pairs:
            if field.is_relation and raw is not None:
                wanted[field.related_model].add(raw)
        self.names = {model: self._names(model, keys) for model, keys in wanted.items()}

    def _names(self, model: Any, keys: set[Any]) -> dict[str, str]:
        """The names of related things that the reader may see, by key."""
        rows = model._default_manager.all()
        if hasattr(rows, "visible_to"):
            rows = rows.visible_to(self.user)
        return {str(row.pk): str(row) for row in rows.filter(pk__in=keys)}

    def knows(self, fields: dict[str, Any], row: dict[str, Any]) -> bool:
        """Whether the reader may see everything that a row names."""
        return all(
            str(row[column]) in self.names[field.related_model]
            for column, field in fields.items()
            if field.is_relation and row.get(column) is not None
        )

    def _unseen(self) -> str:
        """What is said of a thing without a name for this reader: who sees all knows it is gone."""
        if Audience.of(self.user).everything:
            return _("deleted since")
        return _("hidden from you, or deleted: a reviewer can tell")

    def say(self, field: Any, raw: Any) -> str:
        """A value as the log holds it, in words; empty when there is none."""
        if raw in EMPTY:
            return ""
        if raw == KEPT_SECRET:
            return _("set anew; the log does not hold it")
        if field.is_relation:
            return self.names[field.related_model].get(str(raw)) or self._unseen()
        if field.choices:
            return str(dict(field.flatchoices).get(raw, raw))
        return _plain(field, raw)


def _plain(field: Any, raw: Any) -> str:
    if isinstance(field, models.BooleanField):
        return _("yes") if raw else _("no")
    if isinstance(field, GeometryField):
        return place_words(GEOSGeometry(raw))
    if isinstance(field, models.DateTimeField):
        moment = parse_datetime(str(raw))
        return date_format(localtime(moment), "Y-m-d H:i") if moment else str(raw)
    if isinstance(raw, list):
        return _("; ").join(map(str, raw))
    if isinstance(raw, dict):
        return json.dumps(raw, ensure_ascii=False, default=str)
    return _with_unit(field.name, raw)


def _with_unit(name: str, raw: Any) -> str:
    """A number with the unit that its field is named after; years and codes stay as they are."""
    try:
        number = Decimal(str(raw))
    except InvalidOperation:
        return str(raw)
    if name.endswith("_yuan"):
        return _("%(sum)s yuan") % {"sum": _grouped(number)}
    if name.endswith("_ha"):
        return str(hectares(number))
    return str(raw)


def _grouped(number: Decimal) -> str:
    """All digits, without those after the point that say nothing."""
    whole = number.to_integral_value()
    return grouped(whole if number == whole else number)


def place_words(geometry: GEOSGeometry) -> str:
    """A point by its degrees, an outline by the number of its corners; EPSG:4326, lon/lat."""
    if isinstance(geometry, Point):
        return f"{geometry.x:.6f}, {geometry.y:.6f}"
    return _("outline with %(n)d corners") % {"n": geometry.num_coords}
