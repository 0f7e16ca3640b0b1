"""Datums in which coordinates reach the registry, and their way to EPSG:4326 (lon/lat, degrees).

A pair is always (x, y): longitude and latitude in degrees, or easting and northing in metres.
Chinese tables call the northing X and the easting Y; geo.coordinate_text puts such pairs in order.
Every function takes numbers or numpy arrays.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from django.db import models
from django.utils.translation import gettext_lazy as _
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

# The longitudes and latitudes of the province, with a margin.
WEST, SOUTH, EAST, NORTH = 121.0, 43.2, 135.3, 53.8
EARTH_RADIUS_M = 6_371_008.8


class Datum(models.TextChoices):
    """What a pair of numbers refers to; the zones are those that touch the province."""

    WGS84 = "wgs84", _("WGS 84 (GPS)")
    CGCS2000 = "cgcs2000", _("CGCS2000, degrees")
    GCJ02 = "gcj02", _("GCJ-02 (Gaode, Tencent)")
    BD09 = "bd09", _("BD-09 (Baidu)")
    BD09MC = "bd09mc", _("BD-09 in metres (address of a Baidu map)")
    ZONE_41 = "zone_41", _("CGCS2000, 3° zone 41 (Y begins with 41)")
    ZONE_42 = "zone_42", _("CGCS2000, 3° zone 42 (Y begins with 42)")
    ZONE_43 = "zone_43", _("CGCS2000, 3° zone 43 (Y begins with 43)")
    ZONE_44 = "zone_44", _("CGCS2000, 3° zone 44 (Y begins with 44)")
    ZONE_45 = "zone_45", _("CGCS2000, 3° zone 45 (Y begins with 45)")
    CM_123 = "cm_123", _("CGCS2000, central meridian 123°, no zone number")
    CM_126 = "cm_126", _("CGCS2000, central meridian 126°, no zone number")
    CM_129 = "cm_129", _("CGCS2000, central meridian 129°, no zone number")
    CM_132 = "cm_132", _("CGCS2000, central meridian 132°, no zone number")
    CM_135 = "cm_135", _("CGCS2000, central meridian 135°, no zone number")


ZONES = {Datum(f"zone_{zone}"): zone for zone in range(41, 46)}
MERIDIANS = {
    **{datum: zone * 3 for datum, zone in ZONES.items()},
    **{Datum(f"cm_{degrees}"): degrees for degrees in range(123, 136, 3)},
}
# CGCS2000 differs from WGS 84 by centimetres, less than any point of the registry is sure of.
SRIDS = {
    Datum.WGS84: 4326,
    Datum.CGCS2000: 4490,
    **{datum: 4488 + zone for datum, zone in ZONES.items()},
    **{Datum(f"cm_{degrees}"): 4509 + degrees // 3 for degrees in range(123, 136, 3)},
}


def is_in_metres(datum: str) -> bool:
    """Whether the numbers of a datum are metres."""
    return datum in MERIDIANS or datum == Datum.BD09MC


def to_lon_lat(x: Any, y: Any, datum: str) -> tuple[Numbers, Numbers]:
    """Longitude and latitude (EPSG:4326, degrees) of pairs in `datum`.

    What cannot be converted is NaN. Raises ValueError for a datum that is none of ours.
    """
    first, second = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    with np.errstate(all="ignore"):
        return _converted(first, second, Datum(datum))


def _converted(x: Numbers, y: Numbers, datum: Datum) -> tuple[Numbers, Numbers]:
    if datum in MERIDIANS:
        false_easting_m = 500_000 + ZONES.get(datum, 0) * 1_000_000
        return _inverse_gauss_kruger(x - false_easting_m, y, MERIDIANS[datum])
    if datum == Datum.BD09MC:
        return gcj02_to_wgs84(*bd09_to_gcj02(*bd09mc_to_bd09(x, y)))
    if datum == Datum.BD09:
        return gcj02_to_wgs84(*bd09_to_gcj02(x, y))
    return gcj02_to_wgs84(x, y) if datum == Datum.GCJ02 else (x, y)


def distance_m(lon: Any, lat: Any, other_lon: Any, other_lat: Any) -> Numbers:
    """Metres between points (EPSG:4326) on a sphere, by the haversine formula."""
    first, second = np.radians(lat), np.radians(other_lat)
    lons = np.radians(np.subtract(other_lon, lon))
    half = np.sin((second - first) / 2) ** 2
    half = half + np.cos(first) * np.cos(second) * np.sin(lons / 2) ** 2
    distance: Numbers = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(half))
    return distance


def in_province_box(lon: Any, lat: Any) -> NDArray[np.bool_]:
    """Whether points (EPSG:4326) are near enough to the province to be meant to lie in it."""
    lon, lat = np.asarray(lon), np.asarray(lat)
    inside: NDArray[np.bool_] = (lon > WEST) & (lon < EAST) & (lat > SOUTH) & (lat < NORTH)
    return inside


# Gauss–Krüger -------------------------------------------------------------------------------------

_AXIS_M, _FLATTENING = 6_378_137.0, 1 / 298.257222101


def _inverse_gauss_kruger(x: Numbers, y: Numbers, meridian: int) -> tuple[Numbers, Numbers]:
    """Longitude and latitude of metres east of a central meridian and north of the equator.

    Krüger's series to the fourth power of n, exact to less than a millimetre here:
    C. F. F. Karney, Transverse Mercator with an accuracy of a few nanometers (2011), eq. 11, 36.
    """
    n = _FLATTENING / (2 - _FLATTENING)
    radius_m = _AXIS_M / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    beta = (
        n / 2 - 2 * n**2 / 3 + 37 * n**3 / 96 - n**4 / 360,
        n**2 / 48 + n**3 / 15 - 437 * n**4 / 1440,
        17 * n**3 / 480 - 37 * n**4 / 840,
        4397 * n**4 / 161280,
    )
    xi, eta = y / radius_m, x / radius_m
    xi_0, eta_0 = xi, eta
    for order, factor in enumerate(beta, start=1):
        xi_0 = xi_0 - factor * np.sin(2 * order * xi) * np.cosh(2 * order * eta)
        eta_0 = eta_0 - factor * np.cos(2 * order * xi) * np.sinh(2 * order * eta)
    lon = meridian + np.degrees(np.arctan2(np.sinh(eta_0), np.cos(xi_0)))
    return lon, _geographic(np.arcsin(np.sin(xi_0) / np.cosh(eta_0)), n)


def _geographic(chi: Numbers, n: float) -> Numbers:
    """The geographic latitude in degrees of a conformal one in radians, by the same source."""
    delta = (
        2 * n - 2 * n**2 / 3 - 2 * n**3 + 116 * n**4 / 45,
        7 * n**2 / 3 - 8 * n**3 / 5 - 227 * n**4 / 45,
        56 * n**3 / 15 - 136 * n**4 / 35,
        4279 * n**4 / 630,
    )
    terms = (factor * np.sin(2 * order * chi) for order, factor in enumerate(delta, start=1))
    return np.asarray(np.degrees(chi + sum(terms)))


# GCJ-02 and BD-09 ---------------------------------------------------------------------------------

# The formula that has been public since 2010: Krasovsky's ellipsoid and a sum of sines.
_GCJ_AXIS_M, _GCJ_ECCENTRICITY_2 = 6_378_245.0, 0.00669342162296594323
_BD_TURN = np.pi * 3000 / 180
_ROUNDS = 6


def wgs84_to_gcj02(lon: Any, lat: Any) -> tuple[Numbers, Numbers]:
    """Shift positions in China as its public maps do; here by 500 to 700 m."""
    lon, lat = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    x, y, phi = lon - 105, lat - 35, np.radians(lat)
    root = np.sqrt(np.abs(x))
    common = (20 * np.sin(6 * np.pi * x) + 20 * np.sin(2 * np.pi * x)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + common
    north = north + (20 * np.sin(np.pi * y) + 40 * np.sin(np.pi * y / 3)) * 2 / 3
    north = north + (160 * np.sin(np.pi * y / 12) + 320 * np.sin(np.pi * y / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + common
    east = east + (20 * np.sin(np.pi * x) + 40 * np.sin(np.pi * x / 3)) * 2 / 3
    east = east + (150 * np.sin(np.pi * x / 12) + 300 * np.sin(np.pi * x / 30)) * 2 / 3
    curve = 1 - _GCJ_ECCENTRICITY_2 * np.sin(phi) ** 2
    meridian_m = _GCJ_AXIS_M * (1 - _GCJ_ECCENTRICITY_2) / curve**1.5
    parallel_m = _GCJ_AXIS_M / np.sqrt(curve) * np.cos(phi)
    return lon + np.degrees(east / parallel_m), lat + np.degrees(north / meridian_m)


def gcj02_to_wgs84(lon: Any, lat: Any) -> tuple[Numbers, Numbers]:
    """Take that shift back, by iteration; a round trip errs by less than a millimetre."""
    lon, lat = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    found_lon, found_lat = lon, lat
    for _round in range(_ROUNDS):
        shifted_lon, shifted_lat = wgs84_to_gcj02(found_lon, found_lat)
        found_lon, found_lat = found_lon + lon - shifted_lon, found_lat + lat - shifted_lat
    return found_lon, found_lat


def gcj02_to_bd09(lon: Any, lat: Any) -> tuple[Numbers, Numbers]:
    """Shift once more, as Baidu does."""
    lon, lat = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    length = np.hypot(lon, lat) + 0.00002 * np.sin(lat * _BD_TURN)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * _BD_TURN)
    return length * np.cos(angle) + 0.0065, length * np.sin(angle) + 0.006


def bd09_to_gcj02(lon: Any, lat: Any) -> tuple[Numbers, Numbers]:
    """Take Baidu's shift back, by iteration."""
    lon, lat = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    found_lon, found_lat = lon - 0.0065, lat - 0.006
    for _round in range(_ROUNDS):
        shifted_lon, shifted_lat = gcj02_to_bd09(found_lon, found_lat)
        found_lon, found_lat = found_lon + lon - shifted_lon, found_lat + lat - shifted_lat
    return found_lon, found_lat


