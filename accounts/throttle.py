"""What is tried too often has to wait: log-ins that fail (django-axes), links by e-mail."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import MailRequest

TOO_MANY_REQUESTS = 429


def client_address(request: HttpRequest) -> str:
    """The address that a request comes from: as the outermost of our own proxies saw it.

    Anybody can write the header, so only as many of its last entries count as there are proxies
    (PROXY_COUNT); without a proxy it is not read at all.
    """
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    proxies = settings.PROXY_COUNT
    if proxies and len(hops) >= proxies and hops[-proxies]:
        return hops[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))


def locked_out(request: HttpRequest, credentials: dict[str, Any] | None = None) -> HttpResponse:
    """Say that it was tried too often, and how long to wait."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    context = {"minutes": minutes}
    return render(request, "registration/locked_out.html", context, status=TOO_MANY_REQUESTS)


def is_asked_too_often(request: HttpRequest, email: str) -> bool:
    """Note that a link for `email` is asked for; whether that was too often for it or from there.

    Addresses count whether or not an account has them, so the answer does not tell which do.
    """
    since = timezone.now() - settings.RESET_MAIL_WINDOW
    MailRequest.objects.filter(at__lt=since).delete()
    asked = {
        "address": client_address(request)[:60],
        "digest": salted_hmac("accounts.mail", email.strip().casefold()).hexdigest(),
    }
    # Counted with the row in place: requests at the same moment see each other.
    row = MailRequest.objects.create(**asked)
    limits = {"address": settings.RESET_MAILS_FROM_ADDRESS, "digest": settings.RESET_MAILS_TO}
    is_over = any(
        MailRequest.objects.filter(**{name: asked[name]}).count() > limit
        for name, limit in limits.items()
    )
    if is_over:
        row.delete()
    return is_over


def mail_refused(request: HttpRequest) -> HttpResponse:
    """Say that links were asked for too often, and what else there is to do."""
    minutes = int(settings.RESET_MAIL_WINDOW.total_seconds() // 60)
    context = {"minutes": minutes}
    return render(request, "accounts/mail_refused.html", context, status=TOO_MANY_REQUESTS)
