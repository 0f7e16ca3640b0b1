"""The comparison shows two to four parks side by side, and says what it cannot compare."""

import pytest

from tests.factories import ParkFactory
from tests.pages import bytes_of, features

pytestmark = pytest.mark.usefixtures("facts")


@pytest.fixture(autouse=True)
def _english(client):
    client.cookies["django_language"] = "en"


def compare(client, *codes):
    return client.get("/compare/", {"r": codes})


def codes_of(response):
    return [park.registry_code for park in response.context["comparison"].parks]


def test_parks_stand_in_the_order_of_the_choice(client):
    response = compare(client, "PK-0002", "PK-0001", "PK-0002")
    assert response.status_code == 200
    assert codes_of(response) == ["PK-0002", "PK-0001"]
    html = response.content.decode()
    assert html.count('<th scope="col">') == 2
    assert html.count('<th scope="row">') > 10


def test_what_two_parks_share_is_marked(facts, client):
    response = compare(client, "PK-0001", "PK-0002", "PK-0008")
    sectors = [
        {one["sector"] for one in facts.park_sectors[row["id"]] if one["sector"]}
        for row in facts.parks
        if row["registry_code"] in {"PK-0001", "PK-0002", "PK-0008"}
    ]
    shared = {sector for one in sectors for sector in one if sum(sector in s for s in sectors) > 1}
    assert shared
    assert response.context["comparison"].shared_sectors == shared
    marked = response.content.decode().count(">shared<")
    assert marked >= 2 * len(shared)
    assert compare(client, "PK-0001", "PK-0008").content.decode().count(">shared<") == 0


def test_figures_and_distances_are_those_of_the_parks(facts, client):
    first, second = compare(client, "PK-0002", "PK-0008").context["columns"]
    for column in (first, second):
        code = column.park.registry_code
        assert column.projects[0].value == str(len(facts.find("projects", {"park": [code]})))
        assert column.bases == len(facts.find("bases", {"park": [code]}))
        assert column.parts == len(facts.find("parks", {"park": [code]}))
    [(other, there)], [(_park, back)] = first.distances, second.distances
    assert other.registry_code == "PK-0008"
    assert there == pytest.approx(back)
    assert 70 < there < 80


def test_a_distance_nobody_knows_is_not_nought(client):
    unplaced = ParkFactory()
    response = compare(client, "PK-0001", unplaced.registry_code)
    assert [column.distances[0][1] for column in response.context["columns"]] == [None, None]


@pytest.mark.parametrize(
    ("codes", "shown", "said"),
    [
        (["PK-0001", "PK-9999"], ["PK-0001"], "PK-9999"),
        (["PK-0001", "PK-0002", "<b>"], ["PK-0001", "PK-0002"], "&lt;B&gt;"),
        (["PK-0001", "PJ-0001"], ["PK-0001"], "PJ-0001"),
        (
            ["PK-0001", "PK-0002", "PK-0003", "PK-0004", "PK-0005"],
            ["PK-0001", "PK-0002", "PK-0003", "PK-0004"],
            "At most 4 parks",
        ),
        (["x" * 10_000], [], "X" * 40),
    ],
)
def test_what_cannot_be_compared_is_said_and_the_rest_is_shown(client, codes, shown, said):
    response = compare(client, *codes)
    assert response.status_code == 400
    assert codes_of(response) == shown
    html = response.content.decode()
    assert said in html
    assert said + "X" not in html


@pytest.mark.parametrize("codes", [[], [""], ["PK-0001"]])
def test_fewer_than_two_are_no_mistake(client, codes):
    response = compare(client, *codes)
    assert response.status_code == 200
    assert response.context["comparison"].advice


def test_policy_areas_stay_apart_unless_their_code_is_given(facts, client):
    area = next(row["registry_code"] for row in facts.parks if row["record"] == "policy_area")
    response = compare(client, "PK-0001", area)
    assert codes_of(response) == ["PK-0001", area]
    listed = client.get("/parks/?policy_areas=include&page=2").content.decode()
    assert f'value="{area}"' not in listed
    body = bytes_of(client.get(response.context["geojson_url"]))
    assert {feature["id"] for feature in features(body)} == {"PK-0001", area}


def test_drafts_cannot_be_compared(client):
    draft = ParkFactory(draft=True)
    assert compare(client, "PK-0001", draft.registry_code).status_code == 400


def test_a_list_lets_choose_without_a_script(client):
    html = client.get("/parks/").content.decode()
    assert '<form class="tray" id="compare-form" action="/compare/"' in html
    assert 'name="r" value="PK-0001" form="compare-form"' in html
    assert '<noscript><button class="link-button" type="submit" form="compare-form">' in html
