"""The pages on which reviewers decide whether two records are one, and what a form is told."""

import pytest

from parks.models import Sector
from projects.models import Project
from records.duplicates.actions import explain
from records.models import Distinction, Redirect
from tests.factories import ProjectFactory, UserFactory

BINXIAN, DAQING = "230125", "230600"
BUILDER = "合成龙江石化有限公司"

pytestmark = pytest.mark.usefixtures("facts")


@pytest.fixture
def twins():
    names = ("合成龙江石化年产10万吨乙烯项目", "合成龙江石化年产十万吨乙烯建设工程")
    return [ProjectFactory(name_zh=name, name_en="", enterprise_text=BUILDER) for name in names]


@pytest.fixture
def reviewer(client):
    user = UserFactory(reviewer=True, territory=[BINXIAN])
    client.force_login(user)
    return user


def address(*records):
    return "/work/duplicates/" + "".join(f"{record.registry_code}/" for record in records)


def test_pairs_of_the_territory_are_listed_with_reasons(client, reviewer, twins):
    elsewhere = ProjectFactory(name_zh=twins[0].name_zh, division_id=DAQING)
    page = client.get("/work/duplicates/?lang=en").content.decode()
    assert address(*twins) in page
    assert "the same enterprise" in page
    assert elsewhere.registry_code not in page


def test_a_pair_is_merged_with_the_values_chosen(client, reviewer, twins):
    kept, dropped = twins
    page = client.get(address(*twins)).content.decode()
    assert f'name="take-name_zh" value="dropped"' in page  # noqa: F541
    data = {"merge": "1", "take-name_zh": "dropped", "dropped_version": dropped.version}
    assert client.post(address(*twins), data).url == "/work/duplicates/"
    kept.refresh_from_db()
    assert kept.name_zh == dropped.name_zh
    assert Redirect.objects.get().old_code == dropped.registry_code
    assert address(*twins) not in client.get("/work/duplicates/").content.decode()


def test_a_pair_that_stays_two_is_not_shown_again(client, reviewer, twins):
    refused = client.post(address(*twins), {"dismiss": "1", "reason": ""})
    assert refused.status_code == 200
    assert not Distinction.objects.exists()
    client.post(address(*twins), {"dismiss": "1", "reason": "合成：两条生产线"})
    assert Distinction.objects.get().is_final
    assert address(*twins) not in client.get("/work/duplicates/").content.decode()


def test_a_merge_of_what_changed_meanwhile_is_refused(client, reviewer, twins):
    answer = client.post(address(*twins), {"merge": "1", "dropped_version": "old"})
    assert answer.status_code == 200
    assert Project.objects.filter(pk=twins[1].pk).exists()


def test_others_see_no_pairs(client, twins):
    assert client.get("/work/duplicates/").status_code == 302
    client.force_login(UserFactory(contributor=True, territory=[BINXIAN]))
    assert client.get("/work/duplicates/").status_code == 403
    assert client.get(address(*twins)).status_code == 404
    client.force_login(UserFactory(reviewer=True, territory=[DAQING]))
    assert client.get(address(*twins)).status_code == 404


def asked(client, **changes):
    query = {
        "name_zh": "年产10万吨乙烯",
        "enterprise_name": BUILDER,
        "division": BINXIAN,
        **changes,
    }
    return client.get("/duplicates.json", {**query, "lang": "en"})


def test_a_form_is_told_of_visible_twins_only(client, twins):
    hidden = ProjectFactory(name_zh=twins[0].name_zh, enterprise_text=BUILDER, draft=True)
    assert asked(client).status_code == 403
    client.force_login(UserFactory(contributor=True, territory=[BINXIAN]))
    found = asked(client).json()["records"]
    assert {one["code"] for one in found} == {one.registry_code for one in twins}
    assert hidden.registry_code not in str(found)
    assert "the same enterprise" in found[0]["reasons"]


