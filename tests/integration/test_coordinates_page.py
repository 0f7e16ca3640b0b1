"""The page that tells the datum of a table: what it finds, converts and refuses, and to whom."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from geo.datums import Datum, distance_m
from geo.forensics import division_outlines
from geo.models import Division
from tests.factories import UserFactory
from tests.unit.test_forensics import drawn, written

ADDRESS = "/work/coordinates/"

pytestmark = pytest.mark.usefixtures("facts")


@pytest.fixture
def clerk(client):
    user = UserFactory(contributor=True, territory=["230125"])
    client.force_login(user)
    return user


@pytest.fixture(scope="module")
def points(django_db_setup, django_db_blocker):
    """Synthetic points (WGS 84) and the codes of the counties that hold them."""
    with django_db_blocker.unblock():
        codes = list(Division.objects.units("county").values_list("pk", flat=True))
        return drawn(division_outlines(codes), 1_000, seed=3)


def table_of(points, datum, *, swapped=False, separator="\t"):
    pairs = written(points[0], datum)
    rows = zip(points[1], pairs[:, ::-1] if swapped else pairs, strict=True)
    return "\n".join(separator.join([code, *map(repr, pair.tolist())]) for code, pair in rows)


def send(client, **sent):
    return client.post(f"{ADDRESS}?lang=en", sent)


def errors_of(answer):
    assert answer.status_code == 200
    return " ".join(text for texts in answer.context["form"].errors.values() for text in texts)


@pytest.mark.parametrize("separator", ["\t", ",", ";", "，"])
def test_a_pasted_table_is_read_and_converted(client, clerk, points, separator):
    text = "区划\tx\ty\n".replace("\t", separator) + table_of(
        points, Datum.GCJ02, swapped=True, separator=separator
    )
    answer = send(client, table=text)
    found = answer.context["found"]
    assert found.is_decided
    best = answer.context["readings"][0]
    assert best["key"] == "gcj02 1"
    assert "GCJ-02" in answer.content.decode()
    file = send(client, table=text, reading=best["key"])
    assert "attachment" in file["Content-Disposition"]
    head, *rows = csv.reader(io.StringIO(file.content.decode("utf-8-sig")))
    assert head == ["Place", "As given", "", "Longitude", "Latitude"]
    assert [row[0] for row in rows] == list(points[1])
    for row, (lon, lat) in zip(rows, points[0].tolist(), strict=True):
        assert distance_m(float(row[3]), float(row[4]), lon, lat) < 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_file_in_any_usual_encoding(client, clerk, points, encoding):
    text = "区划,经度,纬度\n" + table_of(points, Datum.WGS84, separator=",")
    answer = send(client, file=SimpleUploadedFile("t.csv", text.encode(encoding)))
    assert answer.context["found"].is_decided
    assert not answer.context["found"].is_a_change
    assert "nothing has to be converted" in answer.content.decode()
    # What was in the file stands in the form, from which the converted table is asked for.
    assert answer.context["form"]["table"].value() == text


def test_parks_that_the_clerk_sees_are_places_too(client, clerk):
    lines = "宾县\t127.48\t45.75\nnowhere\t127.48\t45.75"
    assert send(client, table=lines).context["found"] is not None


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "Paste the rows"),
        (b"\n \n", "Paste the rows"),
        (b"a,b,c\n", "Paste the rows"),
        ("宾县,x,45.75\n宾县,127.48,y\n".encode(), "1 rows do not hold"),
        ("某地,127.48,45.75\n".encode(), "No row names"),
        (b"\xff\xfe\x00", "no known encoding"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\xff\xff\xff", ""),
        (b"PK\x03\x04" + bytes(range(256)), ""),
        (b'"' + b"x" * 140_000 + b'",1,2\n', "longer than any text"),
        (b'"a\nb,1,2\nc,3,4\n', ""),
        ("宾县,1e999,45\n宾县,nan,inf\n".encode(), ""),
        ("宾县,127.48,45.75\x00\n".encode(), ""),
        (b"x" * (2 * 1024 * 1024 + 1), "more than 2 MB"),
        ("宾县,127.48,45.75\n".encode() * 20_001, "20000 rows"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(client, clerk, content, word):
    file = SimpleUploadedFile("t.csv", content) if content else ""
    said = errors_of(send(client, file=file))
    assert said
    assert word in said


@pytest.mark.parametrize("reading", ["nonsense", "gcj02", "gcj02 7", "'\x00"])
def test_a_reading_of_nobodys_is_taken_as_wgs84_or_unswapped(client, clerk, reading):
    answer = send(client, table="宾县\t127.48\t45.75", reading=reading)
    row = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1]
    assert distance_m(float(row[3]), float(row[4]), 127.48, 45.75) < 1_000


def test_cells_that_are_formulas_are_sent_back_as_text(client, clerk):
    answer = send(client, table="=1+1\t127.48\t45.75\n宾县\t127.5\t45.7", reading="wgs84 0")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1][0] == "'=1+1"


@pytest.mark.parametrize(
    ("role", "status"), [("viewer", 403), ("gis_staff", 403), ("reviewer", 200)]
)
def test_it_is_for_those_who_register(client, role, status):
    assert client.get(ADDRESS).status_code == 302
    client.force_login(UserFactory(role=role))
    assert client.get(ADDRESS).status_code == status
