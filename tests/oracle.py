"""The facts as the files give them, and what a query must find in them.

Written from the rules of the data alone, with plain loops and without any code of the registry:
where this and the registry disagree, one of them is wrong.
"""

from __future__ import annotations

import csv
import datetime
import math
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.spellings import is_called, plain

FOLDER = Path(__file__).resolve().parents[1] / "fixtures"
Row = dict[str, str]
Query = Mapping[str, list[str]]


def read(name: str, folder: Path = FOLDER) -> list[Row]:
    """The rows of a file."""
    with (folder / name).open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def several(cell: str) -> list[str]:
    """The values of a cell that may hold several."""
    return [part for part in cell.split(";") if part]


@dataclass(frozen=True)
class Facts:
    """All files that the filters look at."""

    parks: list[Row]
    bases: list[Row]
    projects: list[Row]
    places: dict[str, Row]
    chains: dict[str, Row]
    members: set[tuple[str, str]]
    stated: set[tuple[str, str]]
    park_sectors: dict[str, list[Row]]
    park_chains: dict[str, list[Row]]
    project_links: dict[str, list[Row]]
    park_titles: dict[str, set[str]]
    base_titles: dict[str, set[str]]
    enterprises: list[Row]

    @classmethod
    @cache
    def read(cls) -> Facts:
        """Read the fixtures."""
        titles = read("designations.csv")
        return cls(
            parks=[row for row in read("parks.csv") if row["record"] != "designation_only"],
            bases=read("bases.csv"),
            projects=read("projects.csv"),
            places={row["code"]: row for row in read("places.csv")},
            chains={row["slug"]: row for row in read("chains.csv")},
            members={(row["belt"], row["division_code"]) for row in read("belt_members.csv")},
            stated={(row["belt"], row["record_id"]) for row in read("belt_records.csv")},
            park_sectors=_grouped("park_sectors.csv", "park_id"),
            park_chains=_grouped("park_chains.csv", "park_id"),
            project_links=_grouped("project_links.csv", "project_id"),
            park_titles=_titles(titles, "park_id"),
            base_titles=_titles(titles, "base_id"),
            enterprises=read("enterprises.csv"),
        )

    # What the files say about one record ------------------------------------------------------

    def ancestors(self, code: str) -> list[str]:
        """A division and everything it is part of."""
        found = []
        while code:
            found.append(code)
            code = self.places[code]["parent_code"]
        return found

    def place_codes(self, row: Row) -> list[str]:
        """Where a park, base or project lies."""
        if "place_codes" in row:
            return several(row["place_codes"])
        return [row["county_code"] or row["prefecture_code"]]

    def in_belt(self, row: Row, belt: str) -> bool:
        """Whether a statement, the division or one above it puts a record in a belt."""
        above = {code for place in self.place_codes(row) for code in self.ancestors(place)}
        return (belt, row["id"]) in self.stated or any(
            (belt, code) in self.members for code in above
        )

    def perhaps_in_belt(self, row: Row, belt: str) -> bool:
        """Whether only a prefecture is known, of which only parts are in the belt."""
        prefectures = {
            code for code in self.place_codes(row) if self.places[code]["level"] == "prefecture"
        }
        partly = {self.places[code]["parent_code"] for name, code in self.members if name == belt}
        return bool(prefectures & partly) and not self.in_belt(row, belt)

    def is_part_of(self, chain: str, wanted: str) -> bool:
        """Whether a chain is the wanted one or lies in it."""
        return wanted in {chain, self.chains[chain]["parent"]} if chain else False

    def park(self, identity: str) -> Row | None:
        """The park with an id."""
        return next((row for row in self.parks if row["id"] == identity), None)

    def park_of_project(self, project: Row) -> Row | None:
        """The park of a project."""
        named = [row["park_id"] for row in self.project_links[project["id"]] if row["park_id"]]
        return self.park(named[-1]) if named else None

    def host_of_base(self, base: Row) -> Row | None:
        """The park that hosts a base."""
        return self.park(base["host_park_ids"])

    def make_up(self, park: Row | None, code: str) -> bool:
        """Whether a park has this code or is part, at any depth, of the park that has it."""
        while park:
            if park["registry_code"] == code:
                return True
            park = self.park(park["parent_id"])
        return False

    def projects_in(self, park: Row | None) -> list[Row]:
        """The projects in a park."""
        return [row for row in self.projects if park and self.park_of_project(row) == park]

    def bases_in(self, park: Row | None) -> list[Row]:
        """The bases in a park."""
        return [row for row in self.bases if park and self.host_of_base(row) == park]

    def position(self, place: str) -> Position:
        """Longitude and latitude, given as such or by the code of a division or record."""
        if "," in place:
            return _pair(place)
        if place in self.places:
            return position_of(self.places[place])
        rows = [*self.parks, *self.bases, *self.projects]
        return position_of(next(row for row in rows if row["registry_code"] == place))

    def enterprises_of(self, project: Row) -> list[Row]:
        """The enterprises behind a project."""
        ids = several(project["enterprise_id"])
        return [row for row in self.enterprises if row["id"] in ids]

    # What a query finds -----------------------------------------------------------------------

    def find(self, kind: str, query: Query) -> set[str]:
        """The registry codes of the records of a kind that meet every parameter of a query."""
        seeker = {"parks": Parks, "bases": Bases, "projects": Projects}[kind](self)
        return {row["registry_code"] for row in seeker.rows() if seeker.meets(row, query)}


