"""Changes of published records: proposed, compared, accepted to the letter, or returned."""

from datetime import date

import pytest
from django.contrib.gis.geos import Point
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from projects.enums import Stage
from projects.models import Project
from records.enums import ProposalState, State
from records.models import Proposal
from records.review.diff import rows_of, shifts_of
from records.review.editors import form_for, values_now
from records.review.proposals import accept, held_version, propose, return_proposal, withdraw
from records.review.values import merged, stored_values
from tests.factories import ProjectFactory, UserFactory

BINXIAN, DAQING = "230125", "230600"
FROM, TO = Point(127.48, 45.75, srid=4326), Point(127.49, 45.75, srid=4326)

FOUND_BY = {"search_names", "search_pinyin", "match_names", "counted_yuan"}

pytestmark = pytest.mark.usefixtures("facts")


@pytest.fixture
def record():
    return ProjectFactory(
        created_by=UserFactory(),
        point=FROM,
        location_precision="site",
        location_source="合成出处",
        capacity="年产一千吨",
        enterprise_text="合成（旧）有限公司",
    )


def proposed(record, by, **changes):
    return propose(record=record, by=by, values={**values_now(record, by), **changes})


def columns(record):
    """Everything that is stored of a project, but who changed it last and when."""
    stored = Project.objects.get(pk=record.pk)
    plain = {
        field.name: getattr(stored, field.attname)
        for field in Project._meta.concrete_fields
        if field.name not in {"changed_by", "changed_at"}
    }
    links = {"chains": list(stored.chains.all()), "enterprises": list(stored.enterprises.all())}
    return plain | links


def changes_of(before, after):
    return {name: after[name] for name in after if after[name] != before[name]}


def test_the_public_record_stays_until_the_proposal_is_accepted(record, clerk, reviewer):
    before = columns(record)
    proposal = proposed(record, clerk, capacity="年产两千吨", note="合成备注")
    assert columns(record) == before
    assert proposal.values == {"capacity": "年产两千吨", "note": "合成备注"}
    assert proposal.base == {"capacity": "年产一千吨", "note": ""}
    accept(proposal=proposal, record=record, by=reviewer, names=["capacity", "note"])
    assert changes_of(before, columns(record)) == {"capacity": "年产两千吨", "note": "合成备注"}
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by) == (ProposalState.ACCEPTED, reviewer)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"capacity": "甲"}, {"capacity": "甲"}),
        ({"investment_yi": "2.5"}, {"investment_yuan": 250_000_000}),
        ({"enterprise_name": "合成新公司"}, {"enterprise_text": "合成新公司"}),
        (
            {"stage": "approved", "stage_date": "2012-05-01", "stage_note": "合成文件"},
            {"stage": "approved", "stage_date": date(2012, 5, 1), "stage_note": "合成文件"},
        ),
        ({"confidence": "high"}, {"confidence": "high"}),
    ],
)
def test_accepting_changes_what_differs_and_nothing_else(
    record, clerk, reviewer, changes, expected
):
    """Not even what cleaning the form would write in another way, such as wide brackets."""
    before = columns(record)
    proposal = proposed(record, clerk, **changes)
    accept(proposal=proposal, record=record, by=reviewer, names=list(changes))
    changed = changes_of(before, columns(record))
    assert {name: changed[name] for name in expected} == expected
    assert set(changed) - FOUND_BY == set(expected)


@pytest.mark.parametrize("half", [["lon"], ["lat", "capacity"]])
def test_half_a_point_is_not_taken(record, clerk, reviewer, half):
    proposal = proposed(record, clerk, lon="127.5", lat="45.8", capacity="甲")
    before = columns(record)
    with pytest.raises(ValidationError, match="一并采纳"), transaction.atomic():
        accept(proposal=proposal, record=record, by=reviewer, names=half)
    assert columns(record) == before
    accept(proposal=proposal, record=record, by=reviewer, names=["lon", "lat"])
    assert record.__class__.objects.get(pk=record.pk).point.coords == (127.5, 45.8)


