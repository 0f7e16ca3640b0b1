"""Key figures: what a page says at its head. What is not known is said, never counted as 0."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from records.templatetags.registry import not_public, unknown


@dataclass(frozen=True)
class Figure:
    """A value with its label, a remark on it and, where there are records behind it, their list."""

    label: str
    value: str | SafeString
    note: str = ""
    url: str = ""


def in_thousands(number: int) -> str:
    """A whole number with commas between thousands."""
    return f"{number:,}"


def counted(label: Any, number: int, url: str = "", note: str = "") -> Figure:
    """A number of records; only one above 0 leads to a list."""
    return Figure(str(label), in_thousands(number), note, url if number else "")


def joined(parts: Iterable[str]) -> str:
    """Remarks in one line."""
    return " · ".join(parts)


def not_known(label: Any, note: str = "") -> Figure:
    """A figure that nobody knows."""
    return Figure(str(label), unknown(), note)


def kept_back(label: Any) -> Figure:
    """A figure that the reader may not see, known or not."""
    return Figure(str(label), not_public())
