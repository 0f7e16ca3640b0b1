"""Load the facts of the fixtures; done twice, nothing changes."""

import csv
import hashlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

import geo.fixtures
import parks.fixtures
import projects.fixtures
import records.fixtures
from geo.search import refresh_all
from geo.upserts import Load
from records.actions import keep_counter_above
from records.enums import ActKind
from records.log.acting import acting
from records.models import FixtureLoad, Redirect

# Another one when the same files come to other records than before.
READING = b"2: texts name records by their codes"


class Command(BaseCommand):
    """Loads everything or nothing, and names every broken cell."""

    help = (
        "Load the fixtures into the registry. Rows that people changed since are left as they are."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to read, and whether to look first if anything is new."""
        parser.add_argument("--folder", type=Path, default=settings.FIXTURES_FOLDER)
        parser.add_argument(
            "--if-changed",
            action="store_true",
            help="do nothing when these very files were loaded before",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the folder in one transaction."""
        folder = options["folder"]
        digest = digest_of(folder)
        if options["if_changed"] and FixtureLoad.objects.filter(digest=digest).exists():
            self.stdout.write("The fixtures are loaded already.")
            self.refresh_search()
            return
        moved = dict(Redirect.objects.values_list("old_code", "registry_code"))
        run = Load(folder, moved=moved, codes=codes_in(folder))
        with transaction.atomic(), acting(kind=ActKind.LOADER, name=f"{folder.name} {digest[:12]}"):
            load_all(run)
            if run.problems:
                lines = "\n".join(str(problem) for problem in run.problems)
                raise CommandError(f"{lines}\n{len(run.problems)} problems; nothing was loaded.")
            run.finish()
            FixtureLoad.objects.update_or_create(digest=digest)
        self.report(run)
        self.refresh_search()

    def refresh_search(self) -> None:
        """Let rows be found by the rules of today, also those written under older ones."""
        number = refresh_all()
        if number:
            self.stdout.write(f"{number} rows are found by new names.")

    def report(self, run: Load) -> None:
        """Say what happened to the rows of each model."""
        for (label, what), number in sorted(run.written.items()):
            self.stdout.write(f"{label}: {number} {what}")
        self.stdout.write(f"{run.changes} changes.")


def load_all(run: Load) -> None:
    """Load room by room, from the ground up."""
    geo.fixtures.load(run)
    records.fixtures.load_plan_items(run)
    park_of, base_of = parks.fixtures.load(run)
    project_of = projects.fixtures.load(run, park_of)
    records.fixtures.load_belt_records(run, {**park_of, **base_of, **project_of})
    loaded = [*park_of.values(), *base_of.values(), *project_of.values()]
    codes = [record.registry_code for record in loaded if record]
    codes += projects.models.Enterprise.objects.values_list("registry_code", flat=True)
    keep_counter_above(codes=codes)


def codes_in(folder: Path) -> dict[str, str]:
    """The registry code of each row that has an id of the files."""
    codes = {}
    for path in folder.glob("*.csv"):
        # What cannot be read is named by those who read it in earnest.
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            for row in csv.DictReader(file):
                if row.get("id") and row.get("registry_code"):
                    codes[row["id"]] = row["registry_code"]
    return codes


def digest_of(folder: Path) -> str:
    """A digest of every file below `folder`, and of the way in which they are read."""
    digest = hashlib.sha256(READING)
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(folder)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
