"""The language of an answer: what the address asks, else what was asked before, else Chinese."""

import pytest

pytestmark = pytest.mark.usefixtures("facts")


def language_of(response):
    assert f'<html lang="{TAGS[response["Content-Language"]]}">' in response.content.decode()
    return response["Content-Language"]


TAGS = {"zh-hans": "zh-Hans", "en": "en"}


@pytest.mark.parametrize("header", ["en", "en-US,en;q=0.9", "fr", "zh-TW", ""])
def test_the_browsers_wish_is_not_followed(client, header):
    response = client.get("/sectors/", headers={"Accept-Language": header})
    assert language_of(response) == "zh-hans"
    assert "django_language" not in response.cookies
    assert "Accept-Language" not in response["Vary"]


def test_the_address_wins_and_is_remembered(client):
    client.cookies["django_language"] = "zh-hans"
    response = client.get("/sectors/", {"lang": "en"})
    assert language_of(response) == "en"
    cookie = response.cookies["django_language"]
    assert (cookie.value, cookie["samesite"], cookie["max-age"]) == ("en", "Lax", 365 * 24 * 3600)
    again = client.get("/sectors/")
    assert language_of(again) == "en"
    assert not again.cookies
    assert "Cookie" in again["Vary"]
    assert language_of(client.get("/sectors/", {"lang": "zh-hans"})) == "zh-hans"


@pytest.mark.parametrize("asked", ["fr", "EN", "en-gb", "zh", "../en", "'\"><i>", ""])
def test_what_is_no_language_here_changes_nothing(client, asked):
    response = client.get("/sectors/", {"lang": asked})
    assert language_of(response) == "zh-hans"
    assert not response.cookies
    client.cookies["django_language"] = asked
    assert language_of(client.get("/sectors/")) == "zh-hans"


def test_the_switch_keeps_the_query(client):
    page = client.get("/parks/", {"sector": "food", "page": "1", "lang": "zh-hans"})
    [(_code, _name, address)] = [link for link in page.context["language_links"] if link[0] == "en"]
    assert address == "/parks/?sector=food&page=1&lang=en"
    assert address.replace("&", "&amp;") in page.content.decode()


def test_a_language_does_not_stay_for_the_next_request(client):
    assert language_of(client.get("/sectors/?lang=en")) == "en"
    client.cookies.clear()
    assert language_of(client.get("/sectors/")) == "zh-hans"


def test_names_and_numbers_follow(client):
    english = client.get("/parks/PK-0001/?lang=en").content.decode()
    assert "Harbin" in english
    marks = {
        language: client.get("/map.json", {"lang": language}).json()["records"][0]["name"]
        for language in TAGS
    }
    assert marks["en"] != marks["zh-hans"]
