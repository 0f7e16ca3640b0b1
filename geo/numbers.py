"""Numbers as Chinese tables write them: 3.5亿元, 1,200万, １２０亩, 10万至30万吨, 50亿元以上."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

MAGNITUDES = {
    "万亿": Decimal(10) ** 12,
    "亿": Decimal(10) ** 8,
    "千万": Decimal(10) ** 7,
    "百万": Decimal(10) ** 6,
    "万": Decimal(10) ** 4,
    "千": Decimal(1000),
    "": Decimal(1),
}
# Words before or after a number, and what they make of it.
BEFORE = {
    "约": "~", "大约": "~", "近": "<", "超过": ">", "超": ">", "不少于": ">=", "不低于": ">=",
    "至少": ">=", "不超过": "<=", "至多": "<=", ">": ">", "<": "<", ">=": ">=", "<=": "<=",
    "≥": ">=", "≤": "<=",
}  # fmt: skip
AFTER = {
    "左右": "~", "上下": "~", "以上": ">=", "以下": "<=", "以内": "<=", "余": ">", "多": ">",
}  # fmt: skip
# How units are spelt after NFKC, and the unit that is meant.
UNITS = {
    "元": "元", "元人民币": "元", "人民币": "元", "yuan": "元", "rmb": "元",
    "亩": "亩", "mu": "亩", "公顷": "公顷", "ha": "公顷", "km2": "平方公里",
    "平方公里": "平方公里", "平方千米": "平方公里", "m2": "平方米", "平方米": "平方米",
    "吨": "吨", "t": "吨", "吨标准煤": "吨标准煤", "tce": "吨标准煤", "千瓦时": "千瓦时",
    "kwh": "千瓦时", "度": "千瓦时", "mw": "兆瓦", "兆瓦": "兆瓦", "人": "人", "%": "%",
}  # fmt: skip
# Hectares of one unit of land; 15 mu are a hectare.
HECTARES = {
    "公顷": Decimal(1),
    "亩": Decimal(1) / 15,
    "平方公里": Decimal(100),
    "平方米": Decimal("0.0001"),
}


def _either(words: dict[str, str] | dict[str, Decimal]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True) if word)


_DIGITS = r"\d+(?:,\d+)*(?:\.\d+)?"
_NUMBER = re.compile(
    rf"(?P<before>{_either(BEFORE)})?(?P<low>{_DIGITS})"
    rf"(?:(?P<low_magnitude>{_either(MAGNITUDES)})?(?P<low_unit>{_either(UNITS)})?"
    rf"(?:至|到|~|-)(?P<high>{_DIGITS}))?"
    rf"(?P<after_number>余|多)?(?P<magnitude>{_either(MAGNITUDES)})?(?P<more>余|多)?"
    rf"(?P<unit>{_either(UNITS)})?(?P<after>{_either(AFTER)})?",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_DASHES = str.maketrans(dict.fromkeys("–—−~～－", "-"))
# A number cell beyond this was a code: Excel keeps 15 digits and turns the rest to zeros.
EXACT_DIGITS = 15


class NotANumber(ValueError):
    """Text that is no number, or could be several; `reason` is one of the words below."""

    # no_number: nothing that is understood. grouping: commas that group no thousands.
    # half_range: a range whose first number has no 万 or 亿 while its second has.
    # order: a range that falls. scientific: digits that Excel has cut.
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Quantity:
    """What a text says: from `low` to `high` in `unit` (empty: none was written).

    `operator` is one of "=", "~" (about), ">", ">=", "<", "<=" and "range". `magnitude` is the
    power of ten that 万 or 亿 stands for; the numbers are multiplied already.
    """

    low: Decimal
    high: Decimal
    operator: str
    unit: str
    has_magnitude: bool

    @property
    def is_exact(self) -> bool:
        """Whether it is one number and no bound."""
        return self.operator == "="


def plain(text: str) -> str:
    """The text in ordinary digits, letters and dashes, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_DASHES).split())


def quantity(text: str) -> Quantity:
    """Read a number with its magnitude, unit and operator; NotANumber when it could be several."""
    written = plain(text)
    if re.fullmatch(r"[+-]?\d+(?:\.\d+)?e[+-]?\d+", written, re.IGNORECASE):
        raise NotANumber("scientific")
    match = _NUMBER.fullmatch(written)
    if match is None:
        raise NotANumber("no_number")
    part = match.groupdict()
    magnitude = MAGNITUDES[part["magnitude"] or ""]
    high = _digits(part["high"] or part["low"]) * magnitude
    low = high if not part["high"] else _low(part, magnitude)
    if low > high:
        raise NotANumber("order")
    unit = _unit(part)
    return Quantity(low, high, _operator(part), unit, bool(part["magnitude"]))


def _low(part: dict[str, str | None], magnitude: Decimal) -> Decimal:
    """The first number of a range, which has to name its own 万 or 亿 where the second does."""
    own = part["low_magnitude"]
    if own is None and magnitude != 1:
        raise NotANumber("half_range")
    return _digits(part["low"] or "") * MAGNITUDES[own or ""]


def _digits(text: str) -> Decimal:
    if not _GROUPED.fullmatch(text):
        raise NotANumber("grouping")
    return Decimal(text.replace(",", ""))


def _unit(part: dict[str, str | None]) -> str:
    units = {UNITS[unit.lower()] for unit in (part["low_unit"], part["unit"]) if unit}
    if len(units) > 1:
        raise NotANumber("no_number")
    return units.pop() if units else ""


def _operator(part: dict[str, str | None]) -> str:
    if part["high"]:
        return "range"
    after = part["after"] or part["more"] or part["after_number"] or ""
    before = BEFORE.get(part["before"] or "")
    return before or AFTER.get(after) or "="
