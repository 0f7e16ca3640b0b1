"""Coming in and going out."""

import re

import pytest
from playwright.sync_api import expect

from accounts.enums import Role
from tests.functional.people import PASSWORD


@pytest.fixture
def clerk(people):
    """Somebody with an account."""
    return people.join("clerk", Role.CONTRIBUTOR)


def log_in(page, name, password=PASSWORD):
    """Fill in the form that is open."""
    page.locator("#id_username").fill(name)
    page.locator("#id_password").fill(password)
    page.locator("#id_password").press("Enter")


def test_log_in_leads_to_the_page_that_asked_for_it_and_log_out_closes_it(page, clerk):
    page.goto("/projects/new/")
    expect(page).to_have_url(re.compile(r"/accounts/login/\?next=/projects/new/$"))
    log_in(page, clerk.username)
    expect(page).to_have_url(re.compile("/projects/new/$"))
    expect(page.locator("#id_name_zh")).to_be_visible()
    page.locator("[popovertarget='account-menu']").press("Enter")
    page.locator("form[action='/accounts/logout/'] button").click()
    expect(page.locator(".site-tools a[href^='/accounts/login/']")).to_be_visible()
    page.goto("/work/")
    expect(page).to_have_url(re.compile(r"/accounts/login/\?next=/work/$"))


def test_log_in_from_a_page_returns_to_it(page, clerk):
    page.goto("/parks/?sector=food")
    page.locator(".site-tools a[href^='/accounts/login/']").click()
    log_in(page, clerk.username)
    expect(page).to_have_url(re.compile(r"/parks/\?sector=food$"))
    expect(page.locator(".site-tools a[href='/work/']")).to_be_visible()


def test_wrong_password_is_said_and_the_name_is_kept(page, clerk):
    page.goto("/accounts/login/")
    log_in(page, clerk.username, "wrong")
    expect(page.locator("#error-summary")).to_be_visible()
    expect(page.locator("#id_username")).to_have_value(clerk.username)
    expect(page).to_have_url(re.compile("/accounts/login/"))


def test_log_in_leads_to_no_other_site(page, clerk):
    page.goto("/accounts/login/?next=https://example.org/")
    log_in(page, clerk.username)
    expect(page.locator("[popovertarget='account-menu']")).to_be_visible()
    assert "example.org" not in page.url


def test_clerk_may_not_enter_the_admin(page_of, clerk):
    page = page_of(clerk)
    page.goto("/admin/")
    expect(page).to_have_url(re.compile(r"/accounts/login/\?next=/admin/$"))
