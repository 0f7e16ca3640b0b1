"""The second step of a log-in: no way around it, no code twice, no guessing."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import second_step
from accounts.actions import create_user, remove_step
from accounts.enums import Role
from accounts.models import AccountEvent, RecoveryCode, Session

PASSWORD = "correct-synthetic-4711"


def code_of(user, ahead=0):
    """The code that the telephone shows now, or will show in so many steps."""
    device = TOTPDevice.objects.get(user=user)
    totp = TOTP(device.bin_key, drift=ahead)
    return f"{totp.token():06}"


def forget_last(user):
    """Let the next step of time come, and the waiting after wrong codes be over."""
    fresh = {"last_t": -1, "throttling_failure_count": 0, "throttling_failure_timestamp": None}
    TOTPDevice.objects.filter(user=user).update(**fresh)


def browser():
    return Client(REMOTE_ADDR="10.1.2.3")


def give_password(name="staff-a", onward="", client=None):
    client = client or browser()
    form = {"username": name, "password": PASSWORD, "next": onward}
    return client, client.post("/accounts/login/", form)


def give_code(client, code):
    return client.post("/accounts/login/code/", {"code": code})


def is_signed_in(client):
    return client.get("/work/").status_code == 200


@pytest.fixture
def staff(facts):
    return create_user(
        username="staff-a", password=PASSWORD, role=Role.ADMINISTRATOR, is_staff=True
    )


@pytest.fixture
def codes(staff):
    """Set the second step up by the pages, and give the recovery codes."""
    client, _answer = give_password()
    client.post("/account/second-step/begin/")
    page = client.get("/account/second-step/").content.decode()
    assert "<svg" in page
    assert "style=" not in page[page.index("<svg") : page.index("</svg>")]
    secret = second_step.secret_text(TOTPDevice.objects.get(user=staff))
    assert secret in page
    wrong = client.post("/account/second-step/", {"code": "000000"})
    assert "有误" in wrong.content.decode()
    forget_last(staff)
    shown = client.post("/account/second-step/", {"code": code_of(staff)}).content.decode()
    forget_last(staff)
    assert is_signed_in(client)
    return re.findall(r"<code>([A-Z2-7 ]{19})</code>", shown)


def test_password_and_code_let_in(staff, codes):
    client, answer = give_password(onward="/parks/?sector=food")
    assert answer.url == "/accounts/login/code/"
    answer = give_code(client, code_of(staff))
    assert answer.url == "/parks/?sector=food"
    assert is_signed_in(client)


def test_spaces_and_wide_digits_are_taken(staff, codes):
    client, _answer = give_password()
    wide = code_of(staff).translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    give_code(client, f"{wide[:3]} {wide[3:]}")
    assert is_signed_in(client)


def test_between_password_and_code_nobody_is_signed_in(staff, codes):
    client, _answer = give_password()
    for address in ("/work/", "/account/", "/views/", "/projects/new/", "/admin/"):
        assert client.get(address).status_code == 302, address
    assert not client.session.get("_auth_user_id")
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/accounts/login/")
    assert Session.objects.filter(user=staff, session_key=client.session.session_key).count() == 0


@pytest.mark.parametrize("address", ["/admin/login/", "/admin/login/?next=/admin/"])
def test_the_admin_has_no_way_in_of_its_own(staff, codes, address):
    client = browser()
    client.post(address, {"username": "staff-a", "password": PASSWORD})
    assert client.get("/admin/").status_code == 302
    assert client.get(address).url.startswith("/accounts/login/")


def test_without_the_password_there_is_no_code_to_give(staff, codes):
    client = browser()
    assert give_code(client, code_of(staff)).url == "/accounts/login/"
    assert not is_signed_in(client)


def test_the_right_password_is_forgotten_after_a_while(staff, codes, monkeypatch):
    client, _answer = give_password()
    monkeypatch.setattr(second_step, "PENDING_SECONDS", -1)
    assert give_code(client, code_of(staff)).url == "/accounts/login/"
    assert not is_signed_in(client)


def test_a_changed_password_ends_what_was_begun(staff, codes):
    client, _answer = give_password()
    staff.set_password("another-synthetic-4711")
    staff.save()
    give_code(client, code_of(staff))
    assert not is_signed_in(client)


def test_the_session_known_before_is_not_the_one_of_the_second_step(staff, codes):
    client = browser()
    client.get("/accounts/reset/MQ/none/")
    client.session.save()
    before = client.session.session_key
    give_password(client=client)
    assert client.session.session_key != before


def test_no_code_is_good_twice(staff, codes):
    code = code_of(staff)
    first, _answer = give_password()
    give_code(first, code)
    second, _answer = give_password()
    give_code(second, code)
    assert (is_signed_in(first), is_signed_in(second)) == (True, False)


def test_after_a_wrong_code_even_the_right_one_waits(staff, codes):
    client, _answer = give_password()
    TOTPDevice.objects.update(throttling_failure_count=4)
    give_code(client, "000000")
    give_code(client, code_of(staff))
    assert not is_signed_in(client)
    forget_last(staff)
    give_code(client, code_of(staff))
    assert is_signed_in(client)


def test_five_wrong_codes_wait_like_wrong_passwords(staff, codes):
    client, _answer = give_password()
    answers = []
    for _number in range(5):
        answers.append(give_code(client, "000000").status_code)
    assert answers == [200, 200, 200, 200, 429]
    forget_last(staff)
    assert give_code(client, code_of(staff)).status_code == 429
    assert give_code(client, codes[0]).status_code == 429
    assert not is_signed_in(client)


def test_a_right_password_alone_does_not_reset_the_count(staff, codes):
    client, _answer = give_password()
    for _number in range(4):
        give_code(client, "000000")
    give_password(client=client)
    assert give_code(client, "000000").status_code == 429


@pytest.mark.parametrize("onward", ["https://example.org/", "//example.org/", "javascript:1"])
def test_no_other_site_is_gone_to(staff, codes, onward):
    client, _answer = give_password(onward=onward)
    assert give_code(client, code_of(staff)).url == "/work/"


def test_a_recovery_code_lets_in_once(staff, codes):
    assert len(set(codes)) == second_step.CODES
    client, _answer = give_password()
    give_code(client, codes[0].lower())
    assert is_signed_in(client)
    again, _answer = give_password()
    give_code(again, codes[0])
    assert not is_signed_in(again)
    kept = RecoveryCode.objects.filter(user=staff)
    assert kept.filter(used_at=None).count() == second_step.CODES - 1
    assert not [one for one in kept if one.digest in {code.replace(" ", "") for code in codes}]


def inside(staff, codes):
    client, _answer = give_password()
    give_code(client, codes[0])
    return client


CHANGE = "/account/second-step/change/"


def test_turning_off_needs_password_and_code(staff, codes):
    client = inside(staff, codes)
    for form in (
        {"password": "wrong", "code": code_of(staff)},
        {"password": PASSWORD, "code": "000000"},
        {"password": PASSWORD, "code": ""},
    ):
        assert client.post(CHANGE, {**form, "off": ""}).status_code == 200
        assert TOTPDevice.objects.filter(user=staff).exists()
    forget_last(staff)
    client.post(CHANGE, {"password": PASSWORD, "code": code_of(staff), "off": ""})
    assert not TOTPDevice.objects.filter(user=staff).exists()
    assert give_password()[1].url == "/work/"


def test_new_recovery_codes_end_the_old(staff, codes):
    client = inside(staff, codes)
    form = {"password": PASSWORD, "code": code_of(staff), "codes": ""}
    assert "只显示这一次" in client.post(CHANGE, form).content.decode()
    again, _answer = give_password()
    give_code(again, codes[1])
    assert not is_signed_in(again)


def test_one_that_is_on_is_not_replaced_unproven(staff, codes):
    client = inside(staff, codes)
    before = TOTPDevice.objects.get(user=staff).key
    client.post("/account/second-step/begin/")
    assert TOTPDevice.objects.get(user=staff).key == before
    assert client.get("/account/second-step/").status_code == 302


def test_other_sessions_end_when_it_is_turned_on(staff):
    other, _answer = give_password()
    here, _answer = give_password()
    here.post("/account/second-step/begin/")
    here.post("/account/second-step/", {"code": code_of(staff)})
    assert (is_signed_in(here), is_signed_in(other)) == (True, False)


def test_an_administrator_takes_a_lost_telephone_away(staff, codes):
    clerk = create_user(username="clerk-a", password=PASSWORD, role=Role.CONTRIBUTOR)
    TOTPDevice.objects.create(user=clerk, name="app")
    assert give_password("clerk-a")[1].url == "/accounts/login/code/"
    inside(staff, codes).post(f"/account/users/{clerk.pk}/", {"do": "step"})
    assert give_password("clerk-a")[1].url == "/work/"
    event = AccountEvent.objects.get(user=clerk)
    assert (event.kind, event.by) == ("step_removed", staff)
    with pytest.raises(PermissionDenied):
        remove_step(user=staff, by=clerk)


def test_the_admin_shows_no_secret(staff, codes):
    client = inside(staff, codes)
    assert client.get("/admin/otp_totp/totpdevice/").status_code == 404
