"""What a map shows, its page says in words and lists in order; files hold the same records."""

import re
from html import unescape

import pytest

from geo.models import Belt, Division
from parks.models import Chain, ChainLink, Sector
from projects.models import Enterprise, Project
from tests.factories import EnterpriseFactory, ParkFactory, ProjectFactory
from tests.pages import ROW, bytes_of, features

pytestmark = pytest.mark.usefixtures("facts")
ITEM = re.compile(
    r'<li class="row"><div class="linked">.*?href="/\w+/([A-Z]{2}-\d+)/["?]', re.DOTALL
)
THEMES = [
    "/sectors/food/",
    "/chains/copper/",
    "/chains/copper/copper-concentrate/",
    "/belts/ha-da-qi/",
    "/divisions/230100/",
    "/divisions/230125/",
]


@pytest.fixture(autouse=True)
def _english(client):
    client.cookies["django_language"] = "en"


def mapped(client, theme_map):
    """The codes of the marks that a small map draws."""
    answer = client.get(f"{theme_map['data_url']}?{theme_map['query']}").json()
    assert answer["complete"]
    return {mark["code"] for mark in answer["records"]}


@pytest.mark.parametrize("address", THEMES)
def test_theme_lists_and_downloads_what_its_map_shows(client, address):
    response = client.get(address)
    html = response.content.decode()
    listed = set(ROW.findall(html[html.index('id="records"') :]))
    groups = [group for group in response.context["groups"] if group.count]
    assert max(group.count for group in groups) <= 50
    downloaded = [
        {feature["id"]: feature["geometry"] for feature in features(bytes_of(client.get(url)))}
        for url in (group.geojson_url for group in groups)
    ]
    assert [len(one) for one in downloaded] == [group.count for group in groups]
    assert {code for one in downloaded for code in one} == listed
    placed = {code for one in downloaded for code, geometry in one.items() if geometry}
    assert mapped(client, response.context["theme_map"]) == placed
    assert all(unescape(group.geojson_url) in unescape(html) for group in groups)


@pytest.mark.parametrize("address", [*THEMES, "/enterprises/EN-0010/"])
def test_words_beside_a_map_count_what_it_shows(client, address):
    response = client.get(address)
    words = response.context["map_words"]
    shown = len(mapped(client, response.context["theme_map"]))
    assert f"On the map: {shown} of " in words
    html = response.content.decode()
    assert f'id="{response.context["list_id"]}"' in html
    assert f'href="#{response.context["list_id"]}"' in html


def test_a_theme_without_records_says_so(client):
    division = next(
        one
        for one in Division.objects.all()
        if not any(group.count for group in client.get(one.get_absolute_url()).context["groups"])
    )
    context = client.get(division.get_absolute_url()).context
    assert context["map_words"] == "No record is registered here."


def test_compared_parks_are_on_the_map(client):
    context = client.get("/compare/", {"r": ["PK-0001", "PK-0008"]}).context
    assert mapped(client, context["theme_map"]) == {"PK-0001", "PK-0008"}
    assert client.get("/compare/").context["theme_map"] is None


def test_enterprise_lists_what_its_map_shows(client):
    for enterprise in Enterprise.objects.published()[::4]:
        response = client.get(enterprise.get_absolute_url())
        projects = Project.objects.published().filter(enterprises=enterprise)
        assert response.context["figures"][2].value == str(projects.count())
        theme_map = response.context["theme_map"]
        if theme_map:
            placed = projects.exclude(point=None).values_list("registry_code", flat=True)
            assert mapped(client, theme_map) == set(placed)
            outlined = enterprise.division and enterprise.division.parent_id
            assert bool(theme_map["outline_url"]) == bool(outlined)
        assert {project.registry_code for project in projects} <= set(
            ITEM.findall(response.content.decode())
        )


