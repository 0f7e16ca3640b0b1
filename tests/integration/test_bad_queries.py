"""A query that no filter knows is said to be wrong, with its parameter and its value."""

import pytest
from django.core.management import CommandError, call_command

from tests.queries import KINDS

FACETS = [
    "sector",
    "sector_main",
    "level",
    "kind",
    "key_industry",
    "emerging",
    "base_kind",
    "designation",
    "chain",
    "link",
    "belt",
    "perhaps_in",
    "division",
    "precision",
    "confidence",
    "policy_areas",
    "stage",
    "in_plan",
    "code",
    "park",
]
HOSTILE = ["nonsense", "<img src=x>", "'; DROP TABLE parks_park; --", "food,chemicals"]

pytestmark = pytest.mark.usefixtures("facts")


def data_addresses(query):
    return [f"/map.json?{query}", *(f"/{kind}.geojson?{query}" for kind in KINDS)]


def page_addresses(query):
    return [f"/?{query}", *(f"/{kind}/?{query}" for kind in KINDS)]


@pytest.mark.parametrize("name", FACETS)
def test_data_name_parameter_and_value(client, name):
    for address in data_addresses(f"{name}=nonsense"):
        response = client.get(address)
        assert response.status_code == 400, address
        [message] = response.json()["errors"]
        assert name in message
        assert "nonsense" in message


@pytest.mark.parametrize("name", FACETS)
def test_pages_name_parameter_and_value(client, name):
    for address in page_addresses(f"{name}=nonsense"):
        response = client.get(address)
        assert response.status_code == 400, address
        [message] = response.context["errors"]
        assert name in message
        assert "nonsense" in message
        assert "nonsense" in response.content.decode()


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_value_is_shown_as_text(client, value):
    response = client.get("/parks/", {"sector": value})
    assert response.status_code == 400
    assert "<img src=x>" not in response.content.decode()
    assert client.get("/parks.geojson", {"sector": value}).status_code == 400


def test_a_good_value_beside_a_bad_one_does_not_hide_it(client):
    response = client.get("/map.json?sector=food&sector=fod&level=nation")
    assert response.status_code == 400
    errors = " ".join(response.json()["errors"])
    assert all(word in errors for word in ("sector", "fod", "level", "nation"))
    assert "“food”" not in errors


def test_nothing_is_listed_while_the_query_is_wrong(client):
    response = client.get("/parks/?sector=fod")
    assert response.context["group"].count == 0
    assert not response.context["page_obj"].object_list


@pytest.mark.parametrize("name", ["sectr", "Sector", "page_size", "sector[]"])
def test_data_refuse_an_unknown_parameter(client, name):
    for address in data_addresses(f"{name}=food"):
        response = client.get(address)
        assert response.status_code == 400, address
        [message] = response.json()["errors"]
        assert name in message
        # It says what there is, so that a misspelling can be mended.
        assert "sector_main" in message


def test_parameters_of_the_page_narrow_nothing(client):
    plain = client.get("/map.json").json()
    query = "v=6/48/128&select=PK-0001&lang=zh-hans&page=2&sector=&q="
    assert client.get(f"/map.json?{query}").json() == plain


@pytest.mark.parametrize("show", ["nothing", "enterprises", ""])
def test_an_unknown_kind_shows_parks(client, show):
    assert client.get("/map.json", {"show": show}).json() == client.get("/map.json").json()


@pytest.mark.parametrize("page", ["0", "-1", "999999", "x", "1e9"])
def test_a_page_that_is_not_there_is_a_page_nearby(client, page):
    assert client.get("/parks/", {"page": page}).status_code == 200


def test_export_names_parameter_and_value(tmp_path):
    target = tmp_path / "parks.geojson"
    with pytest.raises(CommandError, match=r"fod.*sector"):
        call_command("export", "parks", "--sector=fod", "-o", str(target))
    assert not target.exists()


