"""A process beside the web server that checks or imports a file.

It outlives the worker that began it, and holds the transaction of an import alone; what it does
stands in the job, so every worker can say how far it is.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connection

from records.models import ImportJob


def launch(job: ImportJob, *options: str) -> None:
    """Begin `manage.py import job NUMBER` for a claimed job; options as on the terminal."""
    # Nothing of this command line comes from outside: the number is one of ours.
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "manage.py", "import", "job", str(job.pk), *options],
        cwd=settings.BASE_DIR,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    # Somebody has to take note of its end, or it stays in the table of processes.
    threading.Thread(target=process.wait, daemon=True).start()


def environment() -> dict[str, str]:
    """The environment of this process, with the database that it really uses."""
    address = urlsplit(os.environ.get("DATABASE_URL", "postgis://registry@127.0.0.1/registry"))
    name = connection.settings_dict["NAME"]
    return {**os.environ, "DATABASE_URL": urlunsplit(address._replace(path=f"/{name}"))}
