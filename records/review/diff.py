"""A proposed change side by side with the record: field by field in words, and on the map."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.utils.translation import gettext as _

from accounts.models import User
from geo.functions import ground_shift
from records.models import Proposal, Registered
from records.review.editors import editor_of, form_for, values_now
from records.review.proposals import as_seen
from records.review.values import Value, Values, as_data, words


@dataclass
class Row:
    """A field that differs, in the words of the reader."""

    name: str
    label: str
    old: str
    new: str
    # What it was when the change was proposed, where that is no longer so.
    before: str = ""
    is_outdated: bool = False
    is_filing: bool = False
    reason: str = ""
    # Of a field with several values: "kept", "gone" or "new", and each value.
    lines: list[tuple[str, str]] = field(default_factory=list)


def rows_of(proposal: Proposal, record: Registered, reader: User) -> list[Row]:
    """The fields that a proposal changes: as they are now, and as they would be."""
    form, now = form_for(record, reader), values_now(record, reader)
    editor: Any = editor_of(record)
    rows = differences(form, now, {**now, **proposal.values}, list(proposal.values))
    for row in rows:
        base = proposal.base.get(row.name, "")
        row.is_filing = row.name in editor.filing
        row.is_outdated = proposal.is_pending and base != now.get(row.name, "")
        row.before = words(form, row.name, base) if row.is_outdated else ""
        row.reason = proposal.field_reasons.get(row.name, "")
        if not proposal.is_pending:
            row.old = words(form, row.name, base)
    return rows


def differences(form: Any, old: Values, new: Values, names: list[str] | None = None) -> list[Row]:
    """The fields of a form that differ between two states, or those called `names`."""
    return [
        row_of(form, name, old, new)
        for name in form.fields
        if (name in names if names is not None else (old.get(name) or "") != (new.get(name) or ""))
    ]


def row_of(form: Any, name: str, old: Values, new: Values) -> Row:
    """A field in two states."""
    before = said(form, name, old)
    after = before if new.get(name) == old.get(name) else said(form, name, new)
    label = str(form.fields[name].label)
    return Row(name, label, before, after, lines=lines_of(form, name, old, new))


def lines_of(form: Any, name: str, old: Values, new: Values) -> list[tuple[str, str]]:
    """The values of a field with several, one by one: which stay, which go, which come."""
    before, after = old.get(name, ""), new.get(name, "")
    if not isinstance(before, list) and not isinstance(after, list):
        return []
    before, after = list(before or []), list(after or [])  # type: ignore[arg-type]
    found = [("kept" if one in after else "gone", one) for one in before]
    found += [("new", one) for one in after if one not in before]
    return [(kind, words(form, name, one)) for kind, one in found]


def said(form: Any, name: str, values: Values) -> str:
    """A value in words; a field that a form did not have then was empty."""
    value: Value = values.get(name, "")
    return words(form, name, value)


@dataclass
class Shift:
    """A geometry before and after, in GeoJSON (EPSG:4326), and how far apart they are, in words."""

    old: dict[str, Any] | None
    new: dict[str, Any] | None
    sentence: str


def shifts_of(proposal: Proposal, record: Any, reader: User) -> list[Shift]:
    """What the map shows of a proposal: each geometry that it changes."""
    old = {name: getattr(record, name) for name in geometries_of(record)}
    # Not the stored record: what is hidden from the reader must not come back as something new.
    seen = as_seen(record, reader)
    data = as_data({**values_now(seen, reader), **proposal.values})
    form = form_for(seen, reader, data)
    form.is_valid()
    new = {name: form.cleaned_data.get(name, old[name]) for name in old}
    return [
        Shift(_geojson(old[name]), _geojson(new[name]), sentence(old[name], new[name]))
        for name in old
        if old[name] != new[name]
    ]


def geometries_of(record: Any) -> list[str]:
    """The names of the geometries that a record has."""
    fields = record._meta.concrete_fields
    return [field.name for field in fields if isinstance(field, GeometryField)]


def sentence(old: Any, new: Any) -> str:
    """How two geometries differ, on the ground."""
    shift = ground_shift(old, new)
    before, after = shift.area_before_ha, shift.area_after_ha
    if shift.moved_m is None:
        return _come_or_gone(new is not None, before or after)
    moved = _("Moved by %(metres)s m.") % {"metres": f"{shift.moved_m:,.0f}"}
    if before is None or after is None:
        return moved
    figures = {"old": f"{before:,.2f}", "new": f"{after:,.2f}", "change": f"{after - before:+,.2f}"}
    area = _("Area %(old)s ha → %(new)s ha (%(change)s ha).") % figures
    return f"{area} {moved}"


def _come_or_gone(is_new: bool, area_ha: float | None) -> str:
    if area_ha is None:
        return _("The point is new.") if is_new else _("The point is taken away.")
    text = _("The outline is new: %(ha)s ha.") if is_new else _("The outline of %(ha)s ha goes.")
    return text % {"ha": f"{area_ha:,.2f}"}


def _geojson(geometry: Any) -> dict[str, Any] | None:
    return json.loads(geometry.geojson) if geometry else None
