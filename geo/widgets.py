"""A form widget for geometries: a local map, and the geometry as text beside it."""

from typing import Any

from django.contrib.gis.forms import BaseGeometryWidget
from django.contrib.gis.geos import GEOSGeometry
from django.urls import reverse_lazy


class LocalMapWidget(BaseGeometryWidget):
    """Shows a geometry on our own base map. A click sets a point; any geometry is edited as WKT.

    GeoDjango's own map widget loads its library from a foreign host.
    """

    template_name = "geo/local_map_widget.html"
    map_srid = 4326
    supports_3d = False

    class Media:
        css = {"all": ["vendor/leaflet/dist/leaflet.css", "css/admin-map.css"]}
        js = ["vendor/leaflet/dist/leaflet.js", "js/admin-map.js"]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Add base map and geometry to draw; text that could not be read stays in the form."""
        context = dict(super().get_context(name, value, attrs))
        context["basemap_url"] = reverse_lazy("basemap")
        context["geojson"] = value.geojson if isinstance(value, GEOSGeometry) else ""
        if isinstance(value, str) and value:
            context["serialized"] = value
        return context
