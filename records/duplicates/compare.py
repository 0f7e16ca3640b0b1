"""Whether two records are one: a score from 0 to 1 with its reasons.

The score is how alike the names are when builder and place are taken out, times a factor for each
fact that speaks against it. Factors and threshold were chosen on generated pairs (benchmarks).
Points are lon, lat in EPSG:4326.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

from records.duplicates.alike import alike, is_same_body
from records.duplicates.names import Name
from records.duplicates.reasons import Reason, Why

THRESHOLD = 0.65
NEAR_M = 500
FAR_M = 20_000
EARTH_M = 6_371_009
# Two names with so much in common at one place, of one builder, are shown though they differ.
SAME_SITE = 0.6
CERTAIN, HIGHEST_BUT_CODES = 1.0, 0.99

OTHER_AMOUNT = 0.5
OTHER_NUMBER = 0.5
OTHER_NATURE = 0.5
OTHER_NAMED_PLACE = 0.4
OTHER_DIVISION = 0.55
OTHER_OFFICE = 0.9
OTHER_BUILDER = 0.5
BUILDER_UNKNOWN = 0.95
OTHER_CODE = 0.75
OTHER_SUM = 0.93
FAR_APART = 0.6
OTHER_PHASES = 0.95
# What is left of the difference of names where builder and amount are the same.
SAME_AMOUNT_TOO = 0.7
# Where nothing else can speak for it, a name must be much the same.
NAME_ALONE = 3
FIRST_PHASE, NEW = frozenset({1}), frozenset({"new"})
# The shortest part of a builder's name that is taken out of a project's name.
SHORTEST_BUILDER = 2


@dataclass(frozen=True, slots=True)
class Description:
    """What is compared of a record."""

    code: str
    names: tuple[Name, ...]
    builders: tuple[str, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)
    amounts: frozenset[tuple[str, Decimal]] = frozenset()
    # Codes of divisions: where it is registered, and which its name names.
    division: str = ""
    places: Mapping[str, str] = field(default_factory=dict)
    # Only where it stands for the place itself.
    point: tuple[float, float] | None = None
    yuan: Decimal | None = None
    # Every phase that a name states; the first where none does.
    phases: frozenset[int] = FIRST_PHASE
    # Numbers in names that are neither amounts nor phases.
    numbers: frozenset[str] = frozenset()
    # Nothing but its name tells it apart: a park, a base, an enterprise.
    is_name_alone: bool = False
    # The record of which this one is a phase, or itself.
    family: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """How likely two records are one, and why; or that they are phases of one project."""

    score: float
    reasons: tuple[Reason, ...]
    is_phase: bool = False

    @property
    def is_likely(self) -> bool:
        """Whether somebody should look at them."""
        return self.score >= THRESHOLD


UNLIKELY = Judgement(0, ())


def compare(one: Description, other: Description) -> Judgement:
    """Judge two records."""
    code = _same_code(one, other)
    if code:
        return Judgement(CERTAIN, (Reason(Why.SAME_CODE, code=code),))
    against, apart_m = _against(one, other)
    # Nothing in the names could make up for it, and names take longest to compare.
    if against < THRESHOLD:
        return UNLIKELY
    name, pair = _names(one, other)
    if pair is None:
        return UNLIKELY
    builder = _same_builder(one, other)
    if one.is_name_alone:
        name **= NAME_ALONE
    if builder and one.amounts & other.amounts:
        name = 1 - (1 - name) * SAME_AMOUNT_TOO
    if _disjoint(pair[0].natures or NEW, pair[1].natures or NEW):
        against *= OTHER_NATURE
    score, near = name * against, apart_m is not None and apart_m <= NEAR_M
    if near and builder and name >= SAME_SITE and against >= OTHER_SUM:
        score = max(score, THRESHOLD)
    reasons = [_why(*pair, name)]
    reasons += [Reason(Why.SAME_BUILDER)] if builder else []
    reasons += [Reason(Why.NEAR, metres=round(apart_m or 0))] if near else []
    is_phase = _other_phase(one, other)
    phase = [Reason(Why.PHASE)] if is_phase else []
    return Judgement(min(score, HIGHEST_BUT_CODES), (*phase, *reasons), is_phase)


def _same_code(one: Description, other: Description) -> str:
    """A code that both have; empty where there is none."""
    if not one.codes or not other.codes:
        return ""
    codes = (code for name, code in one.codes.items() if code and other.codes.get(name) == code)
    return next(codes, "")


def _names(one: Description, other: Description) -> tuple[float, tuple[Name, Name] | None]:
    """How alike the names are that are most alike, and which these are."""
    best: float = 0.0
    pair = None
    # In letters different words look alike, so they decide only where there is nothing better.
    in_chinese = all(any(not name.key.isascii() for name in each.names) for each in (one, other))
    for left in one.names:
        for right in other.names:
            if in_chinese and left.key != right.key and right.key.isascii():
                continue
            score = 1.0 if left.key == right.key else alike(*_contents(left, one, right, other))
            if score > best:
                best, pair = score, (left, right)
    return best, pair


def _why(left: Name, right: Name, score: float) -> Reason:
    if left.text == right.text:
        return Reason(Why.SAME_NAME)
    if left.key == right.key:
        return Reason(Why.SAME_KEY)
    return Reason(Why.ALIKE, percent=round(score * 100))


def _contents(left: Name, one: Description, right: Name, other: Description) -> tuple[str, str]:
    """Both names without builder and places; whole where nothing else is in them.

    A park is known by its place, so that stays in its name.
    """
    if one.is_name_alone:
        return left.key, right.key
    builders = (*one.builders, *other.builders)
    places = {**one.places, **other.places}
    short = [_without(name.key, builders, places) for name in (left, right)]
    return (short[0], short[1]) if all(short) else (left.key, right.key)


def _without(key: str, builders: Iterable[str], places: Iterable[str]) -> str:
    for builder in builders:
        key = _without_most_of(key, builder)
    for place in places:
        key = key.replace(place, "")
    return key


def _without_most_of(key: str, builder: str) -> str:
    """The key without the longest part of a builder's name in it, if that is half of it or more."""
    length = len(builder)
    for size in range(length, max(SHORTEST_BUILDER, (length + 1) // 2) - 1, -1):
        places = [key.find(builder[at : at + size]) for at in range(length - size + 1)]
        if found := [place for place in places if place >= 0]:
            first = min(found)
            return key[:first] + key[first + size :]
    return key


def _against(one: Description, other: Description) -> tuple[float, float | None]:
    """The factor of everything that speaks against two records being one, and how far apart they
    are in metres. What is quick to see comes first; when that is enough, the rest is not asked.
    """
    factor = 1.0
    for differs, weight in FACTS_AGAINST:
        if differs(one, other):
            factor *= weight
        if factor < THRESHOLD:
            return 0.0, None
    apart_m = distance_m(one.point, other.point)
    if _places_differ(_whole(one.division), _whole(other.division)):
        # The same sum for the same amount, or one place: a neighbouring office has it too.
        here = apart_m is not None and apart_m <= NEAR_M
        factor *= OTHER_OFFICE if here or _same_sum(one, other) else OTHER_DIVISION
    is_far = apart_m is not None and apart_m > FAR_M
    return (factor * FAR_APART if is_far else factor), apart_m


def _same_sum(one: Description, other: Description) -> bool:
    same_amount = bool(one.amounts) and one.amounts == other.amounts
    return same_amount and one.yuan is not None and one.yuan == other.yuan


def _sums_differ(one: Description, other: Description) -> bool:
    return None not in (one.yuan, other.yuan) and one.yuan != other.yuan


def _named_places_differ(one: Description, other: Description) -> bool:
    return _places_differ(one.places.values(), other.places.values())


def _phases_differ(one: Description, other: Description) -> bool:
    return one.phases != other.phases


def _one_has_no_builder(one: Description, other: Description) -> bool:
    return bool(one.builders) != bool(other.builders)


def _numbers_differ(one: Description, other: Description) -> bool:
    return _disjoint(one.numbers, other.numbers)


def _disjoint(one: frozenset, other: frozenset) -> bool:
    return bool(one) and bool(other) and not one & other


def _amounts_differ(one: Description, other: Description) -> bool:
    """Whether both say how much, in the same unit, and not the same."""
    if not (one.amounts and other.amounts) or one.amounts == other.amounts:
        return False
    agreed = {unit for unit, _n in one.amounts & other.amounts}
    theirs = {unit for unit, _n in other.amounts}
    return any(unit in theirs and unit not in agreed for unit, _n in one.amounts)


def _whole(division: str) -> list[str]:
    return [division] if division else []


def _places_differ(ones: Iterable[str], others: Iterable[str]) -> bool:
    """Whether no division of the first lies in, or holds, one of the second."""
    ones, others = list(ones), list(others)
    return bool(ones and others) and not any(
        _lies_in(one, other) or _lies_in(other, one) for one in ones for other in others
    )


@lru_cache(maxsize=50_000)
def _lies_in(code: str, wider: str) -> bool:
    """Whether a division is another or lies in it, as codes of GB/T 2260 say."""
    return code.startswith(wider.removesuffix("00").removesuffix("00"))


def _same_builder(one: Description, other: Description) -> bool:
    if one.builders and one.builders == other.builders:
        return True
    return any(is_same_body(left, right) for left in one.builders for right in other.builders)


def _builders_differ(one: Description, other: Description) -> bool:
    return bool(one.builders and other.builders) and not _same_builder(one, other)


def _codes_differ(one: Description, other: Description) -> bool:
    if not one.codes or not other.codes:
        return False
    return any(code and other.codes.get(name) for name, code in one.codes.items())


def _other_phase(one: Description, other: Description) -> bool:
    return _disjoint(one.phases, other.phases) or bool(one.family and one.family == other.family)


def distance_m(one: tuple[float, float] | None, other: tuple[float, float] | None) -> float | None:
    """Metres on the ground between two points (haversine); None where one has no place."""
    if one is None or other is None:
        return None
    lon, lat, lon2, lat2 = map(radians, (*one, *other))
    half = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lon2 - lon) / 2) ** 2
    return 2 * EARTH_M * asin(sqrt(half))


FACTS_AGAINST: tuple[tuple[Callable[[Description, Description], bool], float], ...] = (
    (_amounts_differ, OTHER_AMOUNT),
    (_named_places_differ, OTHER_NAMED_PLACE),
    (_sums_differ, OTHER_SUM),
    (_codes_differ, OTHER_CODE),
    (_one_has_no_builder, BUILDER_UNKNOWN),
    (_phases_differ, OTHER_PHASES),
    (_numbers_differ, OTHER_NUMBER),
    (_builders_differ, OTHER_BUILDER),
)
