"""Words of records in templates: which language they are in, and how they are linked."""

import re

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from geo.naming import Bilingual

register = template.Library()

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z]+")


@register.filter
def language_of(text: object) -> str:
    """Give the language that most of `text` is in, for its lang attribute.

    Registers mix both: a Chinese character is counted like an English word.
    """
    words = str(text)
    return "zh-Hans" if len(_CHINESE.findall(words)) >= len(_LATIN_WORD.findall(words)) else "en"


@register.filter
def sources(text: str) -> list[str]:
    """Split the sources of a record, which stand in one text with bars between them."""
    return [part.strip() for part in text.split("|") if part.strip()]


@register.simple_tag
def record_link(record: Bilingual, carried: str = "") -> SafeString:
    """Link a thing by its name; say the language where it is not that of the page.

    `carried` is the query of the result that the thing is shown in, beginning with `?`.
    """
    language = language_of(record.name)
    page_language = "en" if (get_language() or "").startswith("en") else "zh-Hans"
    address = record.get_absolute_url() + carried  # type: ignore[attr-defined]
    if language == page_language:
        return format_html('<a href="{}">{}</a>', address, record.name)
    return format_html('<a href="{}" lang="{}">{}</a>', address, language, record.name)
