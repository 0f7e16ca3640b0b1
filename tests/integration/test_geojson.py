"""The GeoJSON files: valid, streamed, cacheable, and readable by a GIS."""

import json

import pytest
from django.contrib.gis.gdal import DataSource, GDALException
from django.contrib.gis.geos import Point
from django.core.management import CommandError, call_command

from geo.models import Division
from parks.models import Park
from records.enums import LocationPrecision
from tests.factories import (
    BaseFactory,
    DesignationFactory,
    EnterpriseFactory,
    ParkFactory,
    ParkSectorFactory,
    ProjectFactory,
)
from tests.pages import bytes_of, features, geojson_bytes
from tests.queries import KINDS

HOSTILE = [
    '"quoted" and \\backslashed\\',
    "line\nfeed\r\tand tab",
    "".join(map(chr, range(1, 32))) + "\x7f\u0085",
    "\u2028 and \u2029",
    "</script><script>alert(1)</script>",
    "🏭 园区 ＰＬＣ",
    "\\u0000 {{7*7}} %s %(name)s ${x} `x`",
]

pytestmark = pytest.mark.usefixtures("facts")


@pytest.mark.parametrize("kind", KINDS)
def test_follows_the_standard(client, facts, kind):
    body = geojson_bytes(client, kind, {})
    collection = json.loads(body.decode("utf-8"), parse_constant=pytest.fail)
    # RFC 7946 knows no crs: WGS 84, longitude first, is the only one.
    assert set(collection) == {"type", "features"}
    assert collection["type"] == "FeatureCollection"
    assert {feature["id"] for feature in collection["features"]} == facts.find(kind, {})
    for feature in collection["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert feature["type"] == "Feature"
        check_geometry(feature["geometry"])
        assert feature["properties"]["registry_code"] == feature["id"]


def check_geometry(geometry):
    if geometry is None:
        return
    assert set(geometry) == {"type", "coordinates"}
    assert geometry["type"] == "Point"
    lon, lat = geometry["coordinates"]
    assert 121 < lon < 135.2
    assert 43.3 < lat < 53.7


def test_coordinates_are_those_of_the_files(client, facts):
    given = {
        row["registry_code"]: (float(row["lon"]), float(row["lat"]))
        for row in facts.parks
        if row["lon"]
    }
    sent = {
        feature["id"]: tuple(feature["geometry"]["coordinates"])
        for feature in features(geojson_bytes(client, "parks", {"policy_areas": "include"}))
        if feature["geometry"]
    }
    assert sent.keys() == given.keys()
    for code, point in given.items():
        assert sent[code] == pytest.approx(point, abs=1e-6)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_arrives_as_it_is(client, text):
    park = ParkFactory(name_zh=text, name_en=text, source=text, location_source=text)
    ParkSectorFactory(park=park, phrase=text[:60])
    base = BaseFactory(name_zh=text, plan_section=text)
    project = ProjectFactory(name_zh=text, capacity=text)
    project.enterprises.add(EnterpriseFactory(name_zh=text))

    assert properties(client, "parks", park)["name_zh"] == text
    assert properties(client, "parks", park)["name_en"] == text
    assert properties(client, "parks", park)["leading_industries"] == [text[:60]]
    assert properties(client, "bases", base)["plan_section"] == text
    assert properties(client, "projects", project)["capacity"] == text
    assert properties(client, "projects", project)["enterprises"] == [text]


def properties(client, kind, record):
    found = features(geojson_bytes(client, kind, {}))
    return next(
        one["properties"]
        for one in found
        if one["properties"]["registry_code"] == record.registry_code
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "query", ["", "?belt=ha-da-qi", "?level=national&sector=food&sector=energy"]
)
def test_gdal_reads_every_feature(client, facts, tmp_path, kind, query):
    response = client.get(f"/{kind}.geojson{query}")
    path = tmp_path / "file.geojson"
    path.write_bytes(bytes_of(response))
    expected = features(path.read_bytes())
    [layer] = DataSource(path)
    assert layer.num_feat == len(expected)
    assert layer.srs.srid == 4326
    drawn = [feature for feature in layer if has_geometry(feature)]
    assert len(drawn) == sum(one["geometry"] is not None for one in expected)


def has_geometry(feature):
    """GDAL raises for a feature without one."""
    try:
        return feature.geom is not None
    except GDALException:
        return False


@pytest.mark.parametrize("kind", KINDS)
def test_is_a_download_of_the_right_type(client, kind):
    response = client.get(f"/{kind}.geojson")
    assert response.streaming
    assert response["Content-Type"] == "application/geo+json"
    assert response["Content-Disposition"] == (
        f'attachment; filename="heilongjiang-{kind}.geojson"'
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    bytes_of(response)


def test_a_large_answer_comes_in_pieces(client):
    for _number in range(30):
        ParkFactory(source="合成" * 5000)
    pieces = list(client.get("/parks.geojson").streaming_content)
    assert len(pieces) > 2
    assert all(len(piece) >= 128 * 1024 for piece in pieces[:-1])
    assert len(json.loads(b"".join(pieces))["features"]) == 108


@pytest.mark.parametrize("address", [*(f"/{kind}.geojson" for kind in KINDS), "/map.json"])
def test_an_unchanged_answer_is_not_sent_again(client, address):
    first = client.get(address)
    body = bytes_of(first)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert body
    assert again.status_code == 304
    assert not again.content
    other = client.get(f"{address}?sector=food", headers={"If-None-Match": first["ETag"]})
    assert other.status_code == 200
    bytes_of(other)


def change_park():
    Park.objects.filter(registry_code="PK-0001").update(name_en="Synthetic")


def change_division():
    Division.objects.filter(code="230125").update(name_zh="合成")


def add_industry():
    ParkSectorFactory(park=Park.objects.get(registry_code="PK-0001"), rank=99)


def remove_park():
    ParkFactory()
    Park.objects.filter(registry_code__startswith="PK-9").delete()


@pytest.mark.parametrize(
    "change", [change_park, change_division, add_industry, remove_park, DesignationFactory]
)
@pytest.mark.parametrize("address", ["/parks.geojson", "/map.json", "/projects.geojson"])
def test_every_change_of_the_data_changes_the_answers_mark(client, address, change):
    before = client.get(address)
    bytes_of(before)
    change()
    after = client.get(address, headers={"If-None-Match": before["ETag"]})
    bytes_of(after)
    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]


def test_longitude_comes_first_and_no_place_is_null(client):
    park = ParkFactory(
        point=Point(127.5, 45.75, srid=4326), location_precision=LocationPrecision.SITE
    )
    nowhere = ParkFactory()
    found = {one["id"]: one for one in features(geojson_bytes(client, "parks", {}))}
    assert found[park.registry_code]["geometry"]["coordinates"] == [127.5, 45.75]
    assert found[nowhere.registry_code]["geometry"] is None


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize("address", ["/parks.geojson", "/map.json", "/basemap.json"])
def test_files_can_only_be_read(client, method, address):
    assert getattr(client, method)(address).status_code == 405


def test_export_writes_to_standard_output_what_the_page_sends(client, capsysbinary):
    call_command("export", "parks", "--sector", "food", "--level", "provincial")
    assert capsysbinary.readouterr().out == geojson_bytes(
        client, "parks", {"sector": "food", "level": "provincial"}
    )


def test_an_export_that_breaks_leaves_the_file_that_was_there(tmp_path, monkeypatch):
    path = tmp_path / "parks.geojson"
    path.write_bytes(b"before")

    def break_off(*_args):
        yield b"half"
        raise OSError("synthetic")

    monkeypatch.setattr("records.management.commands.export.geojson_stream", break_off)
    with pytest.raises(CommandError, match="synthetic"):
        call_command("export", "parks", "-o", str(path))
    assert path.read_bytes() == b"before"
