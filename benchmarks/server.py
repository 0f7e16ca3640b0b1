"""How long the server takes to answer, with few and with many records.

    python -m benchmarks.server --projects 1000 20000

needs the databases that `benchmarks.generate` makes. Trust the ratios, not the milliseconds.
"""

import argparse
import http.client
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from statistics import median, quantiles
from typing import TYPE_CHECKING

from benchmarks import database
from benchmarks.site import serving

if TYPE_CHECKING:
    from benchmarks.mix import Request

# Milliseconds that 95 of 100 requests must stay below.
LIMITS_MS = {"panels": 100, "search": 100, "clusters": 100, "list": 100}
TOP = 95
WARMING = 4

# By kind, with one client and with two.
Times = dict[str, tuple[list[float], list[float]]]
Draw = Callable[[], "Request"]


def main() -> None:
    """Measure each size and print it, the ratio to the first size beside it."""
    options = parse()
    base: dict[str, float] = {}
    for projects in options.projects:
        # A process for each database: Django connects to one only.
        with ProcessPoolExecutor(1) as process:
            times = process.submit(measure, database.name_for(projects), options).result()
        report(projects, times, base)
        base = base or {kind: median(one) for kind, (one, _two) in times.items()}


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.server")
    parser.add_argument("--projects", type=int, nargs="+", default=[1_000, 20_000])
    parser.add_argument("--requests", type=int, default=40, help="of each kind")
    parser.add_argument("--kinds", nargs="+", help="only these")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def measure(name: str, options: argparse.Namespace) -> Times:
    """Milliseconds of each request by kind: with one client, then with two at once."""
    draws = kinds(name, options.seed)
    asked = ["unit", *options.kinds] if options.kinds else draws
    with serving(name) as port:
        return {
            kind: twice(port, [draws[kind]() for _one in range(options.requests)]) for kind in asked
        }


def twice(port: int, requests: list["Request"]) -> tuple[list[float], list[float]]:
    """Ask with one client, then with two that share the requests."""
    ask(port, requests[:WARMING])
    one = ask(port, requests)
    with ThreadPoolExecutor(2) as clients:
        halves = clients.map(lambda part: ask(port, part), (requests[::2], requests[1::2]))
    return one, [time for half in halves for time in half]


def kinds(name: str, seed: int) -> dict[str, Draw]:
    """The kinds of requests with values that the database knows."""
    database.use(name)
    # Models can be imported only after the set-up of Django.
    from benchmarks.mix import Mix

    return Mix(seed).kinds()


def ask(port: int, requests: list["Request"]) -> list[float]:
    """Ask one after the other over one connection; gives milliseconds."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    times = []
    for request in requests:
        began = time.perf_counter()
        connection.request(
            "GET", request.path, headers={"Accept-Encoding": "gzip", **request.headers}
        )
        answer = connection.getresponse()
        answer.read(1) if request.first_byte else answer.read()
        times.append(1000 * (time.perf_counter() - began))
        if answer.status != http.client.OK:
            raise SystemExit(f"{answer.status} {request.path}")
        if request.first_byte:
            connection.close()
    return times


def report(
    projects: int,
    times: Times,
    base: dict[str, float],
) -> None:
    """Print a line for each kind."""
    unit = median(times["unit"][0])
    print(f"\n{projects} projects           one client      two clients   in units  limit  growth")
    print("                        p50     p95      p50     p95       p50    p95     p50")
    for kind, (one, two) in times.items():
        figures = [median(one), top(one), median(two), top(two), median(one) / unit]
        line = f"{kind:20}" + "".join(f"{figure:8.1f}" for figure in figures)
        limit = LIMITS_MS.get(kind)
        held = "" if limit is None else f"{limit}{' ok' if top(one) < limit else ' NO'}"
        growth = f"{median(one) / base[kind]:.2f}" if base else ""
        print(f"{line} {held:>8}{growth:>8}")


def top(times: list[float]) -> float:
    """What 95 of 100 stay below."""
    return quantiles(times, n=100, method="inclusive")[TOP - 1]


if __name__ == "__main__":
    main()
