"""What the repository promises about itself."""

import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db import connection

ROOMS = ("geo", "records", "parks", "projects")
# Tables of the rooms that are bookkeeping and not data that an answer is made of.
UNCOUNTED = {
    # No page for everybody shows what a user keeps.
    "records_savedview",
    # What somebody sent becomes data when it is imported.
    "records_givenarea",
    "records_importjob",
    # Pages of the log are made anew for each reader.
    "records_act",
    "records_change",
    "records_codecounter",
    "records_fixtureload",
    "records_statechange",
    # Nobody but its author and the reviewers sees what is only proposed.
    "records_proposal",
    "records_tableversion",
}


def test_pins_name_no_host():
    pins = list((settings.BASE_DIR / "requirements").iterdir())
    assert pins
    assert [pin.name for pin in pins if "://" in pin.read_text(encoding="utf-8")] == []
    assert '"resolved"' not in (settings.BASE_DIR / "package-lock.json").read_text()


def tracked():
    """The files under version control, as text."""
    # The owner of a checkout need not be the one who tests it.
    git = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    names = subprocess.run(git, cwd=settings.BASE_DIR, check=True, capture_output=True, text=True)  # noqa: S603
    paths = [settings.BASE_DIR / name for name in names.stdout.split("\0") if name]
    return {path: path.read_bytes() for path in paths if path.is_file()}


def test_no_file_names_a_registry_or_a_machine():
    """Whoever installs says where packages come from; pieced together, not to name them here."""
    hosts = [b"pypi" + b".org", b"python" + b"hosted", b"npm" + b"js.org", b"npm" + b"mirror"]
    places = [b"/work" + b"/main", b"/work" + b"/shared", b"/root" + b"/."]
    files = tracked()
    assert len(files) > 200
    found = {
        (path.name, word)
        for path, text in files.items()
        for word in (*hosts, *places)
        if word in text
    }
    assert found == set()


def test_nothing_generated_or_foreign_is_tracked():
    names = [path.relative_to(settings.BASE_DIR) for path in tracked()]
    foreign = {"node_modules", "staticfiles", ".venv", ".local", "__pycache__"}
    assert [name for name in names if foreign & set(name.parts)] == []
    assert [name for name in names if name.suffix == ".mo"] == []
    assert [name for name in names if name.is_relative_to("static/vendor")] == []


def test_every_model_is_in_the_admin():
    models = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
    assert [model.__name__ for model in models if model not in admin.site._registry] == []


def test_no_source_file_is_too_long():
    files = [
        path
        for pattern in ("*/*.py", "*/*/*.py", "static/js/*.js", "static/css/*.css", "scripts/*")
        for path in Path(settings.BASE_DIR).glob(pattern)
        if path.is_file() and not {"migrations", "node_modules", ".venv"} & set(path.parts)
    ]
    assert len(files) > 50
    too_long = [path for path in files if path.read_text(encoding="utf-8").count("\n") > 500]
    assert too_long == []


# Tables of the rooms whose changes are not logged, and why. All others are.
UNLOGGED = {
    # Ground that everybody stands on: it comes with the fixtures and has no page to change it.
    "geo_division",
    "geo_belt",
    "geo_beltmember",
    "geo_water",
    # The log itself, and what is only ever added too.
    "records_act",
    "records_change",
    "records_statechange",
    "records_proposal",
    # Bookkeeping that nobody takes back.
    "records_codecounter",
    "records_fixtureload",
    "records_tableversion",
    # A user's own, no fact of the registry.
    "records_savedview",
    # What somebody sent becomes data when it is imported.
    "records_givenarea",
    "records_importjob",
}


@pytest.mark.django_db
def test_every_change_of_data_is_logged():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger "
            "WHERE tgname IN ('log_insert', 'log_update', 'log_delete') "
            "GROUP BY tgrelid HAVING count(*) = 3"
        )
        logged = {row[0] for row in cursor.fetchall()}
    assert tables() - logged == UNLOGGED


def tables():
    """The tables of the rooms, also those that only tie rows together."""
    return {
        model._meta.db_table
        for room in ROOMS
        for model in apps.get_app_config(room).get_models(include_auto_created=True)
    }


@pytest.mark.django_db
def test_every_change_of_data_is_counted_is_counted():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname='count_change'")
        counted = {row[0] for row in cursor.fetchall()}
    assert tables() - counted == UNCOUNTED
