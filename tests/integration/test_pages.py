"""Every page answers in both languages, under a strict policy, with every variable given."""

import re

import pytest

from records.enums import State
from tests.addresses import FIXED, records, themes
from tests.factories import ParkFactory, ProjectFactory, UserFactory
from tests.pages import bytes_of

STRICT = {
    "default-src": {"'self'"},
    "style-src": {"'self'", "nonce"},
    "script-src": {"'self'", "nonce"},
    "img-src": {"'self'", "data:"},
    "object-src": {"'none'"},
    "base-uri": {"'none'"},
    "form-action": {"'self'"},
    "frame-ancestors": {"'none'"},
}
NONCE = re.compile(r"'nonce-([^']+)'")
ELEMENT = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1>", re.DOTALL)
INLINE = re.compile(r"""<[^>]+\s(?:style|on\w+)\s*=\s*["']""")

pytestmark = pytest.mark.usefixtures("facts")


def policy_of(response):
    """The policy as directives and sources, and the nonce that it names."""
    header = response["Content-Security-Policy"]
    parts = [part.split() for part in header.split(";") if part.strip()]
    found = NONCE.search(header)
    nonce = found.group(1) if found else ""
    directives = {
        name: {"nonce" if NONCE.fullmatch(source) else source for source in sources}
        for name, *sources in parts
    }
    return directives, nonce


def check_policy(response):
    directives, nonce = policy_of(response)
    assert not any("unsafe" in source for sources in directives.values() for source in sources)
    for name, sources in directives.items():
        assert sources <= STRICT[name], name
    assert set(STRICT) - {"script-src", "style-src"} <= set(directives)
    html = response.content.decode()
    for _name, attributes, text in ELEMENT.findall(html):
        if text.strip() and "application/json" not in attributes:
            assert nonce
            assert f'nonce="{nonce}"' in attributes
    assert not INLINE.search(html)
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.parametrize(
    ("language", "every"), [("zh-hans", 16), ("en", 90)], ids=["Chinese", "English"]
)
def test_pages_are_whole_and_strict(client, language, every):
    client.cookies["django_language"] = language
    for address in [*FIXED, *records(every), *themes(every)]:
        response = client.get(address)
        assert response.status_code == (400 if "galactic" in address else 200), address
        assert response["Content-Language"] == language
        html = response.content.decode()
        assert f'<html lang="{"en" if language == "en" else "zh-Hans"}">' in html
        assert html.count("<h1") == 1, address
        assert len(re.findall(r"<title>[^<]{3,}</title>", html)) == 1
        check_ids(html)
        check_policy(response)


def check_ids(html):
    """An id stands once, and whatever is pointed at is there."""
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for pointed in re.findall(r'\s(?:for|aria-labelledby|aria-controls)="([^" ]+)"', html):
        assert pointed in ids


def test_every_link_of_a_page_leads_somewhere(client):
    """Inside the registry; foreign links are only named as sources and never linked."""
    asked = set()
    for address in [*FIXED[:-2], *records(every=90), *themes(every=90)]:
        if "galactic" not in address:
            html = client.get(address).content.decode()
            asked |= {
                link.replace("&amp;", "&").split("#")[0]
                for link in re.findall(r'<a [^>]*href="([^"]*)"', html)
                # Filters of the map combine without end; one at a time says enough.
                if link.startswith("/") and not (link.startswith("/?") and "&" in link)
            }
    # One of each shape of address is enough: the others differ only in the record.
    which = re.compile(r"[A-Z]{2}-\d+|\d{6}|(?<=s/)[a-z][a-z0-9-]+(?=/)|[?&]lang=.*|=[^&]*")
    shapes = {which.sub("·", link): link for link in sorted(asked)}
    assert len(shapes) > 30
    for link in shapes.values():
        response = client.get(link)
        assert response.status_code in {200, 302}, link
        bytes_of(response)


@pytest.mark.parametrize(
    "address",
    [
        "/parks/PK-9999/",
        "/bases/BS-9/",
        "/projects/x/",
        "/sectors/none/",
        "/divisions/110000/",
        "/x",
    ],
)
def test_what_is_not_there_is_said_so(client, address):
    response = client.get(address)
    assert response.status_code == 404
    assert '<html lang="zh-Hans">' in response.content.decode()
    check_policy(response)


def test_pages_of_those_who_work(client):
    clerk = UserFactory(contributor=True, territory=["230125"])
    reviewer = UserFactory(reviewer=True, territory=["230000"])
    ProjectFactory(draft=True, created_by=clerk)
    ProjectFactory(returned=True, created_by=clerk)
    waiting = ProjectFactory(submitted=True, created_by=clerk)
    theirs = ProjectFactory(draft=True, created_by=clerk)
    addresses = {
        clerk: ["/work/", "/projects/new/", f"/projects/{theirs.registry_code}/edit/"],
        reviewer: ["/work/", f"/work/{waiting.registry_code}/review/", "/projects/new/"],
    }
    for user, pages in addresses.items():
        client.force_login(user)
        for address in [*pages, theirs.get_absolute_url() if user == clerk else "/"]:
            response = client.get(address)
            assert response.status_code == 200, address
            check_policy(response)


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.RETURNED])
def test_what_is_not_public_shows_nowhere(client, state):
    """Not on lists, map, files, facets, sums, themes, nor on a page of its own."""
    clerk = UserFactory(contributor=True, territory=["230125"])
    before = {address: visible_text(client, address) for address in ADDRESSES_OF_ALL}
    park = ParkFactory(state=state, created_by=clerk, name_zh="不可见园区")
    host = ParkFactory._meta.model.objects.get(registry_code="PK-0001")
    project = ProjectFactory(state=state, created_by=clerk, name_zh="不可见项目", park=host)
    for address in ADDRESSES_OF_ALL:
        text = visible_text(client, address)
        assert "不可见" not in text, address
        # Nor does any number give it away.
        assert text == before[address], address
    for record in (park, project):
        assert client.get(record.get_absolute_url()).status_code == 404
        client.force_login(UserFactory(contributor=True, territory=["230125"]))
        assert client.get(record.get_absolute_url()).status_code == 404
        client.force_login(clerk)
        assert client.get(record.get_absolute_url()).status_code == 200
        client.logout()


ADDRESSES_OF_ALL = [
    "/?show=parks&show=bases&show=projects",
    "/map.json?show=parks&show=projects",
    "/parks.geojson",
    "/projects.geojson",
    "/parks/?page=2",
    "/parks/?stage=proposed",
    "/projects/",
    "/divisions/230125/",
    "/parks/PK-0001/",
    "/sectors/food/",
]


def visible_text(client, address):
    """What an answer says, without what differs from one to the next."""
    text = bytes_of(client.get(address)).decode()
    return re.sub(r'nonce="[^"]+"', "", text)


@pytest.mark.parametrize("kind", ["parks", "bases", "projects", "enterprises", "divisions"])
def test_a_code_that_cannot_be_is_no_page(facts, client, kind):
    for code in ("%00", "PK-0001%00", "..", "PK%20"):
        assert client.get(f"/{kind}/{code}/").status_code == 404
