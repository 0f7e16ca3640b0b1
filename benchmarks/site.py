"""The real web server before a database of synthetic records, as `make run` starts it."""

import gzip
import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import database

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_S = 60
GZIP = b"\x1f\x8b"


@contextmanager
def serving(name: str) -> Iterator[int]:
    """Serve the database of that name; gives the port on 127.0.0.1."""
    port = _free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": database.url_of(name),
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
    }
    with subprocess.Popen(["scripts/serve", str(port)], cwd=ROOT, env=environment) as server:  # noqa: S603, S607
        try:
            _wait_for(port)
            yield port
        finally:
            server.terminate()


def compressed(connection: http.client.HTTPConnection, path: str) -> bytes:
    """The body as it travels to a browser; an answer that is no page ends the measurement."""
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != http.client.OK:
        raise SystemExit(f"{answer.status} {path}")
    return body


def text_of(body: bytes) -> str:
    """The text of a body that may be compressed."""
    return (gzip.decompress(body) if body.startswith(GZIP) else body).decode()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            http.client.HTTPConnection("127.0.0.1", port).request("GET", "/healthz")
            return
        except ConnectionRefusedError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
