"""Chinese text made findable: equal texts spelt in one way, and the pinyin of names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate

_HAN = re.compile(r"[㐀-鿿]+")
_RUN = re.compile(r"[㐀-鿿]+|[a-z0-9]+")
# A word this long is told apart by its beginning; it keeps the text of a long name short.
LETTERS = 64
# How a line of initials begins.
INITIALS_MARK = "."
# Names with a second reading that is just as common, spelt with a character that is read so.
_ALSO_READ = {"穆棱": "穆灵"}


def folded(text: str) -> str:
    """Text as it is compared: full-width forms and capitals are no difference, nor are spaces."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    return " ".join(plain.split())


def words(text: str) -> list[str]:
    """The words of a search, folded, each once."""
    return list(dict.fromkeys(folded(text).split()))


def pinyin_key(word: str) -> str:
    """The letters by which a folded word can be found in pinyin; empty when it is no pinyin."""
    key = word.replace("'", "").replace("ü", "v")
    return key[:LETTERS] if key.isascii() and key.isalnum() else ""


def names_text(names: Iterable[str]) -> str:
    """Names, folded, each on a line with a line break on either side."""
    lines = dict.fromkeys(folded(name) for name in names if name)
    return "".join(f"\n{line}" for line in lines) + "\n" if lines else ""


def pinyin_text(names: Iterable[str]) -> str:
    """What is found by pinyin: for each Chinese name a line of pinyin and one of initials.

    A line holds the name from each syllable on, with a space before it, so that a text with a
    space in front is found at the beginning of a syllable only. A dot marks a line of initials.
    """
    lines = (line for name in names for line in _lines_of(folded(name)))
    text = "".join(f"\n{line}" for line in dict.fromkeys(lines))
    return f"{text}\n" if text else ""


def _lines_of(name: str) -> Iterator[str]:
    for reading in _readings(name):
        syllables = syllables_of(reading)
        yield _suffixes(syllables)
        yield INITIALS_MARK + _suffixes([_initial(syllable) for syllable in syllables])


def _readings(name: str) -> list[str]:
    """The name, and the name again with each of its second readings; none without Chinese."""
    also = [name.replace(place, spelt) for place, spelt in _ALSO_READ.items() if place in name]
    return [name, *also] if _HAN.search(name) else []


def syllables_of(name: str) -> list[str]:
    """The pinyin of each character; letters and digits between them stay as they are."""
    return [
        syllable
        for run in _RUN.findall(name)
        for syllable in (_read_aloud(run) if _HAN.match(run) else [run])
    ]


def _read_aloud(run: str) -> list[str]:
    """The pinyin of a run of characters, word by word, as pypinyin parts and reads it."""
    # Takes 60 MB, which a process that stores no name does without.
    from pypinyin.seg.simpleseg import seg

    return [syllable for word in seg(run) for syllable in _pinyin_of(word)]


@lru_cache(maxsize=20_000)
def _pinyin_of(word: str) -> tuple[str, ...]:
    """The pinyin of one word; names are made of the same few thousand."""
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(word))


def _initial(syllable: str) -> str:
    """The first letter of a syllable; a number is typed in full."""
    return syllable if syllable[0].isdigit() else syllable[0]


def _suffixes(parts: list[str]) -> str:
    whole = "".join(parts)
    starts = accumulate(map(len, parts[:-1]), initial=0)
    return "".join(f" {whole[start : start + LETTERS]}" for start in starts)
