"""Finding records that may be one: candidates by index, then a judgement of each.

`duplicates_of` looks up one record in the database; `find_duplicates` takes many rows at once and
looks them up in memory, which a thousand queries would not be faster than. Both judge alike.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.contrib.gis.geos import Point
from django.contrib.postgres.search import TrigramWordDistance
from django.db import connection, transaction
from django.db.models import Q

from geo.models import Division
from records.duplicates import kinds
from records.duplicates.compare import NEAR_M, Description, Judgement, compare
from records.duplicates.describe import Describer

# How much of a name must be there for a row to be looked at; typed badly, half of it is.
WORD_SIMILARITY = 0.4
MOST_BY_NAME, MOST_BY_BUILDER, MOST_NEAR = 60, 200, 60
MOST_SHOWN = 10
# In memory: a name is looked up by its rarest pairs of characters.
RAREST, COMMON, FEW = 9, 400, 4


@dataclass(frozen=True)
class Match:
    """A record, or another row of the same batch, that may be the one asked about."""

    judgement: Judgement
    code: str = ""
    # The position in the batch where it is a row that is not stored yet.
    row: int | None = None


def duplicates_of(
    values: Mapping[str, Any], records: Any, *, most: int = MOST_SHOWN
) -> list[Match]:
    """The records of a queryset that may be the one with the fields `values`, likeliest first.

    `values` are those of the model's fields, with its `registry_code` where it is stored already;
    points are EPSG:4326. What is not given is not compared.
    """
    describer = Describer(kinds.of(records.model))
    asked = describer.describe(values)
    others = records.exclude(registry_code=asked.code) if asked.code else records
    rows = others.filter(pk__in=_candidates(asked, others, describer))
    described = map(describer.describe, rows.order_by().values(*describer.fields()))
    return _likely((Match(compare(asked, other), other.code) for other in described), most)


def find_duplicates(
    model: Any, rows: Sequence[Mapping[str, Any]], *, records: Any = None, most: int = MOST_SHOWN
) -> dict[int, list[Match]]:
    """For each position in `rows` what it may duplicate; positions without any are left out.

    `rows` are values of the model's fields, as for `duplicates_of`; each is compared with the
    stored records (`records`: all of the model when not given) and with the rows before it.
    """
    describer = Describer(kinds.of(model))
    stored = (model.objects.all() if records is None else records).order_by()
    index = Index()
    for values in stored.values(*describer.fields()).iterator():
        index.add(Match(NOTHING, values["registry_code"]), describer.describe(values))
    found = {}
    for position, values in enumerate(rows):
        asked = describer.describe(values)
        matches = _likely(index.matches(asked), most)
        if matches:
            found[position] = matches
        index.add(Match(NOTHING, asked.code, position), asked)
    return found


NOTHING = Judgement(0, ())


def _likely(matches: Iterable[Match], most: int) -> list[Match]:
    likely = [match for match in matches if match.judgement.is_likely]
    return sorted(likely, key=lambda match: (-match.judgement.score, match.code))[:most]


def _candidates(asked: Description, records: Any, describer: Describer) -> set[int]:
    """The keys of records that have something in common with `asked`, by the indexes."""
    keys: set[int] = set()
    around = records.filter(_around(asked.division)) if asked.division else records
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)",
            [str(WORD_SIMILARITY)],
        )
        for name in asked.names:
            alike = around.filter(match_names__trigram_word_similar=name.key)
            nearest = alike.order_by(TrigramWordDistance(name.key, "match_names"))
            keys.update(nearest.values_list("pk", flat=True)[:MOST_BY_NAME])
    for builder in asked.builders:
        of_builder = records.order_by().filter(match_names__contains=builder)
        keys.update(of_builder.values_list("pk", flat=True)[:MOST_BY_BUILDER])
    same_code = Q(*((name, code) for name, code in asked.codes.items() if code), _connector=Q.OR)
    if same_code:
        keys.update(records.filter(same_code).values_list("pk", flat=True))
    if asked.point:
        near = records.within_km(Point(*asked.point, srid=4326), NEAR_M / 1000)
        keys.update(near.order_by().values_list("pk", flat=True)[:MOST_NEAR])
    return keys


def _around(division: str) -> Q:
    """Match records in a division, in those that hold it and in those that it holds."""
    inside = division.removesuffix("00").removesuffix("00")
    around = Q(code__in=wider(division)) | Q(code__startswith=inside)
    return Q(division__in=list(Division.objects.filter(around).values_list("pk", flat=True)))


def wider(division: str) -> list[str]:
    """A division and those that hold it, by the codes of GB/T 2260."""
    return [division, division[:4] + "00", division[:2] + "0000"]


class Index:
    """Descriptions in memory, looked up by what two of one project have in common.

    Names are looked up among those of the same division and of the divisions that hold it or that
    it holds; codes and builders everywhere.
    """

    def __init__(self) -> None:
        self._known: list[tuple[Match, Description]] = []
        self._having: dict[str, list[int]] = defaultdict(list)
        # Division -> two characters of a name -> positions.
        self._named: dict[str, dict[str, list[int]]] = {}
        # Division -> what is named in it and around it; empty again when a division comes in.
        self._around: dict[str, list[dict[str, list[int]]]] = {}

    def add(self, known: Match, description: Description) -> None:
        """Let a description be found."""
        position = len(self._known)
        for key in _rare_keys(description):
            self._having[key].append(position)
        if description.division not in self._named:
            self._named[description.division] = defaultdict(list)
            self._around.clear()
        named = self._named[description.division]
        for pair in _pairs(description):
            named[pair].append(position)
        self._known.append((known, description))

    def matches(self, asked: Description) -> Iterable[Match]:
        """Judge everything that has something rare in common with `asked`."""
        for position in self._candidates(asked):
            known, description = self._known[position]
            if not (known.row is None and known.code == asked.code != ""):
                yield Match(compare(asked, description), known.code, known.row)

    def _candidates(self, asked: Description) -> set[int]:
        found: set[int] = set()
        for key in _rare_keys(asked):
            found.update(self._having.get(key, ())[:COMMON])
        pairs = _pairs(asked)
        for named in self._named_around(asked.division):
            known = sorted((named[pair] for pair in pairs if pair in named), key=len)
            found.update(_in_several([one for one in known[:RAREST] if len(one) <= COMMON]))
        return found

    def _named_around(self, division: str) -> list[dict[str, list[int]]]:
        if division not in self._around:
            inside = division.removesuffix("00").removesuffix("00")
            wide = {"", *wider(division)}
            self._around[division] = [
                named
                for one, named in self._named.items()
                if not division or one in wide or one.startswith(inside)
            ]
        return self._around[division]


def _in_several(lists: Sequence[Sequence[int]]) -> Iterable[int]:
    """What stands in two lists or more; where there are few, everything."""
    if len(lists) < FEW:
        return chain.from_iterable(lists)
    times = Counter(chain.from_iterable(lists))
    return [position for position, number in times.items() if number > 1]


def _rare_keys(description: Description) -> list[str]:
    """Codes and builders."""
    codes = [f"code {name} {code}" for name, code in description.codes.items() if code]
    return [*codes, *(f"builder {builder}" for builder in description.builders)]


def _pairs(description: Description) -> list[str]:
    """Each two characters that stand beside each other in a name, in a fixed order."""
    keys = [name.key for name in description.names]
    return sorted({key[at : at + 2] for key in keys for at in range(max(1, len(key) - 1))})
