"""Polygons in well-known binary, read without recursion: nesting cannot exhaust a stack here."""

from __future__ import annotations

import struct

import numpy as np
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from geo.uploads.shapes import Gathering, Rings

_POLYGON, _MULTIPOLYGON, _COLLECTION = 3, 6, 7
_CURVES = {8, 9, 10, 11, 12, 13, 14}


class _Cursor:
    """Reads numbers off bytes that may end too early, or claim more than they hold."""

    def __init__(self, binary: bytes) -> None:
        self.binary, self.at, self.order = binary, 0, "<"

    def header(self) -> tuple[int, int]:
        """The type of a geometry and how many numbers a corner has."""
        self.order = "<" if self.binary[self.at] else ">"
        self.at += 1
        code = self.count()
        if code & 0x20000000:
            self.at += 4
        extra = bool(code & 0x80000000) + bool(code & 0x40000000)
        plain = code & 0x0FFFFFFF
        return plain % 1000, 2 + (extra or (0, 1, 1, 2)[plain // 1000 % 4])

    def count(self) -> int:
        """An unsigned number of four bytes."""
        [value] = struct.unpack_from(f"{self.order}I", self.binary, self.at)
        self.at += 4
        return int(value)

    def corners(self, dimensions: int) -> np.ndarray:
        """A ring: how many corners, and their numbers."""
        size = self.count() * dimensions
        values = np.frombuffer(self.binary, f"{self.order}f8", size, self.at)
        self.at += 8 * size
        return values.reshape(-1, dimensions)


def polygons_of(binary: bytes, gathering: Gathering) -> list[Rings]:
    """The polygons of a geometry; none where it is of another kind or empty."""
    try:
        return _polygons(_Cursor(binary), gathering)
    except (struct.error, IndexError, ValueError) as error:
        raise ValidationError(
            _("A geometry of the file is damaged. Export the layer anew and send that.")
        ) from error


def _polygons(cursor: _Cursor, gathering: Gathering) -> list[Rings]:
    kind, dimensions = cursor.header()
    _refuse_curves(kind)
    if kind == _POLYGON:
        return _parts(cursor, gathering, dimensions)
    if kind != _MULTIPOLYGON:
        return []
    found: list[Rings] = []
    for _part in range(cursor.count()):
        kind, dimensions = cursor.header()
        _refuse_curves(kind)
        if kind != _POLYGON:
            raise ValueError(kind)
        found += _parts(cursor, gathering, dimensions)
    return found


def _parts(cursor: _Cursor, gathering: Gathering, dimensions: int) -> list[Rings]:
    rings = [gathering.ring(cursor.corners(dimensions)) for _ring in range(cursor.count())]
    return [rings] if rings else []


def _refuse_curves(kind: int) -> None:
    if kind in _CURVES:
        raise ValidationError(
            _("The boundary has arcs. Turn them into straight pieces in the program and export it.")
        )
