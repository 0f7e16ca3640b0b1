"""What watches over an installation: checks, health, demo users, settings of production."""

import io
import json
import os
import stat
import subprocess
import sys
from contextlib import contextmanager

import pyogrio
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError

from accounts.models import User
from config import checks, views


class Answers:
    """A database that answers the two questions of the check."""

    def __init__(self, ctype, postgis):
        self.rows = [(ctype,), (postgis,)]

    @contextmanager
    def cursor(self):
        yield self

    def execute(self, sql):
        assert sql.startswith("SELECT ")

    def fetchone(self):
        return self.rows.pop(0)


@pytest.mark.parametrize(
    ("ctype", "postgis", "said"),
    [
        ("C.UTF-8", 1, []),
        ("zh_CN.utf8", 1, []),
        ("C", 1, ["registry.E001"]),
        ("POSIX", 1, ["registry.E001"]),
        ("en_US.UTF-8", 0, ["registry.E002"]),
        ("C", 0, ["registry.E001", "registry.E002"]),
    ],
)
def test_a_database_that_cannot_read_chinese_is_refused(monkeypatch, ctype, postgis, said):
    monkeypatch.setattr(checks, "connections", {"default": Answers(ctype, postgis)})
    found = checks.database_reads_chinese(databases=["default"])
    assert [error.id for error in found] == said
    assert all(error.hint for error in found)


def test_nothing_is_asked_when_no_database_is_to_be_checked():
    assert checks.database_reads_chinese(databases=None) == []


@pytest.mark.django_db
def test_the_database_of_the_tests_is_one(capsys):
    call_command("check", databases=["default"], fail_level="WARNING")
    assert "no issues" in capsys.readouterr().out


def test_health_needs_no_database(client):
    response = client.get("/healthz")
    assert response.json() == {"status": "ok"}
    assert "no-store" in response["Cache-Control"]
    assert client.post("/healthz").status_code == 405


@pytest.mark.django_db
def test_ready_says_with_what(client):
    response = client.get("/readyz")
    answer = response.json()
    assert response.status_code == 200
    assert answer["status"] == "ok"
    assert answer["pending_migrations"] == 0
    assert answer["postgis"].startswith("3.")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_not_ready_without_a_database(client, monkeypatch):
    class Gone:
        def cursor(self):
            raise OperationalError("synthetic: secret address")

    monkeypatch.setattr(views, "connection", Gone())
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"status": "no database"}


@pytest.mark.django_db
def test_not_ready_while_migrations_are_pending(client, monkeypatch):
    monkeypatch.setattr(views.MigrationExecutor, "migration_plan", lambda self, targets: [1, 2])
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["pending_migrations"] == 2


# Settings of production ---------------------------------------------------------------------------

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "synthetic-" + "kX9" * 20,
    "ALLOWED_HOSTS": "registry.example",
}


def manage(*arguments, **variables):
    # The browser tests of the same run set this for themselves; no server has it.
    ours = {name: value for name, value in os.environ.items() if "ASYNC_UNSAFE" not in name}
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-W", "error", "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**ours, **PRODUCTION, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_settings_of_production_are_sound():
    done = manage("check", "--deploy", "--fail-level", "WARNING", HTTPS="1")
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_without_https_the_check_complains():
    """So the check above looks at what it should."""
    done = manage("check", "--deploy", "--fail-level", "WARNING", HTTPS="0")
    assert done.returncode == 1
    assert "security.W008" in done.stderr


# Demo users ---------------------------------------------------------------------------------------


def create_demo_users(**options):
    said = io.StringIO()
    call_command("create_demo_users", stdout=said, **options)
    return dict(line.split(maxsplit=1) for line in said.getvalue().splitlines())


def test_demo_users_can_log_in(facts, client, tmp_path):
    path = tmp_path / "logins.json"
    said = create_demo_users(file=path)
    assert said == json.loads(path.read_text())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(said) == ["clerk", "reviewer", "admin"]
    assert len(set(said.values())) == 3
    for name, password in said.items():
        assert client.login(username=name, password=password)
    clerk, reviewer, admin = (User.objects.get(username=name) for name in said)
    assert [clerk.is_staff, reviewer.is_staff, admin.is_staff] == [False, False, True]
    assert [clerk.may_review, reviewer.may_review, admin.is_superuser] == [False, True, True]
    assert set(clerk.divisions().values_list("code", flat=True)) == {"230125"}
    assert reviewer.divisions().count() == 139


def test_demo_users_are_made_once(facts, tmp_path):
    path = tmp_path / "logins.json"
    first = create_demo_users(file=path)
    assert create_demo_users(file=path) == first
    path.unlink()
    assert set(create_demo_users().values()) == {"(password set earlier)"}
    assert User.objects.count() == 3


def test_gdal_is_left_the_formats_that_are_read_and_written():
    """Among the others are some that open whatever file an upload names."""
    assert set(pyogrio.list_drivers()) == {"ESRI Shapefile", "GPKG", "GeoJSON", "MEM"}
