"""Every field of a record can be filtered by, or is named here with the reason why not."""

import pytest
from django.http import QueryDict

from projects.detail_forms import DETAIL_FIELDS
from records import collections

# Parameter of the vocabulary -> the fields of a model that it answers for.
ANSWERS = {
    "q": {
        "registry_code",
        "name_zh",
        "name_en",
        "aliases",
        "enterprise_text",
        "search_names",
        "search_pinyin",
    },
    "code": {"registry_code"},
    "park": {"parent", "park", "host_park"},
    "belt": {"division", "divisions"},
    "division": {"division", "divisions"},
    "precision": {"location_precision"},
    "confidence": {"confidence"},
    "bbox": {"point"},
    "area": {"point"},
    "near": {"point"},
    "policy_areas": {"record"},
    "sector": {"sector", "sectors"},
    "chain": {"chains"},
    "level": {"level"},
    "kind": {"kind"},
    "base_kind": {"kind"},
    "status": {"status"},
    "stage": {"stage"},
    "in_plan": {"in_plan"},
    "investment": {"investment_yuan"},
    "enterprise": {"enterprises"},
    "state": {"state"},
}
# Who may see a record is no property of the thing: nobody asks for it.
BOOKKEEPING = {
    "visibility",
    "hidden_fields",
    "id",
    "created_by",
    "created_at",
    "changed_by",
    "changed_at",
    "match_names",
}
# Text that explains another field; the text search leaves it out on purpose.
REMARKS = {
    "source",
    "note",
    "location_source",
    "location_confidence",
    "location_original",
    "location_datum",
    "location_method",
    "location_reason",
    "level_basis",
    "level_confidence",
    "approval_year_basis",
    "industries_source",
    "listed_in",
    "catalogue_code",
    "place_basis",
    "plan_section",
    "park_basis",
    "park_confidence",
    "investment_scope",
    "capacity",
    "reserves",
    "stage_year",
    "status_text",
    "years",
    "in_plan_basis",
    "chain_text",
}
EXEMPT = {
    "boundary": "drawn, not asked for",
    "area": "drawn, not asked for",
    "boundary_ha": "follows from the boundary",
    "area_ha": "follows from the outline",
    "plan_item": "shown on the page of the base",
    "plan_items": "shown on the page of the project",
    "approval_year": "known for few parks",
    "approved_area_ha": "known for few parks",
    "planned_area_ha": "known for few parks",
    **dict.fromkeys(
        [
            *DETAIL_FIELDS,
            "four_bounds",
            "built_area_ha",
            "industrial_area_ha",
            "leasable_area_ha",
            "management_body",
            "management_code",
            "management_contact",
            "website",
            "more_divisions",
        ],
        "part of the full record, shown on the page",
    ),
    "counted_yuan": "follows from the investment",
    "last_report": "follows from the reports",
}


def fields_of(collection):
    fields = {*collection.model._meta.fields, *collection.model._meta.many_to_many}
    return {field.name for field in fields}


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["parks", "bases", "projects"])
def test_no_field_is_forgotten(slug):
    collection = collections.get(slug)
    known = collection.filtered(QueryDict()).known_parameters
    answered = set().union(*(ANSWERS.get(name, set()) for name in known))
    left = fields_of(collection) - answered - BOOKKEEPING - REMARKS - set(EXEMPT)
    assert left == set()


@pytest.mark.django_db
def test_no_exemption_outlives_its_field():
    fields = set().union(*(fields_of(one) for one in collections.with_place()))
    named = {*REMARKS, *EXEMPT, *BOOKKEEPING}.union(*ANSWERS.values())
    assert named - fields == set()


@pytest.mark.django_db
def test_one_query_string_serves_every_collection():
    """A parameter that one kind of record knows is known to all of them."""
    known = [set(one.filtered(QueryDict()).known_parameters) for one in collections.with_place()]
    assert known[0] == known[1] == known[2]
