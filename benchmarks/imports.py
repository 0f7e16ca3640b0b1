"""Measures imports: speed and memory beside django-import-export, and faults that are found.

    python -m benchmarks.imports --rows 100000

The tables are synthetic (`benchmarks.tables`), the database is made anew by `benchmarks.generate`.
django-import-export writes the same file into the same table in its bulk mode, without any check.
Each import is a process of its own, so that the memory of one is not that of the other.
"""

import argparse
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import database

FAULTY_ROWS, FAULTS = 10_000, 500
# Rows that django-import-export writes with one statement, as its documentation has it.
BATCH = 1_000
MODES = ("registry", "plain")


def main(arguments: list[str] | None = None) -> None:
    """Print what was measured, or be one of the processes that are."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.imports")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--projects", type=int, default=1_000, help="size of the database")
    parser.add_argument("--only", choices=MODES, help="measure this one alone")
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    given = dict(os.environ)
    database.use(database.name_for(options.projects))
    if options.file:
        run_one(options.only, options.file)
        return
    with TemporaryDirectory() as folder:
        path = Path(folder) / "projects.csv"
        make_file(path, options.rows)
        for mode in (options.only,) if options.only else MODES:
            command = ["--only", mode, "--file", str(path), "--projects", str(options.projects)]
            in_own_process(command, given)
    print_faults()


def make_file(path: Path, number: int) -> None:
    """Write the table that both import."""
    from benchmarks.tables import csv_file, rows

    path.write_bytes(csv_file(list(rows(number))))


def in_own_process(arguments: list[str], environment: dict[str, str]) -> None:
    """Measure one import."""
    # Nothing of this command line comes from outside.
    command = [sys.executable, "-m", "benchmarks.imports", *arguments]
    subprocess.run(command, check=True, env=environment)  # noqa: S603


def run_one(mode: str, path: Path) -> None:
    """Import a file, say how long it took and what memory, and take everything back."""
    from django.db import connection, transaction

    content = path.read_bytes()
    with transaction.atomic():
        job, by = prepare_registry(content)
        began, busy = time.monotonic(), cpu_seconds()
        number = registry(job, by) if mode == "registry" else plain(content)
        # What is otherwise left until the end of the transaction belongs to the import.
        connection.check_constraints()
        seconds, busy = time.monotonic() - began, cpu_seconds() - busy
        transaction.set_rollback(True)
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{mode}: {number} rows in {seconds:.1f} s, {number / seconds:.0f} rows/s, "
        f"{number / busy:.0f} rows per second of processor, peak memory {memory_mb:.0f} MB",
        flush=True,
    )


def cpu_seconds() -> float:
    """Processor time of this process and of its server process, which no other work disturbs."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    # Fields 14 and 15, after the name of the process in brackets: proc(5).
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return time.process_time() + sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


def prepare_registry(content: bytes) -> tuple[Any, Any]:
    """A job for the file, as a page makes it."""
    from accounts.enums import Role
    from accounts.models import User
    from records.imports import actions

    by = User.objects.create_user("synthetic-importer", role=Role.ADMINISTRATOR)
    return actions.receive(sheet="projects", file_name="x.csv", content=content, by=by), by


def registry(job: Any, by: Any) -> int:
    """Import with every check, as one batch of the log."""
    from records.imports import actions

    checked = actions.apply(job=job, by=by, good_rows_only=False, submit=False, tick=_no_tick)
    if checked.problems:
        raise SystemExit(f"The sound rows have problems: {checked.problems[:5]}")
    return len(checked.new)


def _no_tick(done: int, total: int) -> None:
    """Nobody watches."""


def plain(content: bytes) -> int:
    """Import with django-import-export, without any check."""
    from benchmarks.plain_import import import_rows

    return import_rows(content, BATCH)


def print_faults() -> None:
    """How many of the faults of a workbook are found, how many are none, and how long it takes."""
    from django.db import transaction

    from benchmarks.tables import rows, with_faults, workbook
    from records.imports import columns
    from records.imports.checks import Check

    table = list(rows(FAULTY_ROWS, seed=3))
    expected = with_faults(table, FAULTS)
    content = workbook(table)
    with transaction.atomic():
        _job, by = prepare_registry(content)
        began, busy = time.monotonic(), cpu_seconds()
        checked = Check(columns.get("projects"), by).run("x.xlsx", content)
        seconds, busy = time.monotonic() - began, cpu_seconds() - busy
        transaction.set_rollback(True)
    found = {(one.row, one.column, one.rule) for one in checked.problems}
    print(
        f"faults: {len(found & expected)} of {len(expected)} found, "
        f"{len(found - expected)} that are none, {seconds:.1f} s, {busy:.1f} s of processor, "
        f"for {FAULTY_ROWS} rows"
    )


if __name__ == "__main__":
    main()
