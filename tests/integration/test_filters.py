"""Filters find what the facts say, and every way of asking finds the same."""

import pytest
from django.core.management import call_command
from hypothesis import example, given, settings

from records import collections
from tests.pages import codes_beside_map, codes_of_list, features, geojson_bytes, marks_on_map
from tests.queries import ANSWERED_BY_FILES, KINDS, VALUES, as_query_dict, queries


def exported(kind, query, folder):
    path = folder / "export.geojson"
    options = [f"--{name}={value}" for name, values in query.items() for value in values]
    call_command("export", kind, "--format", "geojson", *options, "-o", str(path))
    return path.read_bytes()


@pytest.fixture
def vocabulary(db):
    """The words of the filters, read once for many queries, as a page does."""
    return {}


def found(kind, query, vocabulary):
    filterset = collections.get(kind).filtered(as_query_dict(query), vocabulary)
    assert not filterset.problems
    return set(filterset.qs.values_list("registry_code", flat=True))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ANSWERED_BY_FILES)
def test_each_value_alone_finds_what_the_files_say(facts, vocabulary, kind, name):
    for value in VALUES[name]:
        query = {name: [value]}
        assert found(kind, query, vocabulary) == facts.find(kind, query), query


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60)
@given(query=queries(ANSWERED_BY_FILES))
@example(query={"level": ["national"], "stage": ["pilot", "in_operation"]})
@example(query={"stage": ["in_operation"], "in_plan": ["no"]})
def test_combinations_find_what_the_files_say(facts, vocabulary, kind, query):
    assert found(kind, query, vocabulary) == facts.find(kind, query)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=5)
@given(query=queries(sorted(VALUES)))
@example(query={})
@example(query={"belt": ["ha-da-qi"], "policy_areas": ["include"]})
def test_page_map_json_geojson_and_export_agree(facts, client, tmp_path, kind, query):
    listed = codes_of_list(client, kind, query)
    assert len(listed) == len(set(listed))
    body = geojson_bytes(client, kind, query)
    assert [feature["id"] for feature in features(body)] == listed
    assert codes_beside_map(client, kind, query) == listed[:50]
    with_point = [one["id"] for one in features(body) if one["geometry"]]
    assert [mark["code"] for mark in marks_on_map(client, kind, query)] == with_point
    assert exported(kind, query, tmp_path) == body
