"""What a form holds, by field: values of JSON that are kept, compared, merged and typed in again.

A value is text as it is typed in, a list of such texts, or true or false. Empty is the empty text.
Geometries are text in EWKT, EPSG:4326, lon/lat.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Model
from django.utils.translation import gettext as _

Value = str | bool | list[str]
Values = dict[str, Value]


def plain(value: Any) -> Value:
    """A value of Python, or of a browser, in the way it is kept."""
    if isinstance(value, bool):
        return value
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, GEOSGeometry):
        return str(value.ewkt)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [str(plain(one)) for one in value]
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def kept_fields(form: Any) -> list[str]:
    """The fields whose values are kept: not files, which are read once and turned into others."""
    return [
        name
        for name, field in form.fields.items()
        if not isinstance(field, forms.FileField) and name not in form.NOT_KEPT
    ]


def stored_values(form: Any) -> Values:
    """What an unbound form shows of its record."""
    return {
        name: plain(form.fields[name].prepare_value(form[name].initial))
        for name in kept_fields(form)
    }


def typed_values(form: Any, base: Mapping[str, Value]) -> Values:
    """What a valid form holds; where nobody typed, the value of `base` to the letter.

    Cleaning may write a value in another way (full-width digits): that alone is no change.
    """
    found = {}
    for name in kept_fields(form):
        cleaned = plain(form.cleaned_data.get(name))
        is_same = name in base and base[name] in (plain(form[name].data), cleaned)
        found[name] = base[name] if is_same else cleaned
    return found


def as_data(values: Mapping[str, Value]) -> dict[str, Any]:
    """The values as a browser would send them; a box that is not ticked is not sent."""
    return {name: value for name, value in values.items() if value is not False}


def words(form: Any, name: str, value: Value) -> str:
    """A value in the words of the reader; empty when there is none."""
    field = form.fields[name]
    if hasattr(field, "in_words") and isinstance(value, str):
        return str(field.in_words(value)) if value else ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return _("; ").join(words(form, name, one) for one in value)
    if isinstance(field, forms.ModelChoiceField) and value:
        found = _named(form, name, value)
        return str(field.label_from_instance(found)) if found else value
    if isinstance(field, forms.ChoiceField):
        return str(dict(_flat(field.choices)).get(value, value)) if value else ""
    return value


def _named(form: Any, name: str, value: str) -> Any:
    """The record that a field names; that of the form's own record is mostly known already."""
    known = form.instance._state.fields_cache.get(name)
    if known is not None and str(known.pk) == value:
        return known
    model: Any = form.fields[name].queryset.model
    return model._default_manager.filter(pk=value).first()


def _flat(choices: Any) -> Iterable[tuple[str, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from ((str(one), text) for one, text in label)
        else:
            yield str(value), label


@dataclass
class Merge:
    """Two changes of the same base put together."""

    values: Values
    # Fields that both changed, to something different.
    collisions: list[str] = field(default_factory=list)
    # Fields that only the others changed.
    taken: list[str] = field(default_factory=list)


def merged(base: Mapping[str, Value], theirs: Mapping[str, Value], mine: Values) -> Merge:
    """Mine where I changed something, theirs elsewhere; collisions are left as mine."""
    result = Merge(dict(mine))
    for name, value in theirs.items():
        before = base.get(name)
        if name not in mine or value in (before, mine[name]):
            continue
        if mine[name] == before:
            result.values[name] = value
            result.taken.append(name)
        else:
            result.collisions.append(name)
    return result
