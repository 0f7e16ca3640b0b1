"""Reads one position as people write, copy and paste it. Text is only read, never fetched.

A `Reading` keeps the pair as (x, y): longitude and latitude in degrees, or easting and northing in
metres, whatever order they were written in; geo.datums knows the way on to EPSG:4326.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from geo.datums import EAST, NORTH, SOUTH, WEST, ZONES, Datum, is_in_metres

LONGEST_TEXT = 2_000
# Whoever pastes a whole page is shown only its beginning.
SHOWN_CHARACTERS = 60
# The northings of the province, in metres; no easting without a zone number is as large.
LEAST_NORTHING_M, MOST_NORTHING_M = 4_700_000, 6_050_000

_TOKEN = re.compile(
    r"(?P<number>[+-]?[0-9]{1,12}(\.[0-9]{1,15})?)|(?P<degree>[°度])|(?P<minute>['′分])"
    r"|(?P<second>[\"″秒])|(?P<separator>[,;/|])|(?P<axis>东经|西经|北纬|南纬|[NSEW](?![a-z]))"
)
# What may stand beside the numbers without a meaning of its own, or with one named here.
_WORDS = re.compile(
    r"longitude|latitude|lng|lon|lat|经度|纬度|坐标|位置|东经|西经|北纬|南纬|degrees?|deg|米|m\b|\b[xy]\b"
    r"|[()\[\]{}:=：。]",
    re.IGNORECASE,
)
_AXIS_WORDS = {
    "东经": "E",
    "西经": "W",
    "北纬": "N",
    "南纬": "S",
    "longitude": "E",
    "latitude": "N",
    "lng": "E",
    "lon": "E",
    "lat": "N",
    "经度": "E",
    "纬度": "N",
}
_AXIS_WORD = re.compile("|".join(_AXIS_WORDS), re.IGNORECASE)
_SHORT_LINKS = ("j.map.baidu.com", "surl.amap.com")
_BAIDU = ("map.baidu.com",)
_GAODE = ("amap.com", "gaode.com")
_PAIR = r"(-?[0-9]{1,9}(?:\.[0-9]{1,15})?)"
_LINK_METRES = re.compile(rf"@{_PAIR},{_PAIR}")
_LINK_PAIR = re.compile(rf"(?<![\w.])(?={_PAIR},{_PAIR}(?![0-9]))")
_LINK_LON = re.compile(rf"\b(?:lng|lon|longitude|x)[\"\]]?[=:]{_PAIR}")
_LINK_LAT = re.compile(rf"\b(?:lat|latitude|y)[\"\]]?[=:]{_PAIR}")
_LINK_DATUM = re.compile(
    r"(?:coord_type|coordtype|coordinate|src_coord)=(wgs84|gps|gcj02|bd09)", re.I
)


@dataclass(frozen=True)
class Reading:
    """A pair in (x, y) order; the datum if the text tells it; whether it stood in another order."""

    x: float
    y: float
    datum: Datum | None = None
    swapped: bool = False
    is_link: bool = False

    @property
    def in_metres(self) -> bool:
        """Whether these are metres and not degrees."""
        return abs(self.x) > 180 or abs(self.y) > 180


def tidy(text: str) -> str:
    """Turn full-width figures and marks, as Chinese keyboards write them, into plain ones."""
    # Normalising would make a letter of the ordinal sign that many take for a degree.
    plain = unicodedata.normalize("NFKC", text.replace("º", "°"))
    # What is pasted may bring marks of direction and other characters that nobody sees.
    seen = "".join(one if one.isprintable() else " " for one in plain)
    plain = seen.replace("、", ",").replace("−", "-").replace("’", "'").replace("”", '"')
    return plain.replace("‘", "'").replace("“", '"').replace("。", ".").strip()


def shown(text: str) -> str:
    """The beginning of a value that cannot be read, for the sentence that says so."""
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}…"


def read(text: str, datum: str = "") -> Reading:
    """Read one position; `datum` is the declared one, and a link's own wins over it.

    Raises ValidationError with a sentence that says what to do.
    """
    plain = tidy(text[:LONGEST_TEXT])
    if not plain:
        raise ValidationError(_("Paste a coordinate or a link of a map."))
    if "://" in plain or re.match(r"(\w+\.)*(map\.baidu|amap|gaode)\.com/", plain):
        return _read_link(plain)
    reading = _read_pair(plain, datum)
    _check_unit(reading, datum)
    return reading


def _check_unit(reading: Reading, datum: str) -> None:
    """Refuse degrees that are declared to be metres, and the other way round."""
    if not datum:
        return
    if is_in_metres(datum) and not reading.in_metres:
        raise ValidationError(
            _("These numbers are degrees, but “%(datum)s” has metres. Choose another datum.")
            % {"datum": Datum(datum).label}
        )
    if reading.in_metres and not is_in_metres(datum):
        raise ValidationError(
            _(
                "These numbers are metres, but “%(datum)s” has degrees. Choose the 3° zone or the "
                "central meridian of the survey."
            )
            % {"datum": Datum(datum).label}
        )


# Numbers ------------------------------------------------------------------------------------------


@dataclass
class _Angle:
    parts: list[float]
    negative: bool = False
    axis: str = ""

    @property
    def degrees(self) -> float:
        size = sum(abs(part) / 60**place for place, part in enumerate(self.parts))
        return -size if self.negative or self.axis in {"W", "S"} else size


def _read_pair(plain: str, datum: str) -> Reading:
    first, second = read_angles(plain)
    if any(one > 180 for angle in (first, second) for one in map(abs, angle.parts)):
        return _metres(first.degrees, second.degrees, datum)
    return _degrees(first, second)


def _metres(first: float, second: float, datum: str) -> Reading:
    """Put easting before northing, and read the zone off an easting of eight digits.

    Survey tables call the northing X, other software calls the easting so: the size tells.
    """
    if datum == Datum.BD09MC:
        return Reading(first, second, Datum.BD09MC)
    swapped = _is_northing(first) and not _is_northing(second)
    easting, northing = (second, first) if swapped else (first, second)
    zone = int(easting // 1_000_000)
    found = next((one for one, number in ZONES.items() if number == zone), None)
    if easting >= 1_000_000 and (found is None or not _is_northing(northing)):
        raise ValidationError(_not_metres_of_here())
    return Reading(easting, northing, found, swapped)


def _is_northing(metres: float) -> bool:
    return LEAST_NORTHING_M <= metres <= MOST_NORTHING_M


def _not_metres_of_here() -> str:
    return _(
        "These metres lie in no 3° zone of the province: the northing (X) is about 4,800,000 to "
        "5,950,000, the easting (Y) has six digits, or eight that begin with 41 to 45."
    )


def _degrees(first: _Angle, second: _Angle) -> Reading:
    """Put longitude before latitude: as the text names them, else as the province lies."""
    pair = first.degrees, second.degrees
    if first.axis or second.axis:
        swapped = first.axis in {"N", "S"} or second.axis in {"E", "W"}
    else:
        swapped = WEST <= pair[1] <= EAST and SOUTH <= pair[0] <= NORTH
    lon, lat = pair[::-1] if swapped else pair
    if abs(lat) > 90 and abs(lon) <= 90 and not (first.axis or second.axis):
        lon, lat, swapped = lat, lon, True
    if abs(lat) > 90:
        raise ValidationError(_("A latitude goes up to 90. Check both numbers."))
    return Reading(lon, lat, None, swapped)


def read_angles(plain: str) -> tuple[_Angle, _Angle]:
    """The two angles, or plain numbers, of a tidied text; ValidationError for any other text."""
    named = _AXIS_WORD.sub(lambda match: f" {_AXIS_WORDS[match[0].lower()]} ", plain)
    bare = _WORDS.sub(" ", named).replace("''", '"').replace("′′", '"')
    tokens = list(_TOKEN.finditer(bare.upper()))
    if _TOKEN.sub("", bare.upper()).strip(" .\t") or not tokens:
        raise ValidationError(_unreadable(plain))
    angles = _assembled([(match.lastgroup or "", match[0]) for match in tokens])
    if len(angles) != 2:
        raise ValidationError(_unreadable(plain))
    return _checked(angles[0]), _checked(angles[1])


def _unreadable(plain: str) -> str:
    return _(
        "“%(text)s” is not one coordinate. Write longitude and latitude, for example "
        "126.6500, 45.7500 or E126°39′ N45°45′, or paste the address of a Baidu or Gaode map."
    ) % {"text": shown(plain)}


def _assembled(tokens: list[tuple[str, str]]) -> list[_Angle]:
    """Tokens gathered into angles: by the marks of degrees, else halved."""
    numbers = [at for at, (kind, _value) in enumerate(tokens) if kind == "number"]
    starts = [at for at in numbers if at + 1 < len(tokens) and tokens[at + 1][0] == "degree"]
    if len(starts) != 2:
        half = len(numbers) // 2
        starts = [numbers[0], numbers[half]] if numbers and len(numbers) in {2, 4, 6} else []
    if len(starts) != 2 or starts[0] != numbers[0]:
        return []
    parts = [[at for at in numbers if at < starts[1]], [at for at in numbers if at >= starts[1]]]
    angles = [_Angle([float(tokens[at][1]) for at in part]) for part in parts]
    for angle, part in zip(angles, parts, strict=True):
        angle.negative = tokens[part[0]][1].startswith("-")
    _name_axes(angles, tokens, starts)
    return angles


def _name_axes(angles: list[_Angle], tokens: list[tuple[str, str]], starts: list[int]) -> None:
    """Tell each angle which axis the text says that it is; the letters stand before or after."""
    at = [place for place, (kind, _value) in enumerate(tokens) if kind == "axis"]
    letters = [tokens[place][1] for place in at]
    if len(letters) == 2:
        angles[0].axis, angles[1].axis = letters
    elif len(letters) == 1:
        before = at[0] < starts[0] or (at[0] < starts[1] and starts[1] - at[0] > 1)
        angles[0 if before or at[0] < starts[1] else 1].axis = letters[0]


def _checked(angle: _Angle) -> _Angle:
    """Refuse minutes and seconds that are none, and an angle of too many parts."""
    if len(angle.parts) > 3:
        raise ValidationError(_("Write at most degrees, minutes and seconds for each angle."))
    if any(abs(part) >= 60 or part < 0 for part in angle.parts[1:]):
        raise ValidationError(_("Minutes and seconds go from 0 to below 60. Check the numbers."))
    return angle


# Links --------------------------------------------------------------------------------------------


def _read_link(link: str) -> Reading:
    """The position in the address of a Baidu or Gaode map; a short address holds none."""
    address = link if "://" in link else f"https://{link}"
    found = re.search(r"https?://\S+", address)
    try:
        host = urlsplit(found[0] if found else address).hostname or ""
    except ValueError as error:
        raise ValidationError(_unknown_link()) from error
    if host in _SHORT_LINKS:
        raise ValidationError(
            _(
                "A short link holds no coordinate. Open it in a browser and copy the long address "
                "that appears there."
            )
        )
    text = unquote(found[0] if found else address)
    if _is_of(host, _BAIDU):
        return _read_baidu(text)
    if _is_of(host, _GAODE):
        return _from_link(text, Datum.GCJ02)
    raise ValidationError(_unknown_link())


def _is_of(host: str, makers: tuple[str, ...]) -> bool:
    return f".{host}".endswith(tuple(f".{maker}" for maker in makers))


def _unknown_link() -> str:
    return _(
        "Only addresses of Baidu maps and Gaode maps can be read. Copy the coordinate instead."
    )


def _read_baidu(text: str) -> Reading:
    metres = _LINK_METRES.search(text)
    if metres and abs(float(metres[1])) > 180:
        return Reading(float(metres[1]), float(metres[2]), Datum.BD09MC, is_link=True)
    return _from_link(text, Datum.BD09)


def _from_link(text: str, own: Datum) -> Reading:
    """The first pair that can lie in China, in the datum that the address names or its maker's."""
    named = _LINK_DATUM.search(text)
    datum = {"wgs84": Datum.WGS84, "gps": Datum.WGS84, "gcj02": Datum.GCJ02, "bd09": Datum.BD09}
    meant = datum[named[1].lower()] if named else own
    lon, lat = _LINK_LON.search(text), _LINK_LAT.search(text)
    pairs = [(lon[1], lat[1])] if lon and lat else []
    pairs += [(match[1], match[2]) for match in _LINK_PAIR.finditer(text)]
    for first, second in ((float(one), float(other)) for one, other in pairs):
        for x, y in ((first, second), (second, first)):
            if 70 <= x <= 140 and 0 <= y <= 60:
                return Reading(x, y, meant, is_link=True)
    raise ValidationError(
        _(
            "This address holds no coordinate. In the map, click the place, share it, and copy the "
            "address that then shows numbers."
        )
    )


def pair_as_written(text: str) -> tuple[float, float]:
    """The two numbers of a position in the order in which they stand; NaN for a link or no pair."""
    try:
        reading = read(text)
    except ValidationError:
        return math.nan, math.nan
    if reading.is_link:
        return math.nan, math.nan
    return (reading.y, reading.x) if reading.swapped else (reading.x, reading.y)


def swapped(reading: Reading) -> Reading:
    """The same numbers in the other order."""
    return replace(reading, x=reading.y, y=reading.x, swapped=not reading.swapped)
