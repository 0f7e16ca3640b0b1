"""Coordinates as people write and paste them."""

from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from geo.coordinate_text import LONGEST_TEXT, read
from geo.datums import Datum

LON, LAT = 126 + 38 / 60 + 12 / 3600, 45 + 45 / 60 + 30 / 3600


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def complaint(text, datum=""):
    with pytest.raises(ValidationError) as caught:
        read(text, datum)
    [message] = caught.value.messages
    return message


@pytest.mark.parametrize(
    "text",
    [
        f"{LON},{LAT}",
        f"({LON}, {LAT})",
        f"经度：{LON}，纬度：{LAT}",
        f"Lon={LON}; Lat={LAT}",
        f"{LON} E / {LAT} N",
        "东经126°38′12″ 北纬45°45′30″",
        "东经126°38′12″北纬45°45′30″",
        "东经１２６度３８分１２秒，北纬４５度４５分３０秒",
        "E126°38'12\", N45°45'30\"",
        "126°38'12''E 45°45'30''N",
        "126 38 12, 45 45 30",
        "126:38:12 45:45:30",
        "E126 38.2' N45 45.5'",
    ],
)
def test_longitude_first_in_every_spelling(text):
    reading = read(text)
    assert (reading.x, reading.y) == pytest.approx((LON, LAT), abs=1e-9)
    assert not reading.swapped
    assert reading.datum is None


@pytest.mark.parametrize(
    "text",
    [
        f"{LAT} {LON}",
        f"{LAT}、{LON}",
        f"纬度{LAT} 经度{LON}",
        "北纬45°45′30″，东经126°38′12″",
        "N45 45.5' E126 38.2'",
        "45°45′30″N 126°38′12″E",
    ],
)
def test_latitude_first_is_put_in_order_and_said(text):
    reading = read(text)
    assert (reading.x, reading.y) == pytest.approx((LON, LAT), abs=1e-9)
    assert reading.swapped


@given(
    st.floats(121.2, 135), st.floats(43.5, 53.5), st.booleans(), st.sampled_from([",", " ", "，"])
)
def test_decimal_numbers_are_read_back(lon, lat, latitude_first, separator):
    pair = (lat, lon) if latitude_first else (lon, lat)
    reading = read(separator.join(f"{one:.9f}" for one in pair))
    assert (reading.x, reading.y) == pytest.approx((lon, lat), abs=1e-8)
    assert reading.swapped == latitude_first


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused_with_a_sentence(text):
    reading = None
    with suppress(ValidationError):
        reading = read(text)
    assert reading is None or abs(reading.y) <= 90 or reading.in_metres


@pytest.mark.parametrize(
    ("text", "x", "y", "datum", "swapped"),
    [
        ("42541203.2, 5072345.1", 42541203.2, 5072345.1, Datum.ZONE_42, False),
        ("X=5072345.1 Y=42541203.2", 42541203.2, 5072345.1, Datum.ZONE_42, True),
        ("X：5072345，Y：541203", 541203, 5072345, None, True),
        ("541203米 5072345米", 541203, 5072345, None, False),
    ],
)
def test_metres_are_put_in_order_and_the_zone_is_read_off(text, x, y, datum, swapped):
    reading = read(text)
    assert (reading.x, reading.y, reading.datum) == (x, y, datum)
    assert reading.swapped == swapped


@pytest.mark.parametrize(
    ("text", "x", "y", "datum"),
    [
        ("https://map.baidu.com/@14097863.5,5712331,13z", 14097863.5, 5712331, Datum.BD09MC),
        ("https://api.map.baidu.com/marker?location=45.75,126.63&t=x", 126.63, 45.75, Datum.BD09),
        (
            "https://api.map.baidu.com/marker?location=45.75,126.63&coord_type=wgs84",
            126.63,
            45.75,
            Datum.WGS84,
        ),
        ("https://uri.amap.com/marker?position=126.63%2C45.75", 126.63, 45.75, Datum.GCJ02),
        ("看这里 https://ditu.amap.com/regeo?lng=126.63&lat=45.75", 126.63, 45.75, Datum.GCJ02),
        ("www.amap.com/place?p=B0,45.75,126.63,%E5%90%8D", 126.63, 45.75, Datum.GCJ02),
    ],
)
def test_links_are_read_with_the_datum_of_their_map(text, x, y, datum):
    reading = read(text, Datum.CGCS2000)
    assert (reading.x, reading.y, reading.datum) == (x, y, datum)
    assert reading.is_link


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "Paste"),
        ("126.65", "not one coordinate"),
        ("1,2,3", "not one coordinate"),
        ("1e5 45", "not one coordinate"),
        ("nan, inf", "not one coordinate"),
        ("哈尔滨", "not one coordinate"),
        ("126°75′, 45°10′", "below 60"),
        ("99999999 5000000", "no 3° zone"),
        ("95N, 126E", "up to 90"),
        ("https://j.map.baidu.com/ab", "short link"),
        ("https://map.baidu.com/", "holds no coordinate"),
        ("https://map.baidu.com.evil.example/@14097863,5712331", "Only addresses"),
        ("https://evilamap.com/?lng=126.6&lat=45.7", "Only addresses"),
        ("http://[x", "Only addresses"),
        ("9" * LONGEST_TEXT, "not one coordinate"),
    ],
)
def test_what_cannot_be_read_is_told_what_to_do(text, word):
    assert word in complaint(text)


def test_the_declared_datum_must_have_the_unit_of_the_numbers():
    assert "degrees, but" in complaint("126.6, 45.7", Datum.ZONE_42)
    assert "metres, but" in complaint("541203 5072345", Datum.WGS84)
    assert read("541203 5072345", Datum.CM_126).x == 541203
