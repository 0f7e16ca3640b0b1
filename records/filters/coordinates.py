"""Reads positions as people write and paste them. EPSG:4326, longitude before latitude, degrees."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from geo.coordinate_text import shown

Position = tuple[float, float]

SRID = 4326

_NUMBER = re.compile(r"[+-]?[0-9]{1,4}(\.[0-9]{1,12})?")
# One angle, e.g. 126.63, 126.63°E, 126°38′24″E, 东经126度38分.
_ANGLE = re.compile(
    r"""
    \s* (?P<before> [NSEW] | 北纬 | 南纬 | 东经 | 西经 )? \s*
    (?P<degrees> [+-]?[0-9]{1,3}(\.[0-9]{1,12})? ) \s* [°度]? \s*
    ( (?P<minutes> [0-5]?[0-9](\.[0-9]{1,12})? ) \s* ['′分] \s* )?
    ( (?P<seconds> [0-5]?[0-9](\.[0-9]{1,12})? ) \s* (["″秒] | '' | ′′) \s* )?
    (?P<after> [NSEW] )? \s*
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SIDES = {"北纬": "N", "南纬": "S", "东经": "E", "西经": "W"}
_AXES = {"N": "latitude", "S": "latitude", "E": "longitude", "W": "longitude", "": ""}


def read_number(text: str) -> float | None:
    """A plain decimal number; None for anything else."""
    return float(text) if _NUMBER.fullmatch(text.strip()) else None


def read_numbers(text: str) -> list[float] | None:
    """Numbers separated by commas; None when one of them is none."""
    found = [read_number(part) for part in text.split(",")]
    return None if None in found else [one for one in found if one is not None]


def read_position(text: str) -> Position | None:
    """Longitude and latitude, with or without marks of degrees and sides; None for other text."""
    parts = text.split(",") if "," in text else text.split()
    angles = [_ANGLE.fullmatch(part) for part in parts]
    if len(angles) != 2 or not all(angles):
        return None
    (first, axis), (second, other) = (_angle(one) for one in angles if one)
    if axis == other != "":
        return None
    latitude_first = axis == "latitude" or other == "longitude"
    return (second, first) if latitude_first else (first, second)


def _angle(match: re.Match[str]) -> tuple[float, str]:
    """The angle in degrees, and of which axis it says that it is: nothing when it does not."""
    named = (match["before"] or match["after"] or "").upper()
    side = _SIDES.get(named, named)
    size = abs(float(match["degrees"]))
    size += float(match["minutes"] or 0) / 60 + float(match["seconds"] or 0) / 3600
    south_or_west = match["degrees"].startswith("-") or side in {"S", "W"}
    return (-size if south_or_west else size), _AXES[side]


def on_globe(longitude: float, latitude: float) -> bool:
    """Whether there is such a place."""
    return abs(longitude) <= 180 and abs(latitude) <= 90


def check_positions(positions: Sequence[Position], name: str) -> None:
    """Raise ValidationError for a place off the globe; offer the other order where that helps."""
    wrong = [one for one in positions if not on_globe(*one)]
    if not wrong:
        return
    said = {"value": written(wrong), "name": name}
    if all(on_globe(latitude, longitude) for longitude, latitude in positions):
        said["swapped"] = written([(second, first) for first, second in positions])
        raise ValidationError(
            _(
                "Latitude seems to stand before longitude in “%(value)s” (%(name)s). "
                "Longitude comes first: %(swapped)s."
            )
            % {**said, "value": shown(written(positions)), "swapped": shown(said["swapped"])}
        )
    raise ValidationError(
        _(
            "“%(value)s” is no place on the globe (%(name)s). Longitude lies between −180 and 180, "
            "latitude between −90 and 90."
        )
        % {**said, "value": shown(said["value"])}
    )


def written(positions: Sequence[Position]) -> str:
    """Positions as an address writes them: `lon,lat;lon,lat`."""
    return ";".join(f"{degrees(lon)},{degrees(lat)}" for lon, lat in positions)


def degrees(angle: float) -> str:
    """An angle without zeros at its end; six decimals are a tenth of a metre."""
    text = f"{angle:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
