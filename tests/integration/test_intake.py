"""The answer to a pasted coordinate, and the form that keeps what was pasted."""

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.urls import reverse

from geo.datums import distance_m
from projects.models import Project
from records.review.editors import form_for, values_now
from records.review.values import as_data
from tests.factories import BaseFactory, ParkFactory, UserFactory
from tests.unit.test_registration import BINXIAN, filled

pytestmark = pytest.mark.usefixtures("facts")
# Baidu's own metres of a place in 宾县.
LINK = "https://map.baidu.com/@14191600,5734000,15z"


@pytest.fixture
def clerk():
    return UserFactory(contributor=True, territory=[BINXIAN])


@pytest.fixture
def ask(client, clerk):
    client.force_login(clerk)

    def asked(text, **query):
        return client.get(reverse("intake-json"), {"text": text, "lang": "en", **query}).json()

    return asked


def test_a_link_is_converted_and_says_how_far(ask):
    answer = ask(LINK, division=BINXIAN)
    assert not answer["error"]
    assert not answer["warning"]
    assert answer["division"] == BINXIAN
    assert (answer["datum"], answer["method"]) == ("bd09mc", "link")


def test_a_gcj02_position_is_moved_by_its_half_kilometre(ask):
    answer = ask("127.48, 45.75", datum="gcj02")
    moved = float(distance_m(127.48, 45.75, answer["lon"], answer["lat"]))
    assert moved == pytest.approx(530, abs=80)
    assert f"moved by {round(moved)} m" in " ".join(answer["notes"])
    assert answer["fixes"] == []


def test_without_a_datum_it_says_what_it_assumed_and_offers_the_others(ask):
    answer = ask("45.75, 127.48")
    assert (answer["lon"], answer["lat"]) == (127.48, 45.75)
    notes = " ".join(answer["notes"])
    assert "latitude came first" in notes
    assert "No datum was declared" in notes
    assert [fix["datum"] for fix in answer["fixes"]] == ["gcj02", "bd09"]


def test_metres_without_zone_ask_for_the_meridian_and_name_where_each_leads(ask):
    answer = ask("X=5072345 Y=541203")
    assert "central meridian" in answer["error"]
    assert [fix["datum"] for fix in answer["fixes"]] == ["cm_126", "cm_129", "cm_132"]
    mended = ask("X=5072345 Y=541203", datum="cm_126")
    assert not mended["error"]
    assert "northing came first" in " ".join(mended["notes"])


def test_named_axes_that_are_swapped_are_offered_the_other_way(ask):
    answer = ask("E45.75 N127.48")
    assert "up to 90" in answer["error"]
    answer = ask("经度45.75 纬度80")
    assert "outside the province" in answer["warning"]


def test_outside_the_stated_division_is_warned_of(ask):
    answer = ask("125.03, 46.58", division=BINXIAN)
    assert "not in" in answer["warning"]


@pytest.mark.parametrize(
    ("text", "code"), [("124.12, 50.42", "232761"), ("124.28, 50.80", "232762")]
)
def test_the_districts_in_inner_mongolia_are_accepted_with_the_reason(ask, text, code):
    answer = ask(text)
    assert answer["division"] == code
    assert not answer["warning"]
    assert "Inner Mongolia" in " ".join(answer["notes"])


def test_the_answer_is_for_those_who_register(client):
    assert client.get(reverse("intake-json"), {"text": "1"}).status_code == 403
    client.force_login(UserFactory())
    assert client.get(reverse("intake-json"), {"text": "1"}).status_code == 403


@pytest.mark.parametrize("text", ["", "\x00", "’" * 5000, "https://[", "°′″", "1" * 300])
def test_nonsense_is_answered(ask, text):
    assert ask(text, datum="\x00nonsense", division="\x00")["error"]


def test_the_form_keeps_what_was_pasted(client, clerk):
    client.force_login(clerk)
    sent = filled(location_text=LINK, location_precision="site", division="")
    response = client.post(reverse("new-project"), sent)
    assert response.status_code == 302, response.context["form"].errors
    project = Project.objects.get(created_by=clerk)
    assert project.location_original == LINK
    assert (project.location_datum, project.location_method) == ("bd09mc", "link")
    # Nobody chose a division: the point did.
    assert project.division_id == BINXIAN
    assert "宾县" in " ".join(
        str(message) for message in client.get(reverse("work")).context["messages"]
    )


