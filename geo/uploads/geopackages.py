"""GeoPackages, read as the databases of SQLite that they are, with everything but reading off."""

from __future__ import annotations

import re
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from geo.datums import Datum
from geo.uploads.names import name_among
from geo.uploads.shapes import MOST_BYTES, MOST_FEATURES, Gathering, Upload
from geo.uploads.systems import datum_of_epsg
from geo.uploads.wkb import polygons_of

# What a query may do; no view is looked into, so nothing of the file is run.
_ALLOWED = {sqlite3.SQLITE_READ, sqlite3.SQLITE_SELECT}
# So many steps of SQLite's machine, in thousands, are far more than any honest file needs.
_MOST_THOUSANDS = 5_000
_ENVELOPES = (0, 32, 48, 48, 64)
_LAYERS = (
    "SELECT g.table_name, g.column_name, s.organization, s.organization_coordsys_id "
    "FROM gpkg_geometry_columns g JOIN sqlite_master m ON m.name = g.table_name "
    "LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id WHERE m.type = 'table' LIMIT 20"
)

# No views, virtual tables or generated columns: to read those is to run what the sender wrote.
_TABLES = (
    "SELECT c.table_name AS name, m.sql AS made FROM gpkg_contents c "
    "JOIN sqlite_master m ON m.name = c.table_name WHERE m.type = 'table' "
    "ORDER BY c.rowid LIMIT 20"
)
_PLAIN = re.compile(r"CREATE TABLE\b(?!.*\bAS\s*\()", re.IGNORECASE | re.DOTALL)


def first_table(path: Path) -> str:
    """The first layer of a GeoPackage that is a plain table; ValidationError when none is."""
    try:
        with closing(_opened(path)) as connection:
            rows = connection.execute(_TABLES).fetchall()
    except sqlite3.Error as error:
        raise ValidationError(
            _("The GeoPackage cannot be read. Export the layer anew and send that.")
        ) from error
    names = [row["name"] for row in rows if _PLAIN.match(row["made"])]
    if not names:
        raise ValidationError(_("The GeoPackage holds no layer. Export the layer and send that."))
    return str(names[0])


def read_geopackage(content: bytes) -> Upload:
    """Read the polygons of the only layer of a GeoPackage."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload.gpkg"
        path.write_bytes(content)
        try:
            with closing(_opened(path)) as connection:
                return _read(connection)
        except (sqlite3.Error, UnicodeDecodeError, OverflowError, TypeError) as error:
            raise ValidationError(
                _("The GeoPackage cannot be read. Export the layer anew and send that.")
            ) from error


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA query_only = ON")
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    connection.row_factory = sqlite3.Row
    # A generated column could make a value larger than the file.
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_BYTES)
    connection.set_authorizer(_authorise)
    steps = iter(range(_MOST_THOUSANDS))
    connection.set_progress_handler(lambda: next(steps, None) is None, 1_000)
    return connection


def _authorise(action: int, *_details: str | None) -> int:
    return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY


def _read(connection: sqlite3.Connection) -> Upload:
    layers = connection.execute(_LAYERS).fetchall()
    if not layers:
        raise ValidationError(_("The GeoPackage holds no layer. Export the layer and send that."))
    if len(layers) > 1:
        names = ", ".join(sorted(str(one["table_name"]) for one in layers)[:5])
        raise ValidationError(
            _("The file holds several layers: %(names)s. Export only one.") % {"names": names}
        )
    [layer] = layers
    gathering = Gathering()
    for row in connection.execute(
        f"SELECT * FROM {_quoted(layer['table_name'])} LIMIT {MOST_FEATURES + 1}"  # noqa: S608
    ):
        values = dict(row)
        binary = values.pop(layer["column_name"], None)
        gathering.add(name_among(values), _polygons(binary, gathering))
    return gathering.upload("GeoPackage", _datum(layer))


def _quoted(name: Any) -> str:
    """A name of a table as SQLite takes it, whatever is in it."""
    return '"' + str(name).replace('"', '""') + '"'


def _polygons(binary: Any, gathering: Gathering) -> Any:
    """The polygons after the header of a GeoPackage's geometry, which gives the envelope's size."""
    if not isinstance(binary, bytes) or len(binary) < 8:
        return []
    envelope = (binary[3] >> 1) & 0b111
    if not binary.startswith(b"GP") or envelope >= len(_ENVELOPES):
        return polygons_of(b"", gathering)
    is_empty = bool(binary[3] & 0b10000)
    return [] if is_empty else polygons_of(binary[8 + _ENVELOPES[envelope] :], gathering)


def _datum(layer: sqlite3.Row) -> Datum | None:
    name, code = str(layer["organization"] or "").upper(), layer["organization_coordsys_id"]
    return datum_of_epsg(code) if name == "EPSG" and isinstance(code, int) else None
