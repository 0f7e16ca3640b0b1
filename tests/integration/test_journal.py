"""The log of all changes, and what it says of accounts."""

import pytest

from accounts.enums import Role
from accounts.models import TerritoryPark, User
from geo.models import Division
from projects.models import Project
from records.log.acting import acting
from records.log.undo import undo
from records.models import Act, Change
from tests.factories import ProjectFactory, UserFactory

BINXIAN = "230125"

pytestmark = pytest.mark.usefixtures("facts")


@pytest.fixture
def admin():
    return UserFactory(administrator=True, first_name="合成管理员")


@pytest.fixture
def clerk():
    return UserFactory(contributor=True, username="synthetic-clerk")


@pytest.fixture
def promoted(admin, clerk):
    """What an administrator did to the account of a clerk."""
    with acting(by=admin, why="合成授权"):
        User.objects.filter(pk=clerk.pk).update(role=Role.REVIEWER)
        clerk.territory.set([BINXIAN])
        TerritoryPark.objects.create(user=clerk, registry_code="PK-0001")
        clerk.set_password("synthetic-and-new")
        clerk.save(update_fields=["password"])
    return Act.objects.get(why="合成授权")


def of_accounts():
    return Change.objects.filter(table_name__startswith="accounts_")


def test_role_territory_and_password_are_logged_but_no_hash(client, admin, promoted, clerk):
    clerk.refresh_from_db()
    every = str(list(of_accounts().values_list("before", "after")))
    assert clerk.password not in every
    assert "pbkdf2" not in every
    assert "md5" not in every
    client.force_login(admin)
    page = client.get(f"/work/batches/{promoted.pk}/?lang=en").content.decode()
    for words in (
        "synthetic-clerk",
        "Contributor",
        "Reviewer",
        str(Division.objects.get(code=BINXIAN).name_en),
        "PK-0001",
        "the log does not hold it",
    ):
        assert words in page


def test_signing_in_is_no_change(client, clerk):
    before = of_accounts().count()
    client.force_login(clerk)
    clerk.refresh_from_db()
    assert clerk.last_login is not None
    assert of_accounts().count() == before


def test_undoing_gives_the_rights_back_and_leaves_the_password(admin, promoted, clerk):
    undo(act=promoted, by=admin, reason="合成理由")
    clerk.refresh_from_db()
    assert clerk.role == Role.CONTRIBUTOR
    assert clerk.check_password("synthetic-and-new")
    assert not clerk.territory.exists()
    assert not clerk.territory_parks.exists()


def test_an_account_that_is_put_back_has_no_password(admin):
    gone = UserFactory(username="synthetic-gone")
    with acting(by=admin, why="合成删除"):
        gone.delete()
    undo(act=Act.objects.get(why="合成删除"), by=admin, reason="合成理由")
    back = User.objects.get(username="synthetic-gone")
    assert not back.check_password("")
    assert not back.check_password("secret")


@pytest.fixture
def note(admin):
    project = ProjectFactory(name_en="Synthetic dairy")
    with acting(by=UserFactory(username="synthetic-other"), why="合成改动"):
        Project.objects.filter(pk=project.pk).update(note="合成")
    return Act.objects.get(why="合成改动")


def listed(client, query=""):
    return [act.why for act in client.get(f"/work/log/?lang=en{query}").context["acts"] if act.why]


def test_administrators_read_what_everybody_did(client, admin, promoted, note):
    client.force_login(admin)
    assert listed(client) == ["合成改动", "合成授权"]
    assert listed(client, "&about=accounts") == ["合成授权"]
    assert listed(client, "&about=records") == ["合成改动"]
    assert listed(client, "&who=Synthetic-Other") == ["合成改动"]
    assert listed(client, f"&since={note.at:%Y-%m-%d}&who=nobody") == []
    assert listed(client, "&until=2001-01-01") == []
    page = client.get("/work/log/?lang=en").content.decode()
    assert "Synthetic dairy" in page
    assert "account synthetic-clerk" in page


@pytest.mark.parametrize("query", ["since=yesterday", "since=2026-02-02&until=2026-01-01"])
def test_a_wrong_day_is_named_and_lists_nothing(client, admin, promoted, query):
    client.force_login(admin)
    answer = client.get(f"/work/log/?{query}&who=synthetic")
    assert answer.status_code == 200
    assert not answer.context["acts"]
    assert 'id="error-summary"' in answer.content.decode()
    assert 'value="synthetic"' in answer.content.decode()


def test_others_read_only_their_own_batches(client, promoted, note):
    for user in (UserFactory(reviewer=True, territory=["230100"]), UserFactory(gis_staff=True)):
        client.force_login(user)
        assert client.get("/work/log/").status_code == 403
        assert client.get(f"/work/batches/{note.pk}/").status_code == 404
        assert client.get(f"/work/batches/{promoted.pk}/log.csv").status_code == 404
