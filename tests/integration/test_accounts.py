"""One's own account: who one is, the password, sessions, and the help of an administrator."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from accounts.actions import create_user, end_sessions, issue_reset_link
from accounts.enums import Role
from accounts.models import AccountEvent, MailRequest, Session, User
from tests.factories import ParkFactory

PASSWORD, NEW = "correct-synthetic-4711", "quite-another-0815"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"


def user_called(name, role=Role.CONTRIBUTOR, **fields):
    return create_user(username=name, password=PASSWORD, role=role, **fields)


@pytest.fixture
def clerk(facts):
    park = ParkFactory(name_zh="合成账号园区", state="published")
    return user_called("clerk-a", territory=["230125"], parks=[park.registry_code])


@pytest.fixture
def admin(facts):
    return user_called("admin-a", Role.ADMINISTRATOR, is_staff=True)


def signed_in(name, password=PASSWORD, agent=FIREFOX, address="10.1.2.3"):
    """A browser in which somebody logged in by the form."""
    client = Client(headers={"user-agent": agent}, REMOTE_ADDR=address)
    answer = client.post("/accounts/login/", {"username": name, "password": password})
    assert answer.status_code == 302, answer.content.decode()
    return client


def is_signed_in(client):
    return client.get("/work/").status_code == 200


def kinds(user):
    return list(AccountEvent.objects.filter(user=user).values_list("kind", flat=True))


def test_the_page_says_who_where_and_what(clerk):
    body = signed_in("clerk-a").get("/account/").content.decode()
    for words in ("clerk-a", "登记人员", "宾县", "合成账号园区", "Firefox", "Windows", "10.1.2.3"):
        assert words in body, words
    assert Client().get("/account/").status_code == 302


def test_no_page_shows_the_key_of_a_session(clerk):
    here = signed_in("clerk-a")
    signed_in("clerk-a", address="10.1.2.4")
    body = here.get("/account/").content.decode()
    keys = Session.objects.filter(user=clerk).values_list("pk", flat=True)
    assert len(keys) == 2
    assert not [key for key in keys if key in body]


def test_one_session_is_ended_and_no_other(clerk):
    here, there, third = (signed_in("clerk-a", address=f"10.1.2.{n}") for n in (3, 4, 5))
    handle = Session.objects.get(user=clerk, address="10.1.2.4").handle
    here.post("/account/sessions/end/", {"session": handle})
    assert [is_signed_in(one) for one in (here, there, third)] == [True, False, True]
    here.post("/account/sessions/end/", {"session": "others"})
    assert [is_signed_in(one) for one in (here, there, third)] == [True, False, False]
    assert kinds(clerk) == ["sessions_ended", "sessions_ended"]


def test_nobody_ends_the_sessions_of_another(clerk):
    user_called("clerk-b")
    here, other = signed_in("clerk-a"), signed_in("clerk-b")
    session = Session.objects.get(user=clerk)
    for named in (session.handle, session.pk, "others", ""):
        other.post("/account/sessions/end/", {"session": named})
    assert is_signed_in(here)
    with pytest.raises(PermissionDenied):
        end_sessions(sessions=[session], user=clerk, by=User.objects.get(username="clerk-b"))


def test_a_session_notes_where_it_is_used_but_not_each_time(clerk):
    here = signed_in("clerk-a")
    here.get("/account/", REMOTE_ADDR="10.9.9.9")
    assert Session.objects.get(user=clerk).address == "10.1.2.3"
    Session.objects.update(seen_at=timezone.now() - timedelta(minutes=6))
    here.get("/account/", REMOTE_ADDR="10.9.9.9")
    session = Session.objects.get(user=clerk)
    assert session.address == "10.9.9.9"
    assert timezone.now() - session.seen_at < timedelta(minutes=1)


def test_a_changed_password_ends_the_others(clerk):
    here, there = signed_in("clerk-a"), signed_in("clerk-a", address="10.1.2.4")
    form = {"old_password": "wrong", "new_password1": NEW, "new_password2": NEW}
    assert here.post("/account/password/", form).status_code == 200
    assert is_signed_in(there)
    assert here.post("/account/password/", {**form, "old_password": PASSWORD}).status_code == 302
    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert Session.objects.filter(user=clerk).count() == 1
    assert kinds(clerk) == ["password_changed"]
    signed_in("clerk-a", NEW)


def test_sessions_of_a_password_set_elsewhere_are_not_listed(clerk):
    signed_in("clerk-a", address="10.7.7.7")
    clerk.set_password(NEW)
    clerk.save()
    body = signed_in("clerk-a", NEW).get("/account/").content.decode()
    assert "10.7.7.7" not in body


def link_for(browser, user):
    body = browser.post(f"/account/users/{user.pk}/", {"do": "link"}).content.decode()
    return re.search(r'value="http://testserver(/accounts/reset/[^"]+)"', body)[1]


def set_password(link, password=NEW, client=None):
    client = client or Client()
    page = client.get(link, follow=True)
    if not page.redirect_chain:
        return page
    form = {"new_password1": password, "new_password2": password}
    return client.post(page.redirect_chain[-1][0], form)


def test_a_link_sets_one_password(clerk, admin):
    helper, there = signed_in("admin-a"), signed_in("clerk-a")
    link = link_for(helper, clerk)
    assert link not in helper.get(f"/account/users/{clerk.pk}/").content.decode()
    assert set_password(link).status_code == 302
    assert not is_signed_in(there)
    signed_in("clerk-a", NEW)
    assert "已使用过" in set_password(link).content.decode()
    assert kinds(clerk) == ["password_reset", "link_issued"]
    assert AccountEvent.objects.get(kind="link_issued").by == admin


def test_weak_passwords_are_refused_and_the_link_stays_good(clerk, admin):
    link, client = link_for(signed_in("admin-a"), clerk), Client()
    assert set_password(link, "12345678", client).status_code == 200
    assert set_password(link, NEW, client).status_code == 302


def test_a_link_is_over_after_a_day_a_newer_link_or_a_log_in(clerk, admin, settings):
    helper = signed_in("admin-a")
    first = link_for(helper, clerk)
    second = link_for(helper, clerk)
    assert set_password(first).status_code == 200
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert set_password(second).status_code == 200
    settings.PASSWORD_RESET_TIMEOUT = 3600
    signed_in("clerk-a")
    assert set_password(second).status_code == 200


def test_who_has_a_new_password_need_not_wait_any_more(clerk, admin, settings):
    settings.AUTHENTICATION_BACKENDS = [
        "axes.backends.AxesStandaloneBackend",
        "django.contrib.auth.backends.ModelBackend",
    ]
    address = {"REMOTE_ADDR": "10.1.2.3"}
    for n in range(5):
        Client().post("/accounts/login/", {"username": "clerk-a", "password": f"{n}"}, **address)
    set_password(link_for(signed_in("admin-a", address="10.8.8.8"), clerk))
    signed_in("clerk-a", NEW)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CONTRIBUTOR, Role.REVIEWER, Role.GIS_STAFF])
def test_only_administrators_help(clerk, role):
    helper = user_called("helper", role, territory=["230000"])
    browser = signed_in("helper")
    assert browser.get("/account/users/").status_code == 403
    for what in ("link", "sessions"):
        assert browser.post(f"/account/users/{clerk.pk}/", {"do": what}).status_code == 403
    with pytest.raises(PermissionDenied):
        issue_reset_link(user=clerk, by=helper)
    assert kinds(clerk) == []


def test_administrators_end_sessions_and_find_users(clerk, admin):
    helper, there = signed_in("admin-a"), signed_in("clerk-a")
    assert "clerk-a" in helper.get("/account/users/?q=clerk").content.decode()
    assert "clerk-a" not in helper.get("/account/users/?q=admin").content.decode()
    helper.post(f"/account/users/{clerk.pk}/", {"do": "sessions"})
    assert not is_signed_in(there)
    assert is_signed_in(helper)


def test_a_new_user_is_led_from_name_to_role_and_territory(clerk):
    User.objects.create_superuser("super-a", password=PASSWORD, role=Role.ADMINISTRATOR)
    browser = signed_in("super-a")
    assert "/admin/accounts/user/add/" in browser.get("/account/users/").content.decode()
    assert "下一页设定角色和管辖区域" in browser.get("/admin/accounts/user/add/").content.decode()
    address = f"/admin/accounts/user/{clerk.pk}/change/"
    assert address in browser.get(f"/account/users/{clerk.pk}/").content.decode()
    body = browser.get(address).content.decode()
    assert body.index("id_role") < body.index("id_first_name") < body.index("id_groups")


def test_who_has_no_territory_is_told_so(clerk):
    user_called("lost-a")
    told = "尚无管辖区域"
    assert told in signed_in("lost-a").get("/work/").content.decode()
    assert told not in signed_in("clerk-a").get("/work/").content.decode()


def test_an_administrator_takes_over_no_superuser(clerk, admin):
    User.objects.create_user("lesser", password=PASSWORD, role=Role.ADMINISTRATOR)
    browser = signed_in("lesser")
    for person in (admin, User.objects.get(username="lesser")):
        answer = browser.post(f"/account/users/{person.pk}/", {"do": "link"})
        assert answer.status_code == 403
        assert "/accounts/reset/" not in answer.content.decode()


def test_without_a_mail_server_nothing_is_sent(clerk):
    assert Client().get("/accounts/reset/").status_code == 404
    assert "/accounts/reset/" not in Client().get("/accounts/login/").content.decode()


def test_a_link_is_sent_to_the_address_of_an_account(clerk, settings, mailoutbox):
    settings.RESET_BY_EMAIL = True
    User.objects.filter(pk=clerk.pk).update(email="clerk@registry.example")
    assert "/accounts/reset/" in Client().get("/accounts/login/").content.decode()
    answers = [
        Client().post("/accounts/reset/", {"email": address}, follow=True).content.decode()
        for address in ("clerk@registry.example", "nobody@registry.example")
    ]
    assert all("如有账号使用此地址" in answer for answer in answers)
    [mail] = mailoutbox
    assert mail.to == ["clerk@registry.example"]
    link = re.search(r"http://testserver(/accounts/reset/\S+)", mail.body)[1]
    assert set_password(link).status_code == 302
    signed_in("clerk-a", NEW)


@pytest.fixture
def mailing(clerk, settings):
    """A function that asks for a link by e-mail, from an address, and gives status and words."""
    settings.RESET_BY_EMAIL = True
    User.objects.filter(pk=clerk.pk).update(email="clerk@registry.example")

    def ask(email, address="10.0.0.1"):
        data = {"email": email}
        answer = Client().post("/accounts/reset/", data, REMOTE_ADDR=address)
        return answer.status_code, re.sub(r'nonce="[^"]*"', "", answer.content.decode())

    return ask


def test_a_mailbox_is_not_filled_and_refusals_tell_nothing_of_accounts(mailing, mailoutbox):
    known = [mailing("clerk@registry.example", f"10.0.1.{n}") for n in range(4)]
    unknown = [mailing("nobody@registry.example", f"10.0.2.{n}") for n in range(4)]
    assert [status for status, _words in known] == [302, 302, 302, 429]
    assert known == unknown
    assert "60 分钟" in known[-1][1]
    assert mailing("Clerk@Registry.Example", "10.0.3.1")[0] == 429
    assert [mail.to for mail in mailoutbox] == [["clerk@registry.example"]] * 3


def test_one_address_does_not_ask_for_everybody(mailing):
    asked = [mailing(f"clerk-{n}@registry.example")[0] for n in range(21)]
    assert asked == [302] * 20 + [429]
    assert mailing("clerk@registry.example", "10.0.0.2")[0] == 302


def test_links_may_be_asked_for_again_later(mailing, mailoutbox):
    for _number in range(4):
        mailing("clerk@registry.example")
    MailRequest.objects.update(at=timezone.now() - timedelta(minutes=61))
    assert mailing("clerk@registry.example")[0] == 302
    assert len(mailoutbox) == 4
    assert MailRequest.objects.count() == 1, "what does not count any more is gone"
