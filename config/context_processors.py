"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.encoding import escape_uri_path

THEMES = {"dark", "light"}


def site(request: HttpRequest) -> dict[str, Any]:
    """Give the map-approval number, the colours chosen, and the links of the language switch."""
    theme = request.COOKIES.get("theme")
    return {
        "theme": theme if theme in THEMES else "system",
        "map_approval_number": settings.MAP_APPROVAL_NUMBER,
        "language_links": [
            (code, name, _with_language(request, code)) for code, name in settings.LANGUAGES
        ],
    }


def _with_language(request: HttpRequest, code: str) -> str:
    query = request.GET.copy()
    query["lang"] = code
    return f"{escape_uri_path(request.path)}?{query.urlencode()}"
