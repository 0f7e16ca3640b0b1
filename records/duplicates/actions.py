"""Writes about records that are there twice: saying that they are two, and making them one."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from records.duplicates import kinds
from records.duplicates.merging import mergeable_by, own_fields
from records.enums import ActKind
from records.log.acting import acting, logged, start_batch
from records.models import Act, BeltRecord, Distinction, Redirect, Registered

# What a reviewer must have looked at before two records become one.
CHANGED = "changed"


@logged
def explain(*, record: Registered, other_code: str, reason: str, by: User) -> Distinction:
    """Keep why the one who enters `record` says that it is not the record `other_code`."""
    if record.created_by_id != by.pk and not _may_decide(record, by):
        raise PermissionDenied
    return _distinguish(record.registry_code, other_code, reason, by, is_final=False)


@logged
def dismiss(*, record: Registered, other: Registered, reason: str, by: User) -> Distinction:
    """Say for good that two records are two; ValidationError without a reason."""
    _check_reviewer([record, other], by)
    return _distinguish(record.registry_code, other.registry_code, reason, by, is_final=True)


@logged
def link_phase(*, whole: Registered, phase: Registered, number: int | None, by: User) -> None:
    """Make one record a phase of another; both stay, and their sums count once.

    Raises PermissionDenied unless both lie in the territory of `by`, ValidationError when the
    number is missing or taken, or when one of them is a phase already.
    """
    kind = kinds.of(type(whole))
    if type(whole) is not type(phase) or not kind.phase_of:
        raise ValidationError(_("Records of this kind have no phases."))
    _check_reviewer([whole, phase], by)
    locked = _locked(whole, phase, ("", ""))
    if not number or number < 1:
        raise ValidationError({"number": _("Give the number of the phase: 1, 2, 3 …")})
    if getattr(locked[0], kind.phase_of) or _has_phases(locked[1], kind.phase_of):
        raise ValidationError(
            _("Choose the whole project, which is no phase itself. Exchange the two first.")
        )
    setattr(locked[1], kind.phase_of, locked[0])
    setattr(locked[1], kind.phase_number, number)
    locked[1].changed_by = by
    locked[1].full_clean()
    locked[1].save()


def _has_phases(record: Registered, name: str) -> bool:
    return bool(type(record)._default_manager.filter(**{name: record.pk}).exists())


def _distinguish(code: str, other: str, reason: str, by: User, is_final: bool) -> Distinction:
    if not reason.strip():
        raise ValidationError({"reason": _("Say what makes these two different.")})
    first, second = sorted((code, other))
    said = Distinction.objects.filter(code=first, other_code=second).first()
    if said and said.is_final and not is_final:
        return said
    values = {"reason": reason.strip(), "by": by, "is_final": is_final}
    return Distinction.objects.update_or_create(code=first, other_code=second, defaults=values)[0]


def merge(
    *,
    kept: Registered,
    dropped: Registered,
    by: User,
    from_dropped: Collection[str] = (),
    reason: str = "",
    versions: tuple[str, str] = ("", ""),
) -> Act:
    """Make two records of one kind one, as one act that can be undone.

    `kept` takes the fields named in `from_dropped`, the names and all that belongs to the other,
    whose code leads to it from now on. Raises PermissionDenied unless both lie in the territory of
    `by`, ValidationError when one of them was changed or merged meanwhile.
    """
    if type(kept) is not type(dropped) or kept.pk == dropped.pk:
        raise ValidationError(_("Only two records of one kind can become one."))
    with transaction.atomic():
        kept, dropped = _locked(kept, dropped, versions)
        _check_reviewer([kept, dropped], by)
        name = f"{dropped.registry_code} → {kept.registry_code}"
        act = start_batch(by=by, kind=ActKind.MERGE, name=name, why=reason.strip())
        with acting(batch=act):
            _join(kept, dropped, from_dropped)
            _lead_on(kept.registry_code, dropped.registry_code, by, reason.strip())
            kept.changed_by = by
            kept.full_clean()
            kept.save()
    return act


def _locked(
    kept: Registered, dropped: Registered, versions: tuple[str, str]
) -> tuple[Registered, Registered]:
    """Both as they are now, locked in the order of their keys; as `versions` if these are given."""
    keys = [kept.pk, dropped.pk]
    rows = type(kept).objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    found = {row.pk: row for row in rows}
    pairs = zip(keys, versions, strict=True)
    if any(key not in found or version not in ("", found[key].version) for key, version in pairs):
        raise ValidationError(
            _("One of these records was changed or merged meanwhile. Look at both again."),
            code=CHANGED,
        )
    return found[kept.pk], found[dropped.pk]


def _check_reviewer(records: list[Registered], by: User) -> None:
    if not all(_may_decide(record, by) for record in records):
        raise PermissionDenied


def _may_decide(record: Registered, by: User) -> bool:
    return mergeable_by(type(record).objects.filter(pk=record.pk), by).exists()


def _join(kept: Registered, dropped: Registered, from_dropped: Collection[str]) -> None:
    """Give `kept` what it takes over and all that belongs to `dropped`, which then goes."""
    called = [name for one in (kept, dropped) for name in (one.name_zh, one.name_en, *one.aliases)]
    for field in own_fields(type(kept)):
        if field.name in from_dropped:
            setattr(kept, field.attname, getattr(dropped, field.attname))
    names = {"", kept.name_zh, kept.name_en}
    kept.aliases = [name for name in dict.fromkeys(called) if name not in names]
    for field in _pointing_to_itself(kept, dropped):
        setattr(kept, field.attname, None)
    for model, field_name in tied_to(type(kept)):
        _move(model, field_name, dropped.pk, kept.pk)
    _move(BeltRecord, "registry_code", dropped.registry_code, kept.registry_code)
    dropped.delete()


def _pointing_to_itself(kept: Registered, dropped: Registered) -> list[Any]:
    """The fields by which `kept` would be part of itself."""
    own = [field for field in kept._meta.concrete_fields if field.related_model is type(kept)]
    # Stored before the rows that point to `dropped` are moved, so that they do not meet there.
    caught = [field for field in own if getattr(kept, field.attname) in (kept.pk, dropped.pk)]
    for field in caught:
        type(kept).objects.filter(pk=kept.pk).update(**{field.attname: None})
    return caught


def tied_to(model: Any) -> Iterator[tuple[Any, str]]:
    """Every table with rows that belong to records of `model`, and the column that says so."""
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and (relation.one_to_many or relation.one_to_one):
            yield relation.related_model, relation.field.attname


def _move(model: Any, column: str, from_key: Any, to_key: Any) -> None:
    """Let rows belong to another record; a row that this one has already goes."""
    for row in model._base_manager.filter(**{column: from_key}):
        setattr(row, column, to_key)
        try:
            with transaction.atomic():
                model._base_manager.filter(pk=row.pk).update(**{column: to_key})
        except IntegrityError:
            _take_over(model, column, row, to_key)


def _take_over(model: Any, column: str, row: models.Model, to_key: Any) -> None:
    """Renumber a row whose place is taken, or let it go when it says what is there already."""
    ranked = [field.name for field in model._meta.concrete_fields if field.name == "rank"]
    if ranked:
        highest = model._base_manager.filter(**{column: to_key}).aggregate(n=models.Max("rank"))
        model._base_manager.filter(pk=row.pk).update(**{column: to_key, "rank": highest["n"] + 1})
    else:
        model._base_manager.filter(pk=row.pk).delete()


def _lead_on(code: str, old_code: str, by: User, reason: str) -> None:
    """Let the old code, and every code that led to it, lead to `code`."""
    before = list(Redirect.objects.filter(registry_code=old_code))
    Redirect.objects.filter(registry_code=old_code).delete()
    for one in before:
        Redirect.objects.create(
            old_code=one.old_code, registry_code=code, by=one.by, reason=one.reason
        )
    Redirect.objects.create(old_code=old_code, registry_code=code, by=by, reason=reason)
