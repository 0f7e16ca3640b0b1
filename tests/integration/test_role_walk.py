"""Every address as every reader: nobody sees, counts or infers what is not theirs.

Each address is read twice: as things are, and in a registry from which everything was taken that
the reader may not see. Whatever differs betrays something: a name, a count, a sum, an order, a
ring. `ADDRESSES` has an entry for every name of the urlconf; a new address needs one.
"""

import re

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import URLPattern, get_resolver

from records.filters import results, suggestions
from tests.pages import bytes_of, codes_of_list, rows_of_file
from tests.readers import READERS, reader, sees, without_secrets

ALL = "show=parks&show=bases&show=projects"
# What asks most of the records: places, sums, names, codes, other kinds.
QUERIES = [
    "?",
    "?investment=unknown&precision=site",
    "?bbox=126,45,131,47.5&designation=provincial_key_park",
    "?near=127.1,45.6&km=300",
    "?park={secret_park}",
    "?enterprise={secret_enterprise}",
    "?q=机密",
    "?level=county&stage=proposed&state=draft",
]
NOTHING_OF_RECORDS = ()
# The addresses of each name. Those without any say nothing of records; why stands beside them.
ADDRESSES = {
    "map": [f"/?{ALL}&shade=investment&unit=county", *(f"/{one}&{ALL}" for one in QUERIES[1:4])],
    "home": ["/home/"],
    "map-json": [
        f"/map.json?{ALL}&frame=121,43,135,54&zoom=6&q=合成",
        *(f"/map.json{one}&{ALL}" for one in QUERIES),
    ],
    "divisions-json": [f"/divisions.json?{ALL}&shade=density&unit=county"],
    "suggest": ["/suggest.json?q=机密", "/suggest.json?q=隐企", "/suggest.json?q=jimi"],
    "place-json": ["/place.json?near={secret_park}", "/place.json?near=机密园1号"],
    "parks-geojson": ["/parks.geojson", "/parks.geojson?park={secret_park}"],
    "bases-geojson": ["/bases.geojson", "/bases.geojson?chain=copper"],
    "projects-geojson": [f"/projects.geojson{one}" for one in QUERIES[:6]],
    "parks": ["/parks/?q=机密", "/parks/?near={secret_park}"],
    "bases": ["/bases/", "/bases/?q=机密", "/bases/?near=127.1,45.6&km=300"],
    "projects": [f"/projects/{one}" for one in QUERIES],
    "enterprises": [f"/enterprises/{one}" for one in QUERIES[1:5]],
    "compare": ["/compare/?r={secret_park}&r=PK-0001", "/compare/?r={park}&r=PK-0001"],
    "park": ["/parks/{secret_park}/", "/parks/{park}/", "/parks/PK-0001/"],
    "base": ["/bases/{secret_base}/", "/bases/BS-0001/"],
    "project": ["/projects/{secret_project}/", *(f"/projects/{{hiding{n}}}/" for n in range(4))],
    "enterprise": ["/enterprises/{secret_enterprise}/", "/enterprises/{behind_hidden}/"],
    "sectors": ["/sectors/"],
    "sector": ["/sectors/food/"],
    "chain": ["/chains/copper/"],
    "chain-link": ["/chains/copper/copper-concentrate/"],
    "belt": ["/belts/ha-da-qi/"],
    "belts": ["/belts/"],
    "chains": ["/chains/"],
    "divisions": ["/divisions/"],
    "division": ["/divisions/230125/", "/divisions/230100/", "/divisions/230606/"],
    "work": ["/work/"],
    "review": ["/work/{secret_project}/review/"],
    "hiding": ["/work/{secret_project}/visibility/", "/work/{hiding1}/visibility/"],
    "submit": ["/work/{secret_project}/submit/"],
    "journal": ["/work/log/"],
    "batches": ["/work/batches/"],
    "batch": ["/work/batches/1/"],
    "batch-log": ["/work/batches/1/log.csv"],
    **{
        f"{kind}s/<code:code>/history/{rest}": [f"/{kind}s/{{secret_{kind}}}/history/{address}"]
        for kind in ("park", "base", "project", "enterprise")
        for rest, address in (("", ""), ("<int:last>/", "1/"), ("log.csv", "log.csv"))
    },
    "imports": ["/work/imports/"],
    "import": ["/work/imports/1/"],
    "check-import": ["/work/imports/1/check/"],
    "apply-import": ["/work/imports/1/apply/"],
    "import-progress": ["/work/imports/1/progress.json"],
    "import-problems": ["/work/imports/1/problems.xlsx"],
    "import-template": NOTHING_OF_RECORDS,
    **{f"parks-{kind}": [f"/parks.{kind}"] for kind in ("csv", "xlsx", "gpkg")},
    "projects-csv": ["/projects.csv", "/projects.csv?q=机密"],
    "projects-xlsx": ["/projects.xlsx"],
    "projects-gpkg": ["/projects.gpkg"],
    # Reads a place and names its division; it may name a park, which is asked for here.
    "intake-json": ["/intake.json?text=127.1,45.6"],
    "queue": ["/work/queue/"],
    "proposal": ["/work/proposals/1/"],
    "withdraw": ["/work/proposals/1/withdraw/"],
    "propose-project": ["/projects/{secret_project}/propose/", "/projects/{hiding1}/propose/"],
    "propose-park": ["/parks/{secret_park}/propose/", "/parks/{park}/propose/"],
    "propose-base": ["/bases/{secret_base}/propose/", "/bases/BS-0001/propose/"],
    "parks-boundary": ["/parks/{secret_park}/boundary/"],
    "parks-preview": ["/parks/{secret_park}/boundary/1/"],
    "projects-boundary": ["/projects/{secret_project}/boundary/"],
    "projects-preview": ["/projects/{secret_project}/boundary/1/"],
    "park-figures": ["/parks/{secret_park}/figures/years/"],
    "progress": ["/projects/{secret_project}/progress/", "/projects/{hiding1}/progress/"],
    "take-back": ["/work/{secret_project}/take-back/"],
    "discard": ["/work/{secret_project}/discard/"],
    "duplicates": ["/work/duplicates/"],
    "duplicates-json": ["/duplicates.json?name=机密项10号&division=230125"],
    "duplicate-pair": ["/work/duplicates/{secret_project}/{hiding0}/"],
    "edit-project": ["/projects/{secret_project}/edit/"],
    "edit-enterprise": ["/enterprises/{secret_enterprise}/edit/"],
    "propose-enterprise": ["/enterprises/{secret_enterprise}/propose/"],
    "enterprise-names": ["/enterprises.json?q=机密企", "/enterprises.json?q=机密企11号"],
    "saved-views": ["/views/"],
    "save-view": ["/views/new/?address=/projects/%3Fq%3D机密"],
    "account": ["/account/"],
    # Empty forms, or answers about the site, the base map and the reader's own account.
    "new-project": NOTHING_OF_RECORDS,
    "new-enterprise": NOTHING_OF_RECORDS,
    "coordinates": NOTHING_OF_RECORDS,
    "rename-view": NOTHING_OF_RECORDS,
    "delete-view": NOTHING_OF_RECORDS,
    "basemap": NOTHING_OF_RECORDS,
    "counties": NOTHING_OF_RECORDS,
    "belt-outline": NOTHING_OF_RECORDS,
    "outline": NOTHING_OF_RECORDS,
    "about-data": NOTHING_OF_RECORDS,
    "style-guide": NOTHING_OF_RECORDS,
    "login": NOTHING_OF_RECORDS,
    "logout": NOTHING_OF_RECORDS,
    "change-password": NOTHING_OF_RECORDS,
    "mail-reset": NOTHING_OF_RECORDS,
    "reset-password": NOTHING_OF_RECORDS,
    "login-code": NOTHING_OF_RECORDS,
    "admin/login/": NOTHING_OF_RECORDS,
    "admin/password_change/": NOTHING_OF_RECORDS,
    "second-step": NOTHING_OF_RECORDS,
    "begin-step": NOTHING_OF_RECORDS,
    "change-step": NOTHING_OF_RECORDS,
    "end-sessions": NOTHING_OF_RECORDS,
    "users": NOTHING_OF_RECORDS,
    "help-user": NOTHING_OF_RECORDS,
    "healthz": NOTHING_OF_RECORDS,
    "favicon.ico": NOTHING_OF_RECORDS,
    "readyz": NOTHING_OF_RECORDS,
}
# What the hidden fields of tests/readers.py hold, as pages write it.
TOKENS = {"point": "隐址", "investment": "765", "enterprise": "隐企", "capacity": "隐产"}
# What differs from one answer to the next, whatever the data.
CHANGING = re.compile(
    # What a form was filled in from is signed with the time; its fields stand below it.
    rb'name="csrfmiddlewaretoken" value="\w+"|name="base" value="[^"]+"|nonce="[^"]+"|'
    rb"(map|tile_layer|\w+)_[0-9a-f]{32}|Printed: [^<]+|[?&]v=\d+"
)


