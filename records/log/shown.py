"""What of a record's log is shown, and to whom, by the rules of records.visibility."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from geo.search import STORED
from records.enums import State, Visibility
from records.models import Registered

# What only says that something was changed, and when; what is computed is not editable anyway.
DERIVED = {*STORED, "id", "created_at", "created_by", "changed_at", "changed_by"}


@dataclass(frozen=True)
class Sight:
    """How far somebody sees into the log of a record.

    `whole`: all that was done, by whom and why, also before it was public: its owner, reviewers of
    its territory, administrators. `internal`: what is internal too: staff of its territory. Others
    read what was changed while everybody could see it, and no names of persons.
    """

    whole: bool = False
    internal: bool = False

    def sees(self, standing: Standing) -> bool:
        """Whether the record was to be seen when it stood so."""
        if self.whole:
            return True
        classes = {Visibility.PUBLIC, *([Visibility.INTERNAL] if self.internal else [])}
        states = {State.PUBLISHED, *([State.SUSPENDED] if self.internal else [])}
        return standing.state in states and standing.visibility in classes


@dataclass(frozen=True)
class Standing:
    """What decided at a moment who saw a record, and which of its fields."""

    state: str | None
    visibility: str = Visibility.PUBLIC
    hidden: tuple[str, ...] = ()

    @classmethod
    def of(cls, record: Registered) -> Standing:
        """How a record stands now."""
        return cls(record.state, record.visibility, tuple(record.hidden_fields))

    def before(self, row: dict[str, Any]) -> Standing:
        """How it stood before a change that took away the values in `row`."""
        return Standing(
            row.get("state", self.state),
            row.get("visibility", self.visibility),
            tuple(row.get("hidden_fields", self.hidden)),
        )


def sight_of(record: Registered, user: Any) -> Sight:
    """How far `user` sees into the log of `record`."""
    records = type(record)._default_manager.all().read_by(user)
    itself = records.filter(pk=record.pk)
    whole = itself.filter(records.sees_all_q()).exists()
    return Sight(whole, whole or itself.filter(records.internal_q()).exists())


def closed_fields(model: Any, sight: Sight, standings: Iterable[Standing]) -> set[str]:
    """Names of the fields of a record that this sight does not reach, however it stood."""
    if sight.whole:
        return set()
    classes = model.FIELD_CLASSES.items()
    open_to_staff = Visibility.INTERNAL if sight.internal else Visibility.PUBLIC
    closed = {name for name, needed in classes if needed not in (Visibility.PUBLIC, open_to_staff)}
    words = {word for standing in standings for word in standing.hidden}
    return closed.union(*(model.HIDEABLE.get(word, ()) for word in words))


def shown_fields(model: Any, closed: Iterable[str] = ()) -> dict[str, Any]:
    """The fields of a table whose values are shown, by the name of their column."""
    return {
        field.column: field
        for field in model._meta.concrete_fields
        if field.name not in DERIVED
        and field.name not in closed
        and not (field.name == "registry_code" and issubclass(model, Registered))
        and (field.editable or field.name == "state")
    }
