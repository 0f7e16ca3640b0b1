"""What clerks and reviewers are reminded of: records that are overdue, or to be verified."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Reminder:
    """A record, why it is called to mind, and the page on which to act."""

    record: Any
    reason: str
    url: str
