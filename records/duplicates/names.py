"""Names as they are compared: what is only another way of writing is taken away."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from geo.hanzi import folded
from records.abbreviations import SHORT
from records.duplicates.amounts import amounts_in, han_number

# An empty name says nothing, so what would leave less than this is left alone.
LEAST = 2
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_WORDS = {"one": 1, "two": 2, "three": 3, "first": 1, "second": 2, "third": 3}
_NUMERAL = r"\d{1,2}|十[一二三四五六七八九]?|[一二三四五六七八九]|[ivx]{1,3}"
_PHASE = re.compile(
    rf"第?(?P<zh>(?:{_NUMERAL})(?:[、,和及至-]?(?:{_NUMERAL}))*)期(?:工程|项目)?"
    r"|phase\s*(?P<en>\d{1,2}|[iv]{1,3}\b|one|two|three)"
    r"|(?P<ordinal>first|second|third|1st|2nd|3rd)\s+phase"
)
_ONE_PHASE = re.compile(_NUMERAL)
_KIND = re.compile("|".join(SHORT))
_NATURES = {
    "extension": re.compile(r"改扩建|增扩建|扩建|扩能|expansion|extension"),
    "renewal": re.compile(
        r"技术改造升级|技术升级改造|技术改造|升级改造|技改|改造|改建|renovation|upgrading"
    ),
    "move": re.compile(r"异地迁建|退城入园|搬迁改造|迁建|搬迁|relocation"),
    "new": re.compile(r"新建"),
}
_ANY_NATURE = re.compile("|".join(pattern.pattern for pattern in _NATURES.values()))
_LEGAL = re.compile(
    r"(?:股份)?有限(?:责任)?公司|股份公司|总公司|公司"
    r"|\b(?:co|company|corp|corporation|inc|ltd|llc|limited)\b"
)
_GENERIC = re.compile(
    r"建设项目|建设工程|工程项目|投资项目|项目|工程|建设|年产量?|年生产|生产能力|生产"
    r"|\b(?:the|of|and|a|project|construction|phase|annual|output|in|at|for)\b"
)
_PROVINCE = re.compile(r"黑龙江省?|\bheilongjiang(?: province)?\b")
_LEVEL = re.compile(
    r"([一-鿿]{2,5}?)(?:达斡尔族区|蒙古族自治县|自治县|地区|市|县|区)(?=[一-鿿]{2})"
)
_MARKS = re.compile(r"[^\w]|_")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart; `key` is what remains when the other parts are taken out."""

    text: str
    key: str
    phases: frozenset[int]
    amounts: frozenset[tuple[str, Decimal]]
    natures: frozenset[str]

    @property
    def numbers(self) -> frozenset[str]:
        """Numbers that are neither amounts nor phases, such as that of a furnace."""
        return frozenset(_DIGITS.findall(self.key))


@lru_cache(maxsize=20_000)
def taken_apart(text: str) -> Name:
    """Take a name apart."""
    plain = _KIND.sub(lambda kind: SHORT[kind[0]], folded(text))
    rest, phases = _phases_in(plain)
    rest, amounts = amounts_in(rest)
    natures = set()
    for nature, pattern in _NATURES.items() if _ANY_NATURE.search(rest) else ():
        taken = pattern.sub(" ", rest)
        if taken != rest:
            natures.add(nature)
            rest = taken
    return Name(text, _key(rest) or _MARKS.sub("", plain), phases, amounts, frozenset(natures))


@lru_cache(maxsize=20_000)
def normal_name(text: str) -> str:
    """What of a name is compared; the same again for what it gives."""
    key = taken_apart(text).key
    while (again := taken_apart(key).key) != key:
        key = again
    return key


def _phases_in(text: str) -> tuple[str, frozenset[int]]:
    found: set[int] = set()

    def take(match: re.Match[str]) -> str:
        said = match["zh"] or match["en"] or match["ordinal"]
        numbers = {_number(one) for one in _ONE_PHASE.findall(said)} or {_number(said)}
        if None in numbers:
            return match[0]
        found.update(number for number in numbers if number)
        return " "

    return _PHASE.sub(take, text), frozenset(found)


def _number(said: str) -> int | None:
    said = said.strip()
    if said.isdigit():
        return int(said)
    if said[:1].isdigit():
        return int(said[0])
    return _ROMAN.get(said) or _WORDS.get(said) or han_number(said)


def _key(text: str) -> str:
    """What is left of a text without forms, levels, generic words and marks."""
    for pattern in (_PROVINCE, _LEGAL, _GENERIC):
        text = _unless_empty(pattern.sub(" ", text), text)
    text = _LEVEL.sub(r"\1", text.strip())
    return _MARKS.sub("", text)


def _unless_empty(text: str, before: str) -> str:
    return text if text == before or len(_MARKS.sub("", text)) >= LEAST else before
