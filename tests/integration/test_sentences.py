"""The sentence above a list says how many, where most are and what leads; never a wrong number."""

import pytest
from django.utils import translation

from records.filters.results import RECORDS_ON_A_PAGE, Results
from tests.queries import as_query_dict


def said(language, shown, **query):
    with translation.override(language):
        return Results(as_query_dict(query), list(shown)).sentences


@pytest.mark.parametrize(
    ("language", "shown", "query", "sentences"),
    [
        (
            "en",
            ["parks"],
            {"level": ["national"], "sector": ["food"]},
            ["3 parks, all in Harbin."],
        ),
        ("en", ["parks"], {"code": ["PK-0001"]}, ["1 park, in Harbin."]),
        ("zh-hans", ["parks"], {"code": ["PK-0001"]}, ["1 个园区，位于哈尔滨市。"]),
        ("en", ["parks"], {"q": ["qqqqzz"]}, ["No parks found."]),
        ("zh-hans", ["parks"], {"q": ["qqqqzz"]}, ["没有找到符合条件的园区。"]),
        ("en", ["parks", "bases"], {"q": ["qqqqzz"]}, ["Nothing found."]),
        (
            "en",
            ["projects"],
            {"code": ["PJ-0001"]},
            ["1 project, in Heihe.", "Investment: 2.66 billion yuan in all."],
        ),
        (
            "zh-hans",
            ["projects"],
            {"code": ["PJ-0001"]},
            ["1 个项目，位于黑河市。", "投资额合计 26.6 亿元。"],
        ),
    ],
)
def test_what_is_said(facts, language, shown, query, sentences):
    assert said(language, shown, **query) == sentences


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_all_kinds_stand_in_one_sentence_with_their_numbers(facts, language):
    title, *more = said(language, ["parks", "bases", "projects"])
    for kind in ("parks", "bases", "projects"):
        assert str(len(facts.find(kind, {}))) in title
    national = len(facts.find("parks", {"level": ["national"]}))
    assert str(national) in more[0]


def test_numbers_are_those_of_the_files(facts):
    [sentence, unknown] = said("en", ["parks"])
    national = len(facts.find("parks", {"level": ["national"]}))
    assert sentence.startswith(
        f"{len(facts.find('parks', {}))} parks, {national} national, most in"
    )
    without = len(facts.find("parks", {"sector": ["unknown"]}))
    assert unknown == f"The leading industries of {without} parks are unknown."


# More cards -----------------------------------------------------------------------------------


def cards(client, address):
    return client.get(address, headers={"X-Fragment": "cards"})


def test_more_cards_begin_where_the_list_of_the_map_ends(client, facts):
    group = client.get("/").context["groups"][0]
    assert group.rest["shown"] == RECORDS_ON_A_PAGE
    answer = cards(client, group.rest["url"])
    codes = [record.registry_code for record in answer.context["records"]]
    assert len(codes) == group.rest["comes"] == group.count - RECORDS_ON_A_PAGE
    assert not {*codes} & {record.registry_code for record in group.records}
    assert answer.context["rest"] is None
    assert "<html" not in answer.content.decode()


def test_more_cards_lead_back_to_the_map_they_stand_on(client, facts):
    page = cards(client, "/parks/?level=provincial&page=1&show=parks&show=bases").content.decode()
    assert "?level=provincial&amp;show=parks&amp;show=bases" in page


def test_nothing_follows_a_list_that_is_whole(client, facts):
    assert client.get("/?level=national").context["groups"][0].rest is None
