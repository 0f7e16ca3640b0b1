"""Parks within parks: the whole that a park belongs to, as a tree."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from accounts.audience import Reader
from parks.models import Park


@dataclass
class Branch:
    """A park with the parks right inside it."""

    park: Any
    is_current: bool
    parts: list[Branch] = field(default_factory=list)


def tree_of(park: Park, user: Reader) -> Branch | None:
    """The outermost published park around `park` with all inside it; None when it stands alone."""
    root = _outermost(park)
    if root is None:
        return None
    members = Park.objects.shown_to(user).making_up(root.registry_code).with_card()
    branches = {one.pk: Branch(one, one.pk == park.pk) for one in members}
    for branch in branches.values():
        above = branches.get(branch.park.parent_id)
        if above and branch.park.pk != root.pk:
            above.parts.append(branch)
    return branches[root.pk] if len(branches) > 1 else None


def _outermost(park: Park) -> Park | None:
    """The outermost of `park` and the two around it that are published without a gap.

    What the reader may not see of them was taken away when the park was read.
    """
    above = park.parent
    chain: list[Any] = [park, above, above and above.parent]
    seen = list(takewhile(lambda one: one is not None and one.is_published, chain))
    return seen[-1] if seen else None
