"""Rings in place of marks: they add up to the records that the filters find in the frame."""

import random
from collections import Counter
from decimal import Decimal

import pytest
from django.contrib.gis.geos import Point
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from parks.models import Park
from projects.models import Project
from records.enums import LocationPrecision, State
from records.maps.clusters import WORLD, Frame
from tests.factories import BaseFactory, ParkFactory, ParkSectorFactory, ProjectFactory
from tests.pages import marks_on_map

PROVINCE = (121.2, 43.4, 135.1, 53.6)
SEAT = (127.484, 45.755)
KINDS = ("parks", "bases", "projects")


@pytest.fixture
def crowd(facts, settings):
    """Synthetic records at random points and many at one, drawn as rings."""
    settings.MAP_RECORDS_AT_ONCE = 20
    settings.MAP_RECORDS_IN_FRAME = 10
    chance = random.Random(20120101)  # noqa: S311 - nothing secret

    def place():
        west, south, east, north = PROVINCE
        spot = (chance.uniform(west, east), chance.uniform(south, north))
        point = Point(*chance.choice([spot, SEAT]), srid=4326)
        return {"point": point, "location_precision": LocationPrecision.COUNTY_SEAT}

    for park in ParkFactory.create_batch(20):
        Park.objects.filter(pk=park.pk).update(**place())
    for sector_id in (1, 2, None):
        park = ParkFactory(**place())
        ParkSectorFactory(park=park, rank=2, sector_id=3)
        ParkSectorFactory(park=park, rank=1, sector_id=sector_id, reason="synthetic")
    BaseFactory(sector_id=4, **place())
    for number in range(80):
        yuan = Decimal("1.5e8") * number if number % 3 else None
        ProjectFactory(sector_id=1 + number % 4, investment_yuan=yuan, **place())


def asked(client, frame=PROVINCE, zoom=7, **query):
    """What the map gets for a frame."""
    box = ",".join(str(degrees) for degrees in frame)
    query = {"show": KINDS, **query, "frame": box, "zoom": zoom}
    response = client.get("/map.json", query)
    assert response.status_code == 200, response.content.decode()
    return response.json()


def everything(client, settings, query):
    """The marks of all records of the query, which other tests hold against the files."""
    settings.MAP_RECORDS_AT_ONCE = 5000
    marks = [mark for kind in KINDS for mark in marks_on_map(client, kind, query)]
    settings.MAP_RECORDS_AT_ONCE = 20
    return marks


def sums_of_marks(marks):
    known = [mark["yuan"] for mark in marks if "yuan" in mark]
    return {
        "count": len(marks),
        "sectors": Counter(mark["sector"] for mark in marks),
        "kinds": Counter(mark["group"] for mark in marks),
        "yuan": sum(known),
        "known": len(known),
    }


def sums_of_answer(answer):
    sums = sums_of_marks(answer["records"])
    for ring in answer["clusters"]:
        assert ring["count"] == sum(ring["sectors"].values()) == sum(ring["kinds"].values()) > 1
        sums["count"] += ring["count"]
        sums["sectors"] += Counter(ring["sectors"])
        sums["kinds"] += Counter(ring["kinds"])
        sums["yuan"] += ring["investment_yuan"]
        sums["known"] += ring["investment_known"]
    return sums


def inside(marks, box):
    west, south, east, north = box
    return [m for m in marks if west <= m["lon"] <= east and south <= m["lat"] <= north]


def frames():
    """Frames anywhere in and round the province."""
    lon, lat = st.floats(119, 137), st.floats(42, 55)
    box = st.tuples(lon, lat, st.floats(0.01, 9), st.floats(0.01, 6))
    return box.map(lambda b: (b[0], b[1], b[0] + b[2], b[1] + b[3]))


QUERIES = [{}, {"sector": "food"}, {"show": ["projects"]}, {"q": "合成"}, {"level": "national"}]


@hypothesis_settings(max_examples=60)
@given(frame=frames(), zoom=st.floats(4, 19), query=st.sampled_from(QUERIES))
def test_rings_and_marks_add_up_to_the_records_in_the_frame(
    crowd, client, settings, frame, zoom, query
):
    shown = query.get("show", KINDS)
    narrowing = {name: value for name, value in query.items() if name != "show"}
    expected = [m for m in everything(client, settings, narrowing) if m["group"] in shown]
    answer = asked(client, frame, zoom, **query)
    assert answer["total"] == len(expected)
    assert answer["complete"] == (len(expected) <= 20)
    if not answer["complete"]:
        expected = inside(expected, Frame.around(frame, zoom)[:4])
    assert sums_of_answer(answer) == sums_of_marks(expected)


