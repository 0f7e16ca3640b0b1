"""The themes beside a theme, in the order in which the registry keeps them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Siblings:
    """The place of a theme among its like; None at the ends."""

    number: int
    total: int
    previous: Any
    next: Any


def siblings(theme: Any, like: Iterable[Any]) -> Siblings | None:
    """Place `theme` among its like; None when it is the only one."""
    every = list(like)
    if len(every) < 2 or theme not in every:
        return None
    here = every.index(theme)
    before, after = every[:here], every[here + 1 :]
    return Siblings(
        number=here + 1,
        total=len(every),
        previous=before[-1] if before else None,
        next=after[0] if after else None,
    )
