"""What the repository promises about itself."""

import re
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db import connection

ROOMS = ("geo", "records", "parks", "projects")
# Tables of the rooms that are bookkeeping and not data that an answer is made of.
UNCOUNTED = {
    "records_codecounter",
    "records_fixtureload",
    "records_statechange",
    "records_tableversion",
}


def test_pins_name_no_host():
    pins = list((settings.BASE_DIR / "requirements").iterdir())
    assert pins
    assert [pin.name for pin in pins if "://" in pin.read_text(encoding="utf-8")] == []
    assert '"resolved"' not in (settings.BASE_DIR / "package-lock.json").read_text()


def test_every_interface_string_is_translated():
    catalogue = polib.pofile(settings.BASE_DIR / "locale/zh_Hans/LC_MESSAGES/django.po")
    assert len(catalogue) > 300
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []


def test_catalogue_knows_every_literal_of_the_templates():
    known = {
        entry.msgid
        for entry in polib.pofile(settings.BASE_DIR / "locale/zh_Hans/LC_MESSAGES/django.po")
    }
    literal = re.compile(r"""\{% translate (?:"([^"]+)"|'([^']+)')""")
    missing = {
        double or single
        for room in (*ROOMS, "config")
        for template in (settings.BASE_DIR / room).rglob("templates/**/*.html")
        for double, single in literal.findall(template.read_text(encoding="utf-8"))
        if (double or single) not in known
    }
    assert missing == set()


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


@pytest.mark.django_db
def test_every_change_of_data_is_counted():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname='count_change'")
        counted = {row[0] for row in cursor.fetchall()}
    tables = {
        model._meta.db_table
        for room in ROOMS
        for model in apps.get_app_config(room).get_models(include_auto_created=True)
    }
    assert tables - counted == UNCOUNTED


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        "park_point_gist",
        "park_geography_gist",
        "park_boundary_gist",
        "base_point_gist",
        "project_point_gist",
        "project_geography_gist",
        "division_boundary_gist",
        "park_name_zh_trgm",
        "project_name_zh_trgm",
        "enterprise_name_zh_trgm",
    ],
)
def test_named_index_exists(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_indexes WHERE indexname = %s", [name])
        assert cursor.fetchone()[0] == 1
