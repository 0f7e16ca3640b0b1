"""After loading, the registry counts what `fixtures/counts.txt` says, line by line."""

import re

import pytest
from django.conf import settings
from django.db.models import Count, F

from geo.models import Belt, BeltMember, Division
from parks.models import (
    Base,
    Chain,
    ChainLink,
    Designation,
    EmergingIndustry,
    KeyIndustry,
    Park,
    ParkChain,
    ParkSector,
    Sector,
)
from projects.models import Enterprise, Project, ProjectChain, ProjectPlanItem
from records import collections
from records.models import BeltRecord, PlanItem
from tests.oracle import read
from tests.queries import as_query_dict

COUNTS = (settings.FIXTURES_FOLDER / "counts.txt").read_text(encoding="utf-8").splitlines()
PERHAPS = r"(?: \(only the prefecture is known\))?"
ALL = {"policy_areas": ["include"]}


def found(kind, **query):
    """The records of a query, through the very filters of the pages."""
    query = {name: value if isinstance(value, list) else [value] for name, value in query.items()}
    return collections.get(kind).filtered(as_query_dict(query)).qs


def rows(name):
    """How many rows of a file the tables hold."""
    return ROWS[name]()


ROWS = {
    "bases.csv": Base.objects.count,
    "belt_members.csv": BeltMember.objects.count,
    "belt_records.csv": BeltRecord.objects.count,
    "belts.csv": Belt.objects.count,
    "chain_links.csv": ChainLink.objects.count,
    "chains.csv": Chain.objects.count,
    "designations.csv": Designation.objects.count,
    "enterprises.csv": Enterprise.objects.count,
    "park_chains.csv": ParkChain.objects.count,
    "park_sectors.csv": ParkSector.objects.count,
    "parks.csv": lambda: Park.objects.count() + titles_of_parks_csv(),
    "places.csv": Division.objects.count,
    "plan_items.csv": PlanItem.objects.count,
    "project_links.csv": lambda: sum(is_tied(row) for row in read("project_links.csv")),
    "projects.csv": Project.objects.count,
}


def titles_of_parks_csv():
    """Rows of parks.csv that are only a title stand among the designations."""
    return Designation.objects.filter(note__contains="of parks.csv is this title").count()


def is_tied(row):
    """Whether all that a row of project_links.csv ties to a project is tied to it."""
    code = {one["id"]: one["registry_code"] for one in [*read("parks.csv"), *read("projects.csv")]}
    project = Project.objects.get(registry_code=code[row["project_id"]])
    return all(
        [
            not row["park_id"] or project.park.registry_code == code[row["park_id"]],
            not row["chain"] or in_chain(project, row["chain"], row["link"]),
            not row["plan_item_id"]
            or ProjectPlanItem.objects.filter(
                project=project, plan_item=row["plan_item_id"]
            ).exists(),
        ]
    )


def in_chain(project, chain, link):
    places = ProjectChain.objects.filter(project=project, chain__slug=chain)
    at_link = places.filter(link__slug=link, link__chain=F("chain"))
    return (at_link if link else places.filter(link=None)).exists()


def policy_areas():
    return Park.objects.published().policy_areas()


def level_basis(basis):
    return Park.objects.parks().filter(level_basis="" if basis == "(empty)" else basis).count()


def chains_with_links():
    return Chain.objects.filter(kind="chain").annotate(n=Count("links")).filter(n__gt=0).count()