def test_a_proposal_is_taken_field_by_field(record, clerk, reviewer):
    before = columns(record)
    proposal = proposed(record, clerk, capacity="甲", note="乙")
    with pytest.raises(ValidationError):
        accept(proposal=proposal, record=record, by=reviewer, names=["source"])
    accept(proposal=proposal, record=record, by=reviewer, names=["note"])
    assert changes_of(before, columns(record)) == {"note": "乙"}
    proposal.refresh_from_db()
    assert proposal.accepted == ["note"]


def test_real_records_can_be_changed_although_the_form_would_ask_for_more(reviewer):
    """What was gathered from the files lacks much; one field is changed all the same."""
    everywhere = UserFactory(contributor=True, territory=["230000"])
    judge = UserFactory(reviewer=True, territory=["230000"])
    for project in Project.objects.published().order_by("registry_code"):
        before = columns(project)
        proposal = proposed(project, everywhere, note="合成备注")
        accept(proposal=proposal, record=project, by=judge, names=["note"])
        assert changes_of(before, columns(project)) == {"note": "合成备注"}, project


def test_a_moved_point_is_measured_on_the_ground_and_is_a_change_filing(record, clerk, reviewer):
    proposal = proposed(record, clerk, lon="127.49")
    assert proposal.is_filing
    [shift] = shifts_of(proposal, record, reviewer)
    assert shift.old["coordinates"] == [127.48, 45.75]
    assert shift.new["coordinates"] == [127.49, 45.75]
    # A hundredth of a degree of longitude: 111,320 m × cos 45.75° × 0.01.
    assert "778" in shift.sentence
    accept(proposal=proposal, record=record, by=reviewer, names=["lon"])
    assert Project.objects.get(pk=record.pk).point.coords == TO.coords


def test_a_note_needs_no_change_filing(record, clerk):
    assert not proposed(record, clerk, note="甲").is_filing


def test_fields_are_compared_in_the_words_of_the_reader(record, clerk, reviewer):
    proposal = proposed(record, clerk, stage="approved")
    [row] = rows_of(proposal, record, reviewer)
    assert (row.old, row.new) == (Stage.PROPOSED.label, Stage.APPROVED.label)


def test_who_proposes_and_who_decides(record, clerk, reviewer):
    elsewhere = UserFactory(contributor=True, territory=[DAQING])
    for nobody in (elsewhere, UserFactory(territory=[BINXIAN]), UserFactory(gis_staff=True)):
        with pytest.raises(PermissionDenied):
            propose(record=record, by=nobody, values={"note": "甲"})
    proposal = proposed(record, clerk, note="甲")
    for nobody in (clerk, elsewhere, UserFactory(reviewer=True, territory=[DAQING])):
        with pytest.raises(PermissionDenied):
            accept(proposal=proposal, record=record, by=nobody, names=["note"])
    own = proposed(record, reviewer, note="乙")
    with pytest.raises(PermissionDenied):
        accept(proposal=own, record=record, by=reviewer, names=["note"])
    with pytest.raises(PermissionDenied):
        withdraw(proposal=own, by=clerk)


@pytest.mark.parametrize("state", sorted(set(State.values) - {"published", "suspended"}))
def test_what_is_not_public_is_not_changed_by_proposals(clerk, state):
    hidden = ProjectFactory(state=state, created_by=UserFactory())
    with pytest.raises(PermissionDenied):
        propose(record=hidden, by=clerk, values={"note": "甲"})


def test_there_is_one_proposal_for_user_and_record(record, clerk):
    first = proposed(record, clerk, note="甲")
    second = proposed(record, clerk, note="乙")
    assert first.pk == second.pk
    assert Proposal.objects.get().values == {"note": "乙"}
    with pytest.raises(ValidationError):
        propose(record=record, by=clerk, values=values_now(record, clerk))


def test_a_returned_proposal_says_why_and_is_mended(record, clerk, reviewer):
    proposal = proposed(record, clerk, note="甲")
    with pytest.raises(ValidationError):
        return_proposal(proposal=proposal, record=record, by=reviewer, reason=" ")
    said = {"note": "太短"}
    return_proposal(proposal=proposal, record=record, by=reviewer, reason="", field_reasons=said)
    with pytest.raises(ValidationError):
        accept(proposal=proposal, record=record, by=reviewer, names=["note"])
    mended = proposed(record, clerk, note="甲乙丙")
    assert (mended.pk, mended.state, mended.field_reasons) == (proposal.pk, "open", {})


