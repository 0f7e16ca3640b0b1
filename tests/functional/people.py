"""Synthetic users of the browser tests; they leave with everything they did."""

from django.db import connection, transaction
from django.db.models import Q
from django.test import Client

from accounts.enums import Role
from accounts.models import AccountEvent, Session, User
from projects.models import Enterprise, Project
from records.models import Act, Change, CodeCounter, GivenArea, ImportJob, Proposal, StateChange

PASSWORD = "nothing-but-a-test-4711"
HARBIN = "230100"


class People:
    """Makes users, and takes them away again with their records and decisions."""

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
        models = (Project, Enterprise)
        entered = [model.objects.filter(created_by__in=self._users) for model in models]
        codes = [code for some in entered for code in some.values_list("registry_code", flat=True)]
        StateChange.objects.filter(registry_code__in=codes).delete()
        Proposal.objects.filter(by__in=self._users).delete()
        for some in entered:
            some.delete()
        GivenArea.objects.filter(by__in=self._users).delete()
        ImportJob.objects.filter(by__in=self._users).delete()
        forget(self._users, codes)
        AccountEvent.objects.filter(by__in=self._users).delete()
        User.objects.filter(pk__in=[user.pk for user in self._users]).delete()
        forget([], [])
        Session.objects.all().delete()
        for prefix, number in self._counters.items():
            CodeCounter.objects.filter(pk=prefix).update(last_number=number)


def forget(users: list[User], codes: list[str]) -> None:
    """Take what `users` did, and what was done to accounts and records of `codes`, out of the log.

    Its rows cannot be deleted, so the triggers that see to that are off meanwhile.
    """
    changes = Change.objects.filter(
        Q(act__by__in=users)
        | Q(registry_codes__overlap=codes)
        | Q(table_name__startswith="accounts_")
    )
    acts = list(Act.objects.filter(by__in=users).order_by("-pk"))
    with transaction.atomic(), connection.cursor() as cursor:
        for table in ("records_change", "records_act"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER only_added")
        changes.delete()
        for act in acts:
            act.delete()
        # A table with foreign keys that are still to be checked cannot be altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("records_change", "records_act"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER only_added")


def session_cookie(user: User, base_url: str) -> dict[str, str]:
    """The cookie of a signed-in `user`, for tests that are not about signing in."""
    client = Client()
    client.force_login(user)
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": base_url}
