"""Boundaries: lists of corners, what is found about them, and how they are stored or proposed."""

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from geo.datums import Datum
from parks.models import Park
from projects.models import Project
from records.enums import AreaMethod, State
from records.intake.area_checks import check_area
from records.intake.area_text import read_list
from records.intake.areas import (
    Sent,
    choose_shapes,
    confirm_area,
    give_area,
    origin_of,
    understand_area,
)
from records.models import Change, GivenArea
from records.review.proposals import accept
from tests.factories import ParkFactory, ProjectFactory, UserFactory
from tests.uploads import geojson

BINXIAN, HARBIN, DAQING = "230125", "230100", "230600"
# About 1.55 km × 2.22 km in 宾县.
BOX = (127.48, 45.74, 127.50, 45.76)
LIST = "127.48, 45.74\n127.50, 45.74\n127.50, 45.76\n127.48, 45.76"
BOX_HA = 346.1

pytestmark = pytest.mark.usefixtures("facts")


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def box(west=BOX[0], south=BOX[1], east=BOX[2], north=BOX[3]):
    return MultiPolygon(Polygon.from_bbox((west, south, east, north)), srid=4326)


def is_same(area, other):
    return area.sym_difference(other).area < 1e-9


def listed(text=LIST, datum=""):
    return Sent(AreaMethod.LISTED, text.encode(), datum=datum)


def complaint(action, *args, **kwargs):
    with pytest.raises(ValidationError) as caught:
        action(*args, **kwargs)
    return caught.value.messages[0]


# Lists --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        LIST,
        "45.74 127.48\n45.74 127.50\n45.76 127.50\n45.76 127.48\n45.74 127.48",
        "1, 127.48, 45.74\n2, 127.50, 45.74\n3, 127.50, 45.76\n4, 127.48, 45.76",
        "J1 127.48 45.74\nJ2 127.50 45.74\nJ3 127.50 45.76\nJ4 127.48 45.76",
        "E127°28′48″N45°44′24″\n东经127°30′ 北纬45°44′24″\n127.5 45.76\n１２７．４８，４５．７６",
    ],
)
def test_a_list_is_read_in_any_spelling(text):
    assert is_same(understand_area(listed(text)).area.polygons, box())


def test_an_empty_line_begins_another_part():
    other = "127.60, 45.74\n127.62, 45.74\n127.62, 45.76"
    assert len(understand_area(listed(f"{LIST}\n\n\n{other}")).area.polygons) == 2


def test_a_zone_is_told_by_its_number_and_a_list_without_datum_says_so():
    square = box()
    square.transform(4530)
    text = "\n".join(f"{y:.2f} {x:.2f}" for x, y in square[0][0].coords)
    found = understand_area(listed(text))
    assert found.area.datum == Datum.ZONE_42
    assert not found.is_assumed
    assert found.area.polygons.sym_difference(box()).area < 1e-7
    assert understand_area(listed()).is_assumed


@pytest.mark.parametrize(
    ("text", "datum", "words"),
    [
        ("127.48, 45.74\nhere\n127.5, 45.76", "", "Line 2: “here” is not one coordinate"),
        ("127.48, 45.74\n127.50, 45.74", "", "fewer than three corners"),
        (f"{LIST}\nhttps://uri.amap.com/marker?position=127,45", "", "Line 5 is a link"),
        (LIST, "zone_42", "Line 1: These numbers are degrees"),
        ("5067000 42571000\n5067000 43571000\n5068000 42571000", "", "several zones"),
        (LIST.replace("127.", "107."), "", "outside the province"),
    ],
)
def test_a_wrong_list_is_refused_with_its_line(text, datum, words):
    assert words in complaint(understand_area, listed(text, datum))


def test_a_zone_that_contradicts_the_numbers_is_refused():
    text = "5067000 42571000\n5067000 42572000\n5068000 42571000"
    assert "another zone" in complaint(read_list, text, "zone_43")


# Checks -------------------------------------------------------------------------------------------


