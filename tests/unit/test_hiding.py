"""Who sees a record: who may say so, what the public reads then, and that nothing is inferred."""

import pytest
from django.contrib.gis.geos import Point
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from projects.models import Project
from records.models import Act, Proposal
from records.review.hiding import may_hide, set_visibility
from records.review.proposals import accept
from tests.factories import BaseFactory, EnterpriseFactory, ParkFactory, ProjectFactory, UserFactory
from tests.integration.test_role_walk import CHANGING
from tests.readers import BLANK

BINXIAN, HARBIN, DAQING = "230125", "230100", "230600"
HIDDEN = ["point", "investment", "enterprise", "capacity"]

pytestmark = pytest.mark.usefixtures("facts")


def project(**fields):
    known = {
        "division_id": BINXIAN,
        "point": Point(127.48, 45.75, srid=4326),
        "location_precision": "site",
        "location_source": "隐址",
        "investment_yuan": 765_000_000,
        "investment_scope": "",
        "enterprise_text": "隐企有限公司",
        "capacity": "隐产一千吨",
    }
    return ProjectFactory(**{**known, **fields})


def hide(record, by, **changes):
    said = {
        "visibility": record.visibility,
        "hidden_fields": record.hidden_fields,
        "reason": "合成",
    }
    set_visibility(record=record, by=by, **{**said, **changes})
    record.refresh_from_db()


def test_a_reviewer_closes_and_opens_with_a_reason_that_is_logged(reviewer):
    record = project()
    hide(record, reviewer, visibility="internal", hidden_fields=["capacity", "point"])
    assert (record.visibility, record.hidden_fields) == ("internal", ["point", "capacity"])
    act = Act.objects.get(changes__registry_codes__contains=[record.registry_code], why="合成")
    assert act.by == reviewer
    hide(record, reviewer, visibility="public", hidden_fields=[])
    assert (record.visibility, record.hidden_fields) == ("public", [])
    with pytest.raises(ValidationError):
        hide(record, reviewer, visibility="internal", reason=" ")


def test_a_clerk_closes_an_own_draft_and_does_not_open_it(clerk):
    draft = project(state="draft", created_by=clerk)
    hide(draft, clerk, visibility="internal", hidden_fields=["investment"])
    for wider in ({"visibility": "public"}, {"hidden_fields": []}):
        with pytest.raises(ValidationError):
            hide(draft, clerk, **wider)
    assert (draft.visibility, draft.hidden_fields) == ("internal", ["investment"])


@pytest.mark.parametrize(
    ("who", "state", "allowed"),
    [
        ({"contributor": True, "territory": [BINXIAN]}, "published", False),
        ({"gis_staff": True, "territory": [HARBIN]}, "published", False),
        ({"reviewer": True, "territory": [DAQING]}, "published", False),
        ({"reviewer": True, "territory": [HARBIN]}, "published", True),
        ({"reviewer": True, "territory": [HARBIN]}, "submitted", True),
        ({"reviewer": True, "territory": [HARBIN]}, "draft", False),
        ({"administrator": True}, "draft", True),
        ({}, "published", False),
    ],
)
def test_who_may_set_it_is_who_is_shown_the_link(client, who, state, allowed):
    user, record = UserFactory(**who), project(state=state, created_by=UserFactory())
    assert may_hide(record, user) == allowed
    client.force_login(user)
    address = reverse("hiding", args=[record.registry_code])
    assert (address in client.get(record.get_absolute_url()).content.decode()) == allowed
    form = {"visibility": "restricted", "reason": "合成"}
    assert (client.post(address, form).status_code == 302) == allowed
    record.refresh_from_db()
    assert (record.visibility == "restricted") == allowed
    if not allowed:
        with pytest.raises(PermissionDenied):
            hide(record, user, visibility="restricted")


def test_nobody_opens_what_they_entered_and_published_themselves(reviewer):
    assert not may_hide(project(created_by=reviewer), reviewer)


