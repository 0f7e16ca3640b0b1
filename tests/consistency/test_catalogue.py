"""The Chinese catalogue is complete: it is compared with what the sources say today."""

import re
import shutil

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db.models import Field
from django.test import override_settings
from django.utils import translation

from parks.models import Sector
from projects.enums import IndustryTable
from records import collections
from records.filters.facets import FACET_ORDER

ROOMS = ("accounts", "config", "geo", "parks", "projects", "records")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w+\}")
CHINESE = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture(scope="module")
def catalogue():
    return polib.pofile(settings.BASE_DIR / "locale/zh_Hans/LC_MESSAGES/django.po")


@pytest.fixture(scope="module")
def extracted(tmp_path_factory):
    """Everything that asks for a translation, extracted into a folder of its own."""
    folder = tmp_path_factory.mktemp("sources")
    for room in ROOMS:
        shutil.copytree(settings.BASE_DIR / room, folder / room)
    (folder / "locale").mkdir()
    with (
        pytest.MonkeyPatch.context() as patch,
        override_settings(LOCALE_PATHS=[str(folder / "locale")]),
    ):
        patch.chdir(folder)
        call_command("makemessages", locale=["zh_Hans"], keep_pot=True, verbosity=0)
    return polib.pofile(folder / "locale/django.pot")


def key(entry):
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def test_every_text_of_the_sources_is_translated(catalogue, extracted):
    assert len(extracted) > 300
    translated = {key(entry) for entry in catalogue.translated_entries()}
    assert {key(entry) for entry in extracted} - translated == set()


def test_nothing_is_half_translated(catalogue):
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []


def test_no_text_is_translated_that_nobody_asks_for(catalogue, extracted):
    asked = {key(entry) for entry in extracted}
    assert {key(entry) for entry in catalogue if not entry.obsolete} - asked == set()


def test_translations_keep_the_placeholders(catalogue):
    for entry in catalogue.translated_entries():
        texts = [entry.msgstr] if entry.msgstr else list(entry.msgstr_plural.values())
        wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        for text in texts:
            assert set(PLACEHOLDER.findall(text)) == wanted, entry.msgid


def test_sources_are_english(extracted):
    """Chinese comes from the catalogue alone, so that both languages stay whole."""
    assert [entry.msgid for entry in extracted if CHINESE.search(entry.msgid)] == []


def labels():
    """The words of every closed list and the name of every field of our models."""
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            yield f"{model.__name__}", model._meta.verbose_name
            for field in model._meta.get_fields():
                if isinstance(field, Field) and not field.primary_key and _is_ours(field):
                    for _value, label in field.choices or []:
                        yield f"{model.__name__}.{field.name}", label


def _is_ours(field):
    return field.model._meta.app_label in ROOMS


NO_LANGUAGE = {"GB/T 2260", *IndustryTable.labels}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_word_of_a_closed_list_is_in_the_language(language):
    with translation.override(language):
        said = {(where, str(label)) for where, label in labels() if str(label) not in NO_LANGUAGE}
    assert len(said) > 100
    wrong = {one for one in said if bool(CHINESE.search(one[1])) != (language == "zh-hans")}
    assert wrong == set()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_facets_and_sectors_are_named_in_the_language(facts, rf, language):
    query = rf.get("/").GET
    with translation.override(language):
        parks = collections.get("parks").filtered(query)
        names = [str(parks.filter_called(name).label) for name in FACET_ORDER]
        names += [option.label for option in parks.filters["sector"].options]
        names += [str(collection.label) for collection in collections.every()]
        glyphs = {sector.glyph for sector in Sector.objects.all()}
    assert all(bool(CHINESE.search(name)) == (language == "zh-hans") for name in names), names
    # One character or pair of letters for each sector, or they could not be told apart.
    assert len(glyphs) == 12
