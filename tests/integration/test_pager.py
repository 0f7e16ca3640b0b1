"""Walking from record to record of a result visits each of it once, in the order of the list."""

import pytest
from hypothesis import example, given, settings

from records import collections
from tests.pages import codes_of_list
from tests.queries import KINDS, VALUES, as_query_dict, queries

NARROW = sorted({*VALUES} - {"confidence", "in_plan", "precision", "perhaps_in"})


def walk(client, kind, query):
    """The codes from the first record on, and how the pager numbers them."""
    model = collections.get(kind).model
    first = codes_of_list(client, kind, query)[0]
    address = f"{model.objects.get(registry_code=first).get_absolute_url()}?" + (
        as_query_dict(query).urlencode()
    )
    visited, numbers = [], []
    while address:
        context = client.get(address).context
        visited.append(context["record"].registry_code)
        numbers.append(context["pager"].number)
        address = context["pager"].next_url
    return visited, numbers


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=3)
@given(query=queries(NARROW, most=2))
@example(query={"belt": ["mu-sui"]})
@example(query={"near": ["PK-0001"], "km": ["40"]})
def test_next_visits_the_list_in_its_order(facts, client, kind, query):
    listed = codes_of_list(client, kind, query)
    if listed:
        visited, numbers = walk(client, kind, query)
        assert visited == listed
        assert numbers == list(range(1, len(listed) + 1))


def test_previous_leads_back(facts, client):
    context = client.get("/parks/PK-0003/?level=national").context
    back = client.get(context["pager"].previous_url).context
    assert back["record"].registry_code < "PK-0003"
    assert client.get(back["pager"].next_url).context["record"].registry_code == "PK-0003"


@pytest.mark.parametrize(
    "query",
    ["level=county", "level=galactic", "level=", "nonsense=1", "q=" + "x" * 10_000, "near=PK-9999"],
)
def test_a_query_without_the_record_gives_no_pager_and_no_error(facts, client, query):
    response = client.get(f"/parks/PK-0001/?{query}")
    assert response.status_code == 200
    assert bool(response.context["pager"]) == (query == "level=")


def test_parameters_of_a_page_do_not_narrow(facts, client):
    plain = client.get("/parks/PK-0002/").context["pager"]
    dressed = client.get("/parks/PK-0002/?show=projects&v=6/45/126&select=PJ-0001").context["pager"]
    assert (dressed.number, dressed.total) == (plain.number, plain.total)


def test_the_way_back_leads_to_where_the_record_stands(facts, client):
    from_list = client.get("/parks/PK-0002/?level=national").context["pager"]
    assert from_list.back_url == "/parks/?level=national"
    last = collections.get("parks").model.objects.published().parks().last()
    far = client.get(last.get_absolute_url()).context["pager"]
    assert far.back_url == "/parks/?page=2"
    assert last.registry_code in client.get(far.back_url).content.decode()
    from_map = client.get("/parks/PK-0002/?level=national&show=parks").context["pager"]
    assert from_map.is_from_map
    assert from_map.back_url == "/?level=national&show=parks&select=PK-0002"


def test_links_of_a_list_carry_its_query(facts, client):
    html = client.get("/parks/?level=national&page=1").content.decode()
    assert 'href="/parks/PK-0001/?level=national"' in html
    assert 'href="/parks/PK-0001/"' in client.get("/parks/").content.decode()
    theme = client.get("/sectors/food/").content.decode()
    assert 'href="/parks/PK-0001/?sector=food"' in theme


def test_the_language_switch_keeps_the_result(facts, client):
    html = client.get("/parks/PK-0002/?level=national").content.decode()
    assert "/parks/PK-0002/?level=national&amp;lang=en" in html
