"""GeoJSON properties that every record carries."""

from collections.abc import Callable
from typing import Any

from django.db.models import F, OuterRef, Subquery

# What each property says is asked of the records, which know what their reader may see.
Properties = Callable[[Any], dict[str, Any]]

REGISTERED_PROPERTIES: dict[str, Any] = {
    "registry_code": F("registry_code"),
    "name_zh": F("name_zh"),
    "name_en": F("name_en"),
    "source": F("source"),
    "confidence": F("confidence"),
}


def located_properties(records: Any) -> dict[str, Any]:
    """What every record with a place carries."""
    return {
        **REGISTERED_PROPERTIES,
        "location_precision": records.visible("location_precision"),
        "location_source": records.visible("location_source"),
    }


def code_of(records: Any, name: str) -> Subquery:
    """The registry code of the record that the field called `name` names, if the reader sees it."""
    model = records.model._meta.get_field(name).remote_field.model
    named = records.seen(model).order_by().filter(pk=OuterRef(name))
    return Subquery(named.values("registry_code"))


def division_properties(path: str) -> dict[str, Any]:
    """Code and name of the division at `path`, and the name of what it is part of."""
    return {
        "division_code": F(f"{path}__code"),
        "division_zh": F(f"{path}__name_zh"),
        "part_of_zh": F(f"{path}__parent__name_zh"),
    }
