"""What changes are about: a record, an account, or neither."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from accounts.models import User
from records import collections
from records.models import Change

ACCOUNT = "account"
# The tables of accounts, of which all but the first name the user in a column.
ACCOUNTS = "accounts_"


def subject_of(change: Change) -> tuple[str, str]:
    """Whose change it is: ("PK", code) of a record, ("account", key) of a user, or ("", "")."""
    for code in change.registry_codes:
        return code[:2], code
    if change.table_name == User._meta.db_table:
        return ACCOUNT, change.row_key
    if change.table_name.startswith(ACCOUNTS):
        key = (change.after or change.before or {}).get("user_id")
        return (ACCOUNT, str(key)) if key else ("", "")
    return "", ""


def found(subjects: Iterable[tuple[str, str]], user: Any) -> dict[tuple[str, str], Any]:
    """The records that `user` may see and the accounts, by subject; what is gone is not there."""
    wanted = set(subjects)
    codes = {name for kind, name in wanted if kind not in ("", ACCOUNT)}
    records = {
        (record.registry_code[:2], record.registry_code): record
        for collection in collections.every()
        for record in collection.model.objects.visible_to(user).filter(registry_code__in=codes)
    }
    keys = {name for kind, name in wanted if kind == ACCOUNT}
    accounts = User.objects.filter(pk__in=keys)
    return {**records, **{(ACCOUNT, str(one.pk)): one for one in accounts}}


def is_itself(change: Change) -> bool:
    """Whether the row that a change is about is the record or the account itself."""
    row = change.before or change.after or {}
    is_record = row.get("registry_code") in change.registry_codes
    return is_record or change.table_name == User._meta.db_table
