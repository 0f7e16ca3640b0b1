"""How alike two normalised names are, from 0 to 1, as Chinese is mistyped: by sound."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import ratio

from geo.hanzi import syllables_of

# What a difference costs, in characters. A wrong character of the same sound is a slip of the
# keyboard; any other changes the word (乙烯, 丙烯), so it costs more.
SAME_SOUND, OTHER_CHARACTER, MISSING, DOUBLED, MOVED = 0.2, 1.2, 0.6, 0.2, 0.15
# A short name of an enterprise is that of the full one: 伊利 of 内蒙古伊利实业.
SHORTEST_FORM = 3
SAME_BODY = 0.85
HALF = 50


def alike(one: str, other: str) -> float:
    """The share of two keys that is the same, from 0 to 1."""
    if one == other:
        return 1.0
    if not one or not other:
        return 0.0
    return max(0.0, 1 - difference(one, other) / max(len(one), len(other)))


def difference(one: str, other: str) -> float:
    """What the differences of two keys cost, in characters."""
    cost, lost, found = 0.0, Counter[str](), Counter[str]()
    for step in Levenshtein.opcodes(one, other):
        left = one[step.src_start : step.src_end]
        right = other[step.dest_start : step.dest_end]
        if step.tag == "replace":
            cost += sum(map(_replaced, left, right))
        elif step.tag == "delete":
            lost.update(left)
            cost -= _discount(left, one, step.src_start)
        elif step.tag == "insert":
            found.update(right)
            cost -= _discount(right, other, step.dest_start)
    moved = (lost & found).total()
    return cost + moved * MOVED + (lost.total() + found.total() - 2 * moved) * MISSING


def _replaced(left: str, right: str) -> float:
    return SAME_SOUND if sound_of(left) == sound_of(right) else OTHER_CHARACTER


def _discount(extra: str, text: str, at: int) -> float:
    """What is taken off the cost of one character that its neighbour repeats."""
    doubled = len(extra) == 1 and extra in (text[at - 1 : at], text[at + 1 : at + 2])
    return MISSING - DOUBLED if doubled else 0.0


@lru_cache(maxsize=20_000)
def sound_of(character: str) -> str:
    """The pinyin of a character, or the character itself."""
    return " ".join(syllables_of(character)) or character


def is_same_body(one: str, other: str) -> bool:
    """Whether two normalised names may be those of one enterprise, one of them perhaps short."""
    if min(len(one), len(other)) >= SHORTEST_FORM and (one in other or other in one):
        return True
    # Most are quite different, which is seen at once.
    return ratio(one, other) >= HALF and alike(one, other) >= SAME_BODY