def said(record, area, reader):
    return {one.text: one for one in check_area(record, area, reader).findings}


def matching(found, words):
    return next(one for text, one in found.items() if words in text)


@pytest.mark.parametrize(
    ("stated", "is_warning", "needs_reason"),
    [(BOX_HA, False, False), (BOX_HA * 1.1, True, False), (BOX_HA * 1.5, True, True)],
)
def test_the_stated_area_is_compared(clerk, stated, is_warning, needs_reason):
    park = ParkFactory(division_id=BINXIAN, approved_area_ha=round(stated, 2))
    checked = check_area(park, box(), clerk)
    assert checked.area_ha == pytest.approx(BOX_HA, abs=0.5)
    assert checked.area_mu == checked.area_ha * 15
    finding = matching(said(park, box(), clerk), "approved area")
    assert (finding.is_warning, finding.needs_reason) == (is_warning, needs_reason)
    assert checked.needs_reason == needs_reason


def test_the_divisions_are_named_and_compared(clerk):
    park = ParkFactory(division_id="230606")
    found = said(park, box(), clerk)
    assert matching(found, "It lies in: ").text.endswith("100.0 %.")
    assert matching(found, "100.0 % of it lies outside").needs_reason
    here = said(ParkFactory(division_id=HARBIN), box(), clerk)
    assert not any("outside the division" in text for text in here)


def test_an_overlap_of_more_than_one_percent_is_flagged_but_for_kin(clerk):
    parent = ParkFactory(boundary=box())
    park = ParkFactory(division_id=BINXIAN, parent=parent)
    half = ParkFactory(name_zh="合成邻园", name_en="Neighbour", boundary=box(127.49, east=127.51))
    ParkFactory(boundary=box(127.4999, east=127.51))
    ParkFactory(boundary=box(), hidden_fields=["point"])
    ParkFactory(boundary=box(), policy_area=True)
    overlaps = [text for text in said(park, box(), clerk) if "overlaps" in text]
    assert len(overlaps) == 1
    assert "Neighbour" in overlaps[0]
    assert "(50.0 %)" in overlaps[0]
    assert half.boundary_ha is None or half.boundary_ha > 0


def test_a_project_is_compared_with_its_park_and_its_point(clerk):
    park = ParkFactory(boundary=box(127.49, east=127.53))
    project = ProjectFactory(
        park=park,
        division_id=BINXIAN,
        point=Point(127.6, 45.75, srid=4326),
        location_precision="site",
    )
    found = said(project, box(), clerk)
    assert matching(found, "50.0 % of it lies outside the boundary of").is_warning
    assert matching(found, "The point of the record lies outside").is_warning


# Storing ------------------------------------------------------------------------------------------


def confirmed(record, by, sent=None, reason=""):
    given = give_area(record=record, by=by, sent=sent or listed())
    return given, confirm_area(given=given, record=record, by=by, reason=reason)


def test_a_draft_is_changed_directly_and_measured(clerk):
    project = ProjectFactory(draft=True, created_by=clerk, division_id=BINXIAN)
    given, proposal = confirmed(project, clerk, reason="合成说明")
    assert proposal is None
    stored = Project.objects.get(pk=project.pk)
    assert is_same(stored.area, box())
    assert stored.area_ha == pytest.approx(BOX_HA, abs=0.5)
    origin = origin_of(stored)
    assert (origin, origin.method, origin.datum) == (given, AreaMethod.LISTED, Datum.WGS84)
    assert bytes(origin.content).decode() == LIST
    change = Change.objects.filter(registry_codes=[stored.registry_code]).last()
    assert change.act.by == clerk
    assert change.act.why == "合成说明"


def test_a_published_park_is_changed_by_a_proposal(clerk, reviewer):
    park = ParkFactory(division_id=BINXIAN)
    _given, proposal = confirmed(park, clerk, reason="合成说明")
    assert Park.objects.get(pk=park.pk).boundary is None
    assert proposal.why == "合成说明"
    accept(proposal=proposal, record=park, by=reviewer, names=["given_area"])
    stored = Park.objects.get(pk=park.pk)
    assert is_same(stored.boundary, box())
    assert stored.boundary_ha == pytest.approx(BOX_HA, abs=0.5)
    assert stored.changed_by == reviewer


