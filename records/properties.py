"""GeoJSON properties that every record carries."""

from typing import Any

from django.db.models import F

REGISTERED_PROPERTIES: dict[str, Any] = {
    "registry_code": F("registry_code"),
    "name_zh": F("name_zh"),
    "name_en": F("name_en"),
    "source": F("source"),
    "confidence": F("confidence"),
}

LOCATED_PROPERTIES: dict[str, Any] = {
    **REGISTERED_PROPERTIES,
    "location_precision": F("location_precision"),
    "location_source": F("location_source"),
}


def division_properties(path: str) -> dict[str, Any]:
    """Code and name of the division at `path`, and the name of what it is part of."""
    return {
        "division_code": F(f"{path}__code"),
        "division_zh": F(f"{path}__name_zh"),
        "part_of_zh": F(f"{path}__parent__name_zh"),
    }
