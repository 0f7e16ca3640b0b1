"""Amounts in names, however they are written: 年产一万吨 is 10,000 t, and so is 10000吨/年."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {**dict(zip("零一二三四五六七八九", range(10), strict=True)), "〇": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
_HAN_NUMBER = "零〇一二两三四五六七八九十百千万亿"
# One mu is 2000/3 m²; sums of money say nothing about what is built.
_UNITS: dict[str, tuple[str, Decimal | int]] = {
    "吨": ("t", 1),
    "tonnes": ("t", 1),
    "tonne": ("t", 1),
    "tons": ("t", 1),
    "ton": ("t", 1),
    "t": ("t", 1),
    "mt": ("t", 1_000_000),
    "公斤": ("t", Decimal("0.001")),
    "千克": ("t", Decimal("0.001")),
    "kg": ("t", Decimal("0.001")),
    "兆瓦": ("kW", 1000),
    "mw": ("kW", 1000),
    "吉瓦": ("kW", 1_000_000),
    "gw": ("kW", 1_000_000),
    "千瓦": ("kW", 1),
    "kw": ("kW", 1),
    "平方公里": ("m2", 1_000_000),
    "km2": ("m2", 1_000_000),
    "平方米": ("m2", 1),
    "平米": ("m2", 1),
    "m2": ("m2", 1),
    "公顷": ("m2", 10_000),
    "ha": ("m2", 10_000),
    "亩": ("m2", Decimal(2000) / 3),
    "立方米": ("m3", 1),
    "m3": ("m3", 1),
    "公里": ("km", 1),
    "km": ("km", 1),
    **{counted: (counted, 1) for counted in "头只羽匹辆台套件片块支瓶箱袋架艘座条吋户床株升米"},
}
_LATIN_UNITS = "|".join(sorted((one for one in _UNITS if one.isascii()), key=len, reverse=True))
_HAN_UNITS = "|".join(sorted((one for one in _UNITS if not one.isascii()), key=len, reverse=True))
_YEARLY = r"(?:每年|/年|/a\b|/y\b|/yr\b|/d\b|/日|/天| a year| per year|级)?"
AMOUNT = re.compile(
    # Without a number it is no amount; to see that first is what makes it quick.
    rf"(?=[\d{_HAN_NUMBER}])(?P<number>\d[\d,]*(?:\.\d+)?)?(?P<han>[{_HAN_NUMBER}]*)\s*"
    # 七台河 is a town.
    rf"(?P<unit>(?:{_LATIN_UNITS})(?![a-z])|(?:{_HAN_UNITS})(?<!七台(?=河)))(?!河){_YEARLY}"
)


def amounts_in(text: str) -> tuple[str, frozenset[tuple[str, Decimal]]]:
    """Folded text without its amounts, and these: each in the unit that its kind is counted in."""
    found = []

    def take(match: re.Match[str]) -> str:
        number = _value(match["number"], match["han"])
        if number is None:
            return match[0]
        unit, factor = _UNITS[match["unit"]]
        found.append((unit, (number * factor).normalize()))
        return " "

    return AMOUNT.sub(take, text), frozenset(found)


def _value(number: str | None, han: str) -> Decimal | None:
    """A number in digits, in Chinese, or both (2.5万); None where there is none."""
    if number is None:
        whole = han_number(han)
        return None if whole is None else Decimal(whole)
    value = Decimal(number.replace(",", ""))
    for mark in han:
        if mark not in _SMALL and mark not in _LARGE:
            return None
        value *= _SMALL.get(mark) or _LARGE[mark]
    return value


def han_number(text: str) -> int | None:
    """The whole number that Chinese numerals say; None for no number."""
    if not text or any(mark not in _HAN_NUMBER for mark in text):
        return None
    total = section = digit = 0
    for mark in text:
        if mark in _DIGITS:
            digit = digit * 10 + _DIGITS[mark]
        elif mark in _SMALL:
            section += (digit or (0 if section else 1)) * _SMALL[mark]
            digit = 0
        else:
            total = ((total + section + digit) or 1) * _LARGE[mark]
            section = digit = 0
    return total + section + digit