def test_a_ring_stands_among_its_records(crowd, client, settings):
    marks = everything(client, settings, {})
    rings = asked(client)["clusters"]
    assert len(rings) > 5
    for ring in rings:
        west, south, east, north = ring["bounds"]
        own = inside(marks, ring["bounds"])
        assert west <= ring["lon"] <= east
        assert south <= ring["lat"] <= north
        assert len(own) >= ring["count"]
        assert east - west <= Frame.around(PROVINCE, 7).cell_width + 1e-4


def test_few_records_come_as_marks_whatever_the_frame(crowd, client, settings):
    settings.MAP_RECORDS_AT_ONCE = 5000
    answer = asked(client, (0, 0, 1, 1))
    assert answer["complete"]
    assert answer["total"] == len(answer["records"]) > 100
    assert answer["clusters"] == []


def test_where_few_are_near_they_come_as_marks(crowd, client):
    answer = asked(client, (121.2, 52, 124, 53.6), 12)
    assert not answer["complete"]
    assert answer["clusters"] == []
    assert 0 < len(answer["records"]) <= 10


def test_the_limit_itself_is_few_enough(crowd, client, settings):
    total = asked(client)["total"]
    settings.MAP_RECORDS_AT_ONCE = total
    assert asked(client)["complete"]
    settings.MAP_RECORDS_AT_ONCE = total - 1
    assert not asked(client)["complete"]


def test_many_records_at_one_point_are_one_ring(crowd, client):
    lon, lat = SEAT
    answer = asked(client, (lon - 0.001, lat - 0.001, lon + 0.001, lat + 0.001), 22)
    [ring] = answer["clusters"]
    assert ring["bounds"] == [lon, lat, lon, lat]
    assert ring["count"] > 40


def test_neighbouring_views_get_the_same_answer(crowd, client):
    width = Frame.around(PROVINCE, 7).cell_width
    west, south, east, north = Frame.around(PROVINCE, 7)[:4]
    moved = (west + width / 3, south, east - width / 3, north)
    assert asked(client, moved) == asked(client, (west, south, east, north))


def test_without_a_frame_the_whole_world_is_looked_at(crowd, client):
    answer = client.get("/map.json", {"show": KINDS}).json()
    assert sums_of_answer(answer)["count"] == answer["total"]


def test_a_large_frame_never_gets_more_cells_than_a_screen_has_room_for():
    frame = Frame.around(WORLD, 24)
    assert (frame.east - frame.west) / frame.cell_width <= 160


def test_drafts_are_in_no_ring(crowd, client):
    before = asked(client)["total"]
    draft = ProjectFactory(draft=True, point=Point(*SEAT, srid=4326), location_precision="site")
    assert asked(client)["total"] == before
    Project.objects.filter(pk=draft.pk).update(state=State.PUBLISHED)
    assert asked(client)["total"] == before + 1


@pytest.mark.parametrize(
    "frame",
    [
        "x",
        "1,2,3",
        "1,2,3,4,5",
        "135,43,121,53",
        "121,53,135,43",
        "121,43,121,53",
        "-181,43,135,53",
        "121,43,135,91",
        "nan,43,135,53",
        "inf,43,135,53",
        "121;43;135;53",
        "<img src=x>",
    ],
)
def test_a_frame_that_is_none_is_named(facts, client, frame):
    response = client.get("/map.json", {"frame": frame, "lang": "en"})
    assert response.status_code == 400
    [problem] = response.json()["errors"]
    assert f"“{frame}” is no frame" in problem
    assert "121.2,43.4,135.1,53.6" in problem


@pytest.mark.parametrize("zoom", ["x", "-1", "25", "nan", "inf", "1e9"])
def test_a_zoom_that_is_none_is_named(facts, client, zoom):
    response = client.get("/map.json", {"zoom": zoom, "lang": "en"})
    assert response.status_code == 400
    [problem] = response.json()["errors"]
    assert f"“{zoom}” is no zoom" in problem
