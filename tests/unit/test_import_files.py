"""Importing: whose files are taken, and which GeoPackages are not."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from accounts.models import TerritoryPark
from records.imports.pages import FileForm
from tests.factories import ParkFactory, UserFactory
from tests.importing import BINXIAN, HEADERS, check, csv_of, faults, good
from tests.uploads import ENDLESS_VIEW, GENERATED, geopackage


@pytest.fixture(autouse=True)
def _chinese():
    with translation.override("zh-hans"):
        yield


def test_a_park_committee_imports_into_its_park_alone(facts):
    park = ParkFactory(division_id=BINXIAN)
    committee = UserFactory(contributor=True)
    TerritoryPark.objects.create(user=committee, registry_code=park.registry_code)
    inside, outside = good(1, 园区=park.name_zh), good(2)
    content = csv_of(inside, outside, headers=[*HEADERS, "园区"])
    assert faults(check(content, committee)) == [(3, "division", "territory")]


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "不超过"), ("en", "at most")])
def test_the_form_speaks_the_language_of_the_request(language, word):
    with translation.override(language):
        assert word in FileForm().as_p()


@pytest.mark.parametrize("statements", [ENDLESS_VIEW, GENERATED])
def test_nothing_that_a_geopackage_computes_is_read(facts, statements):
    with pytest.raises(ValidationError, match="GeoPackage"):
        check(geopackage(statements=statements), UserFactory(contributor=True))
