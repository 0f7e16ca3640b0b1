"""What changed on the ground, in words."""

from django import template
from django.contrib.gis.geos import GEOSGeometry
from django.utils.translation import gettext as _

from records.log.story import Shift
from records.log.words import place_words

register = template.Library()
KM_IN_METRES = 1000
# Below this many metres a decimal says something.
NEAR = 10


@register.filter
def place(geometry: GEOSGeometry) -> str:
    """A point by its degrees, an outline by its corners."""
    return place_words(geometry)


@register.filter
def on_the_ground(shift: Shift) -> list[str]:
    """How far a place moved, and how an area changed; nothing where there is nothing to compare."""
    ground, words = shift.ground, []
    if ground.moved_m is not None:
        words.append(_("moved %(distance)s") % {"distance": _distance(ground.moved_m)})
    if ground.area_before_ha is not None and ground.area_after_ha is not None:
        sizes = {
            "before": f"{ground.area_before_ha:,.2f}",
            "after": f"{ground.area_after_ha:,.2f}",
            "change": f"{ground.area_after_ha - ground.area_before_ha:+,.2f}",
        }
        words.append(_("area %(before)s ha → %(after)s ha (%(change)s ha)") % sizes)
    elif ground.area_after_ha:
        words.append(_("area %(after)s ha") % {"after": f"{ground.area_after_ha:,.2f}"})
    return words


def _distance(metres: float) -> str:
    if metres >= KM_IN_METRES:
        return _("%(km)s km") % {"km": f"{metres / KM_IN_METRES:,.1f}"}
    return _("%(metres)s m") % {"metres": f"{metres:.1f}" if metres < NEAR else f"{metres:.0f}"}
