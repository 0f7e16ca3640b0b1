"""Searching by place: what is found, how far it is, what is said, and what is refused."""

import re

import pytest
from django.contrib.gis.geos import Point, Polygon
from django.core.management import CommandError, call_command
from django.db import connection

from parks.models import Park
from projects.models import Enterprise
from records.filters.results import Results
from tests.factories import EnterpriseFactory, ParkFactory, ProjectFactory
from tests.oracle import distance_km, several
from tests.pages import marks_on_map
from tests.queries import KINDS, as_query_dict

HARBIN = (126.63, 45.75)
AROUND = {"near": ["126.63,45.75"], "km": ["60"]}
CELL = re.compile(r'<td class="number" data-label="(Distance|Nearest project)"><span>([\d.,]+) km')

pytestmark = pytest.mark.usefixtures("facts")


def addresses(query):
    files = ["/map.json", "/place.json", *(f"/{kind}.geojson" for kind in KINDS)]
    pages = ["/", *(f"/{kind}/" for kind in [*KINDS, "enterprises"])]
    return [f"{address}?{query}" for address in [*files, *pages]]


def chips(query, kind="parks"):
    return Results(as_query_dict(query), [kind]).chips


# What is found --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_the_nearest_come_first_with_their_distance(facts, client, kind):
    response = client.get(f"/{kind}/", AROUND)
    records = list(response.context["group"].filterset.qs)
    assert {record.registry_code for record in records} == facts.find(kind, AROUND)
    for record in records:
        assert record.distance_km == pytest.approx(
            distance_km(HARBIN, record.point.coords), abs=0.02
        )
    assert records == sorted(records, key=lambda one: (one.distance_km, one.registry_code))


def test_cards_say_how_far_it_is(client):
    panels = client.get("/", {**AROUND, "lang": "en"}, headers={"X-Fragment": "panels"})
    nearest = panels.context["groups"][0].records[0]
    assert f"· {nearest.distance_km:.1f} km" in panels.content.decode()
    plain = client.get("/", {"lang": "en"}, headers={"X-Fragment": "panels"})
    assert " km</p>" not in plain.content.decode()


@pytest.mark.parametrize("kind", [*KINDS, "enterprises"])
def test_tables_say_how_far_it_is(facts, client, kind):
    heading = "Nearest project" if kind == "enterprises" else "Distance"
    response = client.get(f"/{kind}/", {**AROUND, "lang": "en"})
    cells = CELL.findall(response.content.decode())
    shown = [record.distance_km for record in response.context["page_obj"]]
    assert [said == heading for said, _km in cells] == [True] * len(shown)
    assert [float(km) for _said, km in cells] == pytest.approx(shown, abs=0.051)
    assert shown == sorted(shown)
    plain = client.get(f"/{kind}/", {"lang": "en"}).content.decode()
    assert f">{heading}<" not in plain
    assert not CELL.search(plain)


def test_near_a_record_is_near_its_point(client):
    park = Park.objects.published().exclude(point=None).first()
    by_code = marks_on_map(client, "parks", {"near": park.registry_code, "km": 50})
    lon, lat = park.point.coords
    assert by_code[0]["code"] == park.registry_code
    assert by_code == marks_on_map(client, "parks", {"near": f"{lon},{lat}", "km": 50})


def test_without_kilometres_it_is_twenty_five(client):
    default = marks_on_map(client, "parks", {"near": "126.63,45.75"})
    assert default == marks_on_map(client, "parks", {"near": "126.63,45.75", "km": 25})
    assert len(default) < len(marks_on_map(client, "parks", AROUND))


def test_an_edge_belongs_to_the_place():
    park = ParkFactory(point=Point(127.5, 45.5, srid=4326), location_precision="site")
    corner = Polygon.from_bbox((127.5, 45.5, 128, 46))
    slope = Polygon(((127, 45), (128, 46), (127, 46), (127, 45)))
    beside = Polygon.from_bbox((127.500001, 45.5, 128, 46))
    assert park in Park.objects.in_area(corner)
    assert park in Park.objects.in_area(slope)
    assert park not in Park.objects.in_area(beside)


@pytest.mark.parametrize(
    "query",
    [AROUND, {"bbox": ["126,45,127,46"]}, {"area": ["125,46;126,46;126,47;125,47"]}],
    ids=["near", "bbox", "area"],
)
def test_enterprises_are_where_their_projects_are(facts, client, query):
    projects = facts.find("projects", query)
    behind = {
        identity
        for row in facts.projects
        if row["registry_code"] in projects
        for identity in several(row["enterprise_id"])
    }
    wanted = {row["registry_code"] for row in facts.enterprises if row["id"] in behind}
    found = client.get("/enterprises/", query).context["group"].filterset.qs
    assert {enterprise.registry_code for enterprise in found} == wanted != set()


