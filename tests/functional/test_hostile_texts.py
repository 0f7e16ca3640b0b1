"""Whatever people write appears as they wrote it, on every page, and is run nowhere."""

from urllib.parse import quote

import pytest
from django.utils import translation

from accounts.enums import Role
from tests.functional import hostile
from tests.functional.screens import wait_until_drawn

# What a reader, a screen reader or a tooltip gets to see.
SHOWN = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_ALL);
  for (let node = walker.currentNode; node; node = walker.nextNode()) {
    if (node.nodeType === 3 && !["SCRIPT", "STYLE"].includes(node.parentNode.nodeName)) {
      found.push(node.data);
    }
    for (const { name, value } of node.attributes ?? []) {
      if (!["href", "action"].includes(name)) found.push(value);
    }
    if (node.matches?.("input, textarea")) found.push(node.value);
  }
  return found.join("\\n");
}"""
MAP = "?division=239901&show=parks&show=bases&show=projects&select=PK-9901"
# Page -> the things whose names it shows.
PUBLIC_PAGES = {
    "/": "sector belt chain",
    f"/{MAP}": "sector park base project enterprise division",
    "/parks/?division=239901": "sector park",
    "/bases/?division=239901": "base division",
    "/projects/?division=239901": "project enterprise",
    "/enterprises/?q=EN-9901": "enterprise sector",
    "/parks/PK-9901/": "park sector chain link belt base project division",
    "/bases/BS-9901/": "base sector park division",
    "/projects/PJ-9901/": "project sector chain link belt enterprise park division item",
    "/enterprises/EN-9901/": "enterprise sector project division",
    "/sectors/": "sector chain",
    "/sectors/hostile/": "sector chain park base project",
    "/chains/hostile/": "chain link sector park project",
    "/belts/hostile/": "belt division park base project",
    "/divisions/239901/": "division belt park base project",
    "/divisions/230100/": "division",
}
WORK_PAGES = {
    "/work/": "division",
    "/projects/new/": "sector chain division park",
    "/projects/PJ-9902/edit/": "sector chain division park",
    "/work/PJ-9903/review/": "division",
}
ADMIN_PAGES = {
    "parks/park": "park division",
    "parks/base": "base park division sector",
    "parks/chain": "chain link sector item",
    "parks/sector": "sector",
    "projects/enterprise": "enterprise sector",
    "projects/project": "project sector park enterprise",
    "geo/division": "division",
    "geo/belt": "belt division",
    "records/planitem": "item",
}
LANGUAGES = ("zh-hans", "en")


@pytest.fixture(scope="module")
def things(django_db_setup, django_db_blocker):
    """One hostile thing of each kind."""
    with django_db_blocker.unblock(), hostile.records() as things:
        yield things


def check(page, *names):
    """Fail unless `names` stand on the page literally and no hostile text was changed or run."""
    wait_until_drawn(page)
    shown = page.evaluate(SHOWN)
    for name in names:
        assert name in shown, f"{name} is not shown as it was written"
    for number, piece in enumerate(hostile.PIECES[:5], 1):
        others = [
            line for line in shown.replace(piece, "").splitlines() if f"hit({number})" in line
        ]
        assert not others, f"{piece} is shown in another form: {others}"
    assert hostile.COMPUTED not in shown, "a template was run"


def check_in_languages(page, path, things, kinds):
    for language in LANGUAGES:
        page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
        with translation.override(language):
            check(page, *(getattr(things, kind).name for kind in kinds.split()))


@pytest.mark.parametrize("path", PUBLIC_PAGES)
def test_hostile_names_are_only_names_on(page, things, path):
    check_in_languages(page, path, things, PUBLIC_PAGES[path])


def test_hostile_names_are_only_names_in_the_popup(park_map, things):
    park_map.open(MAP)
    assert park_map.popup.locator("strong").inner_text() == things.park.name_zh
    park_map.card("BS-9901").locator(".card__meta").click()
    assert park_map.popup.locator("strong").inner_text() == things.base.name_zh
    check(park_map.page)


def test_hostile_names_are_only_names_for_those_who_register_and_review(page_of, people, things):
    page = page_of(hostile.desk_of(people, things.division))
    for path, kinds in WORK_PAGES.items():
        check_in_languages(page, path, things, kinds)


@pytest.mark.parametrize("path", ADMIN_PAGES)
def test_hostile_names_are_only_names_in_the_admin(page_of, people, things, path):
    page = page_of(people.join("root", Role.ADMINISTRATOR, is_staff=True, is_superuser=True))
    first, *others = (getattr(things, kind) for kind in ADMIN_PAGES[path].split())
    page.goto(f"/admin/{path}/?q=hit")
    check(page, first.name_zh)
    page.goto(f"/admin/{path}/{first.pk}/change/")
    check(page, first.name_zh, *(other.name_zh for other in others))
    page.goto(f"/admin/{path}/{first.pk}/delete/")
    check(page)


def test_hostile_address_is_only_text(page, watch):
    words = " ".join(hostile.PIECES)
    text = quote(words, safe="")
    page.goto(f"/accounts/login/?next={text}")
    check(page, words)
    for some in (" ".join(hostile.PIECES[:3]), " ".join(hostile.PIECES[3:])):
        for path in ("/", "/parks/"):
            page.goto(f"{path}?q={quote(some, safe='')}")
            check(page, some)
    page.goto(f"/?v={text}&select={text}&lang={text}")
    check(page)
    watch.announce("status 400: .*/parks/", "status 404: .*/nothing/", "console error: .*40[04]")
    page.goto(f"/parks/?sector={text}")
    check(page, words)
    # The page says its own address, where hostile text stands with percent signs.
    page.goto(f"/nothing/{text}/")
    wait_until_drawn(page)


def test_hostile_search_is_only_text(park_map):
    park_map.open()
    box = park_map.page.locator("#site-search-q")
    for words in (" ".join(hostile.PIECES[:3]), " ".join(hostile.PIECES[3:])):
        box.fill(words)
        box.press("Enter")
        park_map.settle()
        check(park_map.page, words)


def test_watch_sees_text_that_is_run_and_the_policy_that_stops_it(page, watch):
    page.goto("/about/data/")
    watch.announce("hostile text was run", "CSP: script-src", "console error: .*inline event")
    page.evaluate("document.querySelector('main').innerHTML = '<b id=x onclick=hit(0)>'")
    page.evaluate("document.querySelector('#x').click(); window.hit()")
