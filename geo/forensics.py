"""Finds out in which datum and order a whole file of coordinates was written.

Each hypothesis (datum × order) is applied to all pairs at once and scored by how many points then
lie in the division or park that their row states. Two hypotheses are told apart only by the rows
on which they differ, with the sign test; where chance could explain it, the answer says so.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.contrib.gis.geos import MultiPolygon
from numpy.typing import ArrayLike, NDArray

from geo.datums import Datum, Numbers, in_province_box, to_lon_lat
from geo.models import Division

# So improbable must it be that two equally good hypotheses differ as much as was seen.
CHANCE = 0.005
# Of more differing rows the normal approximation is exact enough: so many standard deviations.
_MANY, _CHANCE_DEVIATIONS = 200, 2.576
# Degrees of both of these are the same place to within centimetres: one hypothesis.
_SAME = {Datum.CGCS2000}
_SLICE = 500


@dataclass(frozen=True)
class Score:
    """How well one reading of a file fits: `inside` of `of` rows lie where they say they do."""

    datum: Datum
    swapped: bool
    inside: int
    of: int
    # For each row whether it fits; the rows without a known outline do not count.
    fits: NDArray[np.bool_]

    @property
    def share(self) -> float:
        """The part of the rows that fits, from 0 to 1."""
        return self.inside / self.of if self.of else 0.0


@dataclass(frozen=True)
class Finding:
    """The readings of a file, best first; `rivals` are those that chance may have put below it."""

    scores: list[Score]
    rivals: list[Score]

    @property
    def best(self) -> Score:
        """The reading that fits most rows."""
        return self.scores[0]

    @property
    def is_decided(self) -> bool:
        """Whether the best reading is better than every other by more than chance."""
        return self.best.inside > 0 and not self.rivals

    @property
    def margin(self) -> float:
        """By which part of the rows the best reading is ahead of the next, from 0 to 1."""
        second = self.scores[1].share if len(self.scores) > 1 else 0.0
        return self.best.share - second


def examine(
    pairs: ArrayLike, places: Sequence[str], outlines: Mapping[str, MultiPolygon]
) -> Finding | None:
    """Test every hypothesis on `pairs` (n × 2, as written) of rows that state `places`.

    A place is a key of `outlines` (EPSG:4326, lon/lat): a division code, or the code of a park
    with a boundary, which tells far more. Rows without an outline or with NaN are left out; None
    when nothing is left. Swapped means that the second number is the longitude or easting.
    """
    table = np.asarray(pairs, dtype=float).reshape(-1, 2)
    keys = np.asarray(places, dtype=object)
    usable = np.isfinite(table).all(axis=1) & np.isin(keys, list(outlines))
    if not usable.any():
        return None
    groups = {key: np.flatnonzero(usable & (keys == key)) for key in set(keys[usable])}
    prepared = {key: Outline(outlines[key]) for key in groups}
    scores = [
        _score(table, datum, swapped, groups, prepared, int(usable.sum()))
        for datum in Datum
        if datum not in _SAME
        for swapped in (False, True)
    ]
    scores.sort(key=lambda score: -score.inside)
    best = scores[0]
    return Finding(scores, [other for other in scores[1:] if _may_be_chance(best, other)])


def division_outlines(codes: Sequence[str]) -> dict[str, MultiPolygon]:
    """The outlines of the divisions with these codes that have one, for `examine`."""
    found = Division.objects.filter(pk__in=set(codes)).exclude(boundary=None)
    return {one.pk: one.boundary for one in found.only("boundary") if one.boundary}


def _score(
    table: Numbers,
    datum: Datum,
    swapped: bool,
    groups: Mapping[Any, NDArray[np.intp]],
    outlines: Mapping[str, Outline],
    of: int,
) -> Score:
    x, y = (table[:, 1], table[:, 0]) if swapped else (table[:, 0], table[:, 1])
    lon, lat = to_lon_lat(x, y, datum)
    fits = np.zeros(len(table), dtype=bool)
    near = in_province_box(lon, lat)
    for key, rows in groups.items():
        if (chosen := rows[near[rows]]).size:
            fits[chosen] = outlines[key].holds(lon[chosen], lat[chosen])
    return Score(datum, swapped, int(fits.sum()), of, fits)


def _may_be_chance(best: Score, other: Score) -> bool:
    """Whether rows on which two hypotheses differ could have fallen so if both were as good."""
    won = int((best.fits & ~other.fits).sum())
    lost = int((other.fits & ~best.fits).sum())
    differing = won + lost
    if differing > _MANY:
        return (won - lost - 1) / math.sqrt(differing) < _CHANCE_DEVIATIONS
    ways = sum(math.comb(differing, count) for count in range(lost + 1))
    return ways / 2**differing > CHANCE


class Outline:
    """The edges of all rings of an outline (EPSG:4326), ready for many points."""

    def __init__(self, outline: MultiPolygon) -> None:
        rings = rings_of(outline)
        self.extent = outline.extent
        edges = np.vstack([np.hstack([ring[:-1], ring[1:]]) for ring in rings])
        self.edges: Numbers = edges[edges[:, 1] != edges[:, 3]]

    def holds(self, lon: Numbers, lat: Numbers) -> NDArray[np.bool_]:
        """Whether points lie inside, by the even–odd rule."""
        west, south, east, north = self.extent
        odd = np.zeros(len(lon), dtype=bool)
        near = np.flatnonzero((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))
        x1, y1, x2, y2 = self.edges.T
        # In slices, so that a large file does not need a table of all points times all edges.
        for start in range(0, near.size, _SLICE):
            rows = near[start : start + _SLICE]
            px, py = lon[rows, None], lat[rows, None]
            crossed = ((y1 > py) != (y2 > py)) & (px < x1 + (x2 - x1) * (py - y1) / (y2 - y1))
            odd[rows] = crossed.sum(axis=1) % 2 == 1
        return odd


def rings_of(area: MultiPolygon) -> list[Numbers]:
    """The corners (n × 2) of each ring of flat polygons, read off their WKB: by far the fastest."""
    rings, binary = [], bytes(area.wkb)
    [parts], at = np.frombuffer(binary, "<u4", 1, 5), 9
    for _part in range(parts):
        [count], at = np.frombuffer(binary, "<u4", 1, at + 5), at + 9
        for _ring in range(count):
            [corners], at = np.frombuffer(binary, "<u4", 1, at), at + 4
            rings.append(np.frombuffer(binary, "<f8", 2 * corners, at).reshape(-1, 2))
            at += 16 * int(corners)
    return rings
