"""Synthetic users of the browser tests; they leave with everything they did."""

from django.contrib.sessions.models import Session
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from projects.models import Project
from records.models import CodeCounter, StateChange

PASSWORD = "nothing-but-a-test-4711"
HARBIN = "230100"


class People:
    """Makes users, and takes them away again with their projects and decisions."""

    def __init__(self) -> None:
        self._users: list[User] = []
        self._counters = dict(CodeCounter.objects.values_list("prefix", "last_number"))

    def join(self, name: str, role: Role, territory: str = HARBIN, **fields: object) -> User:
        """Let a user with `role` in `territory` in."""
        user = User.objects.create_user(username=name, password=PASSWORD, role=role, **fields)
        self._users.append(user)
        user.territory.set([territory])
        return user

    def leave(self) -> None:
        """Take away what the users did, and then the users."""
        projects = Project.objects.filter(created_by__in=self._users)
        codes = list(projects.values_list("registry_code", flat=True))
        StateChange.objects.filter(registry_code__in=codes).delete()
        projects.delete()
        User.objects.filter(pk__in=[user.pk for user in self._users]).delete()
        Session.objects.all().delete()
        for prefix, number in self._counters.items():
            CodeCounter.objects.filter(pk=prefix).update(last_number=number)


def session_cookie(user: User, base_url: str) -> dict[str, str]:
    """The cookie of a signed-in `user`, for tests that are not about signing in."""
    client = Client()
    client.force_login(user)
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": base_url}
