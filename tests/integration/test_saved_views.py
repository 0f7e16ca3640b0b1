"""The pages of saved views, which need no script."""

import re

import pytest

from records.actions import save_view
from records.models import SavedView
from tests.factories import UserFactory

pytestmark = pytest.mark.usefixtures("facts")
FOOD = "/parks/?sector=food&level=provincial"


@pytest.fixture
def user(client):
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.mark.parametrize("address", ["/?sector=food&v=7/46/127", FOOD, "/projects/"])
def test_a_page_is_saved_and_opened_again(client, user, address):
    html = client.get(address).content.decode()
    link = re.search(r'href="(/views/new/[^"]*)" data-save-view', html).group(1)
    form = client.get(link.replace("&amp;", "&")).context["form"]
    answer = client.post("/views/new/", form.initial)
    assert answer.status_code == 302
    assert answer["Location"] == address == SavedView.objects.get(owner=user).address


def test_the_name_that_is_suggested_says_the_filters(client, user):
    name = client.get("/views/new/", {"address": FOOD}).context["form"].initial["name"]
    assert name.startswith("园区 · ")
    assert "食品工业" in name
    assert "省级" in name


def test_the_list_says_filters_and_the_number_of_today(client, user):
    save_view(name="食品", address=FOOD, by=user)
    html = client.get("/views/").content.decode()
    number = client.get(FOOD).context["group"].count
    assert re.search(rf"<span>{number}</span>", html)
    assert "食品工业" in html


def test_a_filter_that_has_gone_is_said(client, user):
    SavedView.objects.create(owner=user, name="旧", address="/parks/?sector=gone")
    response = client.get("/views/")
    assert response.status_code == 200
    assert "badge--warning" in response.content.decode()


@pytest.mark.parametrize("address", ["https://example.org/", "/admin/", "", "x" * 5000])
def test_another_address_is_refused_in_words(client, user, address):
    response = client.post("/views/new/", {"name": "一", "address": address})
    assert response.status_code == 400
    assert not SavedView.objects.exists()
    assert client.get("/views/new/", {"address": address}).status_code == 200


def test_views_are_renamed_and_deleted_after_asking(client, user):
    view = save_view(name="一", address="/", by=user)
    assert client.post(f"/views/{view.pk}/", {"name": " "}).status_code == 400
    assert client.post(f"/views/{view.pk}/", {"name": "二"}).status_code == 302
    assert SavedView.objects.get().name == "二"
    assert client.get(f"/views/{view.pk}/delete/").status_code == 200
    assert SavedView.objects.exists()
    client.post(f"/views/{view.pk}/delete/")
    assert not SavedView.objects.exists()


def test_views_of_others_are_not_there(client, user):
    other = save_view(name="别人的视图", address="/", by=UserFactory())
    assert "别人的视图" not in client.get("/views/").content.decode()
    for address in (f"/views/{other.pk}/", f"/views/{other.pk}/delete/"):
        assert client.get(address).status_code == 404
        assert client.post(address, {"name": "x"}).status_code == 404
    assert SavedView.objects.get().name == "别人的视图"


def test_who_is_not_signed_in_comes_back_to_the_same_view(client):
    link = f"/views/new/?address={FOOD}"
    response = client.get(link)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/?next=/views/new/")
    for address in ("/views/", "/views/1/", "/views/1/delete/"):
        assert client.post(address).status_code in {302, 405}