Position = tuple[float, float]
EQUATOR_KM, POLE_KM = 6378.137, 6356.752314245


def position_of(row: Row) -> Position:
    """Longitude and latitude of a record that has them."""
    return float(row["lon"]), float(row["lat"])


def _placed(row: Row, rule: Callable[[Position], bool]) -> bool:
    return bool(row["lon"]) and rule(position_of(row))


def _pair(text: str) -> Position:
    lon, lat = (float(part) for part in text.split(","))
    return lon, lat


def _with_km(query: Query) -> Query:
    """A query whose `near` holds the kilometres as well; 25 when it does not say how many."""
    if "near" not in query:
        return query
    [place], [km] = query["near"], query.get("km", ["25"])
    return {**query, "near": [f"{place}@{km}"]}


def in_rectangle(spot: Position, text: str) -> bool:
    """Whether a position lies in `west,south,east,north`."""
    west, south, east, north = (float(part) for part in text.split(","))
    return west <= spot[0] <= east and south <= spot[1] <= north


def in_polygon(spot: Position, text: str) -> bool:
    """Whether a ray to the east leaves `lon,lat;lon,lat;…` an odd number of times."""
    x, y = spot
    corners = [_pair(part) for part in text.split(";")]
    inside = False
    for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (x2 - x1) * (y - y1) / (y2 - y1):
            inside = not inside
    return inside


def distance_km(one: Position, other: Position) -> float:
    """Kilometres on the ground: the haversine, corrected for the flat poles (Lambert).

    It is off by metres where the plain haversine is off by kilometres.
    """
    flat = (EQUATOR_KM - POLE_KM) / EQUATOR_KM
    # The latitudes as they would be on a ball.
    north, south = (
        math.atan((1 - flat) * math.tan(math.radians(spot[1]))) for spot in (one, other)
    )
    across = math.radians(other[0] - one[0])
    chord = (
        math.sin((south - north) / 2) ** 2
        + math.cos(north) * math.cos(south) * math.sin(across / 2) ** 2
    )
    angle = 2 * math.asin(math.sqrt(chord))
    if not angle:
        return 0.0
    middle, half = (north + south) / 2, (south - north) / 2
    x = (angle - math.sin(angle)) * (
        math.sin(middle) ** 2 * math.cos(half) ** 2 / math.cos(angle / 2) ** 2
    )
    y = (angle + math.sin(angle)) * (
        math.cos(middle) ** 2 * math.sin(half) ** 2 / math.sin(angle / 2) ** 2
    )
    return EQUATOR_KM * (angle - flat / 2 * (x + y))


