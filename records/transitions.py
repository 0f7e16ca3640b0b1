"""The one table of moves from state to state: from, to, who may, and whether a reason is needed.

Actions, pages, the constraint of the history and the tests all read it; nothing else decides.
"""

from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from records.enums import State


class Actor(Enum):
    """What somebody is to a record; to their own, nobody is reviewer or administrator."""

    OWNER = "owner"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"


OWNER = frozenset({Actor.OWNER})
# The second pair of eyes: a reviewer of the territory, or an administrator.
SECOND = frozenset({Actor.REVIEWER, Actor.ADMINISTRATOR})
ADMINISTRATOR = frozenset({Actor.ADMINISTRATOR})


@dataclass(frozen=True)
class Move:
    """A row of the table; `label` is what its button says."""

    from_state: State
    to_state: State
    who: frozenset[Actor]
    label: Promise
    needs_reason: bool = False


RETURN = _("Return with these reasons")
RESTORE = _("Bring back, still hidden")

TABLE = (
    Move(State.DRAFT, State.SUBMITTED, OWNER, _("Hand in")),
    Move(State.DRAFT, State.ARCHIVED, OWNER, _("Discard")),
    Move(State.SUBMITTED, State.DRAFT, OWNER, _("Take back")),
    Move(State.SUBMITTED, State.RETURNED, SECOND, RETURN, needs_reason=True),
    Move(State.SUBMITTED, State.VERIFIED, SECOND, _("Verify, publish later")),
    Move(State.SUBMITTED, State.PUBLISHED, SECOND, _("Publish")),
    Move(State.RETURNED, State.SUBMITTED, OWNER, _("Hand in again")),
    Move(State.RETURNED, State.ARCHIVED, OWNER, _("Discard")),
    Move(State.VERIFIED, State.RETURNED, SECOND, RETURN, needs_reason=True),
    Move(State.VERIFIED, State.PUBLISHED, SECOND, _("Publish")),
    Move(State.PUBLISHED, State.SUSPENDED, SECOND, _("Suspend"), needs_reason=True),
    Move(State.PUBLISHED, State.ARCHIVED, SECOND, _("Archive"), needs_reason=True),
    Move(State.SUSPENDED, State.PUBLISHED, SECOND, _("Show again"), needs_reason=True),
    Move(State.SUSPENDED, State.ARCHIVED, SECOND, _("Archive"), needs_reason=True),
    Move(
        State.ARCHIVED,
        State.SUSPENDED,
        ADMINISTRATOR,
        RESTORE,
        needs_reason=True,
    ),
)

PAIRS = {(move.from_state, move.to_state): move for move in TABLE}
