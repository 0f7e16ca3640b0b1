"""Writes of imports. A check leaves nothing but its report; an import is one transaction."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Collection
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from geo.datums import Datum
from records.enums import ActKind, ImportState
from records.imports import columns, reports, staging
from records.imports.checks import Change, Check, Checked
from records.imports.places import reading_of
from records.imports.readers import MOST_BYTES
from records.log.acting import acting, start_batch
from records.models import Act, CodeCounter, ImportJob
from records.review.actions import submit as hand_in

# Imports of one kind wait for each other, so the same file sent twice at once adds nothing.
_LOCK = "SELECT pg_advisory_xact_lock(hashtext(%s))"
SECONDS_BETWEEN_SIGNS = 1.0
UNKNOWN_COLUMNS = "unknown_columns"


@transaction.atomic
def receive(*, sheet: str, file_name: str, content: bytes, by: User) -> ImportJob:
    """Keep a file that `by` sent, to be checked. Raises PermissionDenied, or ValidationError."""
    if not by.may_register:
        raise PermissionDenied
    if len(content) > MOST_BYTES:
        raise ValidationError(
            _("The file has more than %(n)d MB. Cut it into several.") % {"n": MOST_BYTES >> 20}
        )
    return ImportJob.objects.create(
        sheet=columns.get(sheet).slug,
        by=by,
        file_name=file_name[-200:],
        content=content,
        digest=hashlib.sha256(content).hexdigest(),
    )


def read_as(*, job: ImportJob, by: User, datum: str, swapped: bool) -> None:
    """Say in which datum and order the coordinates of a file are, before it is checked again."""
    if job.by_id != by.pk:
        raise PermissionDenied
    if datum not in Datum.values:
        raise ValidationError(_("Choose a datum of the list."))
    job.report = {**job.report, "reading": {"datum": datum, "swapped": swapped}}
    ImportJob.objects.filter(pk=job.pk, state=ImportState.CHECKED).update(report=job.report)


def begin(*, job: ImportJob, by: User, state: ImportState, left_out: Collection[str] = ()) -> None:
    """Claim a job for a process that checks or imports it; ValidationError when one works on it.

    Columns that are not known are only left out by an import when they are named in `left_out`.
    """
    if job.by_id != by.pk or not by.may_register:
        raise PermissionDenied
    with transaction.atomic():
        current = ImportJob.objects.select_for_update(of=("self",)).defer("content").get(pk=job.pk)
        if current.is_running or current.state == ImportState.APPLIED:
            raise ValidationError(_("This file is being worked on, or is in already."))
        if state == ImportState.APPLYING and "counts" not in current.report:
            raise ValidationError(_("This file was not checked yet."))
        if state == ImportState.APPLYING:
            _check_left_out(current, left_out)
        values = {"state": state, "heartbeat_at": timezone.now(), "done": 0, "failure": ""}
        ImportJob.objects.filter(pk=job.pk).update(**values)


def _check_left_out(job: ImportJob, left_out: Collection[str]) -> None:
    missing = [text for text in job.report.get("unknown", {}) if text not in left_out]
    if missing:
        text = _("Tick each column to be left out, or rename it and send the file again: %(names)s")
        raise ValidationError(text % {"names": _(", ").join(missing)}, code=UNKNOWN_COLUMNS)


def check(*, job: ImportJob, by: User, tick: Callable[[int, int], None]) -> Checked | None:
    """Check the file of a job that was begun, and keep the report; None when it is no table."""
    sheet = columns.get(job.sheet)
    try:
        with transaction.atomic():
            run = Check(sheet, by, _signs(job, tick), reading_of(job.report)).run
            checked = run(job.file_name, bytes(job.content))
            transaction.set_rollback(True)
    except ValidationError as error:
        _finish(job, ImportState.FAILED, failure=" ".join(error.messages))
        return None
    _finish(job, ImportState.CHECKED, report=_report(job, checked))
    return checked


def _report(job: ImportJob, checked: Checked, *kept: str) -> dict[str, Any]:
    """What was found, and of the report before it what stays: how the file is to be read."""
    stays = {key: job.report[key] for key in ("reading", *kept) if key in job.report}
    return reports.stored(checked) | stays


def apply(
    *,
    job: ImportJob,
    by: User,
    good_rows_only: bool,
    submit: bool,
    tick: Callable[[int, int], None],
) -> Checked:
    """Import the file of a job that was begun: all rows, or those without a problem.

    Everything, the end of the job included, is one transaction: it is there whole or not at all.
    The file is checked again inside it, for what is registered may have changed since.
    """
    sheet = columns.get(job.sheet)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_LOCK, [sheet.slug])
        run = Check(sheet, by, _signs(job, tick), reading_of(job.report), to_write=True).run
        checked = run(job.file_name, bytes(job.content))
        refused = checked.is_unusable or (checked.problems and not good_rows_only)
        if refused:
            transaction.set_rollback(True)
        else:
            _write(job, checked, by=by, submit=submit)
    if refused:
        _finish(job, ImportState.CHECKED, report=_report(job, checked, "repeats"))
    return checked


def _write(job: ImportJob, checked: Checked, *, by: User, submit: bool) -> None:
    batch = start_batch(by=by, kind=ActKind.IMPORT, name=job.file_name)
    # Somebody has to look at these first, and say what makes them other records.
    held_back = {one[0] for one in job.report.get("repeats", [])}
    with acting(batch=batch):
        keys = _insert(checked)
        for change in checked.changed:
            _change(checked.sheet, change, by=by, why=job.file_name, act=batch)
        model: Any = checked.sheet.model
        wanted = [key for row, key in keys.items() if row not in held_back] if submit else []
        for record in model.objects.filter(pk__in=wanted).order_by("pk"):
            hand_in(record=record, by=by)
    _finish(job, ImportState.APPLIED, report=_report(job, checked, "repeats"), act=batch)


def _change(sheet: columns.Sheet, change: Change, *, by: User, why: str, act: Act) -> None:
    """Change a draft, or propose the change of a published record."""
    if change.proposes and sheet.propose:
        sheet.propose(record=change.record, by=by, values=change.values, why=why, act=act)
    elif sheet.revise:
        sheet.revise(record=change.record, by=by, values=change.values, version=change.version)


def _insert(checked: Checked) -> dict[int, int]:
    """Write the new records and what hangs on them; gives the key of each row."""
    if not checked.new:
        return {}
    sheet = checked.sheet
    model: Any = sheet.model
    above = _reserve(model.CODE_PREFIX, len(checked.new))
    keys = staging.insert(model, list(checked.bad_rows), above)
    if sheet.finish:
        sheet.finish([(key, checked.new[row]) for row, key in keys.items()])
    return keys


def _reserve(prefix: str, number: int) -> int:
    """Take several registry codes at once; gives the last number that was taken before."""
    counter, _created = CodeCounter.objects.select_for_update(of=("self",)).get_or_create(
        prefix=prefix, defaults={"last_number": 0}
    )
    before = counter.last_number
    CodeCounter.objects.filter(pk=prefix).update(last_number=before + number)
    return before


def _finish(job: ImportJob, state: ImportState, **values: Any) -> None:
    values |= {"state": state, "finished_at": timezone.now()}
    ImportJob.objects.filter(pk=job.pk).update(**values)
    for name, value in values.items():
        setattr(job, name, value)


def _signs(job: ImportJob, tick: Callable[[int, int], None]) -> Callable[[int, int], None]:
    """Tell the job how far its process is, on a connection of its own, and `tick` as well."""
    last = time.monotonic() - SECONDS_BETWEEN_SIGNS

    def sign(done: int, total: int) -> None:
        nonlocal last
        tick(done, total)
        if time.monotonic() - last < SECONDS_BETWEEN_SIGNS:
            return
        last = time.monotonic()
        beside = connection.copy()
        try:
            with beside.cursor() as cursor:
                cursor.execute(
                    "UPDATE records_importjob SET done=%s, total=%s, heartbeat_at=now() "
                    "WHERE id=%s",
                    [done, total, job.pk],
                )
        finally:
            beside.close()

    return sign
