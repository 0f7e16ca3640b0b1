"""What is kept is kept for one state of the data, and few records are those of many."""

import pytest

from records.filters import filterset as filters
from records.filters.results import Results
from tests.factories import ParkFactory
from tests.queries import KINDS, as_query_dict

QUERIES = (
    {"sector": ["food"]},
    {"q": ["大庆"]},
    {"belt": ["ha-da-qi"], "level": ["provincial"]},
    {"near": ["126.6,45.8"], "km": ["60"]},
    {"q": ["no such name anywhere"]},
)


def said(query):
    """All that a page says about a query."""
    results = Results(as_query_dict(query), list(KINDS))
    counts = {
        (facet.name, option.value): option.count
        for facet in results.facets
        for option in facet.options
    }
    listed = [[(one.registry_code, one.distance_km) for one in g.records] for g in results.groups]
    return counts, results.sentences, listed, [group.without_point for group in results.groups]


def test_a_change_of_the_data_changes_what_is_said(facts):
    query = {"level": ["national"]}
    before = Results(as_query_dict(query), ["parks"])
    number = before.groups[0].count
    counted = {option.value: option.count for option in before.facets[1].options}
    ParkFactory(level="national")
    after = Results(as_query_dict(query), ["parks"])
    assert after.groups[0].count == number + 1
    levels = {option.value: option.count for option in after.facets[1].options}
    assert levels == {**counted, "national": counted["national"] + 1}


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_few_records_named_by_key_are_the_same(facts, monkeypatch, query):
    by_key = said(query)
    assert said(query) == by_key, "what is kept differs from what was asked"
    monkeypatch.setattr(filters, "MOST_BY_KEY", 0)
    monkeypatch.setattr(filters, "MOST_SOUGHT", 0)
    monkeypatch.setattr("records.filters.kept.cache.get", lambda key, missing: missing)
    assert said(query) == by_key
