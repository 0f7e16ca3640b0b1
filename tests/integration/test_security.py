"""What answers beside the pages forbid, and that no text of a record becomes markup."""

import re
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import F, Value
from django.db.models.functions import Concat

from tests.site import PAGES, site  # noqa: F401 - a fixture

ROOMS = ("geo", "records", "parks", "projects")
MARK = "</script><i class=pwned onclick=a>\"'{{7*7}}"
# As text, in an address, and in JSON inside a script.
HARMLESS = re.compile(r"(&lt;i |%3Ci%20|%3Ci\+|\\u003Ci )class(=|%3D)pwned")
STRICT = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
SOURCE_WITH_NONCE = re.compile(r"'self'( 'nonce-([A-Za-z0-9+/=_-]{16,})')?")
DATA = ["/map.json", "/parks.geojson", "/basemap.json", "/counties.json", "/healthz", "/readyz"]


class Elements(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def nonce_of(response):
    """Check the policy of an answer; give its nonce, if it has one."""
    policy = dict(
        part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";")
    )
    scripts, styles = policy.pop("script-src"), policy.pop("style-src")
    assert policy == STRICT
    assert scripts == styles
    return SOURCE_WITH_NONCE.fullmatch(scripts)[2]


def check_page(response):
    """Nothing on a page is there that its policy would refuse."""
    nonce = nonce_of(response)
    for tag, attributes in Elements(response.content.decode()).found:
        forbidden = [name for name in attributes if name.startswith("on") or name == "style"]
        assert not forbidden, (tag, attributes)
        runs = attributes.get("type", "module") not in {"application/json", "importmap"}
        if tag == "style" or (tag == "script" and runs and "src" not in attributes):
            assert nonce
            assert attributes.get("nonce") == nonce, (tag, attributes)
        for name in ("src", "href", "action"):
            address = attributes.get(name) or ""
            assert not address.startswith("javascript:")
            if tag in {"script", "link", "img", "iframe", "form"}:
                assert "//" not in address, (tag, attributes)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/parks/?sector=fod", 400),
        ("/admin/login/", 302),
        ("/favicon.ico", 302),
    ],
)
def test_pages_that_are_not_of_the_registry(facts, client, address, status):
    response = client.get(address)
    assert response.status_code == status
    check_page(response)


def test_refusals(facts, settings, client):
    settings.ALLOWED_HOSTS = ["registry.example"]
    bad_host = client.get("/parks/", headers={"host": "elsewhere.example"})
    assert bad_host.status_code == 400
    check_page(bad_host)
    settings.ALLOWED_HOSTS = ["testserver"]
    strict = type(client)(enforce_csrf_checks=True)
    refused = strict.post("/accounts/login/", {"username": "synthetic", "password": "synthetic"})
    assert refused.status_code == 403
    check_page(refused)


@pytest.mark.parametrize("address", DATA)
def test_data_allow_nothing_more(facts, client, address):
    response = client.get(address)
    assert nonce_of(response) is None
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "json" in response["Content-Type"]


def test_a_nonce_is_used_once(facts, client):
    first, second = (nonce_of(client.get("/")) for _time in range(2))
    assert first
    assert first != second


# Hostile texts ------------------------------------------------------------------------------------


def is_free(field):
    """Whether anybody may write anything into a field."""
    if isinstance(field, ArrayField):
        # What is hidden is chosen from a list of the database's own.
        return field.name != "hidden_fields"
    return (
        isinstance(field, models.CharField | models.TextField)
        and not (field.unique or field.choices or isinstance(field, models.SlugField))
        and field.name != "registry_code"
        and (field.max_length or len(MARK)) >= len(MARK)
    )


def let_the_log_be_changed():
    """Switch off, for this transaction, what keeps its rows as they are."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("records_act", "records_change"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER only_added")


def poison(model):
    """Write the mark into every free text of every row."""
    free = [field for field in model._meta.concrete_fields if is_free(field)]
    values = {
        field.name: [MARK] if isinstance(field, ArrayField) else Value(MARK) for field in free
    }
    if any(constraint.name == "enterprise_name_once" for constraint in model._meta.constraints):
        values["name_zh"] = Concat(Value(MARK), F("registry_code"))
    if values:
        model.objects.update(**values)


@pytest.fixture
def poisoned(site):  # noqa: F811
    let_the_log_be_changed()
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            poison(model)
    return site


SILENT = {
    "about-data",
    "account",
    "change-password",
    "coordinates",
    "imports",
    "users",
    "map-with-nothing-found",
    "save-view",
    "saved-views",
}


def test_every_text_of_every_record_stays_text(poisoned, client):
    """One language is enough: the names in both hold the mark, and the templates are the same."""
    for name in PAGES:
        page = client.get(poisoned.address(name)).content.decode()
        classes = [attributes.get("class") for _tag, attributes in Elements(page).found]
        assert "pwned" not in classes, name
        shown = len(re.findall(r"class(?:=|%3D)pwned", page))
        assert shown or name in SILENT | {"login"}, name
        assert len(HARMLESS.findall(page)) == shown, name
        # Nobody computed it on the way.
        assert "&#x27;49" not in page


def test_every_text_arrives_in_the_data_as_it_is(poisoned, client):
    assert client.get("/map.json").json()["records"][0]["name"] == MARK
    labels = client.get("/counties.json").json()["features"]
    assert {feature["properties"]["name"] for feature in labels} == {MARK}


def test_what_a_reader_writes_stays_text(facts, client):
    for address in ("/", "/parks/", "/?sector=" + "x"):
        response = client.get(address, {"q": MARK, "division": MARK})
        page = response.content.decode()
        assert page.count("class=pwned") == len(re.findall("&lt;i class=pwned", page)) > 0
