"""The main navigation."""

from typing import Any

from django import template
from django.urls import reverse

register = template.Library()


@register.inclusion_tag("partials/nav_item.html", takes_context=True)
def nav_item(context: dict[str, Any], name: str, label: str, below: str = "") -> dict[str, str]:
    """Link a page of the main navigation and mark it where the reader is on it or below it.

    `below` is the beginning of further addresses that belong to it.
    """
    address, path = reverse(name), context["request"].path
    beneath = [address, below] if address != "/" else [below]
    current = "true" if any(start and path.startswith(start) for start in beneath) else ""
    return {"address": address, "label": label, "current": "page" if path == address else current}
