"""Who is asking."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.models import User


def signed_in(request: HttpRequest) -> User:
    """The user of a request that must come from one."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
