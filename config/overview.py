"""The small drawing of the province on the home page: one ring of sector shares a prefecture."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import combinations
from math import hypot
from typing import Any

from django.contrib.gis.db.models.functions import AsSVG
from django.urls import reverse
from django.utils.translation import gettext as _

from geo.basemap import short_name
from geo.enums import DivisionLevel
from geo.functions import SimplifiedGeometry, WidestPoint
from geo.models import Division
from parks.models import Sector
from records.templatetags.registry import UNKNOWN_COLOUR

# Units of the drawing per degree. At 48° north a degree of longitude is two thirds as long.
EAST, NORTH = 40.0, 59.6
WEST_NORTH_EAST_SOUTH = (121.0, 53.7, 135.3, 43.3)
OUTLINE_DEGREES = 0.02
DECIMALS = 2
WHOLE = 100
# Room for a ring and the name below it.
WIDE, HIGH = 68.0, 62.0
ROUNDS = 40
# A sector as the drawing shows it: its name and its colour.
Look = tuple[str, str]


@dataclass(frozen=True)
class Arc:
    """A share of a ring: its length and where it begins, both of 100."""

    colour: str
    length: float
    offset: float


@dataclass(frozen=True)
class Ring:
    """The parks of a prefecture at its middle, in units of the drawing."""

    name: str
    url: str
    x: float
    y: float
    count: int
    arcs: list[Arc]
    # The main sectors of the parks, in words, with the number of each.
    sectors: list[tuple[str, int]]


def overview(parks: Any) -> dict[str, Any]:
    """Give the drawing of `parks`: its frame, the outlines as SVG paths in degrees, the rings.

    `rows` are the rings with the most parks first, for those who read them as a table.
    """
    west, north, east, south = WEST_NORTH_EAST_SOUTH
    prefectures = list(_outlined(DivisionLevel.PREFECTURE))
    counted = _counted(parks)
    rings = [_ring(one, counted[one.code]) for one in prefectures if counted[one.code]]
    frame = (west * EAST, -north * NORTH, (east - west) * EAST, (north - south) * NORTH)
    return {
        "view_box": " ".join(f"{number:.0f}" for number in frame),
        "transform": f"scale({EAST} {NORTH})",
        "province": [province.outline for province in _outlined(DivisionLevel.PROVINCE)],
        "prefectures": [prefecture.outline for prefecture in prefectures],
        "rings": _apart(rings),
        "rows": sorted(rings, key=lambda ring: -ring.count),
    }


def _outlined(level: str) -> Any:
    outline = AsSVG(SimplifiedGeometry("boundary", OUTLINE_DEGREES), True, DECIMALS)
    return (
        Division.objects.filter(level=level)
        .exclude(boundary=None)
        .annotate(outline=outline, middle=WidestPoint("boundary"))
    )


def _counted(parks: Any) -> dict[str, dict[Look, int]]:
    """How many parks of each main sector every prefecture has."""
    looks = {sector.pk: (sector.name, sector.colour) for sector in Sector.objects.all()}
    unknown = (_("unknown"), UNKNOWN_COLOUR)
    found: dict[str, dict[Look, int]] = defaultdict(lambda: defaultdict(int))
    for code, sector, number in parks.by_prefecture_and_sector():
        found[code][looks.get(sector, unknown)] += number
    return found


def _ring(prefecture: Any, numbers: dict[Look, int]) -> Ring:
    shares = sorted(numbers.items(), key=lambda item: (-item[1], item[0][1]))
    return Ring(
        name=short_name(prefecture.name),
        url=f"{reverse('map')}?division={prefecture.code}",
        x=round(prefecture.middle.x * EAST, 1),
        y=round(-prefecture.middle.y * NORTH, 1),
        count=sum(numbers.values()),
        arcs=_arcs([(colour, number) for (_name, colour), number in shares]),
        sectors=[(name, number) for (name, _colour), number in shares],
    )


def _arcs(shares: list[tuple[str, int]]) -> list[Arc]:
    """Shares one behind the other from the top, with a gap between them."""
    total, start, arcs = sum(number for _colour, number in shares), 0.0, []
    for colour, number in shares:
        share = WHOLE * number / total
        gap = 1 if share < WHOLE else 0
        arcs.append(Arc(colour, round(share - gap, 2), round(WHOLE / 4 - start, 2)))
        start += share
    return arcs


def _apart(rings: list[Ring]) -> list[Ring]:
    """Push rings that would cover each other or a name apart, a little at a time."""
    places = [(ring.x, ring.y) for ring in rings]
    for _round in range(ROUNDS):
        for one, other in combinations(range(len(places)), 2):
            places[one], places[other] = _pushed(places[one], places[other])
    return [
        replace(ring, x=round(x, 1), y=round(y, 1))
        for ring, (x, y) in zip(rings, places, strict=True)
    ]


def _pushed(one: tuple[float, float], other: tuple[float, float]) -> Any:
    across, down = other[0] - one[0], other[1] - one[1]
    near = hypot(across / WIDE, down / HIGH)
    if near >= 1 or not near:
        return one, other
    step = (1 - near) / near / 4
    return (
        (one[0] - across * step, one[1] - down * step),
        (other[0] + across * step, other[1] + down * step),
    )