@pytest.mark.parametrize("factory", [ParkFactory, BaseFactory, EnterpriseFactory])
def test_every_kind_has_the_page(client, factory):
    client.force_login(UserFactory(administrator=True))
    record = factory(state="published")
    address = reverse("hiding", args=[record.registry_code])
    assert client.get(address).status_code == 200
    form = {"visibility": "internal", "keeps_back": list(record.HIDEABLE), "reason": "合成"}
    assert client.post(address, form).status_code == 302
    record.refresh_from_db()
    assert (record.visibility, record.hidden_fields) == ("internal", list(record.HIDEABLE))


def test_what_was_typed_stays_and_a_later_change_is_not_overwritten(client, reviewer):
    record = project(created_by=UserFactory())
    client.force_login(reviewer)
    address = reverse("hiding", args=[record.registry_code])
    page = client.get(address).context["form"].initial
    form = {"visibility": "restricted", "version": page["version"], "reason": "不得公开的原因"}
    empty = client.post(address, {**form, "reason": ""})
    assert empty.context["form"]["visibility"].value() == "restricted"
    record.save()
    body = client.post(address, form).content.decode()
    assert "不得公开的原因" in body
    record.refresh_from_db()
    assert record.visibility == "public"


def public_page(client, record, suffix=""):
    body = client.get(f"{record.get_absolute_url()}{suffix}").content
    return CHANGING.sub(b"", body).decode()


@pytest.mark.parametrize("word", HIDDEN)
def test_the_page_says_not_public_whether_or_not_it_is_known(client, word):
    record = project(hidden_fields=[word])
    before = public_page(client, record)
    assert "未公开" in before
    listed = client.get(f"/projects/?code={record.registry_code}").content.decode()
    Project.objects.filter(pk=record.pk).update(**BLANK[word])
    assert public_page(client, record) == before
    empty = project(hidden_fields=[], **BLANK[word])
    assert "未公开" not in public_page(client, empty)
    assert ("未公开" in listed) == (word in {"investment", "enterprise"})


SECRETS = ("隐址", "765", "7.65", "隐企", "隐产", "127.48", "45.75")


def test_a_change_is_proposed_without_what_is_hidden_and_keeps_it(client, clerk, reviewer):
    record = project(hidden_fields=HIDDEN, created_by=UserFactory(), contact_person="隐联系人")
    client.force_login(clerk)
    address = reverse("propose-project", args=[record.registry_code])
    assert address in client.get(record.get_absolute_url()).content.decode()
    response = client.get(address)
    body = response.content.decode()
    assert not [secret for secret in SECRETS if secret in body]
    values = {name: "" if value is None else value for name, value in initial(response).items()}
    values |= {
        "note": "合成备注",
        "investment_yi": "9",
        "lon": "128.1",
        "lat": "46",
        "capacity": "假",
    }
    held = {name: response.context[f"held_{name}"] for name in ("version", "base")}
    answer = client.post(address, {**values, **held, "why": "合成"})
    assert answer.status_code == 302, answer.context["form"].errors
    proposal = Proposal.objects.get()
    assert proposal.values == {"note": "合成备注"}
    page = client.get(f"/work/proposals/{proposal.pk}/").content.decode()
    assert not [secret for secret in SECRETS if secret in page]
    accept(proposal=proposal, record=record, by=reviewer, names=["note"])
    stored = Project.objects.get(pk=record.pk)
    for name in ("point", "investment_yuan", "enterprise_text", "capacity", "location_source"):
        assert getattr(stored, name) == getattr(record, name), name
    assert (stored.note, stored.contact_person) == ("合成备注", record.contact_person)


def initial(response):
    form = response.context["form"]
    return {name: form[name].value() for name in form.fields}


def test_two_changes_at_once_betray_nothing_hidden(client, clerk):
    record = project(hidden_fields=HIDDEN, created_by=UserFactory())
    client.force_login(clerk)
    address = reverse("propose-project", args=[record.registry_code])
    response = client.get(address)
    values = {name: "" if value is None else value for name, value in initial(response).items()}
    held = {name: response.context[f"held_{name}"] for name in ("version", "base")}
    for row in Project.objects.filter(pk=record.pk):
        row.note, row.investment_yuan = "别人的备注", 766_000_000
        row.save()
    body = client.post(address, {**values, **held, "note": "我的备注"}).content.decode()
    assert "别人的备注" in body
    assert not [secret for secret in (*SECRETS, "766") if secret in body]