@pytest.mark.parametrize(
    "changes",
    [
        {"name_zh": ""},
        {"name_zh": "'; DROP TABLE"},
        {"lon": "NaN", "lat": "inf"},
        {"lon": "999", "lat": "x"},
        {"division": "nonsense"},
        {"name_zh": "\x00石墨"},
        {"name_zh": "石" * 5000},
        {"location_precision": "site", "lon": "127.4", "lat": "45.7"},
    ],
)
def test_a_form_with_nonsense_gets_an_answer(client, changes):
    client.force_login(UserFactory(contributor=True, territory=[BINXIAN]))
    assert asked(client, **changes).status_code == 200


def entered(**changes):
    """What a clerk sends who hands in what is registered already."""
    return {
        "name_zh": "合成龙江石化年产十万吨乙烯项目",
        "enterprise_name": BUILDER,
        "sector": str(Sector.objects.get(slug="chemicals").pk),
        "division": BINXIAN,
        "location_precision": "unknown",
        "stage": "proposed",
        "source": "合成来源",
        "confidence": "low",
        "submit": "1",
        **changes,
    }


@pytest.fixture
def clerk(client):
    user = UserFactory(contributor=True, territory=[BINXIAN])
    client.force_login(user)
    return user


def test_handing_in_asks_once_and_keeps_the_answer(client, clerk, twins):
    page = client.post("/projects/new/", entered())
    assert page.status_code == 200
    assert all(one.registry_code in page.content.decode() for one in twins)
    assert not Project.objects.filter(created_by=clerk).exists()
    client.post("/projects/new/", entered(difference="合成：这是另一条生产线"))
    project = Project.objects.get(created_by=clerk)
    assert project.state == "submitted"
    said = Distinction.objects.filter(by=clerk, is_final=False)
    assert {one.reason for one in said} == {"合成：这是另一条生产线"}
    assert said.count() == len(twins)
    client.force_login(UserFactory(reviewer=True, territory=[BINXIAN]))
    review = client.get(f"/work/{project.registry_code}/review/").content.decode()
    assert "合成：这是另一条生产线" in review
    assert address(twins[0], project) in review


def test_a_draft_and_what_was_told_apart_are_not_asked_about(client, clerk, twins):
    draft = entered()
    del draft["submit"]
    assert client.post("/projects/new/", draft).status_code == 302
    project = Project.objects.get(created_by=clerk)
    edit = f"/projects/{project.registry_code}/edit/"
    assert client.post(edit, entered()).status_code == 200
    assert client.post(edit, entered(difference="合成：另一条")).status_code == 302


def test_another_project_is_handed_in_without_a_question(client, clerk, twins):
    other = entered(name_zh="合成龙江石化年产30万吨苯酚项目")
    assert client.post("/projects/new/", other).status_code == 302


def test_a_phase_is_linked_and_both_stay(client, reviewer, twins):
    whole, phase = twins
    refused = client.post(address(*twins), {"phase": "1", "number": ""})
    assert refused.status_code == 200
    assert client.post(address(*twins), {"phase": "1", "number": "2"}).status_code == 302
    phase.refresh_from_db()
    assert (phase.phase_of, phase.phase_number) == (whole, 2)
    again = client.post(address(phase, whole), {"phase": "1", "number": "1"})
    assert again.status_code == 200
    whole.refresh_from_db()
    assert whole.phase_of is None


def test_handing_in_from_the_list_asks_too(client, clerk, twins):
    draft = ProjectFactory(
        draft=True, created_by=clerk, name_zh=twins[0].name_zh, enterprise_text=BUILDER
    )
    answer = client.post(f"/work/{draft.registry_code}/submit/")
    assert answer.url == f"/projects/{draft.registry_code}/edit/"
    draft.refresh_from_db()
    assert draft.state == "draft"
    for twin in twins:
        explain(record=draft, other_code=twin.registry_code, reason="合成：另一条线", by=clerk)
    assert client.post(f"/work/{draft.registry_code}/submit/").url == "/work/"
    draft.refresh_from_db()
    assert draft.state == "submitted"
