"""KML, as Google Earth and its Chinese kin write it; always WGS 84 by its standard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from geo.datums import Datum
from geo.uploads.names import name_among
from geo.uploads.shapes import Gathering, Rings, Upload

# The parser knows no encoding of several bytes but Unicode; this one must be taken off.
_CHINESE = re.compile(rb"""^\s*<\?xml[^>]*encoding=["'](?:gbk|gb2312|gb18030)["'][^>]*\?>""", re.I)


def read_kml(content: bytes) -> Upload:
    """Read the polygons of a KML file."""
    root = _root(content)
    if _tag(root) != "kml":
        raise ValidationError(_not_kml())
    gathering = Gathering()
    for placemark in (one for one in root.iter() if _tag(one) == "Placemark"):
        names = (one.text or "" for one in placemark if _tag(one) == "name")
        name = name_among({"name": next(names, "")})
        gathering.add(name, list(_polygons(placemark, gathering)))
    return gathering.upload("KML", Datum.WGS84)


def _root(content: bytes) -> Any:
    chinese = _CHINESE.match(content)
    try:
        text = content[chinese.end() :].decode("gb18030") if chinese else content
        return fromstring(text, forbid_dtd=True)
    except DefusedXmlException as error:
        raise ValidationError(
            _("The file defines entities of XML, which no map needs. Export it as KML anew.")
        ) from error
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise ValidationError(_not_kml()) from error


def _not_kml() -> str:
    return _("This is no KML. Export the layer as KML anew and send that.")


def _tag(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _polygons(placemark: Any, gathering: Gathering) -> Iterator[Rings]:
    for polygon in (one for one in placemark.iter() if _tag(one) == "Polygon"):
        outer = list(_rings(polygon, "outerBoundaryIs", gathering))
        if outer:
            yield [outer[0], *_rings(polygon, "innerBoundaryIs", gathering)]


def _rings(polygon: Any, side: str, gathering: Gathering) -> Iterator[Any]:
    for edge in (one for one in polygon if _tag(one) == side):
        for text in (one.text or "" for one in edge.iter() if _tag(one) == "coordinates"):
            if text.strip():
                yield gathering.ring([corner.split(",")[:2] for corner in text.split()])
