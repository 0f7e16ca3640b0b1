"""Record and theme pages say what the files say: figures, what is inside, what is near."""

import re
from decimal import Decimal
from math import asin, cos, radians, sin, sqrt

import pytest

from parks.models import Chain, Park
from projects.models import Project
from tests.factories import ParkFactory, ProjectFactory
from tests.oracle import read
from tests.pages import bytes_of, features

YI = Decimal(100_000_000)


@pytest.fixture(autouse=True)
def _english(client):
    client.cookies["django_language"] = "en"


def figures(client, address):
    """The key figures of a page by label: the value as text, and the remark."""
    shown = client.get(address).context["figures"]
    return {one.label: (re.sub(r"<[^>]+>", "", one.value), one.note) for one in shown}


def yuan(rows):
    """The sum in yuan of the rows that give one, and how many those are."""
    known = [Decimal(row["investment_100m_yuan"]) for row in rows if row["investment_100m_yuan"]]
    return sum(known) * YI, len(known)


THEMES = [
    ("/sectors/chemicals/", "sector", "chemicals"),
    ("/chains/copper/", "chain", "copper"),
    ("/belts/ha-da-qi/", "belt", "ha-da-qi"),
    ("/belts/mu-sui/", "belt", "mu-sui"),
    ("/divisions/230100/", "division", "230100"),
    ("/divisions/230000/", "division", "230000"),
]


@pytest.mark.parametrize(("address", "name", "value"), THEMES)
def test_theme_figures_are_those_of_the_files(facts, client, address, name, value):
    said = figures(client, address)
    query = {name: [value]}
    found = {kind: facts.find(kind, query) for kind in ("parks", "bases", "projects")}
    for kind, codes in found.items():
        assert said[kind.capitalize()][0] == str(len(codes))
    projects = [row for row in facts.projects if row["registry_code"] in found["projects"]]
    total, known = yuan(projects)
    if known:
        # The exact sum stands in the title of the figure.
        html = client.get(address).content.decode()
        assert f"{total:,.0f} yuan" in html
    if known < len(projects):
        value, note = said["Known investment"]
        assert (str(len(projects) - known) in note) if known else value == "unknown"
    parks = [row for row in facts.parks if row["registry_code"] in found["parks"]]
    national = sum(row["level"] == "national" for row in parks)
    assert (f"National {national}" in said["Parks"][1]) == bool(national)


def test_park_figures_count_the_parks_inside_it_too(facts, client):
    park = next(row for row in facts.parks if row["registry_code"] == "PK-0008")
    inside = facts.find("projects", {"park": ["PK-0008"]})
    projects = [row for row in facts.projects if row["registry_code"] in inside]
    total, known = yuan(projects)
    said = figures(client, "/parks/PK-0008/")
    assert said["Projects"][0] == str(len(projects))
    assert said["Projects"][1]
    assert said["Approved area"][0] == f"{Decimal(park['approved_area_ha']).normalize():f} ha"
    assert f"known of {known}," in said["Known investment"][1]
    assert f"{total:,.0f} yuan" in client.get("/parks/PK-0008/").content.decode()
    assert said["Parks inside it"][0] == str(len(facts.find("parks", {"park": ["PK-0008"]})))


def test_what_nobody_knows_is_said_and_never_nought(facts, client):
    park = ParkFactory()
    assert figures(client, park.get_absolute_url())["Approved area"][0] == "unknown"
    ProjectFactory(park=park, investment_yuan=None)
    said = figures(client, park.get_absolute_url())
    assert said["Projects"][0] == "1"
    assert said["Known investment"][0] == "unknown"


def test_parks_stand_within_parks_both_ways(facts, client):
    outer = ParkFactory()
    middle = ParkFactory(parent=outer)
    inner = ParkFactory(parent=middle)
    project = ProjectFactory(park=inner)
    html = client.get(outer.get_absolute_url()).content.decode()
    for record in (middle, inner, project):
        assert record.get_absolute_url() in html
    assert outer.get_absolute_url() in client.get(middle.get_absolute_url()).content.decode()
    assert middle.get_absolute_url() in client.get(inner.get_absolute_url()).content.decode()


