"""How a name can be typed, told from the rules alone; part of the oracle."""

from __future__ import annotations

import re
import unicodedata

from pypinyin import pinyin


def plain(text: str) -> str:
    """Text without what makes no difference to a search."""
    return unicodedata.normalize("NFKC", text).lower().replace("’", "'")


SHORT = [
    ("农业高新技术产业示范区", "农高区"),
    ("高新技术产业开发区", "高新区"),
    ("经济技术开发区", "经开区"),
    ("边境经济合作区", "边合区"),
    ("自主创新示范区", "自创区"),
    ("自由贸易试验区", "自贸区"),
    ("经济开发区", "经开区"),
    ("综合保税区", "综保区"),
    ("互市贸易区", "互贸区"),
]


def spellings(name: str) -> set[str]:
    """A name, its short forms, and both without marks; 穆棱 is read in two ways."""
    shortened = name
    for full, short in SHORT:
        shortened = shortened.replace(full, short)
    found = {name, shortened}
    place = name.removeprefix("黑龙江")
    for full, short in SHORT:
        before, kind, after = place.partition(full)
        before = before.removesuffix("国家")
        if kind and len(before) in {2, 3, 4} and before.isalpha() and not after[:1].isalpha():
            found.add(before[0] + short)
            break
    if not name.isascii():
        found |= {"".join(letter for letter in one if letter.isalnum()) for one in found}
    return {plain(one) for one in found}


def parts(name: str) -> list[tuple[str, str]]:
    """Each character's pinyin and initial; numbers and letters stay whole."""
    found = []
    for run in re.findall("[一-鿿]+|[a-z0-9]+", name):
        if run.isascii():
            found.append((run, run if run[0].isdigit() else run[0]))
        else:
            found += [(one, one[0]) for [one] in pinyin(run, style=0)]
    return found


def sounds_like(name: str, word: str) -> bool:
    """Whether a word is pinyin or initials of a name from some character on."""
    letters = word.replace("'", "")
    if name.isascii() or not re.fullmatch("[a-z0-9]+", letters):
        return False
    syllables = parts(name)
    return any(
        "".join(one[column] for one in syllables[start:]).startswith(letters)
        for start in range(len(syllables))
        for column in (0, 1)
    )


def is_called(names: list[str], word: str) -> bool:
    """Whether a word is part of one of the names, or of their pinyin."""
    return any(
        word in one or sounds_like(one, word) or sounds_like(one.replace("穆棱", "穆灵"), word)
        for name in names
        for one in spellings(name)
    )
