"""Enterprises entered by clerks: what is refused, who sees them, how projects name them."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import translation

from projects import actions
from projects.enterprise_forms import EnterpriseForm
from projects.enterprise_rules import doubts
from projects.models import Enterprise, Project
from records.codes import credit_check
from records.enums import State
from records.models import Proposal, StateChange
from records.review.actions import publish, send_back, submit
from records.review.diff import rows_of
from records.review.editors import values_now
from records.review.proposals import accept
from records.review.values import as_data
from tests.factories import EnterpriseFactory, ProjectFactory, UserFactory
from tests.unit.test_registration import filled as filled_project

BINXIAN, DAQING = "230125", "230600"
CREDIT = "91350100M000100Y43"

pytestmark = pytest.mark.usefixtures("facts")


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def filled(**changes):
    """A form that is complete, as a browser sends it."""
    return {
        "name_zh": "合成石墨新材料有限公司",
        "kind": "company",
        "division": BINXIAN,
        "source": "合成来源",
        "confidence": "low",
        **changes,
    }


def errors(by, **changes):
    form = EnterpriseForm(filled(**changes), by=by)
    return {name: " ".join(texts) for name, texts in form.errors.items()}


def registered(by, **changes):
    form = EnterpriseForm(filled(**changes), by=by)
    assert form.is_valid(), form.errors
    return actions.register_enterprise(by=by, fields=form.columns_of(form.Meta.fields))


def without_inner_check():
    """A credit code that is right by GB 32100, and whose organisation code is not."""
    begun = CREDIT[:16] + ("1" if CREDIT[16] != "1" else "2")
    return begun + credit_check(begun + "0")


@pytest.mark.parametrize(
    ("changes", "name", "word"),
    [
        ({"credit_code": "91350100M000100Y44"}, "credit_code", "check character"),
        ({"credit_code": "123"}, "credit_code", "18 characters"),
        ({"name_zh": "一"}, "name_zh", "at least 2"),
        ({"name_zh": "合成已登记企业"}, "name_zh", "registered already"),
        ({"source": " "}, "source", "required"),
        ({"aliases": "甲" * 201}, "aliases", "at most"),
        ({"division": "999999"}, "division", "Select"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(clerk, changes, name, word):
    EnterpriseFactory(name_zh="合成已登记企业", state=State.DRAFT)
    found = errors(clerk, **changes)
    assert set(found) == {name}
    assert word in found[name]


def test_a_code_is_of_one_enterprise_even_of_one_that_the_clerk_does_not_see(clerk):
    EnterpriseFactory(name_zh="机密企业名", visibility="restricted", credit_code=CREDIT)
    found = errors(clerk, credit_code=f" {CREDIT.lower()} ")
    assert "registered already" in found["credit_code"]
    assert "机密企业名" not in str(found)


def test_what_is_typed_is_stored_as_a_draft_of_the_clerk(clerk):
    made = registered(
        clerk, aliases="石墨公司\n\n合成ＧＳ；石墨公司", credit_code="91350100 m000100y43"
    )
    assert made.aliases == ["石墨公司", "合成GS"]
    assert (made.credit_code, made.state, made.created_by) == (CREDIT, State.DRAFT, clerk)
    assert made.registry_code.startswith("EN-")
    for reader in (AnonymousUser(), UserFactory(contributor=True, territory=[BINXIAN])):
        assert made not in Enterprise.objects.visible_to(reader)
    assert made in Enterprise.objects.visible_to(clerk)


def test_the_code_inside_is_doubted_and_not_refused(clerk):
    made = registered(clerk, credit_code=without_inner_check())
    assert "organisation code inside" in " ".join(doubts(made))
    made.credit_code = CREDIT
    assert not doubts(made)


def test_only_who_registers_may_and_only_drafts_of_their_own(clerk):
    made = registered(clerk)
    with pytest.raises(PermissionDenied):
        registered(UserFactory(role="viewer"), name_zh="合成另一企业")
    other = UserFactory(contributor=True, territory=[BINXIAN])
    with pytest.raises(PermissionDenied):
        actions.revise_enterprise(enterprise=made, by=other, fields={"note": "x"})
    submit(record=made, by=clerk)
    with pytest.raises(ValidationError, match="cannot be changed"):
        actions.revise_enterprise(enterprise=made, by=clerk, fields={"note": "x"})


def test_the_rules_hold_for_whoever_writes(clerk):
    with pytest.raises(ValidationError, match="check character"):
        actions.register_enterprise(
            by=clerk, fields={"name_zh": "合成企业甲", "source": "x", "credit_code": "9" * 18}
        )


def test_from_the_form_to_the_public_record(clerk, reviewer, client):
    client.force_login(clerk)
    shown = client.get(reverse("new-enterprise"), {"name": "合成石墨新材料有限公司", "lang": "en"})
    assert shown.context["form"]["name_zh"].value() == "合成石墨新材料有限公司"
    held = {"base": shown.context["held_base"], "version": ""}
    answer = client.post(reverse("new-enterprise"), filled(submit="1", **held))
    assert answer["Location"] == reverse("work")
    made = Enterprise.objects.get(name_zh="合成石墨新材料有限公司")
    client.force_login(reviewer)
    page = client.get(reverse("review", args=[made.registry_code]))
    assert page.status_code == 200
    assert made.registry_code in client.get(reverse("queue")).content.decode()
    send_back(record=made, by=reviewer, reason="", field_reasons={"credit_code": "请补"})
    client.force_login(clerk)
    edit = reverse("edit-enterprise", args=[made.registry_code])
    assert edit in client.get(reverse("work")).content.decode()
    shown = client.get(edit)
    assert "请补" in shown.content.decode()
    held = {"base": shown.context["held_base"], "version": shown.context["held_version"]}
    client.post(edit, filled(credit_code=CREDIT, submit="1", **held))
    publish(record=made, by=reviewer)
    client.logout()
    assert CREDIT in client.get(made.get_absolute_url()).content.decode()
    assert StateChange.objects.filter(registry_code=made.registry_code).count() == 4


def test_a_likely_duplicate_is_asked_about_once(clerk, client):
    EnterpriseFactory(name_zh="合成石墨新材料有限责任公司")
    client.force_login(clerk)
    address = reverse("new-enterprise")
    asked = client.post(address, filled(submit="1"))
    assert asked.status_code == 200
    assert [one["name"] for one in asked.context["asked"]] == ["合成石墨新材料有限责任公司"]
    told = client.get("/duplicates.json", {"kind": "enterprises", "name_zh": filled()["name_zh"]})
    assert [one["name"] for one in told.json()["records"]] == ["合成石墨新材料有限责任公司"]
    said = client.post(address, filled(submit="1", difference="另一法人"))
    assert said.status_code == 302
    assert Enterprise.objects.get(name_zh=filled()["name_zh"]).state == State.SUBMITTED


def test_a_published_one_changes_by_a_proposal(clerk, reviewer, client):
    made = EnterpriseFactory(division_id=BINXIAN, aliases=["旧名"])
    client.force_login(clerk)
    assert reverse("propose-enterprise", args=[made.registry_code]) in (
        client.get(made.get_absolute_url()).content.decode()
    )
    address = reverse("propose-enterprise", args=[made.registry_code])
    shown = client.get(address)
    typed = {"aliases": "旧名\n新名", "credit_code": CREDIT}
    held = {"base": shown.context["held_base"], "version": shown.context["held_version"]}
    sent = {**as_data(values_now(made, clerk)), **typed, **held}
    assert client.post(address, sent).status_code == 302
    proposal = Proposal.objects.get(registry_code=made.registry_code)
    assert set(proposal.values) == set(typed)
    rows = {row.name: row for row in rows_of(proposal, made, reviewer)}
    assert rows["aliases"].lines == [("kept", "旧名"), ("new", "新名")]
    accept(proposal=proposal, record=made, by=reviewer, names=list(typed))
    made.refresh_from_db()
    assert (made.aliases, made.credit_code) == (["旧名", "新名"], CREDIT)
    client.force_login(UserFactory(contributor=True, territory=[DAQING]))
    assert client.get(address).status_code == 403


def test_a_seat_outside_the_province_is_decided_on_by_administrators(clerk, reviewer):
    made = registered(clerk, division="")
    submit(record=made, by=clerk)
    waiting = Enterprise.objects.filter(pk=made.pk)
    assert not waiting.reviewable_by(reviewer)
    assert waiting.reviewable_by(UserFactory(administrator=True))


def names_offered(client, text):
    answer = client.get(reverse("enterprise-names"), {"q": text})
    return [one["name"] for one in answer.json()["enterprises"]]


def test_the_form_of_projects_finds_enterprises_by_name_and_code(clerk, client):
    there = EnterpriseFactory(name_zh="合成寻找企业", credit_code=CREDIT)
    EnterpriseFactory(name_zh="合成寻找企业机密", visibility="restricted")
    EnterpriseFactory(name_zh="合成寻找企业归档", state=State.ARCHIVED)
    assert client.get(reverse("enterprise-names"), {"q": "合成"}).status_code == 403
    client.force_login(clerk)
    for text in ("合成寻找", "hechengxunzhao", there.registry_code, CREDIT.lower(), CREDIT[:9]):
        assert names_offered(client, text) == ["合成寻找企业"], text
    assert names_offered(client, "") == names_offered(client, "\0%") == []


@pytest.mark.parametrize("code", ["registry_code", "credit_code"])
def test_a_project_may_name_its_enterprise_by_a_code(clerk, client, code):
    made = EnterpriseFactory(name_zh="合成有码企业", credit_code=CREDIT)
    client.force_login(clerk)
    client.post(reverse("new-project"), filled_project(enterprise_name=getattr(made, code)))
    project = Project.objects.get(created_by=clerk)
    assert project.enterprise_text == "合成有码企业"
    assert list(project.enterprises.all()) == [made]


def test_a_project_names_a_draft_of_its_clerk_and_shows_it_to_nobody_else(clerk, reviewer, client):
    made = registered(clerk)
    hidden = EnterpriseFactory(name_zh="合成机密企业", visibility="restricted")
    client.force_login(clerk)
    client.post(reverse("new-project"), filled_project(enterprise_name=made.name_zh))
    project = Project.objects.get(created_by=clerk)
    assert list(project.enterprises.all()) == [made]
    submit(record=project, by=clerk)
    publish(record=project, by=reviewer)
    client.logout()
    assert made.registry_code not in client.get(project.get_absolute_url()).content.decode()
    client.force_login(clerk)
    assert made.registry_code in client.get(project.get_absolute_url()).content.decode()
    client.post(reverse("new-project"), filled_project(enterprise_name=hidden.name_zh))
    assert not Project.objects.exclude(pk=project.pk).get(created_by=clerk).enterprises.exists()


def test_a_reviewer_who_amends_keeps_the_enterprise(reviewer):
    made = EnterpriseFactory(name_zh="合成甲企业")
    project = ProjectFactory(enterprise_text="")
    actions.amend(project=project, by=reviewer, fields={"enterprise_text": "合成甲企业"})
    assert list(project.enterprises.all()) == [made]
