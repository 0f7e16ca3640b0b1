"""The leading industries of a park in its form: proposed row by row, compared, and taken over."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from parks import actions
from parks.models import KeyIndustry, ParkSector, Sector
from records.models import Change, Proposal
from records.review.diff import rows_of
from records.review.editors import form_for, values_now
from records.review.proposals import accept, propose
from records.review.values import as_data
from tests.factories import ParkFactory, ParkSectorFactory

BINXIAN = "230125"

pytestmark = pytest.mark.usefixtures("facts")


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def food():
    return Sector.objects.get(slug="food")


@pytest.fixture
def park(food):
    """A park of two leading industries; the first is tagged."""
    found = ParkFactory(division_id=BINXIAN, planned_area_ha=100)
    first = ParkSectorFactory(park=found, rank=1, phrase="合成食品", sector=food)
    first.key_industries.set(KeyIndustry.objects.all()[:1])
    ParkSectorFactory(park=found, rank=2, phrase="合成物流", sector=None, reason="合成：无对应")
    return found


def row(rank, phrase, **fields):
    common = {"sector": "", "reason": "合成", "basis": "合成规划 2024", "confidence": "low"}
    return json.dumps({"rank": str(rank), "phrase": phrase, **common, **fields}, ensure_ascii=False)


def errors(park, by, *rows):
    form = form_for(park, by, as_data({**values_now(park, by), "industries": list(rows)}))
    return " ".join(form.errors.get("industries", []))


def test_the_form_shows_what_is_stored_and_nothing_touched_is_no_change(park, clerk, client):
    client.force_login(clerk)
    page = client.get(f"/parks/{park.registry_code}/propose/")
    assert page.content.decode().count("合成食品") >= 1
    form = page.context["form"]
    assert [json.loads(one)["phrase"] for one in form["industries"].value()] == [
        "合成食品",
        "合成物流",
    ]
    with pytest.raises(ValidationError, match="Nothing differs"):
        propose(record=park, by=clerk, values=values_now(park, clerk))


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ([row(1, "甲", reason="")], "say why none fits"),
        ([row(1, "甲"), row(1, "乙")], "same rank"),
        ([row(1, "甲"), row(2, "甲")], "same words"),
        ([row(0, "甲")], "from 1"),
        ([row("x", "甲")], "Row 1"),
        ([row(1, "")], "Row 1"),
        ([row(1, "甲", basis="")], "Source and year"),
        ([row(1, "甲", confidence="?")], "Row 1"),
        (["nonsense"], "Row 1"),
    ],
)
def test_rows_that_cannot_be_are_refused(park, clerk, rows, word):
    assert word in errors(park, clerk, *rows)


def test_one_phrase_may_fall_in_two_sectors(park, clerk, food):
    other = Sector.objects.exclude(pk=food.pk).first()
    rows = [row(n, "煤电化", sector=str(one.pk)) for n, one in enumerate([food, other], 1)]
    assert errors(park, clerk, *rows) == ""


def typed(page, park, user, rows):
    """The form as a browser sends it, its rows typed."""
    values = {name: value for name, value in values_now(park, user).items() if name != "industries"}
    sent = as_data(values) | {
        "base": page.context["held_base"],
        "version": page.context["held_version"],
        "industries-TOTAL_FORMS": len(rows) + 1,
        "industries-INITIAL_FORMS": 2,
    }
    for number, text in enumerate(rows):
        sent |= {f"industries-{number}-{name}": one for name, one in json.loads(text).items()}
    return sent


def test_a_proposal_shows_the_rows_and_is_taken_over(park, clerk, reviewer, client):
    before = values_now(park, clerk)["industries"]
    first = json.loads(before[0]) | {"rank": "2"}
    rows = [json.dumps(first, ensure_ascii=False), row(1, "合成新材料")]
    client.force_login(clerk)
    address = f"/parks/{park.registry_code}/propose/"
    answer = client.post(address, typed(client.get(address), park, clerk, rows))
    assert answer.status_code == 302, answer.context["form"].errors
    proposal = Proposal.objects.get(registry_code=park.registry_code)
    assert set(proposal.values) == {"industries"}
    [shown] = rows_of(proposal, park, reviewer)
    assert shown.label == "Leading industries"
    kinds = [kind for kind, _text in shown.lines]
    assert sorted(kinds) == ["gone", "gone", "new", "new"]
    assert any("合成新材料" in text for kind, text in shown.lines if kind == "new")
    client.force_login(reviewer)
    assert "合成新材料" in client.get(f"/work/proposals/{proposal.pk}/").content.decode()
    tagged = ParkSector.objects.get(park=park, phrase="合成食品")
    accept(proposal=proposal, record=park, by=reviewer, names=["industries"])
    stored = list(park.industries.values_list("rank", "phrase"))
    assert stored == [(1, "合成新材料"), (2, "合成食品")]
    tagged.refresh_from_db()
    assert tagged.rank == 2
    assert tagged.key_industries.count() == 1, "what stays keeps its tags"
    client.logout()
    assert "合成新材料" in client.get(park.get_absolute_url()).content.decode()


def test_ranks_are_exchanged_and_what_stays_is_not_written(park, reviewer):
    rows = [
        {"rank": 2, "phrase": "合成食品", "sector_id": Sector.objects.get(slug="food").pk},
        {"rank": 1, "phrase": "合成物流", "sector_id": None},
    ]
    actions.amend(park=park, by=reviewer, fields={"industries": rows})
    assert list(park.industries.values_list("rank", "phrase")) == [
        (1, "合成物流"),
        (2, "合成食品"),
    ]
    changes = Change.objects.filter(table_name="parks_parksector").count()
    actions.amend(park=park, by=reviewer, fields={"industries": rows})
    assert Change.objects.filter(table_name="parks_parksector").count() == changes
    with pytest.raises(ValidationError, match="same rank"):
        actions.amend(park=park, by=reviewer, fields={"industries": [rows[0], rows[0]]})
    assert park.industries.count() == 2
