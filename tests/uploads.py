"""Synthetic boundaries in every format, and the hostile relatives of each."""

import io
import json
import sqlite3
import struct
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import pyogrio
from django.contrib.gis.geos import Polygon

# A square near Harbin, about 1.55 km × 2.22 km.
SQUARE = ((126.60, 45.70), (126.62, 45.70), (126.62, 45.72), (126.60, 45.72), (126.60, 45.70))
WGS84_WKT = (
    'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]]]'
)


_TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (
    srs_id INTEGER, organization TEXT, organization_coordsys_id INTEGER
);
CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER);
"""
ENDLESS_VIEW = (
    "DROP TABLE areas",
    "CREATE VIEW areas AS WITH RECURSIVE n AS (SELECT 1 UNION SELECT * FROM n) SELECT * FROM n",
)
GENERATED = (
    "DROP TABLE areas",
    "CREATE TABLE areas (fid INTEGER, geom BLOB, x GENERATED ALWAYS AS (zeroblob(900000000)))",
    "INSERT INTO areas (fid) VALUES (1)",
)


def zone_wkt(easting_m, meridian, scale=1.0):
    """The .prj of a Gauss–Krüger zone as ArcGIS writes it."""
    return (
        'PROJCS["CGCS2000_3_Degree_GK",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000"],'
        'PROJECTION["Gauss_Kruger"],'
        f'PARAMETER["False_Easting",{easting_m:.1f}],PARAMETER["False_Northing",0.0],'
        f'PARAMETER["Central_Meridian",{meridian:.1f}],PARAMETER["Scale_Factor",{scale}]]'
    )


def geojson(*rings, kind="Polygon", **more):
    """A file of one feature."""
    geometry = {"type": kind, "coordinates": rings or [SQUARE]}
    feature = {"type": "Feature", "properties": {"名称": "合成园区"}, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "features": [feature], **more}).encode()


def kml(corners=SQUARE, name="合成园区", encoding="UTF-8", before=""):
    """A file of one placemark."""
    places = " ".join(f"{lon},{lat},0" for lon, lat in corners)
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>{before}'
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark>'
        f"<name>{name}</name><Polygon><outerBoundaryIs><LinearRing><coordinates>{places}"
        "</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Document></kml>"
    )
    return text.encode("gb18030" if encoding.lower() == "gbk" else encoding)


def zipped(members, **links):
    """A zip file of members by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        for name, target in links.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = 0o120777 << 16
            archive.writestr(info, target)
    return buffer.getvalue()


def shapefile(shapes=(), prj=WGS84_WKT, name="合成园区", encoding="GBK", kind="Polygon"):
    """The parts of a Shapefile by name, with attributes in `encoding`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "boundary.shp"
        pyogrio.raw.write(
            path,
            np.array([bytes(one.wkb) for one in shapes or [Polygon(SQUARE)]], dtype=object),
            field_data=[np.array([name] * (len(shapes) or 1), dtype=object)],
            fields=["YQMC"],
            geometry_type=kind,
            driver="ESRI Shapefile",
            encoding=encoding,
            crs="EPSG:4326",
        )
        parts = {one.name: one.read_bytes() for one in Path(folder).iterdir()}
    del parts["boundary.prj"]
    parts["boundary.cpg"] = encoding.encode()
    return parts | ({"boundary.prj": prj.encode()} if prj else {})


def wkb(kind=3, corners=SQUARE, order="<", count=None):
    """A polygon in well-known binary; `count` is what it claims to hold."""
    head = b"\1" if order == "<" else b"\0"
    claimed = len(corners) if count is None else count
    flat = [one for corner in corners for one in corner]
    return (
        head
        + struct.pack(f"{order}III", kind, 1, claimed)
        + struct.pack(f"{order}{len(flat)}d", *flat)
    )


def geopackage(*shapes, epsg=4490, statements=(), layers=("areas",)):
    """A GeoPackage as far as readers look at one; `statements` are run at its end."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.gpkg"
        connection = sqlite3.connect(path)
        connection.executescript(_TABLES)
        connection.execute("INSERT INTO gpkg_spatial_ref_sys VALUES (?, 'EPSG', ?)", [epsg, epsg])
        for layer in layers:
            connection.execute(f'CREATE TABLE "{layer}" (fid INTEGER, name TEXT, geom BLOB)')
            connection.execute(
                "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?)", [layer, epsg]
            )
            for number, shape in enumerate(shapes or [wkb()]):
                blob = b"GP\0\1" + struct.pack("<i", epsg) + shape
                connection.execute(
                    f'INSERT INTO "{layer}" VALUES (?, ?, ?)',  # noqa: S608
                    [number, "合成园区", blob],
                )
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.close()
        return path.read_bytes()
