"""Writes that every registered thing shares."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import QueryDict
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.translation import gettext as _

from accounts.models import User
from records.models import ADDRESS_LENGTH, CodeCounter, SavedView

# More than anybody can look through.
MOST_VIEWS = 100
# What belongs to the reader and the moment, not to the view.
NOT_KEPT = ("lang", "page")


def next_registry_code(*, prefix: str) -> str:
    """Take the next code of a kind. Must run inside the transaction that stores the record."""
    counter, _created = CodeCounter.objects.select_for_update(of=("self",)).get_or_create(
        prefix=prefix, defaults={"last_number": 0}
    )
    counter.last_number += 1
    counter.save(update_fields=["last_number"])
    return str(counter)


def keep_counter_above(*, codes: Sequence[str]) -> None:
    """Make sure that none of `codes`, which came from outside, is ever given out again."""
    for prefix in {code.split("-")[0] for code in codes}:
        highest = max(int(code.split("-")[1]) for code in codes if code.startswith(f"{prefix}-"))
        counter, _created = CodeCounter.objects.get_or_create(
            prefix=prefix, defaults={"last_number": highest}
        )
        if counter.last_number < highest:
            CodeCounter.objects.filter(pk=prefix).update(last_number=highest)


def saved_page(address: str) -> tuple[ResolverMatch, QueryDict]:
    """The page of records at `address` (path and query), and its query; ValidationError if none."""
    try:
        parts = urlsplit(address)
        match = resolve(parts.path)
    except (Resolver404, ValueError) as error:
        raise ValidationError(_not_kept()) from error
    page = getattr(match.func, "view_class", None)
    if parts.scheme or parts.netloc or not getattr(page, "may_be_saved", False):
        raise ValidationError(_not_kept())
    return match, QueryDict(parts.query, mutable=True)


def _not_kept() -> str:
    return _("This page cannot be saved. Open the map or a list and save the view from there.")


def _kept_address(address: str) -> str:
    """The address without what belongs to the reader and the moment."""
    _match, query = saved_page(address)
    for name in NOT_KEPT:
        query.pop(name, None)
    path, text = urlsplit(address).path, query.urlencode(safe="/,;")
    kept = f"{path}?{text}" if text else path
    if len(kept) > ADDRESS_LENGTH:
        raise ValidationError(_("This view has too many filters to be saved. Take some away."))
    return kept


@transaction.atomic
def save_view(*, name: str, address: str, by: User) -> SavedView:
    """Keep a page with its query under a name of the user's own.

    Raises ValidationError for a page that is not ours, a name that is taken, or too many views.
    """
    kept, name = _kept_address(address), _free_name(name, by)
    if SavedView.objects.filter(owner=by).count() >= MOST_VIEWS:
        raise ValidationError(
            _("You have %(n)d saved views, which is the limit. Delete one first.")
            % {"n": MOST_VIEWS}
        )
    return SavedView.objects.create(owner=by, name=name, address=kept)


@transaction.atomic
def rename_view(*, view: SavedView, name: str, by: User) -> None:
    """Give a view of one's own another name."""
    _check_owner(view, by)
    view.name = _free_name(name, by, but=view)
    view.save(update_fields=["name"])


@transaction.atomic
def delete_view(*, view: SavedView, by: User) -> None:
    """Delete a view of one's own."""
    _check_owner(view, by)
    view.delete()


def _check_owner(view: SavedView, by: User) -> None:
    if view.owner_id != by.pk:
        raise PermissionDenied


def _free_name(name: str, by: User, but: SavedView | None = None) -> str:
    """The name without blanks around it; ValidationError when it is empty or taken."""
    name = name.strip()
    # Locked, so that two windows cannot take the same name, or the last free place, at once.
    User.objects.select_for_update().get(pk=by.pk)
    others = SavedView.objects.filter(owner=by, name=name)
    if not name or any(other != but for other in others):
        raise ValidationError(_("You have a view of this name. Choose another name."))
    return name
