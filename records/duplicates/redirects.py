"""Addresses with the code of a record that was merged lead to where it is now."""

from __future__ import annotations

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from records import collections
from records.models import Redirect

_CODE = re.compile(r"\b[A-Z]{2}-\d{4,}\b")


class OldCodes:
    """Sends readers on (301) from an address with an old code in its path or query.

    Only those who may see the record where the code leads to; all others get the answer that they
    would get for a code that never was.
    """

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or send on."""
        asks = request.method in {"GET", "HEAD"}
        # A list answers for any code; a page of a code that is not there fails.
        if asks and _CODE.search(request.META.get("QUERY_STRING", "")):
            newer = _newer(request)
            if newer:
                return newer
        response: HttpResponse = self.get_response(request)
        gone = asks and response.status_code == HTTPStatus.NOT_FOUND
        return (_newer(request) if gone else None) or response


def _newer(request: HttpRequest) -> HttpResponse | None:
    """The way to the same address with newer codes, for those who may see what they lead to."""
    address = old = request.get_full_path()
    codes = {*_CODE.findall(address)}
    for redirect in Redirect.objects.filter(old_code__in=codes) if codes else ():
        if is_visible(redirect.registry_code, request.user):
            address = address.replace(redirect.old_code, redirect.registry_code)
    return HttpResponsePermanentRedirect(address) if address != old else None


def is_visible(code: str, user: Any) -> bool:
    """Whether `user` may see the record of a code."""
    return any(
        one.model.objects.visible_to(user).filter(registry_code=code).exists()
        for one in collections.every()
        if code.startswith(f"{one.model.CODE_PREFIX}-")
    )
