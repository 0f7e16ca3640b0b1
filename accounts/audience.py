"""What decides what somebody may see, and nothing else about them.

Two people with the same audience get the same answers, so answers are kept by audience. Those who
are not signed in and viewers share one: the public.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Union

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


@dataclass(frozen=True)
class Audience:
    """Who reads: whose records are their own, what the role lets them see, and where."""

    user: int | None = None
    # Administrators see everything.
    everything: bool = False
    # Staff see what is internal in their territory; those who review see what is restricted too.
    staff: bool = False
    reviews: bool = False
    # Codes of divisions (with all below them) and registry codes of parks (with all inside them).
    divisions: tuple[str, ...] = ()
    parks: tuple[str, ...] = ()

    @classmethod
    def of(cls, reader: Reader) -> Audience:
        """The audience that a user belongs to."""
        if isinstance(reader, Audience):
            return reader
        return reader.audience if reader.is_authenticated else PUBLIC

    @property
    def is_public(self) -> bool:
        """Whether these are the ones who see only what everybody sees."""
        return self == PUBLIC

    @property
    def key(self) -> str:
        """A short text by which answers of this audience are kept apart from others."""
        if self.is_public:
            return "public"
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]


Reader = Union["User", "AnonymousUser", Audience]
PUBLIC = Audience()
# Whoever runs a command on the server, or an administrator.
EVERYTHING = Audience(everything=True)
