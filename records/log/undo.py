"""An act taken back with one action."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Case, Exists, JSONField, Min, OuterRef, QuerySet, Value, When
from django.utils.translation import gettext as _

from accounts.models import User
from records.enums import ActKind, Operation
from records.log.acting import acting
from records.log.folding import Net, Row, fold
from records.log.restoring import model_of, put_back_in_steps
from records.models import Act, Change
from records.models.changes import ExactDecoder
from records.review.proposals import take_back, waiting_of

MOST_NAMED = 20
AT_A_TIME = 1000


@dataclass(frozen=True)
class Obstacle:
    """A row that somebody changed after the act, or that refers to what would go."""

    codes: tuple[str, ...]
    act: Act | None


def may_undo(act: Act, user: Any) -> bool:
    """Whether `user` may take an act back: their own, or any for administrators."""
    if not user.is_authenticated:
        return False
    return bool(user.is_administrator or (act.by_id == user.pk and user.may_register))


def undo(*, act: Act, by: User, reason: str) -> Act:
    """Make every row that `act` wrote what it was before; gives the act that did so.

    What it proposed and nobody decided is withdrawn. That act can be undone too, but proposals
    stay withdrawn. Raises PermissionDenied for an act of somebody else, and
    ValidationError, changing nothing, without a reason or when rows were changed since.
    """
    if not may_undo(act, by):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError({"reason": _("Say why this is undone.")})
    try:
        with transaction.atomic():
            return _undo(act, by, reason.strip())
    except IntegrityError as error:
        raise ValidationError(
            _("This cannot be undone: other entries rely on what would be taken back.")
        ) from error


def _undo(act: Act, by: User, reason: str) -> Act:
    nets = nets_of(act)
    if not nets and not waiting_of(act).exists():
        raise ValidationError(_("There is nothing left to undo: this act changed nothing."))
    _lock(nets)
    _refuse(obstacles(act, nets))
    undoing = Act.objects.create(
        kind=ActKind.UNDO, by=by, name=str(act)[:200], why=reason, undoes=act
    )
    take_back(act=act, reason=reason)
    with acting(batch=undoing):
        put_back_in_steps(nets, (_single(change) for change in act.changes.reverse().iterator()))
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return undoing


def nets_of(act: Act) -> list[Net]:
    """What an act came to, row by row, without what did not change in the end.

    The act may be large: changes are read one by one, and of an added row only that it was added.
    """
    added = When(operation=Operation.INSERT, then=Value({}, JSONField()))
    changes = act.changes.defer("after").annotate(
        held=Case(added, default="after", output_field=JSONField(decoder=ExactDecoder))
    )
    return [net for net in fold(_with_held(changes)).values() if not net.is_nothing]


def _with_held(changes: QuerySet[Change]) -> Iterator[Change]:
    for change in changes.iterator(chunk_size=AT_A_TIME):
        change.after = change.held  # type: ignore[attr-defined]
        yield change


def _single(change: Change) -> Net:
    [net] = fold([change]).values()
    return net


def _lock(nets: list[Net]) -> None:
    """Let nobody change the rows while it is looked whether somebody did."""
    keys: dict[str, list[str]] = defaultdict(list)
    for net in nets:
        keys[net.table].append(net.key)
    for table, some in sorted(keys.items()):
        model = model_of(table)
        if model is None:
            raise ValidationError(_("This is too old to be undone: the registry was rebuilt."))
        rows = model._base_manager.select_for_update(of=("self",)).filter(pk__in=some)
        list(rows.order_by("pk").values_list("pk", flat=True))


def obstacles(act: Act, nets: Iterable[Net] | None = None) -> list[Obstacle]:
    """What stands in the way of undoing `act`: rows changed since, and rows that rely on it."""
    if nets is None:
        nets = nets_of(act)
    wanted = {(net.table, net.key) for net in nets}
    return [*_changed_since(act, wanted), *_relying(nets)]


def _changed_since(act: Act, wanted: set[Row]) -> list[Obstacle]:
    """Rows of which the later changes add up to something."""
    first = act.changes.aggregate(first=Min("pk"))["first"]
    own = act.changes.filter(table_name=OuterRef("table_name"), row_key=OuterRef("row_key"))
    later = (
        Change.objects.exclude(act=act)
        .filter(pk__gt=first or 0)
        .filter(Exists(own.filter(pk__lt=OuterRef("pk"))))
        .select_related("act__by")
        .order_by("pk")
    )
    by_row: dict[Row, list[Change]] = defaultdict(list)
    for change in later:
        by_row[change.table_name, change.row_key].append(change)
    found = []
    for row in wanted & by_row.keys():
        [net] = fold(by_row[row]).values()
        if not net.is_nothing:
            found.append(Obstacle(tuple(sorted(net.codes)), by_row[row][-1].act))
    return found


def _relying(nets: Iterable[Net]) -> list[Obstacle]:
    """Rows that stay and refer to rows that would be deleted."""
    gone: dict[str, set[str]] = defaultdict(set)
    for net in nets:
        if net.before is None:
            gone[net.table].add(net.key)
    found = []
    for table, keys in gone.items():
        model: Any = model_of(table)
        for relation in model._meta.get_fields(include_hidden=True):
            if relation.auto_created and not relation.concrete and not relation.many_to_many:
                found += _referring(relation, keys, gone)
    return found


def _referring(relation: Any, keys: set[str], gone: dict[str, set[str]]) -> list[Obstacle]:
    model = relation.related_model
    rows = model._base_manager.filter(**{f"{relation.field.name}__in": keys})
    rows = rows.exclude(pk__in=gone.get(model._meta.db_table, ()))
    return [Obstacle((_code(row),), None) for row in rows[:MOST_NAMED]]


def _code(row: models.Model) -> str:
    return str(getattr(row, "registry_code", "") or row)


def _refuse(found: Sequence[Obstacle]) -> None:
    """Say which records stand in the way; ValidationError if any do."""
    if not found:
        return
    codes = sorted({code for obstacle in found for code in obstacle.codes})
    named = ", ".join(codes[:MOST_NAMED])
    more = len(codes) - MOST_NAMED
    if more > 0:
        named = _("%(named)s and %(more)d more") % {"named": named, "more": more}
    raise ValidationError(
        _("Nothing was undone, because these records were changed or used since: %(named)s.")
        % {"named": named or _("entries that belong to no record")},
        code="changed",
    )
