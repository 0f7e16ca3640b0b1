"""A project on its whole way: entered on a map, returned, mended, published, and told by the log.

Once in Chinese with a mouse and once in English by keyboard alone.
"""

import re

import pytest
from django.utils.translation import override
from playwright.sync_api import expect

from accounts.enums import Role
from projects.models import Project
from records.enums import State
from tests.functional.hands import Keyboard, Mouse
from tests.functional.languages import check_language
from tests.functional.people import HARBIN
from tests.functional.screens import wait_until_drawn

NAME = "合成全程测试年产一万吨豆制品新建项目"
FAULT = "请写明年产量和单位。"
REASON = "产能须与备案一致。"
CAPACITY = "合成：年产一万吨"
CLERK, REVIEWER = "合成录入员", "合成审核员"
WAYS = pytest.mark.parametrize(
    ("language", "hand"), [("zh-hans", Mouse), ("en", Keyboard)], ids=["mouse", "keyboard"]
)


class Person:
    """Somebody at a window, who uses it by `hand`."""

    def __init__(self, page, hand, language):
        self.page, self.hand, self.language = page, hand(page), language

    def begin(self, address):
        """Open a page; from here on the way leads over links and buttons."""
        self.page.goto(f"{address}?lang={self.language}")
        check_language(self.page, self.language)

    def follow(self, selector):
        """Follow a link, and wait for the page that it leads to."""
        with self.page.expect_navigation():
            self.hand.press(selector)
        wait_until_drawn(self.page)
        check_language(self.page, self.language)

    def send(self, selector):
        """Press the button of a form; it must be said that it was done."""
        self.follow(selector)
        expect(self.page.locator(".notice--success")).to_be_visible()


def register(clerk):
    clerk.begin("/work/")
    clerk.follow("main a[href='/projects/new/']")
    hand = clerk.hand
    hand.fill("#id_name_zh", NAME)
    hand.fill("#id_enterprise_name", "合成企业：全程测试")
    hand.choose("#id_sector", "1")
    hand.choose("#id_division", HARBIN)
    hand.set_the_point()
    expect(clerk.page.locator(".picker-mark")).to_be_visible()
    expect(clerk.page.locator("#id_lon")).not_to_have_value("")
    hand.choose("#id_location_precision", "site")
    hand.choose("#id_stage", "proposed")
    hand.fill("#id_source", "合成数据，仅用于测试。")
    clerk.send("button[name=submit]")
    return Project.objects.get(name_zh=NAME)


def send_back(reviewer, code):
    reviewer.begin("/work/")
    reviewer.follow(f"main a[href*='/work/{code}/review/']")
    reviewer.hand.fill("#id_reason", REASON)
    reviewer.hand.press("#decision .form-group > details > summary")
    reviewer.hand.press("#decision details details summary")
    reviewer.hand.fill("#why-capacity", FAULT)
    reviewer.send("button[name=to][value=returned]")


def mend(clerk, code):
    clerk.begin("/work/")
    expect(clerk.page.locator("section[aria-labelledby=returned]")).to_contain_text(REASON)
    clerk.follow(f"main a[href='/projects/{code}/edit/']")
    clerk.hand.press(".notice--warning a[href='#id_capacity']")
    expect(clerk.page.locator("#id_capacity")).to_be_focused()
    expect(clerk.page.locator("#id_capacity_reason")).to_contain_text(FAULT)
    clerk.page.keyboard.type(CAPACITY)
    clerk.send("button[name=submit]")


def publish(reviewer, code):
    reviewer.follow("main nav.breadcrumbs a[href='/work/']")
    reviewer.follow(f"main a[href*='/work/{code}/review/']")
    since = reviewer.page.locator("section[aria-labelledby=since-title]")
    expect(since).to_contain_text(CAPACITY)
    expect(since).to_contain_text(FAULT)
    reviewer.send("button[name=to][value=published]")


def told(reader, record):
    """The entries of the history, the oldest first."""
    reader.begin(f"{record.get_absolute_url()}history/")
    entries = reader.page.locator("main .record-layout ol.rows > li").all_inner_texts()
    return entries[::-1]


@WAYS
def test_a_project_goes_all_the_way_and_the_log_tells_it(people, page_of, park_map, language, hand):
    clerk, reviewer = (
        Person(page_of(people.join(name, role, first_name=called)), hand, language)
        for name, role, called in [
            ("clerk", Role.CONTRIBUTOR, CLERK),
            ("reviewer", Role.REVIEWER, REVIEWER),
        ]
    )
    record = register(clerk)
    code = record.registry_code
    park_map.open(f"?lang={language}&show=projects&q={code}")
    assert park_map.listed() == park_map.mapped() == []
    send_back(reviewer, code)
    mend(clerk, code)
    publish(reviewer, code)

    park_map.page.reload()
    park_map.settle()
    assert park_map.listed() == park_map.mapped() == [code]
    park_map.marker(NAME).click()
    park_map.popup.locator("a.map-popup__link").click()
    expect(park_map.page.get_by_role("heading", level=1)).to_have_text(NAME)

    with override(language):
        words = {state: str(state.label) for state in State}
        label = str(Project._meta.get_field("capacity").verbose_name)
    expected = [
        (CLERK,),
        (CLERK, words[State.SUBMITTED]),
        (REVIEWER, words[State.RETURNED], REASON, label, FAULT),
        (CLERK, label, CAPACITY),
        (CLERK, words[State.SUBMITTED]),
        (REVIEWER, words[State.PUBLISHED]),
    ]
    entries = told(clerk, record)
    assert len(entries) == len(expected), entries
    for entry, parts in zip(entries, expected, strict=True):
        assert re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d", entry)
        assert [part for part in parts if part.lower() not in entry.lower()] == []
