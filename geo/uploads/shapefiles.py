"""Zipped Shapefiles: the one format that GDAL reads, under names and from bytes that we checked."""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import pyogrio
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from geo.uploads.names import decoded, name_among
from geo.uploads.shapes import MOST_FEATURES, Gathering, Upload
from geo.uploads.systems import datum_of_wkt
from geo.uploads.wkb import polygons_of

DRIVER = "ESRI Shapefile"
_MAGIC = struct.pack(">I", 9994)
_FAULTS = (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError)


def read_shapefile(members: dict[str, bytes]) -> Upload:
    """Read the polygons of the one Shapefile among the members of a zip file."""
    parts = _parts(members)
    _check(parts)
    meta, shapes, columns = _read(parts)
    gathering = Gathering()
    for number, shape in enumerate(shapes):
        values = {
            name: column[number] for name, column in zip(meta["fields"], columns, strict=True)
        }
        polygons = polygons_of(shape, gathering) if shape else []
        gathering.add(name_among(values), polygons)
    text = parts.get(".prj")
    return gathering.upload("Shapefile", datum_of_wkt(decoded(text)) if text else None)


def _parts(members: dict[str, bytes]) -> dict[str, bytes]:
    """The files of the only Shapefile, by their endings."""
    layers = [name for name in members if name.lower().endswith(".shp")]
    if not layers:
        raise ValidationError(
            _("The .zip holds no Shapefile. Pack .shp, .shx, .dbf and .prj together.")
        )
    if len(layers) > 1:
        names = ", ".join(sorted(PurePosixPath(one).name for one in layers)[:5])
        raise ValidationError(
            _("The .zip holds several layers: %(names)s. Pack only one.") % {"names": names}
        )
    stem = layers[0][: -len(".shp")].lower()
    return {
        name[len(stem) :].lower(): content
        for name, content in members.items()
        if name.lower().startswith(f"{stem}.")
    }


def _check(parts: dict[str, bytes]) -> None:
    missing = [ending for ending in (".shx", ".dbf") if ending not in parts]
    if missing:
        raise ValidationError(
            _("The Shapefile lacks %(parts)s. Pack .shp, .shx, .dbf and .prj together.")
            % {"parts": ", ".join(missing)}
        )
    if not (parts[".shp"].startswith(_MAGIC) and parts[".shx"].startswith(_MAGIC)):
        raise ValidationError(_damaged())


def _damaged() -> str:
    return _("The Shapefile is damaged, or none. Export the layer anew and send that.")


def _read(parts: dict[str, bytes]) -> tuple[dict[str, Any], Any, Any]:
    """Fields, geometries (WKB) and columns; the coordinate system never reaches GDAL."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload.shp"
        for ending in (".shp", ".shx", ".dbf"):
            path.with_suffix(ending).write_bytes(parts[ending])
        for encoding in _encodings(parts):
            try:
                if pyogrio.read_info(path, encoding=encoding)["driver"] != DRIVER:
                    raise ValidationError(_damaged())
                meta, _ids, shapes, columns = pyogrio.raw.read(
                    path, encoding=encoding, max_features=MOST_FEATURES + 1
                )
            except UnicodeDecodeError:
                continue
            except _FAULTS as error:
                raise ValidationError(_damaged()) from error
            if shapes is None:
                raise ValidationError(_damaged())
            return meta, shapes, columns
    raise ValidationError(_damaged())


def _encodings(parts: dict[str, bytes]) -> Iterator[str]:
    """What the file says first; then UTF-8, which tells by itself, GB 18030, and any bytes."""
    said = parts.get(".cpg", b"").decode("ascii", "ignore").strip().lower()
    if said in {"utf-8", "utf8", "65001"}:
        yield "utf-8"
    elif "gb" in said or "936" in said:
        yield "gb18030"
    yield from ("utf-8", "gb18030", "latin-1")
