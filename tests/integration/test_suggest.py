"""What the search box suggests: the best names of each kind, from the records that are public."""

import re

import pytest

from parks.models import Park
from projects.models import Project
from records.enums import State
from records.filters.suggestions import MOST_OF_A_KIND
from tests.factories import ParkFactory, ProjectFactory

HAN = re.compile("[一-鿿]")

pytestmark = pytest.mark.usefixtures("facts")


def suggested(client, text, language="zh-hans"):
    response = client.get("/suggest.json", {"q": text, "lang": language})
    assert response.status_code == 200, response.content.decode()
    groups = response.json()["groups"]
    assert all(0 < len(group["items"]) <= MOST_OF_A_KIND for group in groups)
    return {group["kind"]: group["items"] for group in groups}


def names(items):
    return [item["label"] for item in items]


@pytest.mark.parametrize(
    ("text", "kind", "first"),
    [
        ("哈经开区", "parks", "哈尔滨经济技术开发区"),
        ("hebjjjskfq", "parks", "哈尔滨经济技术开发区"),
        ("PK-0001", "parks", "哈尔滨经济技术开发区"),
        ("石墨", "chains", "石墨产业链"),
        ("石墨", "parks", "鸡西恒山石墨产业园"),
        ("daqing", "divisions", "大庆市"),
        ("dq", "divisions", "大庆市"),
        ("ＤＱＳ", "divisions", "大庆市"),
        ("大庆石化", "enterprises", "中国石油大庆石化公司"),
        ("大庆石化", "projects", "大庆石化120万吨/年乙烯改扩建"),
        ("ham", "belts", "哈牡绥东对俄贸易加工区"),
        ("zbzz", "sectors", "装备制造产业"),
        ("玉米芯", "links", "玉米芯"),
        ("兰西亚麻", "bases", "兰西亚麻制造基地"),
    ],
)
def test_the_best_name_of_a_kind_comes_first(client, text, kind, first):
    assert names(suggested(client, text)[kind])[0] == first


def test_names_are_those_of_the_reader_and_say_where_and_what(client):
    [park] = suggested(client, "哈经开区", "en")["parks"]
    assert park["label"] == "Harbin Economic and Technological Development Zone"
    assert park["detail"] == "National · Pingfang District, Harbin"
    assert park["url"] == "/parks/PK-0001/"
    assert park["filter"] is None
    [park] = suggested(client, "哈经开区")["parks"]
    assert park["detail"] == "国家级 · 哈尔滨市 平房区"


@pytest.mark.parametrize("text", ["大庆", "装备", "石墨产业链", "高性能石墨材料", "哈大齐工业走廊"])
def test_a_term_is_a_filter_and_leads_to_pages_that_are_there(client, text):
    for items in suggested(client, text).values():
        for item in items:
            assert client.get(item["url"]).status_code == 200, item
            if item["filter"]:
                name, value = item["filter"]
                answer = client.get(item["map_url"])
                assert answer.status_code == 200
                assert answer.context["query"].startswith(f"{name}={value.replace('/', '%2F')}")


def test_the_whole_name_comes_before_its_beginning_and_that_before_a_part(client):
    for name in ("北合成甲", "合成甲乙丙", "合成甲"):
        ParkFactory(name_zh=name)
    assert names(suggested(client, "合成甲")["parks"]) == ["合成甲", "合成甲乙丙", "北合成甲"]
    assert names(suggested(client, "hechengjia")["parks"]) == ["合成甲", "合成甲乙丙", "北合成甲"]
    assert names(suggested(client, "hcj")["parks"]) == ["合成甲", "合成甲乙丙", "北合成甲"]


def test_all_words_must_be_found(client):
    found = suggested(client, "大庆 shiyou")
    assert "大庆石油石化装备制造产业园" in names(found["parks"])
    assert all("大庆" in label for items in found.values() for label in names(items))


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.RETURNED])
def test_nothing_is_suggested_that_is_not_public(client, state):
    project = ProjectFactory(name_zh="合成秘密项目")
    assert names(suggested(client, "合成秘密")["projects"]) == ["合成秘密项目"]
    Project.objects.filter(pk=project.pk).update(state=state)
    assert suggested(client, "合成秘密") == {}


def test_a_new_name_is_suggested_at_once(client):
    first = client.get("/suggest.json?q=合成新园")
    park = ParkFactory(name_zh="合成新园区")
    again = client.get("/suggest.json?q=合成新园", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert [item["url"] for item in again.json()["groups"][0]["items"]] == [park.get_absolute_url()]
    unchanged = client.get("/suggest.json?q=合成新园", headers={"If-None-Match": again["ETag"]})
    assert unchanged.status_code == 304


@pytest.mark.parametrize("text", ["", " ", "a", "%", "_"])
def test_too_little_text_is_not_asked_for(client, text):
    assert client.get("/suggest.json", {"q": text}).json() == {"asked": False, "groups": []}


@pytest.mark.parametrize("text", ["%%", "'; --", "\\\\", "<img src=x>", "🏭", "_a"])
def test_any_text_is_taken_literally(client, text):
    assert client.get("/suggest.json", {"q": text}).json() == {"asked": True, "groups": []}


@pytest.mark.parametrize("text", ["石墨" * 5000, "a" * 101, "\x00"])
def test_a_text_that_is_no_search_is_refused_in_words(client, text):
    response = client.get("/suggest.json", {"q": text, "lang": "zh-hans"})
    assert response.status_code == 400
    [message] = response.json()["errors"]
    assert HAN.search(message)


@pytest.mark.parametrize("text", ["大庆石化", "合成无此名"])
def test_what_is_found_elsewhere_is_said_where_nothing_is(client, text):
    for address in ("/parks/", "/"):
        page = client.get(address, {"q": text})
        elsewhere = {group.slug: group.count for group in page.context["elsewhere"]}
        expected = {"projects": 1, "enterprises": 1} if text == "大庆石化" else {}
        assert elsewhere == expected
        for group in page.context["elsewhere"]:
            assert client.get(group.shown_url).status_code == 200
            assert group.shown_url.replace("&", "&amp;") in page.content.decode()


def test_elsewhere_is_not_looked_for_while_something_is_found(client):
    assert Park.objects.search("石墨").exists()
    assert client.get("/parks/?q=石墨").context["elsewhere"] == []