def _grouped(name: str, column: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in read(name):
        groups[row[column]].append(row)
    return groups


def _titles(rows: list[Row], column: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[row[column]].add(row["designation"])
    return found


class Seeker:
    """The rules of one kind of record. A parameter is met when any of its values is."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def rows(self) -> list[Row]:
        """The records of the kind."""
        raise NotImplementedError

    def own(self) -> dict[str, Callable[[Row, str], bool]]:
        """Parameters that the record itself answers."""
        facts = self.facts
        return {
            "q": lambda row, value: all(self.found(row, word) for word in plain(value).split()),
            "belt": facts.in_belt,
            "perhaps_in": facts.perhaps_in_belt,
            "division": lambda row, value: any(
                value in facts.ancestors(code) for code in facts.place_codes(row)
            ),
            "precision": lambda row, value: (row["location_precision"] or "unknown") == value,
            "confidence": lambda row, value: row["confidence"] == value,
            "code": lambda row, value: row["registry_code"] == value,
            "bbox": lambda row, value: _placed(row, lambda spot: in_rectangle(spot, value)),
            "area": lambda row, value: _placed(row, lambda spot: in_polygon(spot, value)),
            "near": lambda row, value: _placed(row, lambda spot: self._near(spot, value)),
        }

    def _near(self, spot: Position, value: str) -> bool:
        """Whether a position is within the kilometres of `lon,lat@km` or `code@km`."""
        place, _at, km = value.partition("@")
        return distance_km(spot, self.facts.position(place)) <= float(km)

    def neighbours(self, row: Row) -> dict[type[Seeker], Callable[[], list[Row]]]:
        """Records of other kinds through which exclusive parameters reach this one."""
        raise NotImplementedError

    def exclusive(self) -> dict[str, Callable[[Row, str], bool]]:
        """Parameters that only this kind answers."""
        return {}

    def meets(self, row: Row, query: Query) -> bool:
        """Whether a record meets the whole query."""
        query = _with_km(query)
        own = {**self.own(), **self.exclusive()}
        if not _meets(row, query, own) or not self.meets_policy_areas(row, query):
            return False
        for kind, others in self.neighbours(row).items():
            rules = kind(self.facts).exclusive()
            if set(rules) & set(query) and not any(_meets(one, query, rules) for one in others()):
                return False
        return True

    def found(self, row: Row, word: str) -> bool:
        """Whether a word finds a record, by itself or through what belongs to it."""
        if re.fullmatch(r"[a-z]{2}-\d+", word):
            return row["registry_code"].lower().startswith(word)
        return is_called(self.names(row), word) or self.found_through(row, word)

    def names(self, row: Row) -> list[str]:
        """What a record is called."""
        return [row["name_zh"], row["name_en"]]

    def found_through(self, row: Row, word: str) -> bool:
        """Whether a word finds what belongs to a record."""
        return False

    def meets_policy_areas(self, row: Row, query: Query) -> bool:
        """Policy areas stay out unless they are asked for."""
        return True


def _meets(row: Row, query: Query, rules: Mapping[str, Callable[[Row, str], bool]]) -> bool:
    return all(
        any(rules[name](row, value) for value in values)
        for name, values in query.items()
        if name in rules
    )


def _single_sector(column: str) -> Callable[[Row, str], bool]:
    def rule(row: Row, value: str) -> bool:
        return (row[column] or "unknown") == value

    return rule


def _is_link(place: Row, value: str) -> bool:
    return bool(place["link"]) and f"{place['chain']}/{place['link']}" == value


def _band(yi: str) -> str:
    if not yi:
        return "unknown"
    bounds = {"under-100m": 1, "100m-1b": 10, "1b-5b": 50}
    return next((band for band, bound in bounds.items() if float(yi) < bound), "over-5b")


class Parks(Seeker):
    """Parks: several sectors in order."""

    def rows(self) -> list[Row]:
        return self.facts.parks

    def own(self) -> dict[str, Callable[[Row, str], bool]]:
        facts = self.facts
        return {
            **super().own(),
            "sector": lambda row, value: value in self._sectors(row),
            "sector_main": lambda row, value: value in self._sectors(row)[:1],
            "park": lambda row, value: facts.make_up(facts.park(row["parent_id"]), value),
            "designation": lambda row, value: value in facts.park_titles[row["id"]],
            "chain": lambda row, value: any(
                facts.is_part_of(place["chain"], value) for place in facts.park_chains[row["id"]]
            ),
            "link": lambda row, value: any(
                _is_link(place, value) for place in facts.park_chains[row["id"]]
            ),
        }

    def found_through(self, row: Row, word: str) -> bool:
        return any(word in plain(one["phrase"]) for one in self.facts.park_sectors[row["id"]])

    def _sectors(self, row: Row) -> list[str]:
        ranked = sorted(self.facts.park_sectors[row["id"]], key=lambda one: int(one["rank"]))
        return [one["sector"] or "unclassified" for one in ranked] or ["unknown"]

    def exclusive(self) -> dict[str, Callable[[Row, str], bool]]:
        return {
            "level": lambda row, value: row["level"] == value,
            "kind": lambda row, value: row["kind"] == value,
            "key_industry": lambda row, value: self._tagged(row, "key_industry", value),
            "emerging": lambda row, value: self._tagged(row, "emerging", value),
        }

    def _tagged(self, row: Row, column: str, value: str) -> bool:
        return any(value in several(one[column]) for one in self.facts.park_sectors[row["id"]])

    def neighbours(self, row: Row) -> dict[type[Seeker], Callable[[], list[Row]]]:
        return {
            Bases: lambda: self.facts.bases_in(row),
            Projects: lambda: self.facts.projects_in(row),
        }

    def meets_policy_areas(self, row: Row, query: Query) -> bool:
        return row["record"] == "park" or "include" in query.get("policy_areas", [])


class Bases(Seeker):
    """Bases: what a base has not, its host park may have."""

    def rows(self) -> list[Row]:
        return self.facts.bases

    def own(self) -> dict[str, Callable[[Row, str], bool]]:
        facts = self.facts
        return {
            **super().own(),
            "sector": _single_sector("sector"),
            "sector_main": _single_sector("sector"),
            "park": lambda row, value: facts.make_up(facts.host_of_base(row), value),
            "designation": lambda row, value: value in facts.base_titles[row["id"]],
            "chain": lambda row, value: any(
                facts.is_part_of(place["chain"], value)
                for place in facts.park_chains.get(row["host_park_ids"], [])
            ),
            "link": lambda row, value: any(
                _is_link(place, value) for place in facts.park_chains.get(row["host_park_ids"], [])
            ),
        }

    def exclusive(self) -> dict[str, Callable[[Row, str], bool]]:
        return {"base_kind": lambda row, value: row["kind"] == value}

    def neighbours(self, row: Row) -> dict[type[Seeker], Callable[[], list[Row]]]:
        host = self.facts.host_of_base(row)
        return {
            Parks: lambda: [host] if host else [],
            Projects: lambda: self.facts.projects_in(host),
        }


def _is_to_verify(row: Row) -> bool:
    """Whether a project was being built when last heard of, and that was over three months ago.

    The files hold no reports and no dates: a year counts to its end.
    """
    today = datetime.datetime.now(ZoneInfo("Asia/Shanghai")).date()
    heard_in = today.year - (1 if today.month <= 3 else 0)
    building = row["stage"] in {"started", "under_construction"}
    return building and int(row["stage_as_of"] or 0) < heard_in


class Projects(Seeker):
    """Projects: what a project has not, its park may have."""

    def rows(self) -> list[Row]:
        return self.facts.projects

    def own(self) -> dict[str, Callable[[Row, str], bool]]:
        facts = self.facts
        return {
            **super().own(),
            "sector": _single_sector("sector_slug"),
            "sector_main": _single_sector("sector_slug"),
            "park": lambda row, value: facts.make_up(facts.park_of_project(row), value),
            "designation": self._park_has_title,
            "chain": lambda row, value: any(
                facts.is_part_of(place["chain"], value) for place in facts.project_links[row["id"]]
            ),
            "link": lambda row, value: any(
                _is_link(place, value) for place in facts.project_links[row["id"]]
            ),
        }

    def names(self, row: Row) -> list[str]:
        return [*super().names(row), row["enterprise"]]

    def found_through(self, row: Row, word: str) -> bool:
        return any(
            is_called([one["name_zh"], one["name_en"], *several(one["aliases"])], word)
            for one in self.facts.enterprises_of(row)
        )

    def _park_has_title(self, row: Row, value: str) -> bool:
        park = self.facts.park_of_project(row)
        return park is not None and value in self.facts.park_titles[park["id"]]

    def exclusive(self) -> dict[str, Callable[[Row, str], bool]]:
        return {
            "stage": lambda row, value: row["stage"] == value and not _is_to_verify(row),
            "watch": lambda row, value: value == "stale" and _is_to_verify(row),
            "in_plan": lambda row, value: row["in_plan"] == value,
            "investment": lambda row, value: _band(row["investment_100m_yuan"]) == value,
            "enterprise": self._built_by,
        }

    def _built_by(self, row: Row, value: str) -> bool:
        ids = {one["id"] for one in self.facts.enterprises if one["registry_code"] == value}
        return bool(ids & set(several(row["enterprise_id"])))

    def neighbours(self, row: Row) -> dict[type[Seeker], Callable[[], list[Row]]]:
        park = self.facts.park_of_project(row)
        return {
            Parks: lambda: [park] if park else [],
            Bases: lambda: self.facts.bases_in(park),
        }
