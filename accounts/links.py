"""Links by which somebody who lost the password sets a new one."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.models import User


class LinkTokens(PasswordResetTokenGenerator):
    """Tokens that a new password, a log-in or a newer link makes worthless, and time."""

    key_salt = "accounts.links.LinkTokens"

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.reset_links}"


tokens = LinkTokens()


def reset_link(request: HttpRequest, user: User) -> str:
    """The whole address of the page on which `user` sets a new password."""
    key = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("reset-password", args=[key, tokens.make_token(user)])
    return request.build_absolute_uri(path)
