"""What every reader of uploads gives: polygons in the numbers of the file, within limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from geo.datums import Datum, Numbers

MOST_BYTES = 10 * 1024 * 1024
MOST_FEATURES = 1_000
MOST_CORNERS = 20_000
MOST_NAME = 100

# A polygon is its rings, the outer one first; a ring is its corners (n × 2) as the file has them.
Rings = list[Numbers]


@dataclass(frozen=True)
class Shape:
    """A feature of a file: its name, if it has one, and its polygons."""

    name: str
    polygons: list[Rings]


@dataclass
class Upload:
    """The areas in a file, and the datum that the file itself names; None when it names none."""

    kind: str
    shapes: list[Shape]
    datum: Datum | None = None
    # What was left out or altered, in sentences.
    notes: list[str] = field(default_factory=list)


class Gathering:
    """Collects the shapes of a file while it counts what they hold; raises at the limits."""

    def __init__(self) -> None:
        self.shapes: list[Shape] = []
        self.others = self.features = self.corners = 0
        self.has_height = False

    def add(self, name: str, polygons: list[Rings]) -> None:
        """Take a feature; one without polygons is counted among the others."""
        self.features += 1
        if self.features > MOST_FEATURES:
            raise ValidationError(
                _("The file has more than %(n)d features. Export only those of this area.")
                % {"n": MOST_FEATURES}
            )
        if polygons:
            self.shapes.append(Shape(name.strip()[:MOST_NAME], polygons))
        else:
            self.others += 1

    def ring(self, corners: Iterable[object] | Numbers) -> Numbers:
        """A ring as an array (n × 2), closed; heights are left out."""
        try:
            table = np.asarray(corners, dtype=float)
        except (TypeError, ValueError, OverflowError) as error:
            raise ValidationError(_broken_ring()) from error
        if table.ndim != 2 or table.shape[1] not in {2, 3, 4}:
            raise ValidationError(_broken_ring())
        self._count(table)
        flat = table[:, :2]
        return flat if np.array_equal(flat[0], flat[-1]) else np.vstack([flat, flat[:1]])

    def _count(self, table: Numbers) -> None:
        self.corners += len(table)
        self.has_height = self.has_height or table.shape[1] > 2
        if self.corners > MOST_CORNERS:
            raise ValidationError(
                _("The boundary has more than %(n)d corners. Simplify it and send it again.")
                % {"n": MOST_CORNERS}
            )
        if not np.isfinite(table[:, :2]).all():
            raise ValidationError(
                _("The file holds coordinates that are no numbers. Export the layer anew.")
            )
        if len(table) < 3 or len(np.unique(table[:, :2], axis=0)) < 3:
            raise ValidationError(
                _("A ring of the boundary has fewer than three corners. Correct it in the file.")
            )

    def upload(self, kind: str, datum: Datum | None) -> Upload:
        """What was found. Raises ValidationError when that is no area."""
        if not self.shapes:
            raise ValidationError(
                _("The file holds no area, only points or lines. Export the layer of polygons.")
                if self.others
                else _("The file is empty. Export the layer with its features and send that.")
            )
        return Upload(kind, self.shapes, datum, list(self._notes()))

    def _notes(self) -> Iterator[str]:
        if self.has_height:
            yield _("Heights in the file were left out.")
        if self.others:
            yield _("Points, lines and empty features were left out: %(n)d.") % {"n": self.others}


def _broken_ring() -> str:
    return _("The coordinates of a ring are damaged. Export the layer anew and send that.")
