"""An answer made for one reader is never given to another."""

import pytest
from django.contrib.auth.models import AnonymousUser

from records import collections
from records.versions import etag_of
from tests.factories import ProjectFactory, UserFactory
from tests.queries import as_query_dict

SECRET = "机密合成项目"
DATA = ["/map.json?show=projects", "/projects.geojson", "/suggest.json?q=机密", "/divisions.json"]


@pytest.fixture
def secret(facts):
    return ProjectFactory(name_zh=SECRET, visibility="internal", division_id="230125")


@pytest.fixture
def clerk(facts):
    return UserFactory(contributor=True, territory=["230125"])


@pytest.mark.parametrize("address", DATA)
def test_a_tag_of_one_reader_is_none_of_another(secret, clerk, client, address):
    public = client.get(address)
    assert "private" not in public.get("Cache-Control", "")
    client.force_login(clerk)
    own = client.get(address, headers={"if-none-match": public["ETag"]})
    assert own.status_code == 200
    assert own["ETag"] != public["ETag"]
    assert {"private", "no-cache"} <= set(own["Cache-Control"].split(", "))
    assert "Cookie" in own["Vary"]
    client.logout()
    assert client.get(address, headers={"if-none-match": own["ETag"]}).status_code == 200
    assert client.get(address, headers={"if-none-match": public["ETag"]}).status_code == 304


def test_pages_of_signed_in_people_are_not_kept(secret, clerk, client):
    client.force_login(clerk)
    page = client.get("/projects/?q=机密")
    assert SECRET in page.content.decode()
    assert {"private", "no-store"} <= set(page["Cache-Control"].split(", "))
    client.logout()
    assert SECRET not in client.get("/projects/?q=机密").content.decode()


def test_viewers_share_the_answers_of_the_public(facts, rf):
    public, viewer = rf.get("/map.json"), rf.get("/map.json")
    public.user, viewer.user = AnonymousUser(), UserFactory()
    assert etag_of(public) == etag_of(viewer)


def test_counts_that_are_kept_are_kept_by_reader(secret, clerk, client):
    """The same question asked in turn by readers who see different things."""

    def numbers():
        return client.get("/map.json?show=projects&q=机密").json()["total"], SECRET in (
            client.get("/projects/?q=机密").content.decode()
        )

    assert numbers()[1] is False
    client.force_login(clerk)
    assert numbers()[1] is True
    client.logout()
    assert numbers()[1] is False


@pytest.mark.parametrize("name", ["state=draft", "state=submitted", "state=nonsense"])
def test_other_states_are_refused_to_the_public_in_the_same_words(facts, client, name):
    ProjectFactory(draft=True)
    answer = client.get(f"/map.json?show=projects&{name}")
    assert answer.status_code == 400
    assert answer.json()["errors"] == client.get("/map.json?state=draft").json()["errors"]


def test_drafts_are_listed_for_their_owner_who_asks(clerk):
    draft = ProjectFactory(draft=True, created_by=clerk)
    ProjectFactory(draft=True, created_by=UserFactory())
    projects = collections.get("projects")
    asked = projects.filtered(as_query_dict({"state": ["draft"]}), user=clerk)
    assert list(asked.qs) == [draft]
    assert draft not in projects.filtered(as_query_dict({}), user=clerk).qs
