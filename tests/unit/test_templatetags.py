"""Marks, figures and words of records; names in two languages."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates, TemplatesSetting
from django.utils import translation
from pytest_django.asserts import assertHTMLEqual

from config.templatetags.navigation import nav_item
from geo.naming import Bilingual
from records.templatetags.registry import hectares, known, level_badge, sector_badge, yi_yuan
from records.templatetags.words import language_of, record_link, sources

HOSTILE = '"><script>'


class Thing(Bilingual):
    def __init__(self, name_zh, name_en=""):
        self.name_zh, self.name_en = name_zh, name_en

    def get_absolute_url(self):
        return "/things/1/?a=1&b=2"


@pytest.mark.parametrize(
    ("language", "name", "other"), [("zh-hans", "园区", "Park"), ("en", "Park", "园区")]
)
def test_a_name_is_that_of_the_language(language, name, other):
    thing = Thing("园区", "Park")
    with translation.override(language):
        assert (thing.name, thing.other_name, str(thing)) == (name, other, name)


def test_without_an_english_name_the_chinese_one_stands():
    with translation.override("en"):
        assert Thing("园区").name == "园区"
        # A second name that is the first again says nothing.
        assert Thing("园区").other_name == ""
    with translation.override(None):
        assert Thing("园区", "Park").name == "园区"


def test_a_link_says_the_language_where_it_is_not_that_of_the_page():
    with translation.override("en"):
        assert record_link(Thing("园区", "Park")) == '<a href="/things/1/?a=1&amp;b=2">Park</a>'
        assert 'lang="zh-Hans">园区</a>' in record_link(Thing("园区"))
    with translation.override("zh-hans"):
        assert "lang=" not in record_link(Thing("园区", "Park"))
        assert 'lang="en">HPEC</a>' in record_link(Thing("HPEC"))
        assert "<script>" not in record_link(Thing(HOSTILE))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("哈尔滨经济技术开发区", "zh-Hans"),
        ("Decree 12 of the State Council", "en"),
        ("国函〔2010〕55号 PDF", "zh-Hans"),
        ("see the catalogue of 2018, 公告", "en"),
        ("", "zh-Hans"),
        ("2012", "zh-Hans"),
    ],
)
def test_the_language_of_a_text_is_that_of_most_words(text, language):
    assert language_of(text) == language


def test_sources_are_split_at_bars():
    assert sources("a | b|| c ") == ["a", "b", "c"]
    assert sources("") == []


def sector(**fields):
    look = {"colour": "#112233", "ink": "#FFFFFF", "glyph": "食", "name": "食品工业"}
    return SimpleNamespace(**{**look, **fields})


def test_the_mark_of_a_sector_is_read_out_unless_its_name_stands_beside_it():
    alone, beside = sector_badge(sector()), sector_badge(sector(), beside_name=True)
    assert 'role="img" aria-label="食品工业"' in alone
    assert 'fill="#112233"' in alone
    assert ">食</text>" in alone
    assert 'aria-hidden="true"' in beside
    assert "aria-label" not in beside
    assert ">?</text>" in sector_badge(None)
    assert "<script>" not in sector_badge(sector(name=HOSTILE, glyph=HOSTILE, colour=HOSTILE))


def test_every_level_has_a_shape_of_its_own():
    marks = {level_badge(level) for level in ("national", "provincial", "municipal", "county", "")}
    assert len(marks) == 5
    assert level_badge("unknown") == level_badge(HOSTILE)
    assert "polygon" in level_badge("national")


@pytest.mark.parametrize(
    ("yuan", "shown", "exact"),
    [
        ("26600000000", ["26.6 billion yuan", "266 亿元"], "26,600,000,000"),
        ("2660000000", ["2.66 billion yuan", "26.6 亿元"], "2,660,000,000"),
        ("35000000.00", ["35 million yuan", "0.35 亿元"], "35,000,000"),
        ("10000", ["10,000 yuan", "1 万元"], "10,000"),
        ("123456700000000", ["123,456.7 billion yuan", "1,234,567 亿元"], "123,456,700,000,000"),
        ("9000", ["9,000 yuan", "9,000 元"], "9,000"),
    ],
)
def test_sums_are_shown_as_each_language_counts_and_exactly(yuan, shown, exact):
    for language, words in zip(["en", "zh-hans"], shown, strict=True):
        with translation.override(language):
            text = yi_yuan(Decimal(yuan))
        assert f">{words}<" in text
        assert f'title="{exact} ' in text


def test_areas():
    with translation.override("en"):
        assert hectares(Decimal("1234.50")) == "1,234.5 ha"
        assert hectares(Decimal("100.00")) == "100 ha"
    with translation.override("zh-hans"):
        assert "1,234.5" in hectares(Decimal("1234.50"))


def test_what_is_not_known_is_said():
    with translation.override("en"):
        unknown = '<span class="unknown">unknown</span>'
        assert {yi_yuan(None), hectares(None), known(None), known("")} == {unknown}
    assert known(0) == 0
    assert known("x") == "x"


@pytest.mark.parametrize(
    ("path", "name", "below", "current"),
    [
        ("/", "map", "", "page"),
        ("/parks/", "parks", "", "page"),
        ("/parks/PK-0001/", "parks", "", "true"),
        ("/parks/", "map", "", ""),
        ("/chains/graphite/", "sectors", "/chains/", "true"),
        ("/bases/", "parks", "", ""),
    ],
)
def test_the_navigation_marks_where_the_reader_is(path, name, below, current):
    item = nav_item({"request": SimpleNamespace(path=path)}, name, "…", below)
    assert item["current"] == current


@pytest.mark.parametrize("widget", [forms.Select, forms.SelectMultiple])
def test_a_list_says_what_the_template_of_django_says(widget):
    choices = [("", "—"), ("组", [("a&b", "<甲>"), (1000, "乙")])]
    made = widget(attrs={"required": True, "data-most": 1000, "hidden": False}, choices=choices)
    context = made.get_context("list", ["a&b"], {"id": "one"})
    name = made.template_name
    assertHTMLEqual(
        TemplatesSetting().render(name, context), DjangoTemplates().render(name, context)
    )
