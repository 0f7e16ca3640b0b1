"""Coordinate systems that files name. Their text is read here, never by GDAL or PROJ."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from geo.datums import MERIDIANS, SRIDS, Datum

_OF_EPSG = {srid: datum for datum, srid in SRIDS.items()}
# Old datums of China differ from CGCS2000 by up to 100 m, in another way in each county.
_OLD_EPSG = {4214, 4610, *range(2327, 2443), *range(21413, 21424), *range(21453, 21464)}
_OLD_NAME = re.compile(r"xian|beijing|西安|北京|krassow?sky|iag.?(19)?75", re.IGNORECASE)
_MERCATOR = {3857, 3785, 900913}
_NUMBER = r"(-?[0-9]+(?:\.[0-9]+)?)"


def datum_of_epsg(code: int) -> Datum | None:
    """The datum with this EPSG code; None where we know no such system."""
    if code in _OLD_EPSG:
        raise ValidationError(old_datum())
    if code in _MERCATOR:
        raise ValidationError(_mercator())
    return _OF_EPSG.get(code)


def datum_of_name(name: str) -> Datum | None:
    """The datum of a name as in GeoJSON: EPSG:4490, urn:ogc:def:crs:OGC:1.3:CRS84."""
    if name.upper().endswith("CRS84"):
        return Datum.WGS84
    found = re.search(r"EPSG:[0-9.]*:?([0-9]{4,6})$", name, re.IGNORECASE)
    return datum_of_epsg(int(found[1])) if found else None


def datum_of_wkt(text: str) -> Datum | None:
    """The datum of the text of a .prj file; None where it is none that we know."""
    if _OLD_NAME.search(text):
        raise ValidationError(old_datum())
    is_cgcs = bool(re.search(r"cgcs_?2000|china_geodetic|china 2000|2000国家", text, re.I))
    is_wgs = bool(re.search(r"wgs_?(19)?_?84", text, re.I))
    if "PROJCS" not in text.upper() and "PROJCRS" not in text.upper():
        return Datum.CGCS2000 if is_cgcs else Datum.WGS84 if is_wgs else None
    if re.search(r"mercator_auxiliary|pseudo.?mercator|popular_visual", text, re.I):
        raise ValidationError(_mercator())
    return _zone(text) if is_cgcs else None


def _zone(text: str) -> Datum | None:
    """The Gauss–Krüger zone of a projected system by its numbers, whatever it is called."""
    if not re.search(r"gauss.?kr|transverse.?mercator", text, re.I):
        return None
    meridian, easting_m = _parameter(text, "central_meridian"), _parameter(text, "false_easting")
    if _parameter(text, "scale_factor") not in (1, None):
        return None
    for datum, degrees in MERIDIANS.items():
        zone = degrees // 3 if datum.startswith("zone") else 0
        if meridian == degrees and easting_m == 500_000 + zone * 1_000_000:
            return datum
    return None


def _parameter(text: str, name: str) -> float | None:
    found = re.search(rf'"{name}"\s*,\s*{_NUMBER}', text, re.IGNORECASE)
    return float(found[1]) if found else None


def old_datum() -> str:
    """Why the datums of 1954 and 1980 cannot be taken."""
    return _(
        "The file is in Beijing 1954 or Xi'an 1980, which needs the parameters of its county. "
        "Have it converted to CGCS2000 and send that."
    )


def _mercator() -> str:
    return _("The file is in Web Mercator. Export it in CGCS2000 or WGS 84 and send that.")