def test_enterprise_is_in_the_parks_of_its_projects(client):
    park, enterprise = ParkFactory(), EnterpriseFactory()
    for project in ProjectFactory.create_batch(2, park=park):
        project.enterprises.add(enterprise)
    response = client.get(enterprise.get_absolute_url())
    [projects, parks] = response.context["figures"][2], response.context["figures"][-1]
    assert (projects.value, parks.value) == ("2", "1")
    assert park.registry_code in ITEM.findall(response.content.decode())


def test_enterprises_beside_it_are_others_of_its_sector_and_its_prefecture(facts, client):
    rows = {row["registry_code"]: row for row in facts.enterprises}
    alike = {"sector": lambda row: row["sector"], "division": lambda row: row["place_code"][:4]}
    for code, own in list(rows.items())[::5]:
        found = client.get(f"/enterprises/{code}/").context["peers"]
        for one in found:
            key = alike[one.key]
            others = {peer for peer, row in rows.items() if key(row) == key(own)} - {code}
            shown = [peer.registry_code for peer in one.shown]
            assert set(shown) <= others
            assert len(shown) == min(len(others), 8)
            assert one.group.count == len(others) + 1
        assert ("sector" in {one.key for one in found}) <= bool(own["sector"])


def walk(client, theme):
    """The themes from `theme` on, by the links to the next."""
    visited = []
    while theme:
        visited.append(theme)
        theme = client.get(theme.get_absolute_url()).context["siblings"].next
    return visited


@pytest.mark.parametrize(
    "like",
    [
        Sector.objects.all,
        Belt.objects.all,
        lambda: Chain.objects.filter(sector__slug="food", parent=None),
        lambda: ChainLink.objects.filter(chain__slug="copper"),
        lambda: Division.objects.filter(parent="230100"),
    ],
)
def test_themes_are_walked_in_their_order(client, like):
    every = list(like())
    assert walk(client, every[0]) == every
    last = client.get(every[-1].get_absolute_url()).context["siblings"]
    assert (last.number, last.previous) == (len(every), every[-2])


def test_neighbouring_divisions_name_each_other(client):
    for division in Division.objects.exclude(parent=None)[::9]:
        for other in client.get(division.get_absolute_url()).context["neighbours"]:
            assert division in Division.objects.beside(other)
    harbin = Division.objects.beside(Division.objects.get(code="230100"))
    assert {"231200", "230600"} <= {one.code for one in harbin}
    assert not Division.objects.beside(Division.objects.get(code="230000"))


def test_parks_within_parks_stand_in_one_tree_each_once(client):
    outer = ParkFactory()
    middle, beside = ParkFactory.create_batch(2, parent=outer)
    inner = ParkFactory(parent=middle)
    ProjectFactory(park=inner)
    for park in (outer, middle, inner):
        response = client.get(park.get_absolute_url())
        tree = response.context["tree"]
        assert tree.park == outer
        assert {branch.park for branch in tree.parts} == {middle, beside}
        [only] = [part for branch in tree.parts for part in branch.parts]
        assert only.park == inner
        html = response.content.decode()
        drawn = html[html.index('class="tree"') :]
        drawn = drawn[: drawn.index("</section>")]
        assert drawn.count("aria-current") == 1
        assert drawn.count("href=") == 3
    assert client.get(outer.get_absolute_url()).context["figures"][2].value == "1"
    assert client.get(ParkFactory().get_absolute_url()).context["tree"] is None


def test_a_hidden_park_shows_nothing_of_the_tree_around_it(client):
    hidden = ParkFactory(state="draft")
    inner = ParkFactory(parent=hidden)
    assert client.get(inner.get_absolute_url()).context["tree"] is None


def test_drawing_of_the_province_is_a_table_too(client):
    context = client.get("/home/").context
    rows = context["overview"]["rows"]
    numbers = [row.count for row in rows]
    assert numbers == sorted(numbers, reverse=True)
    assert {row.url for row in rows} == {ring.url for ring in context["overview"]["rings"]}
    for row in rows:
        assert sum(number for _name, number in row.sectors) == row.count
    html = client.get("/home/").content.decode()
    assert all(f'<th scope="row"><a href="{row.url}">' in html for row in rows)
