"""A button is shown to exactly those for whom it works."""

import re

import pytest
from django.http import QueryDict
from django.urls import reverse

from projects.models import Project
from records.review.editors import values_now
from records.review.proposals import propose
from records.review.queue import Queue, count_waiting
from tests.factories import UserFactory
from tests.integration.test_role_walk import READERS
from tests.readers import HERE, THERE, reader

# What pages of records offer; the record's code is put in.
OFFERED = {
    "park": [
        "/work/{}/visibility/",
        "/work/{}/review/",
        "/parks/{}/figures/areas/",
        "/parks/{}/history/",
    ],
    "project": [
        "/work/{}/visibility/",
        "/work/{}/review/",
        "/projects/{}/propose/",
        "/projects/{}/progress/",
        "/projects/{}/history/",
    ],
    "base": ["/work/{}/visibility/", "/work/{}/review/", "/bases/{}/history/"],
}
OF_WORK = ["new-project", "new-enterprise", "imports", "duplicates", "batches", "queue"]
DECIDING = ["reviewer-here", "reviewer-there", "reviewer-of-park"]
LINK = re.compile(r'href="([^"]+)"')


# What is only read.
READ = re.compile("/history/|/batches/|/queue/|/duplicates/")


def works(client, address):
    """Whether a page opens, and takes what is sent from it (an empty form: it says what lacks)."""
    opens = client.get(address).status_code == 200
    takes = READ.search(address) or client.post(address, {}).status_code in {200, 302, 400}
    return opens and bool(takes)


def signed_in(client, world, name):
    user = reader(world, name)
    if user:
        client.force_login(user)
    return user


@pytest.mark.parametrize("name", READERS)
def test_a_record_offers_what_works(world, db, client, name):
    signed_in(client, world, name)
    # A project of each state and class here; one park and one base stand for the others.
    here = [one for one in world.records if getattr(one, "division_id", "") == HERE]
    projects = [one for one in here if isinstance(one, Project) and "机密" in one.name_zh]
    asked = [*projects, world.records[3], world.records[10]]
    for record in [*asked, world.hiding[0], world.park]:
        page = client.get(record.get_absolute_url())
        kind = type(record)._meta.model_name
        if page.status_code != 200 or kind not in OFFERED:
            continue
        shown = set(LINK.findall(page.content.decode()))
        for pattern in OFFERED[kind]:
            address = pattern.format(record.registry_code)
            assert (address in shown) == works(client, address), (name, record.state, address)


@pytest.mark.parametrize("name", READERS)
def test_the_list_of_work_offers_what_works(world, db, client, name):
    user = signed_in(client, world, name)
    if user is None:
        return
    shown = set(LINK.findall(client.get("/work/").content.decode()))
    for page in OF_WORK:
        if reverse(page) in shown:
            assert works(client, reverse(page)), page
    assert (reverse("new-project") in shown) == user.may_register
    assert works(client, reverse("new-project")) == user.may_register


def test_a_committee_enters_projects_of_its_park_and_no_others(world, db, client):
    user = signed_in(client, world, "contributor-of-park")
    page = client.get(reverse("new-project"))
    # A part of the park lies in the other county.
    assert {one.code for one in page.context["form"].fields["division"].queryset} == {HERE, THERE}
    fields = {
        "name_zh": "合成园区内项目",
        "enterprise_name": "合成企业",
        "sector": "1",
        "division": str(world.park.division_id),
        "location_precision": "unknown",
        "stage": "proposed",
        "source": "合成",
        "confidence": "medium",
    }
    refused = client.post(reverse("new-project"), fields)
    assert "park" in refused.context["form"].errors
    client.post(reverse("new-project"), {**fields, "park": str(world.park.pk)})
    assert Project.objects.get(created_by=user).park == world.park


@pytest.mark.parametrize("name", READERS)
def test_the_head_of_pages_counts_what_waits_for_those_who_decide(world, client, name):
    user = signed_in(client, world, name)
    page = client.get("/about/data/").content.decode()
    counted = re.search(r'class="waiting">(\d+)<', page)
    waiting = len(Queue(user, QueryDict()).all) if user else 0
    assert int(counted[1] if counted else 0) == waiting
    assert bool(waiting) == (name in {"administrator", *DECIDING})


def test_one_query_counts_what_waits_and_the_proposals_too(world, django_assert_num_queries):
    user = reader(world, "reviewer-here")
    before = count_waiting(user)
    park = world.park
    by = UserFactory(role="contributor", territory=[HERE])
    values = {**values_now(park, by), "planned_area_ha": "12"}
    propose(record=park, by=by, values=values)
    with django_assert_num_queries(1):
        assert count_waiting(user) == before + 1
    assert count_waiting(by) == 0
