"""Datums: round trips, known values, and PostGIS as the oracle of the zones."""

import numpy as np
import pytest
from django.contrib.gis.geos import GEOSGeometry, MultiPoint, Point
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from geo.datums import (
    MERIDIANS,
    SRIDS,
    Datum,
    bd09_to_gcj02,
    bd09mc_to_bd09,
    distance_m,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    is_in_metres,
    to_lon_lat,
    wgs84_to_gcj02,
)

LONS, LATS = st.floats(121, 135.3), st.floats(43.2, 53.8)


@given(LONS, LATS)
def test_shifts_are_taken_back_to_less_than_a_millimetre(lon, lat):
    gcj02 = wgs84_to_gcj02(lon, lat)
    assert distance_m(lon, lat, *gcj02_to_wgs84(*gcj02)) < 0.001
    assert distance_m(*gcj02, *bd09_to_gcj02(*gcj02_to_bd09(*gcj02))) < 0.001
    bd09 = gcj02_to_bd09(*gcj02)
    assert distance_m(lon, lat, *to_lon_lat(*bd09, Datum.BD09)) < 0.001
    assert 300 < distance_m(lon, lat, *gcj02) < 900


@pytest.mark.parametrize(
    ("lon", "lat", "gcj02"),
    # Published pairs of the formula: Beijing and Shanghai.
    [(116.404, 39.915, (116.41024449916938, 39.91640428150164))],
)
def test_the_shift_is_the_published_one(lon, lat, gcj02):
    assert distance_m(*wgs84_to_gcj02(lon, lat), *gcj02) < 0.001


def test_the_shift_at_harbin_is_about_half_a_kilometre():
    assert distance_m(126.65, 45.75, *wgs84_to_gcj02(126.65, 45.75)) == pytest.approx(515, abs=10)


def test_metres_of_baidu_are_read_as_its_own_maps_do():
    lon, lat = bd09mc_to_bd09(12_958_160.97, 4_825_907.72)
    assert distance_m(lon, lat, 116.403874, 39.914889) < 0.1
    # The bands of the polynomial meet at 45°, in the middle of the province.
    below, above = bd09mc_to_bd09(14e6, 5_591_020.99), bd09mc_to_bd09(14e6, 5_591_021.0)
    assert distance_m(*below, *above) < 0.05
    assert np.isnan(bd09mc_to_bd09(14e6, 1e6)).all()


@pytest.mark.parametrize("datum", list(MERIDIANS))
@pytest.mark.django_db
def test_zones_agree_with_postgis(datum):
    rng = np.random.default_rng(7)
    lon, lat = MERIDIANS[datum] + rng.uniform(-3, 3, 40), rng.uniform(43, 54, 40)
    points = MultiPoint([Point(*pair) for pair in zip(lon, lat, strict=True)], srid=4326)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ST_AsEWKB(ST_Transform(%s::geometry, %s))",
            [points.hexewkb.decode(), SRIDS[datum]],
        )
        rows = GEOSGeometry(memoryview(cursor.fetchone()[0])).coords
    found = to_lon_lat(*np.array(rows).T, datum)
    assert distance_m(lon, lat, *found).max() < 0.001


def test_what_no_datum_can_mean_is_nan_or_far_away_but_never_an_error():
    for datum in Datum:
        with np.errstate(all="raise"):
            to_lon_lat([np.nan, np.inf, 1e300, 0], [0, 1, -1e300, np.nan], datum)
    with pytest.raises(ValueError, match="nonsense"):
        to_lon_lat(1, 1, "nonsense")


def test_degrees_and_metres_are_told_apart():
    assert {datum for datum in Datum if is_in_metres(datum)} == {*MERIDIANS, Datum.BD09MC}