def test_an_enterprise_is_as_near_as_its_nearest_published_project():
    enterprise = EnterpriseFactory()
    here = Point(*HARBIN, srid=4326)
    for lon, state in ((126.7, "published"), (126.8, "published"), (126.64, "draft")):
        point = Point(lon, 45.75, srid=4326)
        project = ProjectFactory(point=point, location_precision="site", state=state)
        project.enterprises.add(enterprise)
    found = Enterprise.objects.within_km(here, 20).nearest_first(here).get(pk=enterprise.pk)
    assert found.distance_km == pytest.approx(distance_km(HARBIN, (126.7, 45.75)), abs=0.001)
    assert enterprise not in Enterprise.objects.within_km(here, 1)


def test_indexes_are_used():
    Park.objects.bulk_create(
        ParkFactory.build(
            point=Point(122 + number % 120 / 10, 44 + number / 250, srid=4326),
            location_precision="site",
        )
        for number in range(2000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE parks_park")
    here = Point(*HARBIN, srid=4326)
    near = Park.objects.within_km(here, 5).nearest_first(here)
    assert "park_geography_gist" in near.explain()
    inside = Park.objects.in_area(Polygon.from_bbox((126, 45, 126.2, 45.2))).order_by()
    assert "Index Cond: (point" in inside.explain()


# What is said ---------------------------------------------------------------------------------


def test_chips_say_the_place_in_words():
    park = Park.objects.published().exclude(point=None).first()
    query = {"near": [park.registry_code], "km": ["7.5"], "sector": ["food"]}
    labels = dict(chips(query))
    assert labels[f"{park.name}周边 7.5 公里"] == "?sector=food"
    assert len(labels) == 2
    assert [label for label, _url in chips({"bbox": ["126,45,127,46"]})] == ["8,700 平方公里矩形内"]
    assert [label for label, _url in chips({"area": ["126,45;127,45;127,46"]})] == [
        "4,300 平方公里自绘区域内"
    ]


def test_following_the_view_narrows_nothing_by_itself(client):
    assert client.get("/map.json?follow=1").json() == client.get("/map.json").json()


def test_what_is_typed_is_read_and_drawn(client):
    park = Park.objects.published().exclude(point=None).first()
    answer = client.get("/place.json", {"near": park.registry_code.lower(), "km": "７.5"}).json()
    lon, lat = park.point.coords
    assert answer == {
        "params": {"near": park.registry_code, "km": "7.5"},
        "shapes": [{"lon": lon, "lat": lat, "km": 7.5}],
        "label": park.name_zh,
    }
    answer = client.get("/place.json?bbox=126.0,45,127,46&area=1,1;2,1;2,2").json()
    assert answer["params"] == {"bbox": "126,45,127,46", "area": "1,1;2,1;2,2"}
    assert answer["shapes"][1] == {"corners": [[1, 1], [2, 1], [2, 2], [1, 1]]}
    assert client.get("/place.json").json() == {"params": {}, "shapes": [], "label": ""}


# What is refused ------------------------------------------------------------------------------

BAD = {
    "bbox=126,45": "bbox",
    "bbox=45,126,46,127": "126,45;127,46",
    "bbox=127,45,126,46": "126,45,127,46",
    "bbox=1,2,3,4&bbox=1,2,3,4": "bbox",
    "bbox=%00": "bbox",
    "area=126,45;127,45": "area",
    "area=126,45;127,46;127,45;126,46": "126.5,45.5",
    "near=45.75,126.63": "126.63,45.75",
    "near=PK-9999": "PK-9999",
    "near=EN-0001": "EN-0001",
    "near=%00": "near",
    "near=126.63,45.75&km=0": "km",
    "near=126.63,45.75&km=abc": "abc",
    "km=25": "near",
    "near=%20&km=25": "near",
    f"near={'x' * 5000}": "near",
    f"bbox={'1,' * 3000}": "bbox",
    f"area={'1,1;' * 1500}": "area",
}


@pytest.mark.parametrize("query", BAD, ids=lambda query: query[:40])
def test_every_address_refuses_it_in_words(client, query):
    for address in addresses(query):
        response = client.get(address)
        assert response.status_code == 400, address[:80]
        page = "errors" not in (response.json() if ".json" in address else {})
        errors = (
            response.context["errors"] if page and response.context else response.json()["errors"]
        )
        assert len(errors) == 1
        assert BAD[query] in errors[0]
        assert len(errors[0]) < 300


def test_the_rest_of_the_query_stays(client):
    response = client.get("/parks/?bbox=1,2,3&sector=food")
    assert response.status_code == 400
    assert response.context["query"] == "bbox=1%2C2%2C3&sector=food"


def test_export_says_what_is_wrong(tmp_path):
    with pytest.raises(CommandError, match="bbox"):
        call_command("export", "parks", "--bbox=1,2", "-o", str(tmp_path / "none"))
