"""Guessing a password soon has to wait; others do not."""

import pytest

from accounts.actions import create_user
from accounts.enums import Role
from accounts.throttle import client_address

PASSWORD = "correct-synthetic-4711"
HERE, THERE = "10.0.0.1", "10.0.0.2"


@pytest.fixture
def throttled(facts, settings):
    settings.AUTHENTICATION_BACKENDS = [
        "axes.backends.AxesStandaloneBackend",
        "django.contrib.auth.backends.ModelBackend",
    ]
    for name in ("synthetic-a", "synthetic-b"):
        create_user(username=name, password=PASSWORD, role=Role.CONTRIBUTOR, territory=["230125"])


def log_in(client, name, password, address=HERE):
    data = {"username": name, "password": password}
    return client.post("/accounts/login/", data, REMOTE_ADDR=address)


def guess(client, times):
    return [log_in(client, "synthetic-a", f"wrong-{n}").status_code for n in range(times)]


def test_after_five_guesses_even_the_right_password_waits(throttled, client):
    assert guess(client, 5) == [200, 200, 200, 200, 429]
    refused = log_in(client, "synthetic-a", PASSWORD)
    assert refused.status_code == 429
    assert "15 分钟" in refused.content.decode()
    english = client.post("/accounts/login/?lang=en", {"username": "synthetic-a", "password": "x"})
    assert english.status_code == 200, "another address: it may try"


def test_neither_other_users_nor_other_addresses_wait(throttled, client):
    guess(client, 5)
    assert log_in(client, "synthetic-b", PASSWORD).status_code == 302
    client.logout()
    assert log_in(client, "synthetic-a", PASSWORD, THERE).status_code == 302


def test_a_right_password_forgets_the_wrong_ones(throttled, client):
    guess(client, 4)
    assert log_in(client, "synthetic-a", PASSWORD).status_code == 302
    client.logout()
    assert guess(client, 4) == [200] * 4


@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [
        (0, "1.1.1.1", HERE),
        (1, "1.1.1.1, 2.2.2.2", "2.2.2.2"),
        (2, "9.9.9.9, 1.1.1.1, 2.2.2.2", "1.1.1.1"),
        (2, "1.1.1.1", HERE),
        (1, "", HERE),
    ],
)
def test_only_our_own_proxies_are_believed(rf, settings, proxies, header, address):
    settings.PROXY_COUNT = proxies
    request = rf.get("/", headers={"x-forwarded-for": header}, REMOTE_ADDR=HERE)
    assert client_address(request) == address
