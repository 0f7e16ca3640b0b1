"""Rectangles, areas, distances and spots as people write and paste them."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from geo.coordinate_text import tidy
from geo.models import Belt, Division
from records.filters.coordinates import read_position, written
from records.filters.places import read_area, read_km, read_rectangle, two_digits
from records.filters.spots import read_spot
from tests.factories import BaseFactory, ParkFactory, ProjectFactory
from tests.oracle import distance_km

HARBIN = (126.63, 45.75)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def complaint(read, text):
    with pytest.raises(ValidationError) as caught:
        read(text)
    [message] = caught.value.messages
    return message


# Positions ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "126.63,45.75",
        " 126.63 , 45.75 ",
        "126.63 45.75",
        "126.63，45.75",
        "１２６.６３，４５.７５",
        "126.63、45.75",
        "126.63°, 45.75°",
        "126.63º,45.75º",
        "45.75°N, 126.63°E",
        "45.75n,126.63",
        "45.75,126.63E",
        "126°37′48″E，45°45′0″N",
        "东经126度37分48秒，北纬45度45分",
        "北纬45°45′ 东经126°37.8′",
        "E126.63,N45.75",
        "126°37'48\"E, 45°45'N",
    ],
)
def test_a_pasted_position_is_read(text):
    assert read_position(tidy(text)) == pytest.approx(HARBIN)


@pytest.mark.parametrize(
    "text",
    ["", "126.63", "1,2,3", "126.63N,45.75N", "1e2,45", "nan,45", "126.63,", "abc,def", "126;45"],
)
def test_what_is_no_position_is_not_guessed(text):
    assert read_position(tidy(text)) is None


def test_south_and_west_are_below_zero():
    assert read_position("33.5°S, 70.6°W") == (-70.6, -33.5)
    assert read_position("-70.6,-33.5") == (-70.6, -33.5)


def test_a_position_is_written_without_zeros_at_its_end():
    assert written([(126.63, 45.0), (-0.0000001, 1 / 3)]) == "126.63,45;0,0.333333"


# Rectangles -----------------------------------------------------------------------------------


def test_a_rectangle_is_read_and_written_as_it_was():
    area = read_rectangle("126.10, 45，127,46.5")
    assert area.polygon.extent == (126.1, 45.0, 127.0, 46.5)
    assert area.text == "126.1,45,127,46.5"
    assert area.is_rectangle


@pytest.mark.parametrize("text", ["1,2,3", "1,2,3,4,5", "a,b,c,d", "126,45,127,", "1e1,2,30,4"])
def test_what_is_no_rectangle_is_told_how_to_be_one(text):
    message = complaint(read_rectangle, text)
    assert text in message
    assert "bbox" in message
    assert "126,45,127,46" in message


def test_swapped_axes_are_offered_in_their_order():
    assert "126,45;127,46" in complaint(read_rectangle, "45,126,46,127")
    assert "126,45;127,45;127,46" in complaint(read_area, "45,126;45,127;46,127")
    assert "126.63,45.75" in complaint(read_spot, "45.75,126.63")


@pytest.mark.parametrize("text", ["127,45,126,46", "126,46,127,45", "127,46,126,45"])
def test_crossed_edges_are_offered_in_their_order(text):
    assert "perhaps 126,45,127,46" in complaint(read_rectangle, text)


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (read_rectangle, "126,45,500,46"),
        (read_rectangle, "126,-95,127,46"),
        (read_area, "126,45;127,45;127,146"),
        (read_spot, "226,145"),
        (read_spot, "200,45"),
    ],
)
def test_a_place_off_the_globe_is_none(read, text):
    assert "globe" in complaint(read, text)


# Areas ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["", ";", ";126,45", ";126,45;126,45"])
def test_an_area_closes_itself(end):
    area = read_area(f"126,45;127,45;127,46{end}")
    assert area.text == "126,45;127,45;127,46"
    assert area.polygon.coords[0] == ((126, 45), (127, 45), (127, 46), (126, 45))


@pytest.mark.parametrize("text", ["126,45", "126,45;127,45", "126,45;126,45;127,45", ";"])
def test_an_area_has_three_corners(text):
    assert "three corners" in complaint(read_area, text)


def test_an_area_has_not_too_many_corners():
    corners = [f"{100 + number / 10},{number % 2}" for number in range(201)]
    assert "200" in complaint(read_area, ";".join([*corners, "100,50"]))
    round_trip = [f"{100 + number / 10},0" for number in range(199)]
    assert len(read_area(";".join([*round_trip, "100,50"])).polygon.coords[0]) == 201


@pytest.mark.parametrize("text", ["126,45;127", "126,45;127,x;128,46", "126,45,127,46"])
def test_what_is_no_corner_is_named(text):
    assert "no corner" in complaint(read_area, text)


def test_a_crossing_is_named_with_its_place():
    assert "126.5,45.5" in complaint(read_area, "126,45;127,46;127,45;126,46")
    assert "crosses itself" in complaint(read_area, "126,45;127,45;128,45")


def test_areas_are_measured_on_the_ground():
    # Between two parallels a degree wide, on a ball of the same surface: 8,700 km².
    assert read_rectangle("126,45,127,46").in_words() == "In a rectangle of 8,700 km²"
    assert read_rectangle("10,0,11,1").km2 == pytest.approx(12_309, rel=0.001)
    assert read_area("126,45;127,45;127,46").in_words() == "In a drawn area of 4,300 km²"


@pytest.mark.parametrize(
    ("km2", "words"), [(0.4567, "0.46"), (3.21, "3.2"), (99.9, "100"), (452_678, "450,000")]
)
def test_areas_are_said_in_two_digits(km2, words):
    assert two_digits(km2) == words


# Distances and spots --------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["0.5", "25", " 25 ", "２５", "2000"])
def test_kilometres_are_read(text):
    assert 0 < read_km(text) <= 2000


@pytest.mark.parametrize(
    "text", ["0", "-5", "2000.1", "abc", "25km", "1e3", "inf", "nan", "x" * 9999]
)
def test_what_is_no_distance_is_told_how_to_be_one(text):
    message = complaint(read_km, text)
    assert text[:60] in message
    assert "2,000" in message
    assert len(message) < 300


@pytest.mark.usefixtures("facts")
class TestSpots:
    """A spot may be named by a record."""

    @pytest.fixture
    def park(self):
        return ParkFactory(
            name_zh="合成独名园区",
            name_en="Synthetic Lonely Park",
            aliases=["合成别号"],
            point="SRID=4326;POINT(127.5 45.9)",
            location_precision="site",
        )

    def test_by_code_name_alias_or_part_of_the_name(self, park):
        for text in (
            park.registry_code,
            park.registry_code.lower(),
            "合成独名园区",
            "synthetic lonely park",
            "合成别号",
            "独名",
        ):
            spot = read_spot(text)
            assert (spot.text, spot.point.coords) == (park.registry_code, (127.5, 45.9))
            assert spot.name == "Synthetic Lonely Park"

    def test_a_whole_name_goes_before_parts_of_others(self, park):
        ParkFactory(name_zh="合成独名园区二期", point=park.point, location_precision="site")
        assert read_spot("合成独名园区").text == park.registry_code
        message = complaint(read_spot, "独名园区")
        assert park.registry_code in message
        assert "several" in message

    def test_what_is_not_public_or_has_no_point_is_no_spot(self, park):
        draft = ProjectFactory(draft=True, point=park.point, location_precision="site")
        nowhere = BaseFactory()
        assert "There is no" in complaint(read_spot, draft.registry_code)
        assert draft.name_en not in complaint(read_spot, draft.name_zh)
        assert nowhere.name_en in complaint(read_spot, nowhere.registry_code)
        assert "called" in complaint(read_spot, nowhere.name_zh)

    @pytest.mark.parametrize("text", ["PK-99999", "EN-0001", "XX-1"])
    def test_an_unknown_code_is_named(self, text):
        assert text in complaint(read_spot, text)

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("绥化", "231200"),
            ("绥化市", "231200"),
            ("Suihua", "231200"),
            ("suihua", "231200"),
            ("231200", "231200"),
            ("wangkui", "231221"),
            ("望奎", "231221"),
            ("wangkuixian", "231221"),
        ],
    )
    def test_a_city_or_county_is_its_seat(self, text, code):
        spot = read_spot(text)
        division = Division.objects.get(code=code)
        assert (spot.text, spot.point) == (code, division.seat)
        assert spot.label == division.full_name
        assert spot.name == f"the seat of {division.full_name}"

    def test_counties_of_one_name_are_told_apart(self):
        codes = Division.objects.filter(name_zh="向阳区").values_list("code", flat=True)
        assert len(codes) > 1
        message = complaint(read_spot, "向阳")
        assert all(code in message for code in codes)

    @pytest.mark.parametrize("text", ["230000", "239999", "990000"])
    def test_what_is_no_city_or_county_is_no_spot(self, text):
        assert text in complaint(read_spot, text)

    def test_a_belt_is_no_spot_but_a_filter(self):
        belt = Belt.objects.first()
        assert f"“{belt.name_en}” is a belt" in complaint(read_spot, belt.name_zh)

    @pytest.mark.parametrize("text", ["没有这个名字", "%", "'; --", "x" * 9999])
    def test_an_unknown_name_is_named(self, text):
        message = complaint(read_spot, text)
        assert text[:60] in message
        assert len(message) < 300


def test_the_oracle_knows_how_far_it_is():
    # Known lengths: a degree of the equator, a quarter of a meridian.
    assert distance_km((0, 0), (1, 0)) == pytest.approx(111.3195, abs=0.001)
    assert distance_km((126, 0), (126, 90)) == pytest.approx(10_001.966, abs=0.05)
    assert distance_km(HARBIN, HARBIN) == 0
