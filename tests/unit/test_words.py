"""Marks, figures and words of the templates; names in two languages; pieces of a stream."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from geo.exports import joined
from records.templatetags.registry import hectares, known, level_badge, sector_badge, yi_yuan
from records.templatetags.words import language_of, sources
from tests.factories import ParkFactory


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("yuan", "shown"),
    [
        ("2660000000", "26.6"),
        ("100000000", "1"),
        ("123456789012", "1,234.56789012"),
        ("10000", "0.0001"),
        ("100000000000.00", "1,000"),
    ],
)
def test_money_is_shown_exactly(yuan, shown):
    assert f">{shown} " in yi_yuan(Decimal(yuan))


@pytest.mark.parametrize(
    ("area", "shown"), [("2439", "2,439 ha"), ("0.50", "0.5 ha"), ("100.00", "100 ha")]
)
def test_areas_keep_their_digits(area, shown):
    assert hectares(Decimal(area)) == shown


def test_unknown_is_said_and_zero_is_not_unknown():
    for value in (yi_yuan(None), hectares(None), known(None), known("")):
        assert 'class="unknown"' in value
    assert known(0) == 0
    assert known("text") == "text"


def test_badges_name_what_they_draw():
    assert "aria-" in sector_badge(None)
    assert "polygon" in level_badge("national")
    assert "circle" in level_badge("county")
    assert level_badge("galactic") == level_badge("unknown")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("哈尔滨", "zh-Hans"),
        ("Harbin", "en"),
        ("web: 黑龙江日报 2018-09-03", "zh-Hans"),
        ("the plan (四)", "en"),
        ("", "zh-Hans"),
    ],
)
def test_the_language_of_a_text(text, language):
    assert language_of(text) == language


def test_sources_stand_one_by_one():
    assert sources("one | two|  three | ") == ["one", "two", "three"]
    assert sources("") == []


def test_names_fall_back_on_chinese():
    park = ParkFactory.build(name_zh="合成", name_en="")
    assert (park.name, park.other_name) == ("合成", "")
    park.name_en = "Synthetic"
    assert (park.name, park.other_name) == ("Synthetic", "合成")
    with translation.override("zh-hans"):
        assert (park.name, park.other_name) == ("合成", "Synthetic")


@given(st.lists(st.binary(max_size=50)), st.integers(min_value=1, max_value=200))
def test_pieces_are_joined_and_none_is_lost(pieces, size):
    chunks = list(joined(iter(pieces), size))
    assert b"".join(chunks) == b"".join(pieces)
    assert all(len(chunk) >= size for chunk in chunks[:-1])