def names_of_urlconf():
    """All addresses, by name or route, but the admin's, which has permissions of its own."""
    patterns = [one for one in get_resolver().url_patterns if isinstance(one, URLPattern)]
    return {one.name or str(one.pattern) for one in patterns}


def test_every_address_is_walked():
    assert names_of_urlconf() == set(ADDRESSES)


def read(client, address):
    """The status and the body of an answer, without what differs in any case."""
    response = client.get(address)
    if response.status_code == 200 and address.endswith((".xlsx", ".gpkg")):
        return response.status_code, str(rows_of_file(bytes_of(response), address[-4:]))
    return response.status_code, CHANGING.sub(b"", bytes_of(response)).decode()


def forget_answers():
    """Nothing is kept from one world to the other: only what the database says counts."""
    cache.clear()
    results._kept.cache_clear()
    suggestions._entries.cache_clear()


def addresses(world):
    """All addresses, with the codes of records that not everybody sees."""
    park, enterprise, project, base = world.records[10:14]
    codes = {
        "secret_park": park.registry_code,
        "secret_enterprise": enterprise.registry_code,
        "secret_project": project.registry_code,
        "secret_base": base.registry_code,
        "park": world.park.registry_code,
        "behind_hidden": world.hiding[2].enterprises.get().registry_code,
        **{f"hiding{n}": one.registry_code for n, one in enumerate(world.hiding)},
    }
    return [one.format(**codes) for some in ADDRESSES.values() for one in some]


