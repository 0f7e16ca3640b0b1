"""In which datum a file was written, on synthetic batches of points in real divisions."""

import numpy as np
import pytest
from django.contrib.gis.geos import MultiPoint, MultiPolygon, Point, Polygon

from geo.datums import MERIDIANS, SRIDS, Datum, gcj02_to_bd09, wgs84_to_gcj02
from geo.forensics import Outline, division_outlines, examine, rings_of
from geo.models import Division


@pytest.fixture
def outlines(facts):
    codes = Division.objects.units("county").values_list("pk", flat=True)
    return division_outlines(list(codes))


def drawn(outlines, count, seed):
    """`count` synthetic points, each in the division that its row states."""
    rng = np.random.default_rng(seed)
    places = rng.choice(sorted(outlines), count)
    pairs = np.empty((count, 2))
    for key in set(places):
        west, south, east, north = outlines[key].extent
        rows = np.flatnonzero(places == key)
        lon, lat = rng.uniform(west, east, 400), rng.uniform(south, north, 400)
        kept = np.flatnonzero(Outline(outlines[key]).holds(lon, lat))
        chosen = rng.choice(kept, rows.size)
        pairs[rows] = np.column_stack([lon[chosen], lat[chosen]])
    return pairs, list(places)


def written(pairs, datum):
    """The points as a file in `datum` gives them; the zones by GDAL, not by our own formula."""
    if datum in MERIDIANS:
        points = MultiPoint([Point(*pair) for pair in pairs], srid=4326)
        return np.array(points.transform(SRIDS[datum], clone=True).coords)
    if datum == Datum.WGS84:
        return pairs
    gcj02 = wgs84_to_gcj02(*pairs.T)
    return np.column_stack(gcj02 if datum == Datum.GCJ02 else gcj02_to_bd09(*gcj02))


DATUMS = [Datum.WGS84, Datum.GCJ02, Datum.BD09, Datum.ZONE_42, Datum.CM_126, Datum.CM_132]


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize("datum", DATUMS)
def test_a_file_is_read_as_it_was_written(outlines, datum, swapped):
    pairs, places = drawn(outlines, 1_500, seed=11)
    table = written(pairs, datum)
    found = examine(table[:, ::-1] if swapped else table, places, outlines)
    assert (found.best.datum, found.best.swapped) == (datum, swapped)
    assert found.is_decided
    assert found.best.share > 0.99
    assert found.margin > 0


def test_where_it_cannot_be_told_the_answer_says_so(outlines):
    pairs, places = drawn(outlines, 12, seed=3)
    found = examine(pairs, places, outlines)
    assert not found.is_decided
    likely = {(one.datum, one.swapped) for one in (found.best, *found.rivals)}
    assert {(Datum.WGS84, False), (Datum.GCJ02, False)} <= likely
    # The order is never in doubt here: longitudes and latitudes of the province do not overlap.
    assert not any(one.swapped for one in found.rivals)


def test_a_park_tells_what_a_county_cannot():
    park = MultiPolygon(Polygon.from_bbox((126.60, 45.74, 126.61, 45.75)), srid=4326)
    rng = np.random.default_rng(1)
    pairs = np.column_stack([rng.uniform(126.60, 126.61, 40), rng.uniform(45.74, 45.75, 40)])
    found = examine(written(pairs, Datum.GCJ02), ["PK-9001"] * 40, {"PK-9001": park})
    assert found.best.datum == Datum.GCJ02
    assert found.is_decided


def test_rows_without_numbers_or_known_place_do_not_count():
    park = MultiPolygon(Polygon.from_bbox((126, 45, 127, 46)), srid=4326)
    pairs = [(126.5, 45.5), (np.nan, 45.5), (np.inf, 1), (126.5, 45.5)]
    found = examine(pairs, ["a", "a", "a", "b"], {"a": park})
    assert found.best.of == 1
    assert examine(pairs, ["x"] * 4, {"a": park}) is None


def test_a_file_of_nonsense_is_not_decided():
    park = MultiPolygon(Polygon.from_bbox((126, 45, 127, 46)), srid=4326)
    found = examine([(1, 2)] * 50, ["a"] * 50, {"a": park})
    assert found.best.inside == 0
    assert not found.is_decided


def test_holes_and_parts_are_minded():
    outer = Polygon.from_bbox((0, 0, 10, 10))
    holed = Polygon(outer[0], Polygon.from_bbox((4, 4, 6, 6))[0])
    outline = Outline(MultiPolygon(holed, Polygon.from_bbox((20, 0, 21, 1))))
    lon, lat = np.array([5.0, 2.0, 20.5, 15.0]), np.array([5.0, 2.0, 0.5, 0.5])
    assert outline.holds(lon, lat).tolist() == [False, True, True, False]


def test_rings_are_those_of_the_geometry(facts):
    outline = Division.objects.get(pk="230125").boundary
    expected = [ring for polygon in outline.coords for ring in polygon]
    assert [[tuple(one) for one in ring] for ring in rings_of(outline)] == [
        list(ring) for ring in expected
    ]
