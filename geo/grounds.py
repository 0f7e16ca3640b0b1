"""Online base maps under the sheet: none unless a setting switches one on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

# Tianditu answers on eight hosts; w is its web-mercator matrix.
TIANDITU_HOSTS = tuple(f"https://t{number}.tianditu.gov.cn" for number in range(8))
TIANDITU_TILE = (
    "https://t{{s}}.tianditu.gov.cn/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0"
    "&LAYER={layer}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles"
    "&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={key}"
)


@dataclass(frozen=True)
class Ground:
    """An online base map: tile addresses from below, and the hosts that they name."""

    slug: str
    name: str
    tiles: tuple[str, ...]
    source: str
    hosts: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """What the map's script needs."""
        return {"tiles": self.tiles, "source": self.source}


def grounds() -> list[Ground]:
    """The online base maps that the settings allow."""
    return [*_tianditu(settings.TIANDITU_KEY), *_osm(settings.OSM_TILES)]


def _tianditu(key: str) -> list[Ground]:
    if not key:
        return []
    names = "eva" if (get_language() or "").startswith("en") else "cva"
    tiles = tuple(TIANDITU_TILE.format(layer=layer, key=key) for layer in ("vec", names))
    name = _("Tianditu")
    return [Ground("tianditu", name, tiles, _("Base map: Tianditu"), TIANDITU_HOSTS)]


def _osm(address: str) -> list[Ground]:
    if not address:
        return []
    parts = urlsplit(address)
    source = _("Base map: © OpenStreetMap contributors")
    host = f"{parts.scheme}://{parts.netloc}"
    return [Ground("osm", "OpenStreetMap", (address,), source, (host,))]