def test_nobody_decides_on_what_was_changed_after_they_looked(record, clerk, reviewer):
    proposal = proposed(record, clerk, note="甲")
    seen = held_version(proposal, record)
    proposal = proposed(record, clerk, note="乙")
    with pytest.raises(ValidationError):
        accept(proposal=proposal, record=record, by=reviewer, names=["note"], version=seen)
    seen = held_version(Proposal.objects.get(), record)
    accept(proposal=proposal, record=record, by=reviewer, names=["note"], version=seen)


def test_two_proposals_collide_in_the_open(record, clerk, reviewer):
    other = UserFactory(contributor=True, territory=[BINXIAN])
    one, two = proposed(record, clerk, note="甲"), proposed(record, other, note="乙")
    accept(proposal=one, record=record, by=reviewer, names=["note"])
    [row] = rows_of(two, Project.objects.get(pk=record.pk), reviewer)
    assert (row.is_outdated, row.before, row.old, row.new) == (True, "", "甲", "乙")


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "values", "collisions", "taken"),
    [
        ("a", "a", "a", "a", [], []),
        ("a", "a", "b", "b", [], []),
        ("a", "b", "a", "b", [], ["x"]),
        ("a", "b", "b", "b", [], []),
        ("a", "b", "c", "c", ["x"], []),
        (["1"], ["1", "2"], ["1"], ["1", "2"], [], ["x"]),
    ],
)
def test_two_changes_are_merged(base, theirs, mine, values, collisions, taken):
    merge = merged({"x": base}, {"x": theirs}, {"x": mine})
    assert (merge.values["x"], merge.collisions, merge.taken) == (values, collisions, taken)


def test_values_survive_the_way_through_the_form(record, clerk):
    values = values_now(record, clerk)
    bound = form_for(record, clerk, values)
    assert bound.is_valid(), bound.errors
    assert stored_values(form_for(record, clerk)) == values


# Pages --------------------------------------------------------------------------------------------


def sent(page, **changes):
    """What a browser sends back of a page with a form, with changes."""
    form = page.context["form"]
    data = {field.html_name: field.value() for field in form}
    data = {name: "" if value is None else value for name, value in data.items()}
    held = {"version": page.context["held_version"], "base": page.context["held_base"]}
    return {**data, **held, **changes}


def test_from_the_record_to_the_accepted_proposal(record, clerk, reviewer, client):
    client.force_login(clerk)
    address = f"/projects/{record.registry_code}/propose/"
    assert address in client.get(record.get_absolute_url()).content.decode()
    page = client.get(address)
    assert client.post(address, sent(page, capacity="甲", lon="127.49")).status_code == 302
    proposal = Proposal.objects.get()
    assert proposal.values == {"capacity": "甲", "lon": "127.49"}
    assert "甲" in client.get(f"/work/proposals/{proposal.pk}/").content.decode()
    assert str(proposal.pk) in client.get("/work/").content.decode()

    client.force_login(reviewer)
    assert f"/work/proposals/{proposal.pk}/" in client.get("/work/queue/").content.decode()
    address = f"/work/proposals/{proposal.pk}/"
    page = client.get(address)
    held = page.context["held"]
    assert client.post(address, {"version": held, "accept": "1"}).status_code == 200
    chosen = {"version": held, "accept": "1", "take-capacity": "yes", "take-lon": "no"}
    assert client.post(address, chosen)["Location"] == "/work/queue/"
    record.refresh_from_db()
    assert (record.capacity, record.point.coords) == ("甲", FROM.coords)


def test_a_proposal_is_nobody_elses_business(record, clerk, client):
    proposal = proposed(record, clerk, note="甲")
    address = f"/work/proposals/{proposal.pk}/"
    assert client.get(address).status_code == 302
    for other in (
        UserFactory(contributor=True, territory=[BINXIAN]),
        UserFactory(reviewer=True, territory=[DAQING]),
        UserFactory(),
    ):
        client.force_login(other)
        assert client.get(address).status_code == 404
        assert client.post(f"{address}withdraw/").status_code == 404
    client.force_login(clerk)
    assert client.post(address, {"accept": "1", "take-note": "yes"}).status_code == 403
    assert client.post(f"{address}withdraw/").status_code == 302
    assert Proposal.objects.get().state == ProposalState.WITHDRAWN


