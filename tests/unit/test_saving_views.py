"""Who may keep which views, and what a view keeps."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from records import actions
from records.actions import delete_view, rename_view, save_view
from records.models import SavedView
from tests.factories import UserFactory

pytestmark = pytest.mark.usefixtures("facts")


@pytest.fixture
def user(db):
    return UserFactory()


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/", "/"),
        ("/?sector=food&v=7/46.1/127.2&lang=en", "/?sector=food&v=7/46.1/127.2"),
        ("/parks/?level=national&level=county&page=2", "/parks/?level=national&level=county"),
        ("/projects/?q=石墨&layers=rivers", "/projects/?q=%E7%9F%B3%E5%A2%A8&layers=rivers"),
    ],
)
def test_a_view_keeps_all_but_language_and_page_number(user, address, kept):
    assert save_view(name=" 一 ", address=address, by=user).address == kept
    assert SavedView.objects.get(owner=user).name == "一"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "parks/",
        "//example.org/",
        "/\\example.org/",
        "https://example.org/parks/",
        "javascript:alert(1)",
        "http://[",
        "/nowhere/",
        "/map.json",
        "/parks.geojson",
        "/admin/",
        "/work/",
        "/accounts/logout/",
        "/views/",
    ],
)
def test_only_pages_of_records_are_kept(user, address):
    with pytest.raises(ValidationError, match="地图"):
        save_view(name="一", address=address, by=user)
    assert not SavedView.objects.exists()


def test_a_name_stands_once_for_each_user(user):
    first = save_view(name="一", address="/", by=user)
    second = save_view(name="二", address="/", by=user)
    save_view(name="一", address="/", by=UserFactory())
    with pytest.raises(ValidationError):
        save_view(name="一 ", address="/parks/", by=user)
    with pytest.raises(ValidationError):
        rename_view(view=second, name="一", by=user)
    rename_view(view=first, name="一", by=user)
    rename_view(view=second, name="三", by=user)
    assert {view.name for view in SavedView.objects.filter(owner=user)} == {"一", "三"}


def test_nobody_touches_the_views_of_others(user):
    view = save_view(name="一", address="/", by=UserFactory())
    with pytest.raises(PermissionDenied):
        rename_view(view=view, name="二", by=user)
    with pytest.raises(PermissionDenied):
        delete_view(view=view, by=user)
    assert SavedView.objects.get().name == "一"


def test_views_have_limits(user, monkeypatch):
    monkeypatch.setattr(actions, "MOST_VIEWS", 1)
    with pytest.raises(ValidationError):
        save_view(name="一", address=f"/?q={'x' * 2000}", by=user)
    save_view(name="一", address="/", by=user)
    with pytest.raises(ValidationError, match="1"):
        save_view(name="二", address="/", by=user)
