"""What a pasted coordinate means, in a form that a page can show: sentences, a point, and fixes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from geo.coordinate_text import Reading, read
from geo.datums import (
    MERIDIANS,
    ZONES,
    Datum,
    bd09mc_to_bd09,
    distance_m,
    in_province_box,
    to_lon_lat,
)
from geo.models import Division
from records.intake.placing import SRID, place_of, problem_of_point, problem_with_park

# Where no datum is declared, degrees are taken for those of a GPS receiver; the page says so.
ASSUMED = Datum.WGS84
DEGREES = (Datum.WGS84, Datum.GCJ02, Datum.BD09)


@dataclass(frozen=True)
class Understood:
    """A pasted position in EPSG:4326, the datum it was read in, and how far that moved it."""

    reading: Reading
    datum: Datum
    point: Point
    is_assumed: bool

    @property
    def moved_m(self) -> float:
        """Metres from the numbers taken as WGS 84 to the point; 0 for a survey in metres."""
        x, y = self.reading.x, self.reading.y
        if self.datum == Datum.BD09MC:
            x, y = (float(one) for one in bd09mc_to_bd09(x, y))
        elif self.reading.in_metres:
            return 0.0
        return float(distance_m(x, y, self.point.x, self.point.y))


class NeedsMeridian(ValidationError):
    """Metres without a zone number, of which the central meridian must be told."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        super().__init__(
            _(
                "These metres have no zone number. Choose the central meridian of the survey "
                "under “Datum”."
            )
        )


def understand(text: str, datum: str = "") -> Understood:
    """Read a text as a position; `datum` is the declared one or empty.

    Raises ValidationError with what to do, NeedsMeridian when only the meridian is missing.
    """
    if datum and datum not in Datum.values:
        raise ValidationError(_("Choose a datum of the list."))
    reading = read(text, datum)
    if reading.in_metres and reading.datum is None and datum not in MERIDIANS:
        raise NeedsMeridian(reading)
    if reading.datum in ZONES and datum in MERIDIANS and reading.datum != datum:
        raise ValidationError(
            _(
                "The easting begins with %(zone)d, which is another zone than “%(datum)s”. "
                "Check the zone."
            )
            % {"zone": ZONES[reading.datum], "datum": Datum(datum).label}
        )
    used = Datum(reading.datum or datum or ASSUMED)
    lon, lat = to_lon_lat(reading.x, reading.y, used)
    if not (abs(lon) <= 180 and abs(lat) <= 90):
        raise ValidationError(
            _("In this datum the numbers are no place on the globe. Choose another datum.")
        )
    point = Point(round(float(lon), 7), round(float(lat), 7), srid=SRID)
    return Understood(reading, used, point, not (reading.datum or datum))


@dataclass
class Fix:
    """What one click puts right: another datum, or the numbers in the other order."""

    label: str
    datum: str = ""
    text: str = ""


@dataclass
class Answer:
    """What the page shows under the box; `error` is empty when there is a point."""

    error: str = ""
    notes: list[str] = field(default_factory=list)
    warning: str = ""
    fixes: list[Fix] = field(default_factory=list)
    lon: float | None = None
    lat: float | None = None
    datum: str = ""
    method: str = ""
    division: str = ""
    park: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """The answer as JSON takes it."""
        return {**vars(self), "fixes": [vars(fix) for fix in self.fixes]}


def answer(text: str, datum: str, stated: Division | None, user: User, park: Any = None) -> Answer:
    """Read a text and say what it means, where it is, and what could be meant instead.

    `stated` and `park` are what the form says already; the park is as `user` sees it.
    """
    try:
        understood = understand(text, datum)
    except NeedsMeridian as error:
        return Answer(error=error.messages[0], fixes=_meridians(error.reading, user))
    except ValidationError as error:
        return Answer(error=error.messages[0])
    return _described(understood, stated, user, park)


def _described(understood: Understood, stated: Division | None, user: User, park: Any) -> Answer:
    point, place = understood.point, place_of(understood.point, user)
    found = Answer(lon=point.x, lat=point.y, datum=understood.datum)
    found.method = "link" if understood.reading.is_link else "pasted"
    found.notes = [*_how(understood), *([place.reason] if place.reason else [])]
    if place.division is None:
        found.warning = _("This point is outside the province. Check both numbers.")
        found.fixes = _fixes(understood, user)
        return found
    found.division, found.park = place.division.pk, getattr(place.park, "pk", None)
    found.notes.append(_("It lies in %(place)s.") % {"place": _named(place)})
    if stated is not None:
        found.warning = problem_of_point(point, stated)
    if park is not None and not found.warning:
        found.warning = problem_with_park(point, park)
    if found.warning or understood.is_assumed:
        found.fixes = _fixes(understood, user)
    return found


def _named(place: Any) -> str:
    names = [place.division.full_name, *([place.park.name] if place.park else [])]
    return _(", ").join(names)


def _how(understood: Understood) -> list[str]:
    """How the text was read, in sentences."""
    said = {"datum": understood.datum.label, "metres": round(understood.moved_m)}
    notes = []
    if understood.reading.swapped:
        notes.append(
            _("The northing came first; it was put in order.")
            if understood.reading.in_metres
            else _("The latitude came first; it was put in order.")
        )
    if understood.is_assumed:
        notes.append(_("No datum was declared: taken as %(datum)s, unchanged.") % said)
    elif understood.moved_m >= 1:
        notes.append(_("Converted from %(datum)s: moved by %(metres)d m.") % said)
    else:
        notes.append(_("Read as %(datum)s.") % said)
    return notes


def _fixes(understood: Understood, user: User) -> list[Fix]:
    """Other readings that put the point into the province."""
    reading = understood.reading
    if reading.in_metres:
        return _meridians(reading, user) if reading.datum is None else []
    if bool(in_province_box(reading.y, reading.x)):
        text = f"{reading.y:.7f}, {reading.x:.7f}"
        return [Fix(_("Swap longitude and latitude"), understood.datum, text)]
    others = [datum for datum in DEGREES if datum != understood.datum]
    if reading.is_link or not bool(in_province_box(reading.x, reading.y)):
        return []
    return [Fix(_("It is %(datum)s") % {"datum": datum.label}, datum) for datum in others]


def _meridians(reading: Reading, user: User) -> list[Fix]:
    """The central meridians with which metres without a zone number lie in the province."""
    fixes = []
    for datum in (one for one in MERIDIANS if one not in ZONES):
        lon, lat = (float(one) for one in to_lon_lat(reading.x, reading.y, datum))
        if not bool(in_province_box(lon, lat)):
            continue
        division = place_of(Point(lon, lat, srid=SRID), user).division
        if division is not None:
            said = {"degrees": MERIDIANS[datum], "place": division.full_name}
            fixes.append(Fix(_("%(degrees)d°: in %(place)s") % said, datum))
    return fixes