def haversine_km(one, other):
    lon1, lat1, lon2, lat2 = map(radians, (*one, *other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0088 * asin(sqrt(half))


@pytest.mark.parametrize("code", ["PK-0001", "PK-0030", "PJ-0010"])
def test_near_is_what_the_files_place_within_25_km(facts, client, code):
    rows = {row["registry_code"]: row for row in [*facts.parks, *facts.bases, *facts.projects]}
    here = position(rows[code])
    model = Park if code.startswith("PK") else Project
    context = client.get(model.objects.get(registry_code=code).get_absolute_url()).context
    shown = {one.group.slug: one for one in context["near"]}
    for kind in ("parks", "bases", "projects"):
        near = {
            other: haversine_km(here, position(rows[other]))
            for other in facts.find(kind, {})
            if other != code and rows[other]["lon"]
        }
        # The sphere and the ellipsoid differ by up to 0.5 %: what lies on the edge may be either.
        assert not [km for km in near.values() if 24.8 < km < 25.2]
        expected = [other for other, km in near.items() if km <= 25]
        assert (shown[kind].count if kind in shown else 0) == len(expected)
        for record in shown[kind].shown if kind in shown else []:
            assert record.distance_km == pytest.approx(near[record.registry_code], rel=0.006)
        distances = [record.distance_km for record in (shown[kind].shown if kind in shown else [])]
        assert distances == sorted(distances)


def position(row):
    return float(row["lon"]), float(row["lat"])


def test_distances_from_a_seat_are_said_to_be_so(facts, client):
    imprecise = Park.objects.parks().filter(location_precision="county_seat").first()
    response = client.get(imprecise.get_absolute_url())
    assert response.context["near"]
    assert "Measured from the county seat" in response.content.decode()
    assert "Measured from" not in client.get("/parks/PK-0001/").content.decode()


def test_nearest_parks_of_the_same_main_sector(facts, client):
    context = client.get("/parks/PK-0001/").context
    same = facts.find("parks", {"sector_main": ["equipment"]})
    shown = [park.registry_code for park in context["same_sector"]]
    assert shown
    assert set(shown) <= same - {"PK-0001"}


def test_download_of_a_record_is_this_record_alone(facts, client):
    for record in [*Park.objects.published()[::9], *Park.objects.policy_areas()[:1]]:
        url = client.get(record.get_absolute_url()).context["geojson_url"]
        [feature] = features(bytes_of(client.get(url)))
        assert feature["id"] == record.registry_code


def test_divisions_below_add_up(facts, client):
    context = client.get("/divisions/230000/").context
    for child, counts in context["children"]:
        for group, count in zip(context["groups"], counts, strict=True):
            assert count == len(facts.find(group.slug, {"division": [child.code]})), child.code


def test_chain_page_counts_who_is_at_each_link(facts, client):
    links = read("project_links.csv")
    for chain in Chain.objects.exclude(links=None):
        steps = client.get(chain.get_absolute_url()).context["steps"]
        assert [step.link.pk for step in steps] == [link.pk for link in chain.links.all()]
        for step in steps:
            rows = [
                row["project_id"]
                for row in links
                if (row["chain"], row["link"]) == (chain.slug, step.link.slug)
            ]
            assert dict(step.counts).get("Projects", 0) == len(set(rows)), step.link


def test_links_lead_along_the_chain(facts, client):
    for chain in Chain.objects.exclude(links=None):
        links = list(chain.links.all())
        for number, link in enumerate(links):
            context = client.get(link.get_absolute_url()).context
            before, after, beside = context["before"], context["after"], context["beside"]
            parallel = link.order_basis == "parallel"
            assert (before.link if before else None) == (
                links[number - 1] if number and not parallel else None
            )
            follower = links[number + 1] if number + 1 < len(links) else None
            in_order = follower and follower.order_basis != "parallel"
            assert (after.link if after else None) == (follower if in_order else None)
            assert all(one.order_basis == "parallel" for one in beside)
            assert link not in beside


def test_a_link_is_known_only_in_its_chain(facts, client):
    assert client.get("/chains/copper/copper-ore/").status_code == 200
    assert client.get("/chains/rice/copper-ore/").status_code == 404
    assert client.get("/chains/copper/none/").status_code == 404
