"""Spots to be near to: positions, and what people call the places that have one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.audience import PUBLIC, Reader
from geo.coordinate_text import shown, tidy
from geo.enums import DivisionLevel
from geo.hanzi import folded, pinyin_key
from geo.models import Belt, Division
from records.filters.coordinates import SRID, check_positions, read_position, written
from records.models import Located

# So many of several places of one name are offered.
OFFERED = 4
_CODE = re.compile(r"[A-Za-z]{2}-[0-9]{1,9}")
_DIVISION_CODE = re.compile(r"[0-9]{6}")


@dataclass(frozen=True)
class Spot:
    """A point (EPSG:4326), and the record or division that it belongs to if it was named by one.

    `text` is how an address writes it, `name` how a page does, `label` what people call it.
    """

    point: Point
    text: str
    name: str
    label: str = ""


def read_spot(text: str, reader: Reader = PUBLIC) -> Spot:
    """Read a position, a code or a name; ValidationError when in doubt."""
    plain = tidy(text)
    position = read_position(plain)
    if position:
        check_positions([position], "near")
        return Spot(Point(*position, srid=SRID), written([position]), written([position]))
    if _DIVISION_CODE.fullmatch(plain):
        return _spot_of_division_code(plain)
    if _CODE.fullmatch(plain):
        return _spot_of_code(plain.upper(), reader)
    return _spot_of_name(plain, reader)


def _located_models() -> list[Any]:
    """The models of records that have a point, parks first; rooms above bring them."""
    models = [model for model in apps.get_models() if issubclass(model, Located)]
    return sorted(models, key=lambda model: model._meta.app_label)


def _seats() -> Any:
    """Divisions that are small enough to be near something, with the seat that is meant."""
    divisions = Division.objects.exclude(Q(level=DivisionLevel.PROVINCE) | Q(seat=None))
    return divisions.select_related("parent").defer("boundary", "parent__boundary", "parent__seat")


def _spot_of(thing: Any) -> Spot:
    if isinstance(thing, Division) and thing.seat:
        name = _("the seat of %(division)s") % {"division": thing.full_name}
        return Spot(thing.seat, thing.code, name, thing.full_name)
    return Spot(thing.point, thing.registry_code, thing.name, thing.name)


def _spot_of_division_code(code: str) -> Spot:
    division = _seats().filter(code=code).first()
    if division:
        return _spot_of(division)
    raise ValidationError(
        _(
            "There is no city or county with the code %(code)s (near). Write its name, or take its "
            "code from its page."
        )
        % {"code": code}
    )


def _spot_of_code(code: str, reader: Reader) -> Spot:
    for model in _located_models():
        record = model.objects.shown_to(reader).filter(registry_code=code).first()
        if record and record.point:
            return _spot_of(record)
        if record:
            raise ValidationError(
                _(
                    "No place on the map is known of %(name)s (%(code)s), so nothing can be near "
                    "it (near). Take another record or a position."
                )
                % {"name": record.name, "code": code}
            )
    raise ValidationError(
        _(
            "There is no park, base or project %(code)s (near). Take a code as it stands on the "
            "page of a record, or write longitude and latitude."
        )
        % {"code": code}
    )


def _spot_of_name(name: str, reader: Reader) -> Spot:
    """What is called so: as a whole, then a city or county that begins so, then any record."""
    for find in (_called, _divisions_beginning, _holding) if name else ():
        found = find(name, reader)
        if len(found) == 1:
            return _spot_of(found[0])
        if found:
            raise ValidationError(
                _("“%(value)s” may be several places (near). Take one of their codes: %(codes)s.")
                % {"value": shown(name), "codes": _offer(found[:OFFERED])}
            )
    raise ValidationError(_belt_is_no_spot(name) or _unknown_name(name))


def _unknown_name(name: str) -> str:
    return _(
        "Nothing with a place on the map is called “%(value)s” (near). Write the name of a city, "
        "county or record, a code, or longitude and latitude, for example 126.63,45.75."
    ) % {"value": shown(name)}


def _belt_is_no_spot(name: str) -> str:
    """What to do instead with the name of a belt; empty when no belt is called so."""
    belt = next(iter(Belt.objects.best(shown(name), 1)), None)
    if not belt:
        return ""
    return _(
        "“%(belt)s” is a belt, which has no one place to be near to (near). Choose it under "
        "“Belt” in the filters."
    ) % {"belt": belt.name}


def _called(name: str, reader: Reader) -> list[Any]:
    """Divisions and records with exactly this name."""
    own = Q(name_zh=name) | Q(name_en__iexact=name)
    return [
        *_seats().filter(own)[:OFFERED],
        *_records(reader, lambda records: records.filter(own | Q(aliases__contains=[name]))),
    ]


def _divisions_beginning(name: str, reader: Reader) -> list[Any]:
    """Divisions whose name goes on after this, as 绥化 does with 市, or as pinyin spells it."""
    text, key = folded(name), pinyin_key(folded(name).replace(" ", ""))
    ways = [Q(search_names__contains=f"\n{text}"), Q(search_pinyin__contains=f"\n {key}")]
    found = (list(_seats().filter(way)[:OFFERED]) for way in ways[: 2 if key else 1])
    return next(filter(None, found), [])


def _holding(name: str, reader: Reader) -> list[Any]:
    """Records whose names hold every word."""
    return _records(reader, lambda records: _narrowed(records, shown(name).split()))


def _narrowed(records: Any, words: list[str]) -> Any:
    for word in words:
        records = records.search(word)
    return records


def _records(reader: Reader, narrow: Callable[[Any], Any]) -> list[Any]:
    """Published records of every kind, with a point that the reader sees, that `narrow` keeps."""
    placed = (model.objects.shown_to(reader).placed() for model in _located_models())
    return [record for records in placed for record in narrow(records)[:OFFERED]]


def _offer(things: list[Any]) -> str:
    spots = [_spot_of(thing) for thing in things]
    return _(", ").join(f"{spot.label} ({spot.text})" for spot in spots)