@pytest.mark.parametrize("text", ["a" * 100, "%", "\\", "'", "（", "🏭", "*", "\n"])
def test_any_text_can_be_searched(client, text):
    for address in ("/parks/", "/parks.geojson", "/map.json", "/"):
        assert client.get(address, {"q": text}).status_code == 200, address


@pytest.mark.parametrize("text", ["a" * 101, "石墨" * 5000, " ".join("abcdefghijk")])
def test_a_text_that_is_too_long_is_said_to_be(client, text):
    for address in data_addresses(f"level=national&q={text}"):
        response = client.get(address)
        assert response.status_code == 400, address
        [message] = response.json()["errors"]
        assert "100" in message
        assert text not in message
    for address in page_addresses(f"level=national&q={text}"):
        response = client.get(address)
        assert response.status_code == 400, address
        assert response.context["errors"] == [message]
        # The other filters stay, and the text can be mended.
        assert "level=national" in response.context["query"]


def test_a_character_that_no_text_holds_is_refused(client):
    for address in ("/parks/", "/parks.geojson", "/map.json"):
        assert client.get(address, {"q": "\x00"}).status_code == 400, address


def test_text_is_taken_literally(client):
    """A percent sign is no wildcard: nothing in the registry holds three of them."""
    assert client.get("/map.json", {"q": "%%%"}).json()["total"] == 0
    assert client.get("/map.json", {"q": "___"}).json()["total"] == 0


def test_all_words_of_a_text_must_be_found(client):
    both = client.get("/map.json", {"q": "哈尔滨 开发区"}).json()["records"]
    one = client.get("/map.json", {"q": "开发区"}).json()["records"]
    assert both
    assert len(both) < len(one)
    assert {mark["code"] for mark in both} < {mark["code"] for mark in one}


# What is said, and how to go on ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("sector=food&sector=fod&show=bases", "?sector=food&show=bases"),
        ("near=nowhere-at-all&km=5&level=national", "?level=national"),
        ("bbox=127,45,126,46&sector=food", "?sector=food"),
        ("area=126,45;127,46;127,45;126,46&sector=food", "?sector=food"),
        (f"q={'a' * 10_000}&sector=food", "?sector=food"),
    ],
)
def test_each_fault_offers_the_page_without_it(client, query, left):
    response = client.get(f"/?{query}")
    assert response.status_code == 400
    [fault] = response.context["faults"]
    assert fault.url == left
    assert len(fault.text) < 400
    assert client.get(f"/{fault.url}").status_code == 200


@pytest.mark.parametrize("lang", ["en", "zh-hans"])
@pytest.mark.parametrize(
    "broken",
    [
        "sectr=fod",
        "show=nothing",
        "v=9/x",
        "v=9/999/0",
        "select=PK-9999",
        "select=x",
        "shade=galactic",
        "unit=village",
        "layers=clouds",
        "ground=moon",
    ],
)
def test_broken_parameters_of_the_map_are_said_and_passed_over(client, lang, broken):
    response = client.get(f"/?sector=food&{broken}&lang={lang}")
    assert response.status_code == 200
    [notice] = response.context["notices"]
    assert broken.split("=")[0] in notice.text
    assert notice.url == "?sector=food"
    page = response.content.decode()
    assert page.count("data-code=") == client.get("/?sector=food").content.decode().count(
        "data-code="
    )


def test_good_parameters_of_the_page_are_not_said_to_be_wrong(client):
    query = "v=8/45.75/126.63&select=PK-0001&layers=rivers,belts&shade=count&unit=county&follow=1"
    assert client.get(f"/?{query}&show=parks&show=bases&lang=en").context["notices"] == []


def test_a_page_that_is_not_there_is_said(client):
    [notice] = client.get("/parks/?level=national&page=77").context["notices"]
    assert "77" in notice.text
    assert notice.url == "?level=national"
    assert client.get("/parks/?page=2").context["notices"] == []


def test_a_language_that_is_not_spoken_is_said(client):
    [notice] = client.get("/?lang=tlh&sector=food").context["notices"]
    assert "tlh" in notice.text
