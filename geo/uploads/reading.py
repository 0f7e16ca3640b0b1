"""Which reader reads an upload: by its ending, if its first bytes agree."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from geo.uploads.archives import unpacked
from geo.uploads.geojson import read_geojson
from geo.uploads.geopackages import read_geopackage
from geo.uploads.kml import read_kml
from geo.uploads.shapefiles import read_shapefile
from geo.uploads.shapes import MOST_BYTES, Upload

# How files of each ending begin, after a mark of Unicode and blanks where they are text.
_BEGINNINGS = {
    ".geojson": b"{",
    ".json": b"{",
    ".kml": b"<",
    ".kmz": b"PK",
    ".zip": b"PK",
    ".gpkg": b"SQLite format 3\0",
}
ENDINGS = ", ".join(_BEGINNINGS)


def read_upload(file_name: str, content: bytes) -> Upload:
    """The areas in a file, in its own numbers; ValidationError says what to do about any fault."""
    if len(content) > MOST_BYTES:
        raise ValidationError(
            _("The file has more than %(n)d MB. Export only this boundary.")
            % {"n": MOST_BYTES >> 20}
        )
    ending = PurePosixPath(file_name.lower()).suffix
    if ending not in _BEGINNINGS:
        raise ValidationError(
            _("Send the boundary as %(endings)s; a Shapefile as .zip.") % {"endings": ENDINGS}
        )
    if not content.strip():
        raise ValidationError(
            _("The file is empty. Export the layer with its features and send that.")
        )
    if not _begins(content, ending):
        raise ValidationError(
            _("The content of the file is not what “%(ending)s” says. Export the layer anew.")
            % {"ending": ending}
        )
    return _read(ending, content)


def _begins(content: bytes, ending: str) -> bool:
    start = content[:100]
    if ending in {".kml", ".geojson", ".json"}:
        start = re.sub(rb"^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*", b"", start)
    return start.startswith(_BEGINNINGS[ending])


def _read(ending: str, content: bytes) -> Upload:
    if ending == ".gpkg":
        return read_geopackage(content)
    if ending == ".kml":
        return read_kml(content)
    if ending in {".geojson", ".json"}:
        return read_geojson(content)
    members = unpacked(content)
    drawings = [name for name in members if name.lower().endswith(".kml")]
    is_shapefile = any(name.lower().endswith(".shp") for name in members)
    return (
        read_kml(members[drawings[0]]) if drawings and not is_shapefile else read_shapefile(members)
    )
