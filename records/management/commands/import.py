"""Check and import a file from the terminal, or carry on with a job that a page began."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from records.enums import ImportState
from records.imports import actions, columns
from records.imports.checks import Checked
from records.models import ImportJob

BAR = 30


class Command(BaseCommand):
    """`import projects FILE --by USER` only checks; `--apply` writes what has no problem at all."""

    help = "Check a table of records and, with --apply, import it: everything or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The kind of record and the file, or the number of a job."""
        parser.add_argument("sheet", choices=[*columns.slugs(), "job"])
        parser.add_argument("file", help="the file, or the number of a job")
        parser.add_argument("--by", help="the user whose rights count")
        parser.add_argument("--apply", action="store_true", help="write the records")
        parser.add_argument("--good-rows", action="store_true", help="leave out rows with problems")
        parser.add_argument(
            "--leave-out-unknown", action="store_true", help="leave out columns that are not known"
        )
        parser.add_argument("--submit", action="store_true", help="hand the records in for review")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, report, and import when that was asked for."""
        try:
            self._run(options)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except PermissionDenied as error:
            raise CommandError("This user may not import records.") from error

    def _run(self, options: dict[str, Any]) -> None:
        if options["sheet"] == "job":
            # The page that began the job has claimed it.
            job = ImportJob.objects.select_related("by").get(pk=options["file"])
            self._work(job, options, report=False)
            return
        job = actions.receive(
            sheet=options["sheet"],
            file_name=Path(options["file"]).name,
            content=_content(options["file"]),
            by=_user(options["by"]),
        )
        actions.begin(job=job, by=job.by, state=ImportState.CHECKING)
        checked = self._work(job, {**options, "apply": False}, report=True)
        if options["apply"] and not (checked.problems and not options["good_rows"]):
            left_out = checked.headers.unknown if options["leave_out_unknown"] else ()
            actions.begin(job=job, by=job.by, state=ImportState.APPLYING, left_out=left_out)
            self._work(job, options, report=True)
        elif checked.problems:
            raise CommandError("Nothing was imported. Mend the file, or use --apply --good-rows.")

    def _work(self, job: ImportJob, options: dict[str, Any], *, report: bool) -> Checked:
        if options["apply"]:
            choice = {"good_rows_only": options["good_rows"], "submit": options["submit"]}
            checked = actions.apply(job=job, by=job.by, tick=self._bar, **choice)
        else:
            found = actions.check(job=job, by=job.by, tick=self._bar)
            if found is None:
                job.refresh_from_db(fields=["failure"])
                raise CommandError(job.failure)
            checked = found
        if report:
            self._report(checked, listed=not options["apply"])
        return checked

    def _report(self, checked: Checked, *, listed: bool) -> None:
        for text, near in checked.headers.unknown.items():
            hint = f" Did you mean “{near}”?" if near else ""
            self.stdout.write(f"column “{text}” is not known and left out.{hint}")
        for one in checked.problems if listed else ():
            self.stdout.write(f"row {one.row}, {one.column}, “{one.value}”: {one.text} {one.fix}")
        counts = ", ".join(f"{name} {number}" for name, number in sorted(checked.counts.items()))
        self.stdout.write(counts)

    def _bar(self, done: int, total: int) -> None:
        if not sys.stderr.isatty():
            return
        full = BAR * done // max(total, 1)
        self.stderr.write(f"\r{'█' * full}{'░' * (BAR - full)} {done}/{total}", ending="")


def _content(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise CommandError(f"Cannot read {name}: {error.strerror}. Name another file.") from error


def _user(name: str | None) -> User:
    try:
        return User.objects.get(username=name)
    except User.DoesNotExist as error:
        raise CommandError(f"There is no user “{name}”. Say --by USER.") from error