def test_two_places_are_not_guessed_between(client, clerk):
    client.force_login(clerk)
    sent = filled(location_text=LINK, lon="127.0", lat="45.7", location_precision="site")
    form = client.post(reverse("new-project"), sent).context["form"]
    assert "location_text" in form.errors
    assert form["location_text"].value() == LINK


def test_a_point_of_a_neighbour_needs_a_reason(client, clerk):
    client.force_login(clerk)
    sent = filled(lon="126.6", lat="45.7", location_precision="site")
    assert "lon" in client.post(reverse("new-project"), sent).context["form"].errors
    sent["location_reason"] = "合成：飞地"
    assert client.post(reverse("new-project"), sent).status_code == 302
    project = Project.objects.get(created_by=clerk)
    assert project.location_reason == "合成：飞地"
    assert project.location_method == "typed"


def test_no_reason_moves_a_point_into_the_province(client, clerk):
    client.force_login(clerk)
    sent = filled(lon="116.4", lat="39.9", location_precision="site", location_reason="合成")
    assert "lon" in client.post(reverse("new-project"), sent).context["form"].errors


SQUARE = Polygon.from_bbox((127.46, 45.73, 127.50, 45.77))


@pytest.mark.parametrize(
    ("park", "place", "word"),
    [
        ({"boundary": MultiPolygon(SQUARE)}, "127.48, 45.75", ""),
        # Within the error of an outline.
        ({"boundary": MultiPolygon(SQUARE)}, "127.5010, 45.75", ""),
        ({"boundary": MultiPolygon(SQUARE)}, "127.55, 45.75", "3.9 km outside the boundary"),
        ({"point": Point(127.48, 45.75), "location_precision": "site"}, "127.60, 45.75", ""),
        (
            {"point": Point(127.48, 45.75), "location_precision": "site"},
            "127.75, 45.75",
            "21 km from",
        ),
        # Of such a park only its town is known.
        ({"point": Point(127.48, 45.75), "location_precision": "county_seat"}, "127.75, 45.75", ""),
        ({}, "127.75, 45.75", ""),
    ],
)
def test_a_point_away_from_the_stated_park_is_warned_of(ask, park, place, word):
    made = ParkFactory(name_zh="合成某园", name_en="", division_id=BINXIAN, **park)
    warning = ask(place, datum="wgs84", division=BINXIAN, park=made.pk)["warning"]
    assert word in warning if word else not warning
    assert not word or "合成某园" in warning


def test_of_a_hidden_boundary_nothing_is_told(ask):
    made = ParkFactory(division_id="230606", boundary=MultiPolygon(SQUARE), hidden_fields=["point"])
    assert not ask("127.75, 45.75", datum="wgs84", division=BINXIAN, park=made.pk)["warning"]


def test_the_form_asks_why_a_point_is_outside_the_stated_park(client, clerk):
    park = ParkFactory(division_id=BINXIAN, boundary=MultiPolygon(SQUARE))
    client.force_login(clerk)
    sent = filled(lon="127.55", lat="45.75", location_precision="site", park=str(park.pk))
    form = client.post(f"{reverse('new-project')}?lang=en", sent).context["form"]
    [said] = form.errors["lon"]
    assert "km outside the boundary" in said
    assert "say why below" in said
    assert form["lon"].value() == "127.55", "what was typed stays"
    sent["location_reason"] = "合成：二期用地"
    assert client.post(reverse("new-project"), sent).status_code == 302
    assert Project.objects.get(created_by=clerk).location_reason == "合成：二期用地"


def test_the_county_is_judged_before_the_park(ask):
    made = ParkFactory(division_id=BINXIAN, boundary=MultiPolygon(SQUARE))
    warning = ask("125.03, 46.58", datum="wgs84", division=BINXIAN, park=made.pk)["warning"]
    assert "not in" in warning
    assert "boundary" not in warning


def test_a_base_lies_in_the_province_too():
    user = UserFactory(contributor=True, territory=[BINXIAN])
    base = BaseFactory()
    base.divisions.set([BINXIAN])
    abroad = {"lon": "116.4", "lat": "39.9", "location_precision": "site"}
    form = form_for(base, user, as_data({**values_now(base, user), **abroad}))
    assert list(form.errors) == ["lon"]
