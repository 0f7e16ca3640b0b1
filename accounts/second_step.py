"""The second step of a log-in: a code of the telephone (TOTP, RFC 6238), or a recovery code.

A user with a confirmed device is logged in by `log_in_with_code` alone; until then the session
knows whose password was right, for five minutes, and nobody is signed in.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from base64 import b32encode
from typing import Any

import segno
from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth import login
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.safestring import SafeString, mark_safe
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import User

PENDING, PENDING_SECONDS = "second_step", 300
# Ten codes of 80 random bits: they are kept as a plain hash, since nobody can try so many.
CODES, CODE_BYTES, CODE_LENGTH = 10, 10, 16


def device_of(user: Any, *, confirmed: bool = True) -> TOTPDevice | None:
    """The device of a user: the one in use, or the one that is being set up."""
    return TOTPDevice.objects.filter(user=user, confirmed=confirmed).first()


def drawn(device: TOTPDevice) -> SafeString:
    """The QR code of a device as SVG; it holds nothing but black and white squares."""
    code = segno.make(device.config_url, error="l", micro=False)
    return mark_safe(code.svg_inline(omitsize=True, dark="#000", light="#fff"))  # noqa: S308


def secret_text(device: TOTPDevice) -> str:
    """The secret of a device as it is typed in, in groups of four."""
    return grouped(b32encode(device.bin_key).decode().rstrip("="))


def grouped(text: str) -> str:
    """A text in groups of four characters."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def plain_code(text: str) -> str:
    """A code as it is compared: without spaces and hyphens, in capital letters."""
    return "".join(text.split()).replace("-", "").upper()


def made_code() -> str:
    """A new recovery code, CODE_LENGTH letters and digits."""
    return b32encode(secrets.token_bytes(CODE_BYTES)).decode()


def digest(code: str) -> str:
    """What is kept of a recovery code."""
    return hashlib.sha256(plain_code(code).encode()).hexdigest()


def put_off(request: HttpRequest, user: Any, onward: str) -> None:
    """Remember that the password of `user` was right; `onward` is a checked address of ours."""
    # A new key, so that whoever knew the session before is not in the second step.
    request.session.cycle_key()
    request.session[PENDING] = {
        "user": user.pk,
        "backend": user.backend,
        "password": user.get_session_auth_hash(),
        "at": int(time.time()),
        "next": onward,
    }


def pending(request: HttpRequest) -> User | None:
    """Who typed the right password in this session a moment ago, and has not logged in yet."""
    kept = request.session.get(PENDING)
    if not kept or time.time() - kept["at"] > PENDING_SECONDS:
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True).first()
    same = user and constant_time_compare(kept["password"], user.get_session_auth_hash())
    return user if same else None


def may_try(request: HttpRequest, user: User) -> bool:
    """Whether so few attempts failed that another one is allowed."""
    credentials = {"username": user.get_username()}
    return bool(AxesProxyHandler.is_allowed(request, credentials))


def count_failure(request: HttpRequest, user: User) -> None:
    """Count a wrong code, or a wrong password of somebody signed in, like a failed log-in."""
    credentials = {"username": user.get_username()}
    user_login_failed.send(sender=__name__, credentials=credentials, request=request)


def finish(request: HttpRequest, user: User) -> str:
    """Log in who gave password and code, and say where to go."""
    kept = request.session.pop(PENDING)
    login(request, user, backend=kept["backend"])
    return str(kept["next"])
