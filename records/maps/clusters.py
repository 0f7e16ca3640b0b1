"""Rings in place of marks, for more records than a map can draw one by one."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple, Self

from django.http import QueryDict
from django.utils.translation import gettext as _

# A tile of the map (256 pixels) is so many cells wide. Rings that touch the map joins itself.
CELLS_IN_TILE = 6
# A degree of latitude is this part as many pixels as one of longitude is wide, at 47° north. So
# cells are square in the middle of the province and within a tenth of it at either end.
FLATTENING = 0.68
# More cells than that no screen has room for: a larger frame gets larger cells.
MOST_CELLS_ACROSS = 160
DEEPEST_ZOOM = 24
DEFAULT_ZOOM = 6.0
# 1 m on the ground; more would only make the answer longer.
DECIMALS = 5
# An edge that was rounded on its way is still the edge of the cell.
ROUNDED = 1e-3


class Frame(NamedTuple):
    """A rectangle of the map in degrees (EPSG:4326), and the size of the cells in it."""

    west: float
    south: float
    east: float
    north: float
    cell_width: float

    @property
    def cell_height(self) -> float:
        """The height of a cell in degrees."""
        return self.cell_width * FLATTENING

    @classmethod
    def around(cls, box: tuple[float, float, float, float], zoom: float) -> Self:
        """The frame for a box at a zoom of Leaflet, widened to whole cells.

        So neighbouring views ask for the same frame, and no cell is ever cut.
        """
        west, south, east, north = box
        widest = max(east - west, (north - south) / FLATTENING) / MOST_CELLS_ACROSS
        deepest = math.floor(math.log2(360 / CELLS_IN_TILE / widest))
        width = 360 / CELLS_IN_TILE / 2.0 ** min(round(zoom), deepest)
        height = width * FLATTENING
        return cls(
            math.floor(west / width + ROUNDED) * width,
            math.floor(south / height + ROUNDED) * height,
            math.ceil(east / width - ROUNDED) * width,
            math.ceil(north / height - ROUNDED) * height,
            width,
        )


WORLD = (-180.0, -90.0, 180.0, 90.0)


def frame_of(query: QueryDict) -> Frame:
    """The frame that `frame=west,south,east,north` and `zoom=` ask for; the world without them.

    ValueError says in the reader's language what is wrong with them.
    """
    box, zoom = query.get("frame", ""), query.get("zoom", "")
    return Frame.around(
        _box(str(box)) if box else WORLD, _zoom(str(zoom)) if zoom else DEFAULT_ZOOM
    )


def _box(text: str) -> tuple[float, float, float, float]:
    numbers = [_number(part) for part in text.split(",")]
    match numbers:
        case [west, south, east, north] if (
            -180 <= west < east <= 180 and -90 <= south < north <= 90
        ):
            return west, south, east, north
    raise ValueError(
        _(
            "“%(value)s” is no frame of a map (frame). "
            "Give west, south, east and north in degrees, as in 121.2,43.4,135.1,53.6."
        )
        % {"value": text}
    )


def _zoom(text: str) -> float:
    zoom = _number(text)
    if 0 <= zoom <= DEEPEST_ZOOM:
        return zoom
    raise ValueError(
        _("“%(value)s” is no zoom of a map (zoom). Give a number from 0 to %(most)d.")
        % {"value": text, "most": DEEPEST_ZOOM}
    )


def _number(text: str) -> float:
    """The number that a text holds; what is none lies in no range."""
    try:
        return float(text)
    except ValueError:
        return math.nan


@dataclass
class Cluster:
    """The records of one cell of the grid, of all kinds together."""

    count: int = 0
    lon_sum: float = 0
    lat_sum: float = 0
    west: float = math.inf
    south: float = math.inf
    east: float = -math.inf
    north: float = -math.inf
    sectors: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    yuan: Decimal = Decimal(0)
    known: int = 0
    # A primary key; what it belongs to is known only where there is but one record.
    first: int = 0

    def add(self, kind: str, row: dict[str, Any]) -> None:
        """Take in a row of `RegisteredQuerySet.clustered`."""
        self.count += row["count"]
        self.lon_sum += row["lon_sum"]
        self.lat_sum += row["lat_sum"]
        self.west, self.south = min(self.west, row["west"]), min(self.south, row["south"])
        self.east, self.north = max(self.east, row["east"]), max(self.north, row["north"])
        self.sectors[row["main_sector_slug"]] += row["count"]
        self.kinds[kind] += row["count"]
        self.yuan += row["yuan"] or 0
        self.known += row["known"]
        self.first = row["first"]

    @property
    def only_kind(self) -> str:
        """The kind of the only record; empty where there are several."""
        return next(iter(self.kinds)) if self.count == 1 else ""

    def as_json(self) -> dict[str, Any]:
        """What the map's script gets; it stands at the mean of its points."""
        return {
            "lon": round(self.lon_sum / self.count, DECIMALS),
            "lat": round(self.lat_sum / self.count, DECIMALS),
            "count": self.count,
            "sectors": self.sectors,
            "kinds": self.kinds,
            "investment_yuan": round(self.yuan),
            "investment_known": self.known,
            "bounds": [
                round(degrees, DECIMALS)
                for degrees in (self.west, self.south, self.east, self.north)
            ],
        }


def clusters(located: dict[str, Any], frame: Frame) -> list[Cluster]:
    """The cells of `frame` with records; `located` are the records of each kind."""
    cells: dict[tuple[float, float], Cluster] = {}
    for kind, records in located.items():
        inside = records.in_box(*frame[:4])
        for row in inside.clustered(frame.cell_width, frame.cell_height):
            cells.setdefault((row["column"], row["row"]), Cluster()).add(kind, row)
    return [cells[place] for place in sorted(cells)]
