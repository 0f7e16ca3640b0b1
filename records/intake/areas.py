"""Boundaries that are sent for a record: what was sent, what became of it, and its storing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from geo.datums import MERIDIANS, Datum
from geo.uploads import Area, Shape, Upload, area_of, read_upload
from records.enums import PENDING, AreaMethod
from records.intake.area_text import read_list
from records.log.acting import logged
from records.models import GivenArea, Proposal, Registered
from records.review.actions import check_version, lock
from records.review.editors import editor_of, values_now
from records.review.proposals import as_seen, may_propose, propose

FIELD = "given_area"


@dataclass(frozen=True)
class Sent:
    """What somebody sent: a file, or a list of coordinates that was typed or drawn."""

    method: str
    content: bytes
    file_name: str = ""
    # What the sender declared; empty when nothing.
    datum: str = ""
    # Numbers of the shapes that are meant; all when none is named.
    chosen: Sequence[int] = ()


@dataclass(frozen=True)
class Understood:
    """The shapes that were found in it, and the area that the chosen ones make up."""

    shapes: list[Shape]
    area: Area
    # Whether nobody named a datum, and degrees were taken for those of a GPS receiver.
    is_assumed: bool = False
    notes: list[str] = field(default_factory=list)


def understand_area(sent: Sent) -> Understood:
    """Read what was sent. ValidationError says what is wrong with it and what to do."""
    upload = _read(sent)
    declared = Datum(sent.datum) if sent.datum else None
    _check_declared(upload, declared)
    is_list = sent.method != AreaMethod.UPLOAD
    datum = declared or upload.datum or (Datum.WGS84 if is_list else None)
    chosen = [upload.shapes[one] for one in sent.chosen if one < len(upload.shapes)]
    polygons = [rings for shape in chosen or upload.shapes for rings in shape.polygons]
    area = area_of(polygons, datum)
    is_assumed = is_list and not (declared or upload.datum)
    return Understood(upload.shapes, area, is_assumed, [*upload.notes, *area.notes])


def _read(sent: Sent) -> Upload:
    if sent.method == AreaMethod.UPLOAD:
        return read_upload(sent.file_name, sent.content)
    return read_list(sent.content.decode(), sent.datum)


def _check_declared(upload: Upload, declared: Datum | None) -> None:
    """Degrees of a file may be those of another map than it says; zones may not."""
    told = upload.datum
    if declared in MERIDIANS and told in MERIDIANS and declared != told:
        raise ValidationError(
            _("The file says “%(told)s”, you declared “%(declared)s”. Clear what you declared.")
            % {"told": told.label, "declared": declared.label}
        )


def may_give_area(record: Any, user: Any) -> bool:
    """Whether `user` may send a boundary: for a draft of their own, or as a proposal.

    `record` is as `user` sees it; only kinds of records with an outline have one.
    """
    return bool(record.AREA_FIELD) and (is_own_draft(record, user) or may_propose(record, user))


def is_own_draft(record: Registered, user: Any) -> bool:
    """Whether `user` changes the record directly."""
    return bool(
        user.is_authenticated
        and user.may_register
        and record.is_editable
        and record.created_by_id == user.pk
    )


@transaction.atomic
def give_area(*, record: Registered, by: User, sent: Sent) -> GivenArea:
    """Keep what was sent, to be looked at before it is stored; what was not confirmed goes.

    Raises PermissionDenied, or ValidationError when it is no area.
    """
    _check_sender(record, by)
    understood = understand_area(sent)
    mine = GivenArea.objects.filter(registry_code=record.registry_code, by=by, confirmed_at=None)
    mine.delete()
    return GivenArea.objects.create(
        registry_code=record.registry_code,
        by=by,
        method=sent.method,
        datum=understood.area.datum,
        declared=sent.datum,
        file_name=sent.file_name[-200:],
        content=sent.content,
        digest=hashlib.sha256(sent.content).hexdigest(),
        chosen=list(sent.chosen),
        area=understood.area.polygons,
    )


def _check_sender(record: Registered, by: User) -> None:
    seen: Any = type(record).objects.visible_to(by).filter(pk=record.pk).first()
    if seen is None or not may_give_area(seen, by):
        raise PermissionDenied


def sent_of(given: GivenArea) -> Sent:
    """What was sent, to be understood again."""
    return Sent(given.method, bytes(given.content), given.file_name, given.declared, given.chosen)


@transaction.atomic
def choose_shapes(*, given: GivenArea, by: User, chosen: Sequence[int]) -> None:
    """Take only some shapes of a file."""
    if given.by_id != by.pk or given.confirmed_at:
        raise PermissionDenied
    given.chosen = list(chosen)
    given.area = understand_area(sent_of(given)).area.polygons
    given.save(update_fields=["chosen", "area"])


@logged
def confirm_area(
    *, given: GivenArea, record: Registered, by: User, reason: str = "", version: str = ""
) -> Proposal | None:
    """Store a boundary in a draft of one's own, or propose it for a published record.

    `version` is the state of the record that `by` looked at. Gives the proposal, if it is one.
    """
    if given.by_id != by.pk or given.registry_code != record.registry_code or given.confirmed_at:
        raise PermissionDenied
    locked = lock(record)
    check_version(locked, version)
    given.reason, given.confirmed_at = reason.strip(), timezone.now()
    given.save(update_fields=["reason", "confirmed_at"])
    if is_own_draft(locked, by):
        _store(locked, given, by)
        return None
    return _propose(locked, given, by)


def _store(record: Any, given: GivenArea, by: User) -> None:
    setattr(record, record.AREA_FIELD, given.area)
    record.changed_by = by
    record.save(update_fields=[record.AREA_FIELD, "changed_by", "changed_at"])


def _propose(record: Registered, given: GivenArea, by: User) -> Proposal:
    """Add it to what this user has proposed already."""
    if not may_propose(as_seen(record, by), by) or editor_of(record) is None:
        raise PermissionDenied
    mine = Proposal.objects.filter(
        registry_code=record.registry_code, by=by, state__in=PENDING
    ).first()
    values = {**values_now(record, by), **(mine.values if mine else {}), FIELD: str(given.pk)}
    why = " ".join(filter(None, [mine.why if mine else "", given.reason]))
    return propose(record=record, by=by, values=values, why=why)


def origin_of(record: Any) -> GivenArea | None:
    """What the outline of a record was made of; None where nobody sent it through these pages."""
    if record.outline is None:
        return None
    given = GivenArea.objects.filter(registry_code=record.registry_code, area=record.outline)
    return given.exclude(confirmed_at=None).select_related("by").defer("content").first()
