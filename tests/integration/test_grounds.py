"""Online base maps: without a setting no trace of them, with one exactly its hosts on one page."""

import json
import re

import pytest

CONFIG = re.compile(r'<script id="map-config" type="application/json">(.*?)</script>', re.DOTALL)
KEY = {"TIANDITU_KEY": "synthetic-key"}
TILES = {"OSM_TILES": "https://tiles.example/{z}/{x}/{y}.png"}


def images(response):
    """The hosts from which a page may fetch images."""
    policy = response["Content-Security-Policy"]
    return re.search(r"img-src ([^;]*)", policy)[1].split()


def config(response):
    """What the script of the map is told."""
    return json.loads(CONFIG.search(response.content.decode())[1])


def test_without_a_setting_there_is_no_trace(facts, client):
    page = client.get("/")
    assert images(page) == ["'self'", "data:"]
    assert "grounds" not in config(page)
    text = page.content.decode()
    for word in ("ground-menu", "data-ground", "tianditu.gov", "openstreetmap"):
        assert word not in text.lower()


def test_a_ground_asked_for_without_a_setting_changes_nothing(facts, client):
    page = client.get("/?ground=osm")
    assert page.status_code == 200
    assert images(page) == ["'self'", "data:"]


@pytest.mark.parametrize(("language", "names"), [("zh-hans", "cva_w"), ("en", "eva_w")])
def test_tianditu_by_its_key(facts, client, settings, language, names):
    settings.TIANDITU_KEY = KEY["TIANDITU_KEY"]
    page = client.get(f"/?lang={language}")
    hosts = [f"https://t{number}.tianditu.gov.cn" for number in range(8)]
    assert images(page) == ["'self'", "data:", *hosts]
    [(slug, ground)] = config(page)["grounds"].items()
    assert slug == "tianditu"
    vector, labels = ground["tiles"]
    assert "vec_w" in vector
    assert names in labels
    assert all("tk=synthetic-key" in tile and "{z}" in tile for tile in ground["tiles"])
    assert 'value="tianditu"' in page.content.decode()


def test_other_pages_allow_nothing_more(facts, client, settings):
    settings.OSM_TILES = TILES["OSM_TILES"]
    assert images(client.get("/")) == ["'self'", "data:", "https://tiles.example"]
    for address in ("/parks/", "/parks/PK-0001/", "/map.json"):
        assert images(client.get(address)) == ["'self'", "data:"]
