"""What reviewers say of fields, in templates."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def review_reason(field: Any) -> str:
    """What the reviewer said of a field of a form; empty when nothing."""
    return getattr(field.field, "review_reason", "")
