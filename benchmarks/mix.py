"""What readers ask for: requests of several kinds, drawn from one stream of random numbers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from urllib.parse import urlencode

from geo.models import Belt, Division
from parks.enums import ParkLevel
from parks.models import Chain, Park, Sector
from projects.enums import Stage
from projects.models import Enterprise, Project
from records.enums import LocationPrecision

# A map of this many pixels; a world of 256 pixels at zoom 0.
WIDTH_PX, HEIGHT_PX, WORLD_PX = 1040, 800, 256
ZOOMS = (6, 7, 8, 9, 10, 12)
PANELS = {"X-Fragment": "panels"}
SHOWN = (["projects"], ["parks"], ["parks", "projects"], ["parks", "bases", "projects"])
SEARCHES = ("石墨", "哈经开区", "大庆", "经开区", "龙江", "电解铜", "daqing", "shimo", "hebj", "dq")

Pair = tuple[str, str]


@dataclass(frozen=True)
class Request:
    """An address with its query, and headers beside the usual ones."""

    path: str
    headers: dict[str, str] = field(default_factory=dict)
    first_byte: bool = False


class Mix:
    """Draws requests of each kind."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.seats = [one.seat for one in Division.objects.order_by("code") if one.seat]
        self.values: dict[str, list[str]] = {
            "sector": _slugs(Sector),
            "chain": _slugs(Chain),
            "belt": _slugs(Belt),
            "division": list(Division.objects.order_by("code").values_list("code", flat=True)),
            "level": list(ParkLevel.values),
            "stage": list(Stage.values),
            "precision": list(LocationPrecision.values),
        }
        self.codes = {
            path: list(model.objects.order_by("pk").values_list("registry_code", flat=True))
            for path, model in (("parks", Park), ("projects", Project), ("enterprises", Enterprise))
        }

    def kinds(self) -> dict[str, Callable[[], Request]]:
        """A way to draw a request for each kind."""
        return {
            "unit": lambda: Request("/healthz"),
            "page": lambda: Request(f"/?{self.query()}"),
            "panels": lambda: Request(f"/?{self.query()}", PANELS),
            "search": lambda: Request(f"/?{self.query(self.search())}", PANELS),
            "suggest": lambda: Request(f"/suggest.json?{urlencode([self.search()])}"),
            "home": lambda: Request("/home/"),
            "first view": lambda: Request("/map.json?" + self.shown(self.random.choice(SHOWN))),
            "clusters": lambda: Request(f"/map.json?{self.query(*self.frame())}"),
            "list": lambda: Request(f"/projects/?{self.narrowed(self.page())}"),
            "record": self.record,
            "geojson": lambda: Request(f"/projects.geojson?{self.narrowed()}", first_byte=True),
        }

    def query(self, *more: Pair) -> str:
        """Kinds of records with none to three filters."""
        shown = [("show", kind) for kind in self.random.choice(SHOWN)]
        return urlencode([*shown, *self.filters(), *more])

    def narrowed(self, *more: Pair) -> str:
        """None to three filters."""
        return urlencode([*self.filters(), *more])

    def shown(self, kinds: list[str]) -> str:
        """No filters."""
        return urlencode([("show", kind) for kind in kinds])

    def filters(self) -> list[Pair]:
        """None to three filters, sometimes two values of one."""
        number = self.random.choices((0, 1, 2, 3), (30, 40, 20, 10))[0]
        names = self.random.sample(sorted(self.values), number)
        return [
            (name, value)
            for name in names
            for value in self.random.sample(self.values[name], self.random.choice((1, 1, 1, 2)))
        ]

    def search(self) -> Pair:
        """A text that people look for, sometimes not typed to its end."""
        text = self.random.choice(SEARCHES)
        return ("q", text[: self.random.randint(2, len(text))])

    def frame(self) -> list[Pair]:
        """What a map shows (west,south,east,north in degrees), and its zoom."""
        seat, zoom = self.random.choice(self.seats), self.random.choice(ZOOMS)
        degrees_per_px = 360 / (WORLD_PX * 2**zoom)
        half_lon, half_lat = WIDTH_PX * degrees_per_px / 2, HEIGHT_PX * degrees_per_px / 3
        sides = (seat.x - half_lon, seat.y - half_lat, seat.x + half_lon, seat.y + half_lat)
        return [("frame", ",".join(f"{side:.5f}" for side in sides)), ("zoom", str(zoom))]

    def page(self) -> Pair:
        """One of the first pages of a table."""
        return ("page", str(self.random.randint(1, 5)))

    def record(self) -> Request:
        """The page of a park, a project or an enterprise."""
        path = self.random.choice(sorted(self.codes))
        return Request(f"/{path}/{self.random.choice(self.codes[path])}/")


def _slugs(model: type[Sector | Chain | Belt]) -> list[str]:
    return list(model.objects.order_by("pk").values_list("slug", flat=True))
