"""In which datum and order the coordinates of a whole file are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import ArrayLike

from accounts.models import User
from geo.coordinate_text import pair_as_written
from geo.datums import Datum, Numbers, to_lon_lat
from geo.forensics import Finding, Score, division_outlines, examine
from records.intake.placing import park_outlines

# So many rows, spread evenly over the file, tell as much as all of them.
MOST_ROWS = 3_000


class Stated(NamedTuple):
    """A row of a file: two numbers as they stand in it, and where it says that it lies.

    `first` is the number of the column that the file calls longitude, X or easting, or that comes
    first; NaN where it is empty. A park with a boundary tells more than a division.
    """

    first: float
    second: float
    division: str = ""
    park: str = ""


@dataclass(frozen=True)
class Reading:
    """One way to read a file; `inside` of `of` rows then lie where they say that they do."""

    datum: Datum
    swapped: bool
    inside: int
    of: int

    @property
    def words(self) -> str:
        """The reading, as a page says it."""
        if not self.swapped:
            return str(self.datum.label)
        return _("%(datum)s, with the two numbers in the other order") % {"datum": self.datum.label}

    def lon_lat(self, pairs: ArrayLike) -> tuple[Numbers, Numbers]:
        """Longitudes and latitudes (EPSG:4326, degrees) of pairs as written; NaN where no place."""
        table = np.asarray(pairs, dtype=float).reshape(-1, 2)
        x, y = (table[:, 1], table[:, 0]) if self.swapped else (table[:, 0], table[:, 1])
        return to_lon_lat(x, y, self.datum)


@dataclass(frozen=True)
class Proposal:
    """The readings of a file, best first; those that chance may have put below the best; and the
    file taken for WGS 84 in the order in which it stands."""

    ranking: list[Reading]
    rivals: list[Reading]
    as_it_stands: Reading

    @property
    def best(self) -> Reading:
        """The reading that fits most rows."""
        return self.ranking[0]

    @property
    def second(self) -> Reading:
        """The next best."""
        return self.ranking[1]

    @property
    def is_decided(self) -> bool:
        """Whether the best reading is better than every other by more than chance."""
        return self.best.inside > 0 and not self.rivals

    @property
    def is_a_change(self) -> bool:
        """Whether the file has to be converted or turned: there is something to accept."""
        return self.is_decided and self.best != self.as_it_stands

    @property
    def margin(self) -> float:
        """By which part of the rows the best reading is ahead of the next, from 0 to 1."""
        return (self.best.inside - self.second.inside) / self.best.of

    @property
    def words(self) -> str:
        """What was found, with the figures that it rests on, as a page says it."""
        said = {
            "best": self.best.words,
            "inside": self.best.inside,
            "of": self.best.of,
            "second": self.second.words,
            "less": self.second.inside,
        }
        if not self.best.inside:
            return _(
                "In no datum do the coordinates lie where the rows say. Check both columns and "
                "the divisions."
            )
        if self.is_decided:
            return (
                _(
                    "Read as %(best)s, %(inside)d of %(of)d points lie where their rows say; as "
                    "%(second)s, the next best, %(less)d."
                )
                % said
            )
        said["others"] = _(", ").join(one.words for one in self.rivals)
        return (
            _(
                "Read as %(best)s, %(inside)d of %(of)d points lie where their rows say, but these "
                "fit about as well: %(others)s. Declare the datum."
            )
            % said
        )


def propose_datum(rows: Sequence[Stated], *, by: User) -> Proposal | None:
    """Find the datum and order in which a whole file was written, from where its rows say they lie.

    Returns None when no row has both a finite pair and a place whose outline `by` may see. Asks
    the database twice; of a long file, 3,000 rows spread evenly are looked at. Never converts by
    itself: a page shows `words` and asks; `best.lon_lat(pairs)` converts what was accepted.
    """
    step = -(-len(rows) // MOST_ROWS) or 1
    chosen = rows[::step]
    parks = park_outlines({row.park for row in chosen if row.park}, by)
    places = [row.park if row.park in parks else row.division for row in chosen]
    outlines = {**division_outlines(places), **parks}
    found = examine([(row.first, row.second) for row in chosen], places, outlines)
    return _proposal(found) if found else None


def pairs_of(texts: Sequence[str]) -> Numbers:
    """Pairs (n × 2) of texts that each hold a coordinate, in the order as written.

    NaN where there is none, or a link, which tells its datum by itself.
    """
    return np.array([pair_as_written(text) for text in texts], dtype=float).reshape(-1, 2)


def _proposal(found: Finding) -> Proposal:
    standing = next(one for one in found.scores if one.datum == Datum.WGS84 and not one.swapped)
    ranking = [_reading(one) for one in found.scores]
    return Proposal(ranking, [_reading(one) for one in found.rivals], _reading(standing))


def _reading(score: Score) -> Reading:
    return Reading(score.datum, score.swapped, score.inside, score.of)
