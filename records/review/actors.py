"""What a user is to a record, and so which moves are open."""

from typing import Any

from accounts.models import User
from records.models import Registered
from records.transitions import TABLE, Actor, Move


def actors_of(record: Registered, user: User) -> set[Actor]:
    """What `user` is to `record`; whoever entered a record is its owner and nothing else."""
    if record.created_by_id == user.pk:
        return {Actor.OWNER} if user.may_register else set()
    found = set()
    if user.is_administrator:
        found.add(Actor.ADMINISTRATOR)
    if user.may_review and is_inside(record, user):
        found.add(Actor.REVIEWER)
    return found


def is_inside(record: Registered, user: User) -> bool:
    """Whether `record` lies in the territory of `user`."""
    records: Any = type(record).objects
    return bool(records.in_territory_of(user).filter(pk=record.pk).exists())


def moves_of(record: Registered, user: User) -> list[Move]:
    """The moves that `user` may make with `record` now."""
    actors = actors_of(record, user)
    return [move for move in TABLE if move.from_state == record.state and move.who & actors]
