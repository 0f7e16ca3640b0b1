"""Descriptions of records by which they are compared, made of their fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from geo.enums import DivisionLevel
from geo.hanzi import folded
from geo.models import Division
from records.duplicates.amounts import amounts_in
from records.duplicates.compare import FIRST_PHASE, Description
from records.duplicates.kinds import Kind
from records.duplicates.names import normal_name, taken_apart
from records.enums import PRECISE

_SEVERAL = re.compile(r"[;；、]")
_ENDING = re.compile(r"(?:达斡尔族区|蒙古族自治县|地区|市|县|区)$")
# Districts bear everyday words for names (新兴, 友好), so they count only with their 区.
_IN_FULL = {DivisionLevel.DISTRICT, DivisionLevel.MANAGEMENT_DISTRICT}
SHORTEST_PLACE = 2


class Describer:
    """Describes records of one kind; reads the names of divisions once."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.places = _places()

    def fields(self) -> list[str]:
        """The fields that a description is made of."""
        kind, names = self.kind, {field.name for field in self.kind.model._meta.get_fields()}
        own = ["id", "registry_code", "name_zh", "name_en", "aliases", *kind.codes]
        shared = ["division", "point", "location_precision"]
        announced = [kind.builder, kind.capacity, kind.investment, kind.phase_of]
        return own + [name for name in (*shared, *announced) if name in names]

    def describe(self, values: Mapping[str, Any]) -> Description:
        """Describe a record by the values of its fields; what is not there is not known."""
        kind = self.kind
        texts = [values.get("name_zh"), values.get("name_en"), *(values.get("aliases") or ())]
        names = tuple(taken_apart(text) for text in dict.fromkeys(texts) if text)
        said = amounts_in(folded(str(values.get(kind.capacity) or "")))[1]
        return Description(
            code=str(values.get("registry_code") or ""),
            names=names,
            builders=tuple(_builders(str(values.get(kind.builder) or ""))),
            codes={name: code for name in kind.codes if (code := _code(values.get(name)))},
            amounts=said.union(*(name.amounts for name in names)),
            division=_division(values.get("division")) if kind.is_local else "",
            places=self._places_in(" ".join(name.text for name in names)),
            point=_point(values),
            yuan=values.get(kind.investment),
            is_name_alone=not kind.builder,
            phases=frozenset().union(*(name.phases for name in names)) or FIRST_PHASE,
            numbers=frozenset().union(*(name.numbers for name in names)),
            family=str(values.get(kind.phase_of) or values.get("id") or "")
            if kind.phase_of
            else "",
        )

    def _places_in(self, text: str) -> dict[str, str]:
        return {short: code for full, short, code in self.places if full in text}


def _places() -> list[tuple[str, str, str]]:
    """How divisions are called in names: as they must be written, without the level, the code."""
    rows = Division.objects.exclude(parent=None).values_list("name_zh", "level", "code")
    called = [(name, _ENDING.sub("", name), level, code) for name, level, code in rows]
    shorts = [short for _name, short, _level, _code in called]
    return [
        (name if level in _IN_FULL else short, short, code)
        for name, short, level, code in called
        if len(short) >= SHORTEST_PLACE and shorts.count(short) == 1
    ]


def _builders(text: str) -> Iterable[str]:
    return (normal_name(one) for one in _SEVERAL.split(text) if one.strip())


def _code(value: Any) -> str:
    return re.sub(r"\s", "", str(value or "")).upper()


def _division(value: Any) -> str:
    return str(getattr(value, "pk", value) or "")


def _point(values: Mapping[str, Any]) -> tuple[float, float] | None:
    point = values.get("point")
    if point is None or values.get("location_precision") not in PRECISE:
        return None
    return (point.x, point.y)
