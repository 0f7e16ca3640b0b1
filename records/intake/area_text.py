"""A boundary as a list of coordinates: one corner a line, parts apart by an empty line."""

from __future__ import annotations

import re

import numpy as np
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from geo.coordinate_text import Reading, read, tidy
from geo.datums import MERIDIANS, Datum
from geo.uploads.shapes import Gathering, Upload

LONGEST_LIST = 400_000
# The name of a corner, such as J1 or 12, where three things stand in a line.
_NAME = re.compile(r"[A-Za-z]{0,3}[0-9]{1,5}")
_APART = re.compile(r"[\s,;:、)]+")


def read_list(text: str, datum: str) -> Upload:
    """Read a list; `datum` is the declared one or empty. ValidationError names the line."""
    gathering, found = Gathering(), set()
    polygons = []
    for part in _parts(text):
        readings = [_corner(number, line, datum) for number, line in part]
        found |= {reading.datum for reading in readings if reading.datum}
        polygons.append([gathering.ring(np.array([(one.x, one.y) for one in readings]))])
    if len(found) > 1:
        raise ValidationError(_("The lines are in several zones. Give them all in one."))
    gathering.add("", polygons)
    return gathering.upload("", _datum_of(found, datum))


def _datum_of(found: set[Datum], declared: str) -> Datum | None:
    """The zone that the eastings tell, unless another was declared; else what was declared."""
    told = next(iter(found), None)
    if told and declared in MERIDIANS and declared != told:
        raise ValidationError(
            _("The eastings begin with the number of another zone than “%(datum)s”. Check it.")
            % {"datum": Datum(declared).label}
        )
    return told or (Datum(declared) if declared else None)


def _parts(text: str) -> list[list[tuple[int, str]]]:
    """The numbered lines of each part."""
    parts: list[list[tuple[int, str]]] = [[]]
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            parts[-1].append((number, line.strip()))
        elif parts[-1]:
            parts.append([])
    return [part for part in parts if part]


def _corner(number: int, line: str, datum: str) -> Reading:
    """The pair in a line, before which the name of the corner may stand."""
    try:
        reading = read(_without_name(line), datum)
    except ValidationError as error:
        said = {"number": number, "problem": " ".join(error.messages)}
        raise ValidationError(_("Line %(number)d: %(problem)s") % said) from error
    if reading.is_link:
        raise ValidationError(
            _("Line %(number)d is a link. Write the corners as numbers.") % {"number": number}
        )
    return reading


def _without_name(line: str) -> str:
    plain = tidy(line)
    parts = [part for part in _APART.split(plain) if part]
    return " ".join(parts[1:]) if len(parts) == 3 and _NAME.fullmatch(parts[0]) else plain
