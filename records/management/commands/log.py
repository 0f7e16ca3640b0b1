"""Export the log to a file that shows whether it was tampered with, and verify such a file.

manage.py log export --since 2026-01-01 --until 2026-12-31 -o log-2026.csv
manage.py log verify log-2026.csv
"""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from records.log.chain import Broken, verify_file, write
from records.log.journal import between
from records.models import Change

AT_A_TIME = 1000


class Command(BaseCommand):
    """Writes changes with a chain of marks, and finds a row that is missing or was changed."""

    help = "Export the log of changes as CSV whose rows are chained, or verify such a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Two words: export, verify."""
        commands = parser.add_subparsers(dest="command", required=True)
        export = commands.add_parser("export", help="write the log to a file")
        export.add_argument("--since", type=date.fromisoformat, help="first day, YYYY-MM-DD")
        export.add_argument("--until", type=date.fromisoformat, help="last day, YYYY-MM-DD")
        export.add_argument("-o", "--output", type=Path, required=True, help="the file to write")
        verify = commands.add_parser("verify", help="say whether a file is as it was exported")
        verify.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what the word says."""
        try:
            if options["command"] == "export":
                self.export(options["output"], options["since"], options["until"])
            else:
                self.verify(options["file"])
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error

    def export(self, path: Path, since: date | None, until: date | None) -> None:
        """Write beside and then rename: an interrupted export never looks complete."""
        changes = Change.objects.filter(between(since, until)).select_related("act__by")
        unfinished = path.with_name(f"{path.name}.part")
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            number = write(changes.order_by("pk").iterator(chunk_size=AT_A_TIME), file)
        unfinished.replace(path)
        self.stdout.write(f"{number} rows in {path}. Keep it where the registry cannot write.")

    def verify(self, path: Path) -> None:
        """Count the rows of a sound file; CommandError names the first that is not."""
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                number = verify_file(file)
        except (Broken, UnicodeDecodeError) as error:
            raise CommandError(f"{path} is not as it was exported. {error}") from error
        self.stdout.write(f"{path} is as it was exported: {number} rows.")
