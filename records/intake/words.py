"""What the script of the box for coordinates must know."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _


def intake_config() -> dict[str, Any]:
    """Address and words; `{…}` are filled in by the script."""
    return {
        "url": reverse("intake-json"),
        "text": {
            "point": _("Longitude {lon}, latitude {lat} (WGS 84)."),
            "division": _("The division was filled in from the point."),
            "park": _("The park was filled in from the point."),
            "failed": _("The server did not answer. The text will be read when you save."),
        },
    }
