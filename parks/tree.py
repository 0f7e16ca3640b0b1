"""Parks within parks: the whole that a park belongs to, as a tree."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from parks.models import Park


@dataclass
class Branch:
    """A park with the parks right inside it."""

    park: Any
    is_current: bool
    parts: list[Branch] = field(default_factory=list)


def tree_of(park: Park) -> Branch | None:
    """The outermost published park around `park` with all inside it; None when it stands alone."""
    root = _outermost(park)
    if root is None:
        return None
    members = Park.objects.published().making_up(root.registry_code).with_card()
    branches = {one.pk: Branch(one, one.pk == park.pk) for one in members}
    for branch in branches.values():
        above = branches.get(branch.park.parent_id)
        if above and branch.park.pk != root.pk:
            above.parts.append(branch)
    return branches[root.pk] if len(branches) > 1 else None


def _outermost(park: Park) -> Park | None:
    """The outermost of `park` and the two around it that everybody may see without a gap."""
    chain: list[Any] = [park, park.parent, park.parent and park.parent.parent]
    seen = list(takewhile(lambda one: one is not None and one.is_public, chain))
    return seen[-1] if seen else None
