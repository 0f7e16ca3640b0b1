"""Numbers and quantities as tables write them."""

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.numbers import NotANumber, quantity


@pytest.mark.parametrize(
    ("text", "low", "unit"),
    [
        ("3.5亿元", "350000000", "元"),
        ("１，２００万", "12000000", ""),
        ("1.2万亿", "1200000000000", ""),
        ("120亩", "120", "亩"),
        ("12km²", "12", "平方公里"),
        ("50 公顷", "50", "公顷"),
        ("1,234,567.5", "1234567.5", ""),
    ],
)
def test_numbers_as_chinese_tables_write_them(text, low, unit):
    found = quantity(text)
    assert (found.low, found.unit, found.is_exact) == (Decimal(low), unit, True)


@pytest.mark.parametrize(
    ("text", "low", "high", "operator"),
    [
        ("10万至30万吨", "100000", "300000", "range"),
        ("5-8万元", None, None, "half_range"),
        ("约3亿", "300000000", "300000000", "~"),
        ("50亿元以上", "5000000000", "5000000000", ">="),
        ("超过100", "100", "100", ">"),
        ("20左右", "20", "20", "~"),
        ("30至10", None, None, "order"),
        ("12,5", None, None, "grouping"),
        ("4.687E+11", None, None, "scientific"),
        ("三亿", None, None, "no_number"),
    ],
)
def test_ranges_bounds_and_what_could_be_several(text, low, high, operator):
    if low is None:
        with pytest.raises(NotANumber) as refused:
            quantity(text)
        assert refused.value.reason == operator
        return
    found = quantity(text)
    assert (found.low, found.high, found.operator) == (Decimal(low), Decimal(high), operator)


@given(st.decimals(min_value=0, max_value=10**9, places=3), st.sampled_from(["万", "亿", ""]))
def test_a_number_is_read_however_it_is_spelt(number, magnitude):
    factor = {"万": 10**4, "亿": 10**8, "": 1}[magnitude]
    wide = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
    for text in (f"{number:f}", f"{number:,f}", f"{number:,f}".translate(wide), f" {number:f} "):
        assert quantity(f"{text}{magnitude}元").low == number * factor


@given(st.text())
def test_no_text_makes_the_reader_of_numbers_fail(text):
    with contextlib.suppress(NotANumber):
        found = quantity(text)
        assert found.low <= found.high
