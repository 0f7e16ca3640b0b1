"""Divisions, belts and the toolbox of coordinates, formats and maps."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GeoConfig(AppConfig):
    """The ground floor: it knows no park."""

    name = "geo"
    verbose_name = _("Divisions and belts")

    def ready(self) -> None:
        from geo.maps.skeleton import harden_folium

        harden_folium()