def test_the_outline_of_a_published_project_joins_what_was_proposed_before(clerk, reviewer):
    project = ProjectFactory(division_id=BINXIAN, capacity="年产一千吨")
    _given, first = confirmed(project, clerk)
    _given, second = confirmed(project, clerk, listed(LIST.replace("127.48", "127.47")))
    assert first.pk == second.pk
    assert list(second.values) == ["given_area"]
    accept(proposal=second, record=project, by=reviewer, names=["given_area"])
    stored = Project.objects.get(pk=project.pk)
    assert stored.area.extent[0] == pytest.approx(127.47)
    assert stored.capacity == "年产一千吨"


def test_only_those_who_may_change_the_record_send_and_confirm(clerk):
    elsewhere = UserFactory(contributor=True, territory=[DAQING])
    park = ParkFactory(division_id=BINXIAN)
    with pytest.raises(PermissionDenied):
        give_area(record=park, by=elsewhere, sent=listed())
    with pytest.raises(PermissionDenied):
        give_area(record=park, by=UserFactory(), sent=listed())
    given = give_area(record=park, by=clerk, sent=listed())
    for user in (elsewhere, UserFactory(contributor=True, territory=[BINXIAN])):
        with pytest.raises(PermissionDenied):
            confirm_area(given=given, record=park, by=user)
    with pytest.raises(PermissionDenied):
        confirm_area(given=given, record=ParkFactory(division_id=BINXIAN), by=clerk)
    draft = ProjectFactory(draft=True, created_by=elsewhere, division_id=BINXIAN)
    with pytest.raises(PermissionDenied):
        give_area(record=draft, by=clerk, sent=listed())


def test_it_is_confirmed_once_and_on_the_record_that_was_looked_at(clerk):
    project = ProjectFactory(draft=True, created_by=clerk, division_id=BINXIAN)
    given = give_area(record=project, by=clerk, sent=listed())
    assert "was changed" in complaint(
        confirm_area, given=given, record=project, by=clerk, version="1999"
    )
    assert GivenArea.objects.get(pk=given.pk).confirmed_at is None
    given.refresh_from_db()
    confirm_area(given=given, record=project, by=clerk)
    with pytest.raises(PermissionDenied):
        confirm_area(given=given, record=project, by=clerk)


def test_what_was_not_confirmed_goes_when_another_is_sent(clerk):
    park = ParkFactory(division_id=BINXIAN)
    give_area(record=park, by=clerk, sent=listed())
    given = give_area(record=park, by=clerk, sent=listed())
    assert list(GivenArea.objects.filter(registry_code=park.registry_code)) == [given]


def test_shapes_of_a_file_are_chosen(clerk):
    park = ParkFactory(division_id=BINXIAN)
    west, east = (list(one[0][0].coords) for one in (box(), box(127.60, east=127.62)))
    content = geojson(west).replace(b"]}", b"]}", 1)
    both = content[:-2] + b", " + geojson(east)[geojson(east).index(b'{"type": "Feature",') :]
    sent = Sent(AreaMethod.UPLOAD, both, "合成.geojson")
    given = give_area(record=park, by=clerk, sent=sent)
    assert len(given.area) == 2
    choose_shapes(given=given, by=clerk, chosen=[1])
    assert is_same(given.area, box(127.60, east=127.62))
    with pytest.raises(PermissionDenied):
        choose_shapes(given=given, by=UserFactory(), chosen=[])


def test_a_submitted_project_waits(clerk):
    project = ProjectFactory(state=State.SUBMITTED, created_by=clerk, division_id=BINXIAN)
    with pytest.raises(PermissionDenied):
        give_area(record=project, by=clerk, sent=listed())
