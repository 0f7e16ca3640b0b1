"""The skeletons of the maps: panes, controls, cluster group. The site's scripts add the data."""

from functools import cache
from typing import Any

import folium
from branca.element import MacroElement
from django.utils import translation
from django.utils.translation import gettext as _
from folium.plugins import Fullscreen, MarkerCluster
from folium.template import Template
from folium.utilities import JsCode

from geo.maps.figure import LocalFigure, MapPieces, harden_folium, with_nonce

__all__ = ["MapPieces", "harden_folium", "locator_map", "park_map", "picker_map", "theme_map"]

# South-west and north-east corner of the province, latitude before longitude as Leaflet wants it.
PROVINCE_BOUNDS = [[43.42, 121.18], [53.56, 135.09]]
CENTRE = [48.5, 128.1]

# The base map lies under everything and takes no clicks; its labels lie just under the markers.
PANES = {"land": 150, "shades": 152, "belts": 154, "water": 158, "borders": 162, "labels": 590}

# Some readers feel sick when a map flies.
MOTION: Any = JsCode("!window.matchMedia('(prefers-reduced-motion: reduce)').matches")
CLUSTER_ICON = "(cluster) => window.registryMap.clusterIcon(cluster)"


class Controls(MacroElement):
    """Zoom buttons with translated names and a metric scale."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            L.control.zoom({{ this.zoom|tojson }}).addTo({{ this._parent.get_name() }});
            L.control.scale({{ this.scale|tojson }}).addTo({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Controls"
        self.zoom = {
            "position": "topright",
            "zoomInTitle": _("Zoom in"),
            "zoomOutTitle": _("Zoom out"),
        }
        self.scale = {"position": "bottomright", "imperial": False, "maxWidth": 120}


class Hook(MacroElement):
    """Hands the Leaflet objects to the page's script.

    Module scripts have run when DOMContentLoaded fires, so their listeners are there.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            document.addEventListener("DOMContentLoaded", () => {
                window.dispatchEvent(new CustomEvent("map:ready", {detail: {
                    map: {{ this._parent.get_name() }},
                    cluster: {{ this.cluster.get_name() if this.cluster else "null" }},
                    options: {{ this.options|tojson }},
                }}));
            });
        {% endmacro %}
        """
    )

    def __init__(self, options: dict[str, Any], cluster: MarkerCluster | None = None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Hook"
        self.options = options
        self.cluster = cluster


def park_map(nonce: str, language: str) -> MapPieces:
    """Return the map of the whole province with a cluster group."""
    return with_nonce(_park_map(language), nonce)


def locator_map(nonce: str, language: str) -> MapPieces:
    """Return the small map of a record page."""
    return with_nonce(_small_map("locator", language), nonce)


def theme_map(nonce: str, language: str) -> MapPieces:
    """Return the small map of many records, with a cluster group."""
    return with_nonce(_theme_map(language), nonce)


def picker_map(nonce: str, language: str) -> MapPieces:
    """Return the map of a form: a click on it sets the point."""
    return with_nonce(_small_map("picker", language), nonce)


@cache
def _park_map(language: str) -> MapPieces:
    with translation.override(language):
        sheet = _sheet("park", scroll_wheel_zoom=True)
        cluster = _cluster_group()
        sheet.add_child(cluster)
        sheet.add_child(
            Fullscreen(  # type: ignore[no-untyped-call]
                position="topright",
                title=_("Full screen"),
                title_cancel=_("Leave full screen"),
                force_separate_button=True,
                fullscreen_element=JsCode("document.querySelector('[data-map-stage]')"),
            )
        )
        sheet.add_child(Hook(_hook_options(_("Park map")), cluster))
        return _pieces(sheet)


@cache
def _theme_map(language: str) -> MapPieces:
    with translation.override(language):
        sheet = _sheet("theme", scroll_wheel_zoom=False)
        cluster = _cluster_group()
        sheet.add_child(cluster)
        sheet.add_child(Hook(_hook_options(_("Records on the map")), cluster))
        return _pieces(sheet)


def _cluster_group() -> MarkerCluster:
    """Return a group whose icons and clicks are left to the site's script."""
    return MarkerCluster(  # type: ignore[no-untyped-call]
        control=False,
        icon_create_function=CLUSTER_ICON,
        show_coverage_on_hover=False,
        max_cluster_radius=44,
        # The site's script opens clusters: this one would zoom to where the sheet is blank.
        zoom_to_bounds_on_click=False,
        spiderfy_on_max_zoom=False,
        spiderfy_distance_multiplier=1.3,
        chunked_loading=True,
        animate=MOTION,
        spider_leg_polyline_options={"weight": 1, "className": "spider-leg"},
    )


@cache
def _small_map(kind: str, language: str) -> MapPieces:
    with translation.override(language):
        sheet = _sheet(kind, scroll_wheel_zoom=kind == "picker")
        sheet.add_child(Hook(_hook_options(_("Location on the map"))))
        return _pieces(sheet)


def _sheet(name: str, *, scroll_wheel_zoom: bool) -> folium.Map:
    """Draw an empty map of the province with its panes and controls."""
    sheet = folium.Map(
        location=CENTRE,
        zoom_start=6,
        tiles=None,
        zoom_control=False,
        attribution_control=False,
        zoom_snap=0.25,
        minZoom=4,
        maxZoom=18,
        max_bounds=True,
        min_lat=36,
        max_lat=60,
        min_lon=108,
        max_lon=148,
        scroll_wheel_zoom=scroll_wheel_zoom,
        zoom_animation=MOTION,
        marker_zoom_animation=MOTION,
    )
    sheet._id = name
    for pane, z_index in PANES.items():
        sheet.add_child(folium.map.CustomPane(pane, z_index=z_index))
    sheet.add_child(Controls())
    return sheet


def _hook_options(label: str) -> dict[str, Any]:
    return {
        "label": label,
        "bounds": PROVINCE_BOUNDS,
        "homeTitle": _("Whole province"),
        "neighbours": [
            {"name": _("Russia"), "point": [130.4, 51.4]},
            {"name": _("Inner Mongolia"), "point": [122.6, 49.6]},
            {"name": _("Jilin"), "point": [127.0, 43.6]},
        ],
    }


def _pieces(sheet: folium.Map) -> MapPieces:
    # Folium's names are random; ours are stable, so that every worker sends the same page.
    for number, child in enumerate(sheet._children.values()):
        child._id = f"{sheet._id}_{number}"
    figure = LocalFigure()
    figure.add_child(sheet)
    return figure.pieces()
