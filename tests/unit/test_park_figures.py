"""The figures of a park: who keeps them, what is refused, what is computed."""

import pytest
from django.utils import translation

from parks.models import Park
from tests.factories import ParkFactory, UserFactory
from tests.factories.details import ParkPeriodFactory

HARBIN, DAQING = "230100", "230600"
PERIOD = {"year": "2025", "part": "year", "source": "合成来源"}

pytestmark = pytest.mark.usefixtures("facts")


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def reviewer(client):
    user = UserFactory(reviewer=True, territory=[HARBIN])
    client.get("/parks/?lang=en")
    client.force_login(user)
    return user


def rows(name, *given, stored=0):
    sent = {f"{name}-TOTAL_FORMS": str(len(given)), f"{name}-INITIAL_FORMS": str(stored)}
    for number, row in enumerate(given):
        sent |= {f"{name}-{number}-{field}": str(value) for field, value in row.items()}
    return sent


def test_figures_are_kept_and_what_follows_is_computed(client, reviewer):
    park = ParkFactory()
    base = f"/parks/{park.registry_code}/figures"
    wrong = {"planned_area_ha": "10", "built_area_ha": "11"}
    assert "larger than the planned" in client.post(f"{base}/areas/", wrong).content.decode()
    areas = {"planned_area_ha": "20", "built_area_ha": "10", "management_body": "合成管委会"}
    assert client.post(f"{base}/areas/", areas).status_code == 302
    too_much = PERIOD | {"revenue_yuan": "1", "tax_yuan": "2"}
    refused = client.post(f"{base}/periods/", rows("periods", too_much)).content.decode()
    assert "larger than the revenue" in refused
    assert "合成来源" in refused
    good = PERIOD | {"revenue_yuan": "9000", "tax_yuan": "300"}
    assert client.post(f"{base}/periods/", rows("periods", good)).status_code == 302
    assert park.periods.get().tax_yuan == 3_000_000
    assert Park.objects.get(pk=park.pk).changed_by == reviewer
    water = {"kind": "water", "capacity": "10", "used": "11", "unit": "m3_day", "on": "2026-01-01"}
    assert client.post(f"{base}/utilities/", rows("utilities", water)).status_code == 200
    water["used"] = "4"
    assert client.post(f"{base}/utilities/", rows("utilities", water)).status_code == 302
    client.logout()
    page = client.get(f"/parks/{park.registry_code}/?lang=en").content.decode()
    # 300 of 10,000 yuan on 10 ha, which are 150 mu.
    assert "2 10,000 yuan per mu" in page
    assert "tax of the period ÷ built area" in page
    assert "6 free" in page


def test_a_leap_needs_a_word(client, reviewer):
    park = ParkFactory()
    stored = ParkPeriodFactory(park=park, year=2024, output_yuan=10**6)
    old = PERIOD | {"id": stored.pk, "year": "2024", "output_yuan": "100"}
    new = PERIOD | {"output_yuan": "161"}
    address = f"/parks/{park.registry_code}/figures/periods/"
    refused = client.post(address, rows("periods", old, new, stored=1)).content.decode()
    assert "60 percent" in refused
    new["explanation"] = "合成说明"
    assert client.post(address, rows("periods", old, new, stored=1)).status_code == 302
    assert park.periods.count() == 2


def test_only_reviewers_of_the_place_keep_them(client):
    address = f"/parks/{ParkFactory().registry_code}/figures/areas/"
    assert client.get(address).status_code == 302
    for user, status in (
        (UserFactory(contributor=True, territory=[HARBIN]), 403),
        (UserFactory(reviewer=True, territory=[DAQING]), 404),
        (UserFactory(administrator=True), 200),
    ):
        client.force_login(user)
        assert client.get(address).status_code == status
    assert client.get(address.replace("areas", "nothing")).status_code == 404
