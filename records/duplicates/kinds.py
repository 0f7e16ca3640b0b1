"""What tells two records of one kind apart, announced by the room that owns the kind."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Kind:
    """The fields of a model by which its duplicates are found; empty where it has none."""

    model: Any
    # Codes that no two records share.
    codes: tuple[str, ...] = ()
    # Whether two of different divisions are two; an enterprise has its seat where it likes.
    is_local: bool = True
    # Text that names who builds it.
    builder: str = ""
    # Text in which amounts are said.
    capacity: str = ""
    # A sum in yuan.
    investment: str = ""
    # The record of which this one is a phase, and which phase.
    phase_of: str = ""
    phase_number: str = ""


_kinds: dict[Any, Kind] = {}


def register(kind: Kind) -> None:
    """Announce a kind; called once by the room that owns it. Fields it has not are left out."""
    known = {field.name for field in kind.model._meta.get_fields()}
    codes = tuple(name for name in kind.codes if name in known)
    phase_of = kind.phase_of if kind.phase_of in known else ""
    _kinds[kind.model] = replace(kind, codes=codes, phase_of=phase_of)


def of(model: Any) -> Kind:
    """What is known of a model; KeyError when no room announced it."""
    return _kinds[model]


def every() -> list[Kind]:
    """All kinds."""
    return list(_kinds.values())
