"""Every page has two languages and fits wide and narrow windows; nothing bars a reader."""

import pytest
from django.contrib.gis.geos import Point
from playwright.sync_api import expect

from accounts.enums import Role
from projects.models import Project
from records.enums import ActKind, State
from records.log.acting import acting, start_batch
from records.review.editors import values_now
from records.review.proposals import propose
from tests.functional.addresses import PUBLIC, WORK
from tests.functional.barriers import (
    barriers,
    barriers_in_the_dark,
    barriers_of_the_language,
    barriers_wide_and_narrow,
)
from tests.functional.languages import check_language, in_language, switch
from tests.functional.screens import PHONE, wait_until_drawn

LANGUAGES = pytest.mark.parametrize("language", ["zh-hans", "en"])


def check(page, address):
    """Fail for the barriers of a page in Chinese, and after a click in English."""
    page.goto(in_language("zh-hans", address))
    wait_until_drawn(page)
    check_language(page, "zh-hans")
    assert barriers_wide_and_narrow(page) == []
    assert barriers_in_the_dark(page) == []
    switch(page, "zh-hans")
    check_language(page, "en")
    assert barriers_of_the_language(page) == []


@pytest.mark.parametrize("name", PUBLIC)
def test_public_page_has_two_languages_and_no_barriers(page, a_chain, name):
    check(page, PUBLIC[name].format(chain=a_chain))


def test_pages_behind_the_login_have_two_languages_and_no_barriers(page_of, desk):
    page = page_of(desk)
    for address in WORK.values():
        check(page, address.format(draft="PJ-9001", waiting="PJ-9002"))


def test_pages_of_the_log_have_two_languages_and_no_barriers(page_of, people, desk):
    admin = people.join("administrator", Role.ADMINISTRATOR)
    batch = start_batch(by=admin, kind=ActKind.IMPORT, name="合成.xlsx", why="合成理由")
    with acting(batch=batch):
        Project.objects.filter(registry_code="PJ-9002").update(point=Point(126.7, 45.8))
    page, last = page_of(admin), batch.changes.latest("pk").pk
    for address in (
        "/work/log/",
        f"/work/batches/{batch.pk}/",
        f"/projects/PJ-9002/history/{last}/",
    ):
        check(page, address)


def test_a_proposal_has_two_languages_and_no_barriers(page_of, people, desk):
    clerk = people.join("proposer", Role.CONTRIBUTOR)
    record = Project.objects.get(registry_code="PJ-9001")
    Project.objects.filter(pk=record.pk).update(state=State.PUBLISHED, created_by=clerk)
    record.refresh_from_db()
    values = {**values_now(record, clerk), "note": "合成备注", "lon": "126.7"}
    proposal = propose(record=record, by=clerk, values=values)
    check(page_of(desk), f"/work/proposals/{proposal.pk}/")


def test_page_not_found_has_two_languages_and_no_barriers(page, watch):
    watch.announce(r"status 404: .*/parks/PK-9999/", "console error: .*404")
    check(page, "/parks/PK-9999/")


@LANGUAGES
def test_mistakes_in_a_form_are_said_without_barriers(page_of, desk, language):
    page = page_of(desk)
    page.goto(in_language(language, "/projects/new/"))
    page.locator("button[name=submit]").click()
    expect(page.locator("#error-summary")).to_be_visible()
    assert barriers(page) == []


@LANGUAGES
def test_open_dialog_and_popup_have_no_barriers(park_map, language):
    page = park_map.page
    park_map.open(f"?lang={language}&q=PK-0001&select=PK-0001")
    expect(park_map.popup).to_be_visible()
    assert barriers(page) == []
    page.set_viewport_size(PHONE)
    page.locator("[data-open-filters]").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert barriers(page) == []


def test_barriers_would_be_found(page):
    page.goto("/about/data/")
    page.evaluate(
        """() => {
          const faint = Object.assign(document.createElement("p"), { textContent: "faint" });
          Object.assign(faint.style, { color: "#ccc", background: "#fff" });
          document.querySelector("main").append(faint, document.createElement("button"));
        }"""
    )
    found = {barrier.split()[0] for barrier in barriers(page)}
    assert found == {"color-contrast", "button-name"}
