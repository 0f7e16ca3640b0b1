"""The colours of the design: read from the style sheets, seen with other eyes, and measured."""

import re
from itertools import combinations

from django.conf import settings

Colour = tuple[float, float, float]
Matrix = tuple[Colour, Colour, Colour]

TOKEN = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
# Full deficiency of one kind of cone, for linear RGB: Machado, Oliveira and Fernandes (2009).
VISIONS: dict[str, Matrix] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
# Linear RGB to the responses of the cones, and their cube roots to Oklab.
TO_CONES: Matrix = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
TO_OKLAB: Matrix = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


def tokens(theme: str) -> dict[str, str]:
    """The colours of the "light" or the "dark" theme by name, as #rrggbb."""
    path = settings.BASE_DIR / "static" / "css"
    light = (path / "tokens.css").read_text(encoding="utf-8").split("@media", 1)[0]
    dark = (path / "dark.css").read_text(encoding="utf-8") if theme == "dark" else ""
    return dict(TOKEN.findall(light + dark))


def linear(colour: str) -> Colour:
    """A colour as #rrggbb in linear RGB, each part from 0 to 1."""
    red, green, blue = (_opened(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return red, green, blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2.2 defines it, from 1 to 21."""
    weights = (0.2126, 0.7152, 0.0722)
    light, dark = sorted((_dot(weights, linear(colour)) for colour in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def seen(colour: str, vision: str) -> str:
    """What somebody with that vision sees of a colour, as #rrggbb."""
    parts = (min(1, max(0, part)) for part in _times(VISIONS[vision], linear(colour)))
    return "#" + "".join(f"{round(255 * _closed(part)):02x}" for part in parts)


def distance(one: str, other: str) -> float:
    """How far two colours lie apart in Oklab, where black and white are 100 apart."""
    return 100 * sum((a - b) ** 2 for a, b in zip(_oklab(one), _oklab(other), strict=True)) ** 0.5


def least_distance(colours: list[str], vision: str) -> float:
    """The distance of the two colours that somebody with that vision takes most easily for one."""
    return min(distance(*pair) for pair in combinations([seen(c, vision) for c in colours], 2))


def _oklab(colour: str) -> Colour:
    long, medium, short = (part ** (1 / 3) for part in _times(TO_CONES, linear(colour)))
    return _times(TO_OKLAB, (long, medium, short))


def _times(matrix: Matrix, colour: Colour) -> Colour:
    red, green, blue = (_dot(row, colour) for row in matrix)
    return red, green, blue


def _dot(one: Colour, other: Colour) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def _opened(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _closed(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