# From the public script of Baidu's maps: where a band of its Mercator metres begins in the north,
# and the polynomial in that band. The province lies between 43° and 54°, in two of the six bands.
_BAND_45_M = 5_591_021.0
_FROM_45 = (
    (-3.030883460898826e-8, 0.00000898305509983578),
    (
        0.30071316287616,
        59.74293618442277,
        7.357984074871,
        -25.38371002664745,
        13.45380521110908,
        -3.29883767235584,
        0.32710905363475,
    ),
    6_856_817.37,
)
_FROM_30 = (
    (-1.981981304930552e-8, 0.000008983055099779535),
    (
        0.03278182852591,
        40.31678527705744,
        0.65659298677277,
        -4.44255534477492,
        0.85341911805263,
        0.12923347998204,
        -0.04625736007561,
    ),
    4_482_777.06,
)
_MC_SOUTH_M, _MC_NORTH_M = 3_481_989.83, 8_362_377.87


def bd09mc_to_bd09(x: Any, y: Any) -> tuple[Numbers, Numbers]:
    """Longitude and latitude of the metres in the address of a Baidu map, from 30° to 60° north."""
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    known = (y > _MC_SOUTH_M) & (y < _MC_NORTH_M)
    upper, lower = _band(x, y, _FROM_45), _band(x, y, _FROM_30)
    north = y >= _BAND_45_M
    lon, lat = (np.where(north, one, other) for one, other in zip(upper, lower, strict=True))
    return np.where(known, lon, np.nan), np.where(known, lat, np.nan)


def _band(x: Numbers, y: Numbers, band: Any) -> tuple[Numbers, Numbers]:
    (offset, slope), powers, scale_m = band
    return offset + slope * x, np.polynomial.polynomial.polyval(y / scale_m, powers)
