"""A real browser before the site with its real facts; all outside 127.0.0.1 is refused."""

import os
import shutil

import pytest
from django.contrib.gis.geos import Point
from django.core.cache import cache
from django.core.management import call_command
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from accounts.enums import Role
from parks.models import Chain
from projects.models import Project
from records.enums import State
from records.pages import views
from records.review.actions import submit
from tests.functional.people import HARBIN, People, session_cookie
from tests.functional.screens import PHONE, WIDE, ParkMap
from tests.functional.watch import Watch

# Playwright keeps an event loop in the main thread, where Django would refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# Chromium without a window of its own opens a page in a fraction of the time.
BROWSERS = ("chromium-headless-shell", "chromium")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), "chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing leaves this machine: no name is found, and nothing listens where the proxy should be.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--proxy-server=http://127.0.0.1:9",
]
PATIENCE_MS = 10_000
# Nothing moves, so that no test has to wait for it.
AS_AT_A_DESK = {"viewport": WIDE, "reduced_motion": "reduce"}
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def base_url(django_db_setup, django_db_blocker):
    """Serve the facts at a free port of 127.0.0.1; tests then name pages by their path.

    Unlike pytest-django's live_server this does not empty the tables after each test: loading the
    facts takes longer than reading them. A test that writes takes away what it wrote.
    """
    with django_db_blocker.unblock():
        call_command("load_registry", if_changed=True, verbosity=0)
        cache.clear()
        views._drawn.cache_clear()
        server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


@pytest.fixture(autouse=True)
def _nothing_kept(base_url):
    """Keep the caches between tests: nothing is rolled back here, so each version is new."""


@pytest.fixture(autouse=True)
def db(django_db_setup, django_db_blocker):
    """Open the database without a transaction: the server must see what a test writes."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Start Debian's Chromium, deaf to the world outside this machine."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def _watch():
    return Watch()


@pytest.fixture
def watch(_watch):
    """Give the watch over all pages of the test."""
    _watch.begin()
    return _watch


@pytest.fixture(scope="session")
def window(browser, base_url, _watch):
    """Open a window that all tests share, because what it has loaded it need not load again."""
    context = browser.new_context(base_url=base_url, **AS_AT_A_DESK)
    context.set_default_timeout(PATIENCE_MS)
    _watch.attach(context)
    yield context
    context.close()


@pytest.fixture
def page(window, watch):
    """Open a page of somebody unknown, and fail the test for what it did unannounced."""
    window.clear_cookies()
    page = window.new_page()
    yield page
    watch.verify()
    page.close()


@pytest.fixture
def new_context(new_context, watch):
    """Watch every context, and fail the test for what its pages did unannounced."""

    def create(**options):
        context = new_context(**{**AS_AT_A_DESK, **options})
        context.set_default_timeout(PATIENCE_MS)
        watch.attach(context)
        return context

    yield create
    watch.verify()


@pytest.fixture
def park_map(page):
    """Give the park map at the width of a desk."""
    return ParkMap(page)


@pytest.fixture
def phone_map(new_context):
    """Give the park map on a phone."""
    return ParkMap(new_context(viewport=PHONE, has_touch=True).new_page())


@pytest.fixture
def people(db):
    """Let users in for the length of a test."""
    people = People()
    yield people
    people.leave()


@pytest.fixture
def page_of(new_context, base_url):
    """Open a window in which somebody is signed in."""

    def open_window(user, **options):
        context = new_context(**options)
        context.add_cookies([session_cookie(user, base_url)])
        return context.new_page()

    return open_window


@pytest.fixture
def a_chain():
    """Name a chain that has links."""
    return Chain.objects.exclude(links=None).first().slug


@pytest.fixture
def desk(people):
    """Let a reviewer in, with a draft of their own and a project of a clerk that waits."""
    clerk = people.join("clerk", Role.CONTRIBUTOR)
    reviewer = people.join("reviewer", Role.REVIEWER)
    owners = {"PJ-9001": reviewer, "PJ-9002": clerk}
    projects = {
        code: Project.objects.create(
            registry_code=code,
            name_zh="合成浏览器测试项目",
            sector_id=1,
            division_id=HARBIN,
            point=Point(126.65, 45.75),
            location_precision="site",
            source="synthetic",
            state=State.DRAFT,
            created_by=owner,
        )
        for code, owner in owners.items()
    }
    submit(record=projects["PJ-9002"], by=clerk)
    return reviewer
