"""What the page of a record says of its state, and to whom it offers a move."""

from typing import Any

from django.urls import reverse

from records.enums import PROPOSABLE, State
from records.models import Registered, StateChange
from records.review.actors import moves_of
from records.review.editors import editor_of
from records.review.hiding import may_hide
from records.review.proposals import may_propose
from records.transitions import OWNER


def state_context(record: Registered, user: Any) -> dict[str, Any]:
    """Why a record is not public, for those who see it still, and whether `user` may decide."""
    moves = moves_of(record, user) if user.is_authenticated and user.may_review else []
    hidden = record.state in {State.SUSPENDED, State.ARCHIVED}
    last = changes_of(record.registry_code).filter(to_state=record.state).last() if hidden else None
    editor = editor_of(record) if may_propose(record, user) else None
    return {
        "decided": last,
        "may_hide": may_hide(record, user),
        "may_decide": any(move.who != OWNER for move in moves),
        "propose_url": reverse(editor.page, args=[record.registry_code]) if editor else "",
    }


def was_archived(code: str) -> bool:
    """Whether the record called `code` was public and is archived now."""
    last = changes_of(code).last()
    return last is not None and last.to_state == State.ARCHIVED and last.from_state in PROPOSABLE


def changes_of(code: str) -> Any:
    """The history of states of the record called `code`, the oldest first."""
    return StateChange.objects.filter(registry_code=code).select_related("by")
