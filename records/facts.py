"""Facts of a record as its page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

MU_PER_HA = 15
YUAN_PER_WAN = 10_000


@dataclass(frozen=True)
class Fact:
    """A value with its label, and how it was computed if it was."""

    label: str
    value: Any
    formula: str = ""
    url: str = ""


def plain(value: Any) -> Any:
    """A number without zeros that say nothing; anything else as it is."""
    return f"{value.normalize():,f}" if isinstance(value, Decimal) else value
