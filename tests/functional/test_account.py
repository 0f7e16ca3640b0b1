"""The way of an account: second step, password, sessions; in Chinese, and once by keyboard."""

import re

import pytest
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import expect

from accounts.enums import Role
from tests.functional.barriers import barriers_in_the_dark, barriers_wide_and_narrow
from tests.functional.people import PASSWORD
from tests.functional.screens import WIDE
from tests.functional.test_keyboard import tab_to

NEW = "quite-another-0815"


@pytest.fixture
def reviewer(people):
    """Somebody with an account."""
    return people.join("reviewer", Role.REVIEWER)


def code_of(user):
    """The code that the telephone shows; the one before it may have been used just now."""
    device = TOTPDevice.objects.get(user=user)
    device.last_t = -1
    device.save()
    return f"{TOTP(device.bin_key).token():06}"


def check(page):
    """Fail for what bars a reader from an open page, in light and dark colours."""
    assert barriers_wide_and_narrow(page) == []
    assert barriers_in_the_dark(page) == []
    page.set_viewport_size(WIDE)


def give_password(page, user, password=PASSWORD, onward="/account/"):
    page.goto(f"/accounts/login/?next={onward}")
    page.locator("#id_username").fill(user.username)
    page.locator("#id_password").fill(password)
    page.keyboard.press("Enter")


def test_second_step_password_and_sessions(page, new_context, page_of, reviewer):
    elsewhere = page_of(reviewer)
    give_password(page, reviewer)
    page.get_by_role("button", name="设置两步验证").click()
    expect(page.locator(".account__qr svg")).to_be_visible()
    check(page)
    page.locator("#id_code").fill(code_of(reviewer))
    page.keyboard.press("Enter")
    expect(page.locator(".account__codes li")).to_have_count(10)
    check(page)
    page.get_by_role("link", name="已妥善保管").click()
    expect(page.get_by_text("剩余恢复码 10 个")).to_be_visible()
    elsewhere.goto("/work/")
    expect(elsewhere).to_have_url(re.compile("/accounts/login/"))

    phone = new_context().new_page()
    give_password(phone, reviewer)
    expect(phone).to_have_url(re.compile("/accounts/login/code/$"))
    check(phone)
    phone.locator("#id_code").fill("000000")
    phone.keyboard.press("Enter")
    expect(phone.locator("#error-summary")).to_be_focused()
    TOTPDevice.objects.update(throttling_failure_count=0)
    phone.locator("#id_code").fill(code_of(reviewer))
    phone.keyboard.press("Enter")
    expect(phone).to_have_url(re.compile("/account/$"))

    page.reload()
    page.get_by_role("button", name=re.compile("^结束 ")).click()
    expect(page.get_by_text("会话已结束，")).to_be_visible()
    phone.goto("/work/")
    expect(phone).to_have_url(re.compile("/accounts/login/"))

    page.get_by_role("link", name="修改密码").click()
    for name, text in (("old_password", PASSWORD), ("new_password1", NEW), ("new_password2", NEW)):
        page.locator(f"#id_{name}").fill(text)
    page.keyboard.press("Enter")
    expect(page.get_by_text("密码已修改，")).to_be_visible()
    give_password(phone, reviewer)
    expect(phone.locator("#error-summary")).to_be_visible()
    TOTPDevice.objects.all().delete()


def test_a_lost_password_is_replaced_by_keyboard(page, new_context, people, reviewer):
    admin = people.join("administrator", Role.ADMINISTRATOR)
    page.goto("/accounts/login/?lang=en")
    for text in (admin.username, PASSWORD):
        tab_to(page, "#id_username" if text == admin.username else "#id_password")
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/work/$"))
    page.goto(f"/account/users/?q={reviewer.username}")
    tab_to(page, "tbody a")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/account/users/\d+/$"))
    tab_to(page, "button[value=link]")
    check(page)
    page.locator("button[value=link]").press("Enter")
    link = page.get_by_label("Link for a new password").input_value()
    lost = new_context().new_page()
    lost.goto(link)
    for name in ("1", "2"):
        tab_to(lost, f"#id_new_password{name}")
        lost.keyboard.type(NEW)
    lost.keyboard.press("Enter")
    expect(lost).to_have_url(re.compile("/accounts/login/$"))
    give_password(lost, reviewer, NEW, "/work/")
    expect(lost).to_have_url(re.compile("/work/$"))
