"""What reviewers say of fields, in templates."""

from typing import Any

from django import template

from records.review.editors import draft_url
from records.review.queue import count_waiting

register = template.Library()


@register.filter
def review_reason(field: Any) -> str:
    """What the reviewer said of a field of a form; empty when nothing."""
    return getattr(field.field, "review_reason", "")


@register.simple_tag
def waiting_for(user: Any) -> int:
    """How many things wait for a decision of `user`."""
    return count_waiting(user)


@register.filter
def draft_address(record: Any) -> str:
    """Where a draft is changed."""
    return draft_url(record)