def test_two_windows_are_merged_where_they_do_not_collide(clerk, client):
    draft = ProjectFactory(state=State.DRAFT, created_by=clerk, enterprise_text="合成公司")
    client.force_login(clerk)
    address = f"/projects/{draft.registry_code}/edit/"
    one, two = client.get(address), client.get(address)
    assert client.post(address, sent(one, note="甲")).status_code == 302
    assert client.post(address, sent(two, capacity="乙")).status_code == 302
    draft.refresh_from_db()
    assert (draft.note, draft.capacity) == ("甲", "乙")


@pytest.mark.parametrize(("pick", "expected"), [("theirs", "甲"), ("mine", "乙")])
def test_where_two_windows_collide_the_writer_chooses(clerk, client, pick, expected):
    draft = ProjectFactory(state=State.DRAFT, created_by=clerk, enterprise_text="合成公司")
    client.force_login(clerk)
    address = f"/projects/{draft.registry_code}/edit/"
    one, two = client.get(address), client.get(address)
    client.post(address, sent(one, note="甲"))
    page = client.post(address, sent(two, note="乙", capacity="丙"))
    [collision] = page.context["collisions"]
    assert (collision["before"], collision["theirs"], collision["mine"]) == ("", "甲", "乙")
    unanswered = client.post(address, sent(page, asked="note"))
    assert unanswered.context["must_choose"]
    answer = client.post(address, sent(unanswered, asked="note", **{"pick-note": pick}))
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert (draft.note, draft.capacity) == (expected, "丙")


def test_two_windows_of_a_proposal_collide_too(record, clerk, client):
    client.force_login(clerk)
    address = f"/projects/{record.registry_code}/propose/"
    one, two = client.get(address), client.get(address)
    client.post(address, sent(one, note="甲"))
    page = client.post(address, sent(two, note="乙"))
    assert [one["name"] for one in page.context["collisions"]] == ["note"]
    assert Proposal.objects.get().values == {"note": "甲"}
    client.post(address, sent(page, asked="note", **{"pick-note": "mine"}))
    assert Proposal.objects.get().values == {"note": "乙"}


def test_the_queue_is_of_the_territory_the_oldest_first_and_leads_on(
    record, clerk, reviewer, client
):
    waiting = [ProjectFactory(submitted=True, created_by=clerk) for _time in range(2)]
    ProjectFactory(submitted=True, created_by=clerk, division_id=DAQING)
    proposal = proposed(record, clerk, note="甲")
    client.force_login(reviewer)
    queue = client.get("/work/queue/").context["queue"]
    assert [item.code for item in queue.items] == [
        *(one.registry_code for one in waiting),
        record.registry_code,
    ]
    only = client.get("/work/queue/", {"what": "proposal"}).context["queue"]
    assert [item.proposal for item in only.items] == [proposal.pk]
    assert not client.get("/work/queue/", {"age": "3"}).context["queue"].items
    assert client.get("/work/queue/", {"kind": "nonsense"}).context["form"].errors
    elsewhere = client.get("/work/queue/", {"division": "230102"}).context["queue"]
    assert not elsewhere.items
    first, second = (f"/work/{one.registry_code}/review/" for one in waiting)
    query = "?by=" + str(clerk.pk)
    answer = client.post(f"{first}{query}", {"to": "published"})
    assert answer["Location"] == f"{second}{query}"


def test_the_reviewer_sees_what_was_changed_since_the_return(clerk, reviewer, client):
    project = ProjectFactory(submitted=True, created_by=clerk, enterprise_text="合成公司")
    client.force_login(reviewer)
    review = f"/work/{project.registry_code}/review/"
    client.post(review, {"to": "returned", "why-note": "请写明"})
    client.force_login(clerk)
    edit = f"/projects/{project.registry_code}/edit/"
    page = client.get(edit)
    assert page.content.decode().count("请写明") == 2
    assert client.post(edit, sent(page, note="写明了", submit="1")).status_code == 302
    client.force_login(reviewer)
    [row] = client.get(review).context["since_return"]
    assert (row.name, row.old, row.new, row.reason) == ("note", "", "写明了", "请写明")
