"""The datum of a whole file: what a proposal says, and how often it is right, on synthetic rows."""

import numpy as np
import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.utils import translation

from geo.datums import Datum
from geo.forensics import division_outlines, examine
from geo.models import Division
from records.intake.files import Stated, pairs_of, propose_datum
from tests.factories import ParkFactory, UserFactory
from tests.unit.test_forensics import drawn, written

WRITTEN = [one for one in Datum if one not in {Datum.CGCS2000, Datum.BD09MC}]
BATCHES, ROWS = 104, 200


@pytest.fixture
def outlines(facts):
    codes = Division.objects.units("county").values_list("pk", flat=True)
    return division_outlines(list(codes))


def rows_of(pairs, places):
    return [Stated(*pair, place) for pair, place in zip(pairs.tolist(), places, strict=True)]


def batch(outlines, pool, number):
    """A synthetic file: every datum in turn, in both orders, with a few rows misplaced."""
    rng = np.random.default_rng(number)
    rows = rng.choice(len(pool[1]), ROWS, replace=False)
    places = np.array(pool[1])[rows]
    places[: ROWS // 50] = rng.choice(sorted(outlines), ROWS // 50)
    datum, swapped = WRITTEN[number % len(WRITTEN)], bool(number // len(WRITTEN) % 2)
    table = written(pool[0][rows], datum)
    return datum, swapped, table[:, ::-1] if swapped else table, places.tolist()


def test_more_than_99_of_100_files_are_read_right_and_every_swap_is_found(outlines):
    pool = drawn(outlines, 5_000, seed=5)
    wrong, swaps_missed = [], []
    for number in range(BATCHES):
        datum, swapped, table, places = batch(outlines, pool, number)
        found = examine(table, places, outlines)
        if (found.best.datum, found.best.swapped) != (datum, swapped):
            wrong.append((number, found.is_decided))
        swaps_missed += [number] if found.best.swapped != swapped else []
    assert len(wrong) <= BATCHES // 100
    assert not any(was_decided for _number, was_decided in wrong)
    assert swaps_missed == []


def test_the_proposal_says_what_it_rests_on_and_converts(outlines):
    pairs, places = drawn(outlines, 1_000, seed=11)
    table = written(pairs, Datum.GCJ02)[:, ::-1]
    with translation.override("en"):
        found = propose_datum(rows_of(table, places), by=UserFactory())
        assert found.words.startswith(
            "Read as GCJ-02 (Gaode, Tencent), with the two numbers in the other order, "
            f"{found.best.inside} of 1000 points lie where their rows say; as "
        )
    assert found.is_a_change
    assert found.margin == (found.best.inside - found.second.inside) / 1_000
    assert found.as_it_stands.inside == 0
    assert np.abs(np.column_stack(found.best.lon_lat(table)) - pairs).max() < 1e-7


def test_a_file_as_it_should_be_needs_no_change(outlines):
    pairs, places = drawn(outlines, 1_000, seed=12)
    found = propose_datum(rows_of(pairs, places), by=UserFactory())
    assert found.is_decided
    assert not found.is_a_change


def test_few_rows_leave_the_choice_to_the_clerk(outlines):
    pairs, places = drawn(outlines, 12, seed=3)
    with translation.override("en"):
        words = propose_datum(rows_of(pairs, places), by=UserFactory()).words
    assert words.endswith("Declare the datum.")
    assert "GCJ-02" in words


def test_rows_that_lie_nowhere_say_so(outlines):
    rows = [Stated(1.0, 2.0, "230125")] * 20
    with translation.override("en"):
        found = propose_datum(rows, by=UserFactory())
        assert found.words.startswith("In no datum do the coordinates lie")
    assert not found.is_decided


def test_the_boundary_of_a_park_tells_more_and_a_hidden_one_nothing(facts):
    rng = np.random.default_rng(1)
    pairs = np.column_stack([rng.uniform(126.60, 126.61, 40), rng.uniform(45.74, 45.75, 40)])
    box = MultiPolygon(Polygon.from_bbox((126.60, 45.74, 126.61, 45.75)), srid=4326)
    park = ParkFactory(boundary=box, division_id="230102")
    table = written(pairs, Datum.GCJ02).tolist()
    rows = [Stated(*pair, "230102", park.registry_code) for pair in table]
    assert propose_datum(rows, by=UserFactory()).best.datum == Datum.GCJ02
    park.hidden_fields = ["point"]
    park.save()
    found = propose_datum([row._replace(division="") for row in rows], by=UserFactory())
    assert found is None


def test_texts_keep_the_order_in_which_they_stand():
    texts = ["45.75, 126.65", "126°39′ 45°45′", "none", "5067000 42571000", ""]
    link = "https://uri.amap.com/marker?position=126.65,45.75"
    pairs = pairs_of([*texts, link])
    assert pairs[0].tolist() == [45.75, 126.65]
    assert pairs[1].tolist() == [126.65, 45.75]
    assert pairs[3].tolist() == [5_067_000, 42_571_000]
    assert np.isnan(pairs[[2, 4, 5]]).all()
