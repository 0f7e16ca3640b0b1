"""Sessions that know whose they are and where they were last used, so that their user can end them.

The engine of Django with a table of our own; `SESSION_ENGINE` names this module. A session that is
deleted from the table is over. Its key is never shown: pages name it by `Session.handle`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.throttle import client_address

# How exactly the page says when a session was last used; to note each request would be a write.
NOTED_EVERY = timedelta(minutes=5)
AGENT_LENGTH, ADDRESS_LENGTH = 300, 60


class SessionStore(DatabaseStore):
    """A session in the table of ours."""

    # The row as it was read, and what the request says of where it comes from.
    row: Any = None
    visit: dict[str, str] | None = None

    @classmethod
    def get_model_class(cls) -> Any:
        """The table; imported late, as the engine is loaded before the models."""
        from accounts.models import Session

        return Session

    def _get_session_from_db(self) -> Any:
        self.row = super()._get_session_from_db()  # type: ignore[misc]
        return self.row

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row to be saved, with its user and where it is used."""
        row: Any = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        if self.row is not None:
            row.seen_at, row.agent, row.address = self.row.seen_at, self.row.agent, self.row.address
        vars(row).update(self.visit or {})
        return row


class NotesVisits:
    """Middleware that notes in a session of somebody signed in when and where it is used."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session: Any = request.session
        session.visit = {
            "agent": request.headers.get("User-Agent", "")[:AGENT_LENGTH].replace("\0", ""),
            "address": client_address(request)[:ADDRESS_LENGTH],
        }
        response: HttpResponse = self.get_response(request)
        row = session.row
        if row is not None and row.user_id and timezone.now() - row.seen_at > NOTED_EVERY:
            # Past the session itself: what another request keeps in it meanwhile is not lost.
            rows = type(row).objects.filter(pk=row.pk)
            rows.update(seen_at=timezone.now(), **session.visit)
        return response


def live_sessions(user: Any, current: str | None) -> list[Any]:
    """Where `user` is signed in, this session first; those of an earlier password are over."""
    rows = user.sessions.filter(expire_date__gt=timezone.now()).order_by("-seen_at")
    expected = user.get_session_auth_hash()
    live = [
        row
        for row in rows
        if constant_time_compare(row.get_decoded().get(HASH_SESSION_KEY, ""), expected)
    ]
    for row in live:
        row.is_current = row.pk == current
    return sorted(live, key=lambda row: not row.is_current)
