"""Where synthetic records lie: as the real ones do, near towns, often exactly at a seat."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from django.contrib.gis.geos import Point

from geo.enums import DivisionLevel
from geo.models import Division
from parks.models import Base, Park
from projects.models import Project
from records.enums import PRECISE, LocationPrecision

# About 5 km on the ground in either direction.
SPREAD_LON, SPREAD_LAT = 0.065, 0.045
TRIES = 8


@dataclass(frozen=True)
class Place:
    """A division with a point (EPSG:4326, lon/lat) or none, and what the point is."""

    division: Division
    precision: str
    point: Point | None


class Towns:
    """Divisions of one level with their weight: one, and one more for each real record there."""

    def __init__(self, divisions: Iterable[Division]) -> None:
        self.divisions = list(divisions)
        real = Counter(Park.objects.values_list("division", flat=True))
        real.update(Project.objects.values_list("division", flat=True))
        self.weights = list(accumulate(1 + real[one.code] for one in self.divisions))


class Places:
    """Draws places: divisions by their real weight, precisions in their real mix."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.mix = [
            pair
            for model in (Park, Base, Project)
            for pair in model.objects.order_by("registry_code").values_list(
                "location_precision", "point"
            )
        ]
        divisions = list(Division.objects.exclude(level=DivisionLevel.PROVINCE).order_by("code"))
        self.prefectures = Towns(one for one in divisions if one.level == DivisionLevel.PREFECTURE)
        self.counties = Towns(one for one in divisions if one.level != DivisionLevel.PREFECTURE)

        self.ground = {
            one.code: (one.seat.x, one.seat.y, one.boundary and one.boundary.prepared)
            for one in divisions
            if one.seat
        }

    def draw(self) -> Place:
        """A place as a real record might have it."""
        precision, point = self.random.choice(self.mix)
        near = precision in PRECISE or precision == LocationPrecision.COUNTY_SEAT
        division = self.division(self.counties if near else self.prefectures)
        return Place(division, precision, self._point(division, precision) if point else None)

    def division(self, towns: Towns) -> Division:
        """One of the divisions, more often where there is more."""
        return self.random.choices(towns.divisions, cum_weights=towns.weights)[0]

    def _point(self, division: Division, precision: str) -> Point:
        lon, lat, ground = self.ground[division.code]
        if precision in PRECISE and ground:
            for _try in range(TRIES):
                point = Point(
                    round(self.random.gauss(lon, SPREAD_LON), 5),
                    round(self.random.gauss(lat, SPREAD_LAT), 5),
                    srid=4326,
                )
                if ground.contains(point):
                    return point
        return Point(lon, lat, srid=4326)