# What a line says -> how the registry counts it. A line that meets none of them fails.
RULES = {
    r"rows (.+)": rows,
    r"parks designation_only": titles_of_parks_csv,
    r"parks park": lambda: found("parks").count(),
    r"parks policy_area": lambda: found("parks", **ALL).count() - found("parks").count(),
    r"parks \(record park\) level (\w+)": lambda level: found("parks", level=level).count(),
    r"parks \(policy_area\) level (\w+)": lambda level: policy_areas().filter(level=level).count(),
    r"parks \(record park\) level_basis (.+)": level_basis,
    r"parks with a parent \(record park\)": lambda: (
        Park.objects.parks().exclude(parent=None).count()
    ),
    r"bases (demonstration_base|plan_base)": lambda kind: found("bases", base_kind=kind).count(),
    r"bases with a point": lambda: found("bases").exclude(point=None).count(),
    r"designations (\w+)": lambda kind: Designation.objects.filter(kind=kind).count(),
    r"chains (chain|field)": lambda kind: Chain.objects.filter(kind=kind).count(),
    r"chains with a parent": lambda: Chain.objects.exclude(parent=None).count(),
    r"chains \(kind chain\) with links": chains_with_links,
    r"links (\w+)": lambda basis: ChainLink.objects.filter(order_basis=basis).count(),
    r"members (\S+)": lambda belt: Division.objects.filter(belts__slug=belt).count(),
    r"(parks|bases|projects) in (\S+)": lambda kind, belt: found(kind, belt=belt).count(),
    r"policy areas in (\S+)": lambda belt: (
        found("parks", belt=belt, **ALL).count() - found("parks", belt=belt).count()
    ),
    rf"(parks|bases|projects) perhaps in (\S+){PERHAPS}": lambda kind, belt: found(
        kind, perhaps_in=belt
    ).count(),
    rf"policy areas perhaps in (\S+){PERHAPS}": lambda belt: (
        policy_areas().perhaps_in_belt(belt).count()
    ),
    r"projects stage (\w+)": lambda stage: Project.objects.filter(stage=stage).count(),
    r"projects in_plan (\w+)": lambda in_plan: found("projects", in_plan=in_plan).count(),
    r"projects sector (\S+)": lambda sector: found("projects", sector=sector).count(),
    r"enterprises (company|group|institute|university)": lambda kind: found(
        "enterprises", enterprise_kind=kind
    ).count(),
    r"enterprises of the plan": lambda: Enterprise.objects.filter(in_plan=True).count(),
    r"park_sectors without a sector": lambda: ParkSector.objects.filter(sector=None).count(),
    r"parks \(distinct\) in sector (\S+)": lambda sector: found(
        "parks", sector=sector, **ALL
    ).count(),
    r"parks without a leading industry": lambda: found("parks", sector="unknown", **ALL).count(),
    r"places with a statistical code": lambda: Division.objects.filter(
        code_kind="statistical"
    ).count(),
    r"places outside the polygon": lambda: Division.objects.filter(
        seat_outside_boundary=True
    ).count(),
}


def count_of(label):
    """Count what a label names; a label that nothing here understands is an error."""
    for pattern, rule in RULES.items():
        said = re.fullmatch(pattern, label)
        if said:
            return rule(*said.groups())
    raise LookupError(label)


def test_every_line_is_so(facts):
    said = dict(line.split(" = ") for line in COUNTS)
    assert len(said) == len(COUNTS)
    counted = {label: str(count_of(label)) for label in said}
    assert counted == said


def test_a_line_that_nothing_understands_fails(facts):
    with pytest.raises(LookupError):
        count_of("parks on the moon")


def test_where_no_line_says_perhaps_there_is_none(facts):
    said = {line.split(" (only")[0] for line in COUNTS if "perhaps" in line}
    for belt in Belt.objects.all():
        for kind in ("parks", "bases", "projects"):
            label = f"{kind} perhaps in {belt.slug}"
            assert (label in said) == (count_of(label) > 0)


def test_the_page_offers_what_is_perhaps_in_a_belt(facts, client):
    groups = client.get("/parks/?belt=ha-da-qi").context["groups"]
    parks = next(group for group in groups if group.slug == "parks")
    assert parks.count == 19
    assert parks.perhaps == 4
    offered = client.get(parks.perhaps_url)
    assert offered.context["group"].count == 4
    assert parks.perhaps_url in client.get("/parks/?belt=ha-da-qi").content.decode()


def test_the_short_lists_are_whole(facts):
    assert [Sector.objects.count(), KeyIndustry.objects.count()] == [12, 10]
    assert EmergingIndustry.objects.count() == 6
