"""Several changes of one row, added up to one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from records.enums import Operation
from records.models import Change

Row = tuple[str, str]
Values = dict[str, Any]


@dataclass
class Net:
    """What changes of one row come to: its columns before and after, where they differ.

    A side on which the row is not there is None; where the row appears or goes it is whole.
    """

    table: str
    key: str
    before: Values | None
    after: Values | None
    codes: set[str] = field(default_factory=set)

    @property
    def is_nothing(self) -> bool:
        """Whether all is as it was."""
        return self.before == self.after


def fold(changes: Iterable[Change]) -> dict[Row, Net]:
    """Add up changes, which come in their order, row by row."""
    nets: dict[Row, Net] = {}
    for change in changes:
        row = (change.table_name, change.row_key)
        if row not in nets:
            was_there = change.operation != Operation.INSERT
            side: Values | None = {} if was_there else None
            nets[row] = Net(*row, before=side, after={} if was_there else None)
        _add(nets[row], change)
    for net in nets.values():
        _drop_equal(net)
    return nets


def netted(changes: Iterable[Change]) -> list[Change]:
    """One change for each row, in the order in which the rows were changed first."""
    changes = list(changes)
    last = {(change.table_name, change.row_key): change for change in changes}
    return [
        Change(
            pk=last[row].pk,
            act=last[row].act,
            table_name=net.table,
            row_key=net.key,
            operation=_operation(net),
            registry_codes=sorted(net.codes),
            before=net.before,
            after=net.after,
        )
        for row, net in fold(changes).items()
        if not net.is_nothing
    ]


def _operation(net: Net) -> str:
    if net.before is None:
        return Operation.INSERT
    return Operation.DELETE if net.after is None else Operation.UPDATE


def _add(net: Net, change: Change) -> None:
    net.codes.update(change.registry_codes)
    if net.before is not None:
        # What a row held first is what it held before the first change of that column.
        net.before = {**(change.before or {}), **net.before}
    if change.operation == Operation.DELETE:
        net.after = None
    else:
        net.after = {**(net.after or {}), **(change.after or {})}


def _drop_equal(net: Net) -> None:
    if net.before is None or net.after is None:
        return
    before, after = net.before, net.after
    differing = [name for name in after if name not in before or before[name] != after[name]]
    net.before = {name: before[name] for name in differing if name in before}
    net.after = {name: after[name] for name in differing}
