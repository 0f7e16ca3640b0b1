"""Every page in both languages, wide and narrow, light and dark: nothing bars a reader."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.gis.geos import Point

from accounts.enums import Role
from projects.models import Project
from records.actions import submit
from records.enums import State
from tests.functional.people import HARBIN
from tests.functional.screens import PHONE, WIDE, wait_until_drawn

AXE = Axe()
EVERYTHING = {"resultTypes": ["violations"]}
CONTRAST = {"runOnly": ["color-contrast"], **EVERYTHING}

LANGUAGES = pytest.mark.parametrize("language", ["zh-hans", "en"])
PUBLIC_PAGES = {
    "map": "/",
    "map-with-filters": "/?sector=food&level=provincial&belt=ha-da-qi&show=parks&show=projects",
    "map-with-nothing-found": "/?q=qqqqq",
    "parks": "/parks/",
    "parks-with-filters": "/parks/?sector=food&belt=ha-da-qi",
    "bases": "/bases/",
    "projects": "/projects/",
    "enterprises": "/enterprises/",
    "park": "/parks/PK-0001/",
    "base": "/bases/BS-0001/",
    "project": "/projects/PJ-0001/",
    "enterprise": "/enterprises/EN-0001/",
    "sectors": "/sectors/",
    "sector": "/sectors/food/",
    "chain": "/chains/{chain}/",
    "belt": "/belts/ha-da-qi/",
    "division": "/divisions/230100/",
    "about-data": "/about/data/",
    "style-guide": "/about/style/",
    "login": "/accounts/login/",
}
WORK_PAGES = {
    "work": "/work/",
    "new-project": "/projects/new/",
    "change-project": "/projects/{draft}/edit/",
    "review": "/work/{waiting}/review/",
}


def barriers(page, options=EVERYTHING):
    """What axe calls serious or critical."""
    found = AXE.run(page, options=options).response["violations"]
    return [
        f"{one['id']} ({one['impact']}): {node['target']} {node['html'][:160]}"
        for one in found
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]


def barriers_at_all_sizes(page):
    """The barriers of an open page, wide and narrow, and in dark colours."""
    found = []
    for name, viewport in (("wide", WIDE), ("narrow", PHONE)):
        page.set_viewport_size(viewport)
        wait_until_drawn(page)
        found += [f"{name}: {barrier}" for barrier in barriers(page)]
        if page.evaluate("document.documentElement.scrollWidth") > viewport["width"]:
            found.append(f"{name}: the page scrolls sideways")
    page.emulate_media(color_scheme="dark")
    return found + [f"dark: {barrier}" for barrier in barriers(page, CONTRAST)]


def open_in(language, page, path):
    """Open `path` in `language` and wait for its map."""
    page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
    wait_until_drawn(page)


@pytest.fixture
def a_chain():
    from parks.models import Chain

    return Chain.objects.exclude(links=None).first().slug


@LANGUAGES
@pytest.mark.parametrize("name", PUBLIC_PAGES)
def test_public_page_is_accessible(page, a_chain, name, language):
    open_in(language, page, PUBLIC_PAGES[name].format(chain=a_chain))
    assert barriers_at_all_sizes(page) == []


@LANGUAGES
def test_page_not_found_is_accessible(page, watch, language):
    watch.announce(r"status 404: .*/parks/PK-9999/", "console error: .*404")
    open_in(language, page, "/parks/PK-9999/")
    assert barriers_at_all_sizes(page) == []


@LANGUAGES
def test_open_dialog_and_popup_are_accessible(park_map, language):
    page = park_map.page
    park_map.open(f"?lang={language}&q=PK-0001&select=PK-0001")
    assert park_map.popup.is_visible()
    assert barriers(page) == []
    page.set_viewport_size(PHONE)
    page.locator("[data-open-filters]").click()
    assert page.get_by_role("dialog").is_visible()
    assert barriers(page) == []


@pytest.fixture
def desk(people):
    """A reviewer with a draft of their own and a project of a clerk that waits (synthetic)."""
    clerk = people.join("clerk", Role.CONTRIBUTOR)
    reviewer = people.join("reviewer", Role.REVIEWER)
    projects = {}
    for code, owner in (("PJ-9001", reviewer), ("PJ-9002", clerk)):
        projects[code] = Project.objects.create(
            registry_code=code,
            name_zh="浏览器测试项目",
            sector_id=1,
            division_id=HARBIN,
            point=Point(126.65, 45.75),
            location_precision="site",
            source="synthetic",
            state=State.DRAFT,
            created_by=owner,
        )
    submit(record=projects["PJ-9002"], by=clerk)
    return reviewer


@LANGUAGES
@pytest.mark.parametrize("name", WORK_PAGES)
def test_page_of_those_who_register_and_review_is_accessible(page_of, desk, name, language):
    page = page_of(desk)
    open_in(language, page, WORK_PAGES[name].format(draft="PJ-9001", waiting="PJ-9002"))
    assert barriers_at_all_sizes(page) == []
