"""The state of the registry as a short text, so that an unchanged answer need not be sent again."""

import hashlib
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from accounts.audience import Audience
from records.models import TableVersion


def data_version() -> str:
    """A digest of the versions of all tables and the day, which decides what is overdue."""
    versions = TableVersion.objects.order_by("table_name").values_list("table_name", "version")
    return hashlib.sha256(repr([timezone.localdate(), *versions]).encode()).hexdigest()[:16]


def etag_of(request: HttpRequest, *args: Any, **kwargs: Any) -> str:
    """The ETag of an answer made of the data, the query, the language and who may see what.

    Weak: the answer may travel compressed, and then its bytes differ.
    """
    reader = Audience.of(request.user).key
    asked = f"{data_version()} {reader} {get_language()} {request.get_full_path()}"
    return f'W/"{hashlib.sha256(asked.encode()).hexdigest()[:24]}"'
