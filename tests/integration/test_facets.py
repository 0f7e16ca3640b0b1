"""The number beside a choice is the number of records that the choice gives."""

import pytest
from hypothesis import example, given, settings

from records import collections
from records.filters.facets import FACET_ORDER
from records.filters.results import Results
from tests.queries import KINDS, VALUES, as_query_dict, queries


@pytest.mark.parametrize("kind", KINDS)
def test_every_facet_is_there_with_a_label(facts, kind):
    shown = Results(as_query_dict({}), [kind]).facets
    assert [name for facet in shown for name in facet.parameters] == list(FACET_ORDER)
    assert all(facet.label and facet.options for facet in shown)


@settings(max_examples=6)
@given(query=queries(sorted(VALUES)))
@example(query={})
@example(query={"sector": ["food"], "level": ["national"]})
@example(query={"stage": ["pilot", "in_operation"], "division": ["230100"]})
@example(query={"chain": ["graphite"], "belt": ["east-coal"]})
@pytest.mark.parametrize("shown", [["parks"], list(KINDS)], ids=["parks", "all"])
def test_counts_are_those_of_the_choice(facts, shown, query):
    results = Results(as_query_dict(query), shown)
    for facet in with_parts(results.facets):
        if facet.name == "policy_areas":
            continue
        some = [option for option in facet.options if option.count][:3] + facet.options[-1:]
        for option in some:
            chosen = {**query, facet.name: [option.value]}
            number = number_of(chosen, shown, results.vocabulary)
            assert option.count == number, (facet.name, option.value)


@given(query=queries(sorted({*VALUES} - {"policy_areas"})))
@settings(max_examples=6)
@example(query={})
def test_policy_areas_are_counted_apart(facts, query):
    results = Results(as_query_dict(query), ["parks"])
    without = number_of(query, ["parks"], results.vocabulary)
    with_them = number_of({**query, "policy_areas": ["include"]}, ["parks"], results.vocabulary)
    counts = {facet.name: facet.options for facet in results.facets}["policy_areas"]
    assert [option.count for option in counts] == [with_them - without]


def with_parts(facets):
    return [one for facet in facets for one in (facet, facet.below) if one]


def number_of(query, shown, vocabulary):
    data = as_query_dict(query)
    return sum(collections.get(kind).filtered(data, vocabulary).qs.count() for kind in shown)


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_filter_the_counts_are_those_of_the_files(facts, kind):
    shown = Results(as_query_dict({}), [kind]).facets
    for facet in with_parts(shown):
        if facet.name in VALUES and facet.name != "policy_areas":
            assert {option.value: option.count for option in facet.options} == {
                option.value: len(facts.find(kind, {facet.name: [option.value]}))
                for option in facet.options
            }


def test_a_choice_stays_in_its_facet_and_the_hair_bar_is_a_share(facts):
    facet = Results(as_query_dict({"sector": ["food"]}), ["parks"]).facets[0]
    assert [option.value for option in facet.options if option.selected] == ["food"]
    assert facet.selected_count == 1
    assert max(option.share for option in facet.options) == 100
    assert sum(option.count for option in facet.options) > facet.options[0].count


@pytest.mark.usefixtures("facts")
@pytest.mark.parametrize(
    "wrong", [{"level": ["galactic"]}, {"precision": ["exact"]}, {"q": ["x" * 999]}]
)
def test_counts_stay_right_when_another_filter_is_wrong(wrong):
    sound = {"sector": ["food"], "belt": ["ha-da-qi"]}
    kinds = ["parks", "projects"]
    right = Results(as_query_dict(sound), kinds).facets
    results = Results(as_query_dict({**sound, **wrong}), kinds)
    assert results.faults
    assert counts_of(results.facets) == counts_of(right)


@pytest.mark.usefixtures("facts")
def test_a_wrong_value_leaves_the_right_one_beside_it():
    both = Results(as_query_dict({"level": ["national", "galactic"]}), ["parks"])
    alone = Results(as_query_dict({"level": ["national"]}), ["parks"])
    assert counts_of(both.facets) == counts_of(alone.facets)


def counts_of(facets):
    counts = {
        (one.name, option.value): option.count
        for one in with_parts(facets)
        for option in one.options
    }
    assert any(counts.values())
    return counts
