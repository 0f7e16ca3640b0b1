"""Who acts, and why: told to the database, whose triggers write the log.

with acting(by=user, why="…"):
    Project.objects.filter(…).update(…)

batch = start_batch(by=user, kind=ActKind.IMPORT, name="projects.xlsx")
with acting(batch=batch):
    …
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connection, transaction
from psycopg2.extensions import TRANSACTION_STATUS_INERROR

from accounts.models import User
from records.enums import ActKind
from records.models import Act

P = ParamSpec("P")
T = TypeVar("T")

_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|WITH|MERGE)\b", re.IGNORECASE)
# Of the transaction: the setting is gone when that ends, and falls back when it is rolled back.
_TELL = "SELECT set_config('registry.act', %s, true); "


@dataclass(eq=False)
class Told:
    """What the database is told of an act; its row is written with the first change."""

    kind: str
    # Gives the user only when something is written: to ask a request for it costs a query.
    by: Callable[[], Any]
    why: str = ""
    name: str = ""
    request: str = ""
    key: uuid.UUID = field(default_factory=uuid.uuid4)
    was_sent: bool = False

    def as_json(self) -> str:
        """What the triggers read."""
        values = {"kind": self.kind, "name": self.name, "why": self.why, "request": self.request}
        return json.dumps({**values, "key": str(self.key), "by": getattr(self.by(), "pk", None)})

    def before(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any
    ) -> Any:
        """Send the act along with a statement that writes, in the same journey to the database.

        So it holds with and without a transaction, and after any rollback.
        """
        if _current.get() is self and isinstance(sql, str) and _WRITES.match(sql):
            self.was_sent = True
            telling = context["cursor"].cursor.mogrify(_TELL, [self.as_json()]).decode()
            sql = (telling if params is None else telling.replace("%", "%%")) + sql
        return execute(sql, params, many, context)


_current: ContextVar[Told | None] = ContextVar("act", default=None)


@contextmanager
def acting(
    *,
    by: User | None = None,
    why: str = "",
    batch: Act | None = None,
    kind: str = ActKind.SITE,
    name: str = "",
) -> Iterator[None]:
    """Say who writes what is written inside, and why; or to which batch it belongs.

    Inside another act that was begun so, it is part of that one, unless it names a batch.
    """
    outer = _current.get()
    if batch is not None:
        told = Told(batch.kind, lambda: batch.by, key=batch.key)
    elif outer is None:
        told = Told(kind, lambda: by, why, name)
    elif isinstance(outer, OfRequest):
        told = Told(kind, lambda: by, why, name, outer.request)
    else:
        yield
        return
    with _telling(told):
        yield


class OfRequest(Told):
    """The act of a request as a whole: what it writes without saying more."""


@contextmanager
def acting_in_request(*, by: Callable[[], Any], request: str) -> Iterator[None]:
    """Say that what is written inside comes from a request, such as `POST /admin/…`."""
    with _telling(OfRequest(ActKind.SITE, by, request=request[:300])):
        yield


@contextmanager
def _telling(told: Told) -> Iterator[None]:
    outer = _current.get()
    token = _current.set(told)
    try:
        with connection.execute_wrapper(told.before):
            yield
    finally:
        _current.reset(token)
        if told.was_sent and outer is None:
            _fall_silent()


def _fall_silent() -> None:
    """Let nothing that the same transaction writes later count as part of the act."""
    if not connection.in_atomic_block or connection.connection is None:
        return
    if connection.connection.info.transaction_status != TRANSACTION_STATUS_INERROR:
        with connection.cursor() as cursor:
            cursor.execute(_TELL.rstrip("; "), [""])


def start_batch(*, by: User | None, kind: str, name: str, why: str = "") -> Act:
    """Begin an act of many rows, which may go over several transactions and is undone as one."""
    return Act.objects.create(by=by, kind=kind, name=name[:200], why=why)


def logged(action: Callable[P, T]) -> Callable[P, T]:
    """Run a write of `by=` in one transaction and as one act; its `reason=` says why."""

    @wraps(action)
    def act(*args: P.args, **kwargs: P.kwargs) -> T:
        by: Any = kwargs["by"]
        why = str(kwargs.get("reason") or "").strip()
        with transaction.atomic(), acting(by=by, why=why):
            return action(*args, **kwargs)

    return act
