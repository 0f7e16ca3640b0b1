"""Measures what the log of changes costs, and how long a large batch takes to be undone.

    python -m benchmarks.changes --rows 100000

Rows go through `bulk_create` in turns with the triggers of the log and without them, so that other
work on the machine disturbs both alike; the ratio of the shortest times counts. Then one batch of
so many rows, half of them added and half of them changed, is undone. The database is made anew.
"""

import argparse
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks import database, generate

NAME = f"registry_log_{database.ENDING[1:]}"
BULK, ROUNDS = 2_000, 5
AT_A_TIME = 1_000
EVENTS = ("insert", "update", "delete")


def main(arguments: list[str] | None = None) -> None:
    """Print the ratio and the times."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.changes")
    parser.add_argument("--rows", type=int, default=100_000)
    options = parser.parse_args(arguments)
    generate.main(["--projects", "1000", "--parks", "40", "--database", NAME])
    print_ratio()
    print_undo(options.rows)


def print_ratio() -> None:
    """`bulk_create` and `update` with the triggers against the same without."""
    times: dict[str, list[float]] = {}
    for number in range(ROUNDS):
        turns = [("without", True), ("with", False)]
        for name, silent in turns if number % 2 else reversed(turns):
            for what, seconds in _writes(number, silent=silent):
                times.setdefault(f"{what} {name}", []).append(seconds)
    for what in ("bulk_create", "update"):
        with_log, without = (min(times[f"{what} {name}"]) for name in ("with", "without"))
        print(
            f"{what} of {BULK} projects: {without:.2f} s without the log, {with_log:.2f} s with it,"
            f" ratio {with_log / without:.2f}"
        )


def _writes(number: int, *, silent: bool) -> Iterator[tuple[str, float]]:
    """Add rows and change them, then take all back."""
    from django.db import transaction

    from projects.models import Project

    rows = _rows(BULK, first=100_000 * (number + 1))
    codes = [row.registry_code for row in rows]
    with transaction.atomic(), _triggers_off(silent):
        yield "bulk_create", timed(lambda: Project.objects.bulk_create(rows, AT_A_TIME))
        added = Project.objects.filter(registry_code__in=codes)
        yield "update", timed(lambda: added.update(note="synthetic"))
        transaction.set_rollback(True)


def print_undo(rows: int) -> None:
    """A batch of `rows` rows written, refused because of one later change, and undone."""
    from django.core.exceptions import ValidationError

    from accounts.models import User
    from projects.models import Project
    from records.enums import ActKind
    from records.log.acting import acting, start_batch
    from records.log.undo import undo

    admin = User.objects.create(username="synthetic", is_superuser=True)
    half = rows // 2
    made = _rows(rows, first=1_000_000)
    Project.objects.bulk_create(made[:half], AT_A_TIME)
    batch = start_batch(by=admin, kind=ActKind.IMPORT, name="synthetic")

    def write() -> None:
        with acting(batch=batch):
            Project.objects.bulk_create(made[half:], AT_A_TIME)
            old = Project.objects.filter(pk__in=[row.pk for row in made[:half]])
            old.update(note="synthetic", investment_yuan=1_000_000)

    written = timed(write)
    Project.objects.filter(pk=made[0].pk).update(capacity="synthetic")

    def refused() -> None:
        try:
            undo(act=batch, by=admin, reason="synthetic")
        except ValidationError:
            return
        raise SystemExit("A batch that was changed since was undone.")

    refusal = timed(refused)
    Project.objects.filter(pk=made[0].pk).update(capacity="")
    undone = timed(lambda: undo(act=batch, by=admin, reason="synthetic"))
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{rows} rows: written in {written:.0f} s, undoing refused in {refusal:.0f} s, undone in"
        f" {undone:.0f} s, ratio {undone / written:.2f}; at most {peak_mb:.0f} MB"
    )
    left = Project.objects.filter(registry_code__startswith="PJ-2", note="synthetic").count()
    if left or Project.objects.filter(pk__in=[row.pk for row in made[half:]]).exists():
        raise SystemExit("Something was not undone.")


def timed(work: Callable[[], Any]) -> float:
    """For how many seconds something works."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


@contextmanager
def _triggers_off(silent: bool) -> Iterator[None]:
    """Without the triggers of the log, until the transaction is rolled back."""
    from django.db import connection

    if silent:
        with connection.cursor() as cursor:
            for event in EVENTS:
                cursor.execute(f"ALTER TABLE projects_project DISABLE TRIGGER log_{event}")
    yield


def _rows(number: int, first: int) -> list[Any]:
    from benchmarks.synthetic import Maker

    maker = Maker(seed=first)
    links = maker.random.choices(maker.links, k=number)
    return [maker.project(first + position, links[position], []) for position in range(number)]


if __name__ == "__main__":
    main()
