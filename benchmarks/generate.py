"""Makes a database of synthetic records beside the registry's own.

    python -m benchmarks.generate --projects 20000 --parks 400

The database stands on the server of DATABASE_URL, is made anew each time, and its name ends in
`_bench`.
"""

import argparse
import io
import time

from django.core.management import call_command
from django.db import connection

from benchmarks import database


def main(arguments: list[str] | None = None) -> None:
    """Create, migrate, load the real facts, then add the synthetic ones."""
    options = parse(arguments)
    name = options.database or database.name_for(options.projects)
    database.use(name)
    database.recreate(name)
    call_command("migrate", verbosity=0)
    call_command("load_registry", stdout=io.StringIO())
    began = time.monotonic()
    fill(options)
    print(f"{name}: {options.projects} projects, {options.parks} parks")
    print(f"filled in {time.monotonic() - began:.0f} s; to use it:")
    print(f"  export DATABASE_URL=${{DATABASE_URL%/*}}/{name}")


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.generate")
    parser.add_argument("--projects", type=int, default=20_000)
    parser.add_argument("--parks", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", help=f"its name, which must end in {database.ENDING}")
    return parser.parse_args(arguments)


def fill(options: argparse.Namespace) -> None:
    """Add the records and let the planner know them."""
    # Models can be imported only after the set-up of Django.
    from benchmarks import synthetic

    synthetic.fill(projects=options.projects, parks=options.parks, seed=options.seed)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main()
