"""How much a first visit sends, compressed, in kilobytes.

    python -m benchmarks.weight --projects 20000

measures what the real server sends: the map page with the style and scripts of the registry, the
records of the first view, and the base map. Files of the libraries are counted apart.
"""

import argparse
import http.client
import re
from collections.abc import Iterator
from urllib.parse import urljoin

from benchmarks import database
from benchmarks.site import compressed, serving, text_of

# Kilobytes (of a thousand bytes) that a part must stay below.
LIMITS_KB = {"page": 150, "records": 20, "base map": 200}
MAP = "/"
LINKED = re.compile(r'<(?:script|link)[^>]+(?:src|href)="(/static/[^"]+)"')
IMPORTED = re.compile(r'^(?:import|export)\b[^"]*"([^"]+\.js)"', re.MULTILINE)


def main() -> None:
    """Measure each part and print it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.weight")
    parser.add_argument("--projects", type=int, default=20_000)
    name = database.name_for(parser.parse_args().projects)
    with serving(name) as port:
        for part, size in parts(http.client.HTTPConnection("127.0.0.1", port)).items():
            limit = LIMITS_KB.get(part)
            held = "" if limit is None else f"limit {limit}{' ok' if size < limit else ' NO'}"
            print(f"{part:12}{size:8.1f} kB  {held}")


def parts(connection: http.client.HTTPConnection) -> dict[str, float]:
    """The kilobytes of each part."""
    page = compressed(connection, MAP)
    files = {path: compressed(connection, path) for path in linked(connection, text_of(page))}
    libraries = {path for path in files if path.startswith("/static/vendor/")}
    own = [page, *(files[path] for path in files if path not in libraries)]
    return {
        "page": kilobytes(*own),
        "libraries": kilobytes(*(files[path] for path in libraries)),
        "records": kilobytes(compressed(connection, "/map.json")),
        "all records": kilobytes(
            compressed(connection, "/map.json?show=parks&show=bases&show=projects")
        ),
        "base map": kilobytes(compressed(connection, "/basemap.json")),
    }


def linked(connection: http.client.HTTPConnection, page: str) -> list[str]:
    """The style sheets, scripts and icons of a page, and what the scripts import."""
    waiting, found = LINKED.findall(page), []
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.append(path)
            waiting += imports(connection, path)
    return found


def imports(connection: http.client.HTTPConnection, path: str) -> Iterator[str]:
    """The modules that a script of ours names."""
    if path.endswith(".js") and not path.startswith("/static/vendor/"):
        script = text_of(compressed(connection, path))
        yield from (urljoin(path, name) for name in IMPORTED.findall(script))


def kilobytes(*bodies: bytes) -> float:
    """How much the bodies weigh together."""
    return sum(map(len, bodies)) / 1000


if __name__ == "__main__":
    main()