# From administrators nothing is secret.
WALKERS = tuple(name for name in READERS if name != "administrator")


@pytest.mark.parametrize("name", WALKERS)
def test_nothing_betrays_what_is_not_theirs(world, db, client, settings, name):
    settings.MAP_RECORDS_AT_ONCE, settings.MAP_RECORDS_IN_FRAME = 60, 5
    user = reader(world, name)
    if user:
        client.force_login(user)
    asked = addresses(world)
    before = {address: read(client, address) for address in asked}
    forget_answers()
    with transaction.atomic():
        secret = without_secrets(world, name)
        after = {address: read(client, address) for address in asked}
        transaction.set_rollback(True)
    assert secret
    for address in asked:
        if "/history/" in address and before[address][0] == after[address][0] == 200:
            # To take records away is history too, so names are looked for instead.
            assert not [one for one in secret if one.name_zh in before[address][1]], address
        else:
            assert before[address] == after[address], address


@pytest.mark.parametrize("name", READERS)
def test_what_is_theirs_is_shown(world, db, client, name):
    """Each record is there for exactly those of the table: on its page and in the list."""
    user = reader(world, name)
    if user:
        client.force_login(user)
    for record in world.records:
        allowed = sees(world, name, record)
        status, _body = read(client, record.get_absolute_url())
        assert status == (200 if allowed else 404), (name, record, record.state, record.visibility)
    for kind in ("parks", "bases", "projects", "enterprises"):
        listed = set(codes_of_list(client, kind, {}))
        for record in world.records:
            if record.state == "published" and f"/{kind}/" in record.get_absolute_url():
                assert (record.registry_code in listed) == sees(world, name, record), (name, record)


@pytest.mark.parametrize("address", ["", "history/"])
def test_hidden_fields_are_in_no_history(world, db, client, address):
    """Not compared with a world without them: to make that world is history too."""
    for record in world.hiding:
        status, body = read(client, f"{record.get_absolute_url()}{address}")
        assert status == 200
        for word, token in TOKENS.items():
            if word in record.hidden_fields:
                assert token not in body, (word, address)
