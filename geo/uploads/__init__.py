"""Boundaries in files that people send: GeoJSON, KML, zipped Shapefiles, GeoPackages.

All are hostile until proven otherwise. Only Shapefiles reach GDAL, renamed, without the text of
their coordinate system, and after their first bytes were checked; the others are read here.
"""

from geo.uploads.areas import Area, area_of
from geo.uploads.reading import read_upload
from geo.uploads.shapes import MOST_BYTES, Shape, Upload

__all__ = ["MOST_BYTES", "Area", "Shape", "Upload", "area_of", "read_upload"]
