"""Synthetic parks, enterprises and projects, mixed as the real ones are.

The same seed gives the same records. They stand beside the real ones of the fixtures, from which
divisions, chains and mixtures are taken.
"""

from decimal import Decimal
from random import Random
from typing import Any

from django.contrib.gis.geos import Point
from django.db import transaction

from benchmarks.naming import Names, product
from benchmarks.places import Place, Places
from benchmarks.words import SOURCE
from geo.copying import copy_in
from geo.enums import Confidence
from geo.models import Division
from parks.enums import DesignationKind
from parks.models import ChainLink, Designation, Park, ParkChain, ParkSector
from projects.enums import EnterpriseKind, InPlan
from projects.models import Enterprise, Project, ProjectChain
from records.enums import State

# Far above the code of any real record.
FIRST_NUMBER = 1_000_001
AT_ONCE = 5_000
PROJECTS_PER_ENTERPRISE = 3

# A log-normal sum: half of the projects cost less than three hundred million yuan.
MEDIAN_YUAN = 3e8
SIGMA = 1.4
HIGHEST_YUAN = Decimal(10**12)


@transaction.atomic
def fill(*, projects: int, parks: int, seed: int) -> None:
    """Add so many synthetic parks and projects, with enterprises, to the database."""
    maker = Maker(seed)
    maker.make_parks(parks)
    enterprises = maker.make_enterprises(max(1, projects // PROJECTS_PER_ENTERPRISE))
    for start in range(0, projects, AT_ONCE):
        maker.make_projects(start, min(AT_ONCE, projects - start), enterprises)


class Maker:
    """Makes records from one stream of random numbers."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.places = Places(self.random)
        self.names = Names(self.random)
        self.links = list(ChainLink.objects.select_related("chain__sector").order_by("pk"))
        self.real_parks = list(Park.objects.order_by("registry_code"))
        self.real_projects = list(Project.objects.order_by("registry_code"))
        self.parks_in: dict[str, list[Park]] = {}

    def chance(self, share: float) -> bool:
        """True in about this share of the cases."""
        return self.random.random() < share

    def make_parks(self, number: int) -> None:
        """Parks with their leading industries, chains and titles."""
        parks = copy_in(self.park(position) for position in range(number))
        for park in parks:
            self.parks_in.setdefault(park.division_id, []).append(park)
        links = {park.pk: self.random.sample(self.links, 4) for park in parks}
        industries = [one for park in parks for one in self.industries(park, links[park.pk])]
        copy_in(industries)
        copy_in(
            ParkChain(
                park=park,
                chain=links[park.pk][0].chain,
                link=links[park.pk][0],
                basis=SOURCE,
                confidence=Confidence.LOW,
            )
            for park in parks
            if self.chance(0.4)
        )
        copy_in(self.title(park) for park in parks if self.chance(0.15))

    def park(self, position: int) -> Park:
        """A park with level and kind of a real one."""
        real, place = self.random.choice(self.real_parks), self.places.draw()
        link = self.random.choice(self.links)
        name_zh, name_en = self.names.park(place.division, link, real.kind)
        return Park(
            **registered("PK", position, name_zh, name_en),
            **located(place),
            record=real.record,
            level=real.level,
            level_basis=real.level_basis,
            level_confidence=real.level_confidence,
            kind=real.kind,
            status=real.status,
            approval_year=self.random.randint(1985, 2024) if self.chance(0.6) else None,
            planned_area_ha=self.random.randint(50, 6000) if self.chance(0.5) else None,
        )

    def industries(self, park: Park, links: list[ChainLink]) -> list[ParkSector]:
        """The leading industries: none for a third of the parks, and some that fit no sector."""
        if self.chance(0.35):
            return []
        return [
            ParkSector(
                park=park,
                rank=rank,
                phrase=product(link)[:60],
                sector=None if (fits_none := self.chance(0.1)) else link.chain.sector,
                reason=SOURCE if fits_none else "",
                basis=SOURCE,
                confidence=Confidence.LOW,
            )
            for rank, link in enumerate(links[: self.random.randint(1, 4)], 1)
        ]

    def title(self, park: Park) -> Designation:
        """A title of a park."""
        kind = self.random.choice(DesignationKind.values)
        return Designation(
            designation_id=f"S{park.registry_code[3:]}",
            park=park,
            kind=kind,
            specialty=SOURCE if kind == DesignationKind.OTHER else "",
            year=self.random.randint(2008, 2024),
            source=SOURCE,
            confidence=Confidence.LOW,
        )

    def make_enterprises(self, number: int) -> list[Enterprise]:
        """Enterprises, no two of one name."""
        taken: set[str] = set()
        made = (self.enterprise(position, taken) for position in range(number))
        return copy_in(made)

    def enterprise(self, position: int, taken: set[str]) -> Enterprise:
        """An enterprise; its short name is another name of it."""
        division = self.places.division(self.places.counties)
        link = self.random.choice(self.links)
        name_zh, short = self.names.enterprise(division, link)
        if name_zh in taken:
            name_zh += f"({position})"
        taken.add(name_zh)
        return Enterprise(
            **registered("EN", position, name_zh, ""),
            aliases=[short],
            kind=self.random.choice([EnterpriseKind.COMPANY, EnterpriseKind.GROUP]),
            sector=link.chain.sector,
            division=division,
        )

    def make_projects(self, start: int, number: int, enterprises: list[Enterprise]) -> None:
        """Projects with their enterprises and places in chains."""
        builders = [self.builders(enterprises) for _one in range(number)]
        links = self.random.choices(self.links, k=number)
        projects = copy_in(
            self.project(start + position, links[position], builders[position])
            for position in range(number)
        )
        through = Project.enterprises.through
        copy_in(
            through(project_id=project.pk, enterprise_id=builder.pk)
            for project, own in zip(projects, builders, strict=True)
            for builder in own
        )
        copy_in(
            ProjectChain(
                project=project,
                chain=link.chain,
                link=link if self.chance(0.7) else None,
                basis=SOURCE,
                confidence=Confidence.LOW,
            )
            for project, link in zip(projects, links, strict=True)
            if self.chance(0.75)
        )

    def builders(self, enterprises: list[Enterprise]) -> list[Enterprise]:
        """None, one or two enterprises, each once."""
        drawn = self.random.choices(enterprises, k=self.random.choices((0, 1, 2), (15, 70, 15))[0])
        return list(dict.fromkeys(drawn))

    def project(self, position: int, link: ChainLink, builders: list[Enterprise]) -> Project:
        """A project with the stage of a real one."""
        real, place = self.random.choice(self.real_projects), self.places.draw()
        company = builders[0].aliases[0][2:] if builders else ""
        name_zh, name_en = self.names.project(place.division, link, company)
        park = self.park_near(place.division)
        return Project(
            **registered("PJ", position, name_zh, name_en),
            **located(place),
            location_confidence=Confidence.LOW,
            enterprise_text="; ".join(one.name_zh for one in builders),
            sector=link.chain.sector,
            park=park,
            park_basis=SOURCE if park else "",
            park_confidence=Confidence.LOW if park else "",
            investment_yuan=self.investment_yuan(),
            stage=real.stage,
            stage_year=self.random.randint(2006, 2025),
            in_plan=self.random.choice([InPlan.NO, InPlan.UNKNOWN]),
        )

    def park_near(self, division: Division) -> Park | None:
        """A park of the same division, for some of the projects."""
        near = self.parks_in.get(division.code)
        return self.random.choice(near) if near and self.chance(0.35) else None

    def investment_yuan(self) -> Decimal | None:
        """A sum of three figures; for three projects in ten it is not known."""
        if self.chance(0.3):
            return None
        drawn = MEDIAN_YUAN * self.random.lognormvariate(0, SIGMA)
        return min(Decimal(f"{drawn:.2e}"), HIGHEST_YUAN)


def registered(prefix: str, position: int, name_zh: str, name_en: str) -> dict[str, Any]:
    """What every registered thing has."""
    return {
        "registry_code": f"{prefix}-{FIRST_NUMBER + position}",
        "name_zh": name_zh,
        "name_en": name_en,
        "source": SOURCE,
        "confidence": Confidence.LOW,
        "state": State.PUBLISHED,
    }


def located(place: Place) -> dict[str, Any]:
    """What everything with a place has."""
    point: Point | None = place.point
    return {
        "division": place.division,
        "location_precision": place.precision,
        "location_source": SOURCE,
        "point": point,
    }
