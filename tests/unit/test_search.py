"""Names are found however they are typed, and what they are found by is never out of date."""

import pytest
from django.apps import apps

from geo.hanzi import LETTERS, folded, names_text, pinyin_key, pinyin_text, syllables_of, words
from geo.models import Division
from geo.search import STORED, Searchable, refresh_all
from parks.models import Park
from projects.models import Enterprise, Project
from records.abbreviations import short_forms
from records.enums import State
from tests.factories import EnterpriseFactory, ParkFactory, ProjectFactory
from tests.oracle import read

# Names of English or older origin, which are not spelt as they are read.
SPELT_OTHERWISE = {"哈尔滨", "齐齐哈尔", "富拉尔基", "萨尔图", "杜尔伯特"}
ENDS = ("地区", "蒙古族自治县", "达斡尔族区", "省", "市", "县", "区")
SEARCHABLE = [model for model in apps.get_models() if issubclass(model, Searchable)]


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("ＰＫ－０００１", "pk-0001"),
        (" 大庆　石化\n", "大庆 石化"),
        ("Xi’an", "xi'an"),
        ("（省级）", "(省级)"),
    ],
)
def test_folded_text_has_one_spelling(text, same):
    assert folded(text) == same


def test_words_count_once():
    assert words("石墨 Ａ 石墨 a") == ["石墨", "a"]


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("daqing", "daqing"),
        ("xi'an", "xian"),
        ("lüse", "lvse"),
        ("大庆", ""),
        ("a-b", ""),
        ("%", ""),
    ],
)
def test_only_letters_and_digits_are_pinyin(word, key):
    assert pinyin_key(word) == key


def test_every_division_reads_as_its_english_name():
    wrong = {}
    for row in read("places.csv"):
        place = next(
            row["name_zh"].removesuffix(end) for end in ENDS if row["name_zh"].endswith(end)
        )
        english = row["name_en"].replace("'", "").split(" ")[0].lower()
        if "".join(syllables_of(place)) != english and place not in SPELT_OTHERWISE:
            wrong[place] = english
    assert wrong == {}


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("重庆", "chong qing"),
        ("重型机械", "zhong xing ji xie"),
        ("长安", "chang an"),
        ("乘用车", "cheng yong che"),
        ("勃利", "bo li"),
        ("讷河", "ne he"),
        ("02专项a320", "02 zhuan xiang a320"),
    ],
)
def test_readings_of_characters_with_several(name, pinyin):
    assert syllables_of(name) == pinyin.split()


def test_pinyin_is_found_from_each_syllable_on():
    assert pinyin_text(["大庆10万吨", "Daqing"]) == (
        "\n daqing10wandun qing10wandun 10wandun wandun dun\n. dq10wd q10wd 10wd wd d\n"
    )


def test_a_second_reading_is_found_as_well():
    text = pinyin_text(["穆棱"])
    assert " muleng" in text
    assert " muling" in text


def test_a_long_name_does_not_grow_without_bounds():
    assert max(len(word) for word in pinyin_text(["庄" * 200]).split()) == LETTERS


def test_nothing_has_no_text():
    assert names_text(["", ""]) == pinyin_text(["", "Park"]) == ""


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("哈尔滨经济技术开发区", {"哈尔滨经开区", "哈经开区"}),
        ("大庆高新技术产业开发区", {"大庆高新区", "大高新区"}),
        ("黑龙江绥芬河综合保税区", {"黑龙江绥芬河综保区", "绥综保区"}),
        (
            "逊克边境经济合作区(省级)",
            {"逊克边合区(省级)", "逊克边境经济合作区省级", "逊克边合区省级", "逊边合区"},
        ),
        ("哈尔滨利民经济技术开发区", {"哈尔滨利民经开区"}),
        ("鸡西(鸡冠)产业园区", {"鸡西鸡冠产业园区"}),
        ("大庆新兴产业园", set()),
        ("Harbin New Area (2015)", set()),
    ],
)
def test_short_forms_follow_rules(name, short):
    assert set(short_forms(name)) == short


@pytest.mark.usefixtures("facts")
@pytest.mark.parametrize("model", SEARCHABLE)
def test_every_stored_row_is_found_by_its_names_of_today(model):
    rows = list(model.objects.all())
    assert rows
    for row in rows:
        stored = [getattr(row, name) for name in STORED]
        names = row.searched_names()
        assert stored == [names_text(names), pinyin_text(names)], row
        assert f"\n{folded(row.name_zh)}\n" in row.search_names


@pytest.fixture
def park(facts):
    """A park with a name of its own."""
    return ParkFactory(name_zh="合成甲园区", aliases=["合成别名"])


def found(text):
    return set(Park.objects.search(text).values_list("name_zh", flat=True))


def test_a_saved_name_is_found_at_once(park):
    assert found("hecheng jyq") == {"合成甲园区"}
    assert found("hcbm") == {"合成甲园区"}
    park.name_zh = "合成乙园区"
    park.save()
    assert found("合成甲") == set()
    assert found("hcyyq") == {"合成乙园区"}


def test_a_name_changed_in_bulk_is_found_at_once(park):
    Park.objects.filter(name_zh="合成甲园区").update(name_zh="合成丙园区")
    assert found("hcbyq") == {"合成丙园区"}
    park.name_zh = "合成丁园区"
    Park.objects.bulk_update([park], ["name_zh"])
    assert found("hcdyq") == {"合成丁园区"}
    Park.objects.bulk_create([ParkFactory.build(name_zh="合成戊园区")])
    assert found("hcwyq") == {"合成戊园区"}


def test_rows_of_older_rules_are_brought_up_to_date_once(park):
    Park.objects.filter(pk=park.pk).update(search_names="", search_pinyin="")
    assert found("合成甲") == set()
    assert refresh_all() == 1
    assert refresh_all() == 0
    assert found("合成甲") == {"合成甲园区"}


def test_a_list_row_saved_again_keeps_what_it_is_found_by(park):
    row = Park.objects.with_card().get(pk=park.pk)
    row.save()
    assert found("合成甲") == {"合成甲园区"}


def test_a_code_is_found_by_how_it_begins(park):
    assert park in Park.objects.search(park.registry_code.lower())
    assert park in Park.objects.search(park.registry_code[:5])
    assert not Park.objects.search(park.registry_code[1:])


def test_pinyin_is_found_at_the_start_of_a_syllable_only(park):
    assert found("yuanqu") >= {"合成甲园区"}
    assert found("uanqu") == set()


def test_a_project_is_found_by_its_enterprises_once_these_are_public(facts):
    project = ProjectFactory(name_zh="合成项目")
    project.enterprises.add(EnterpriseFactory(name_zh="合成企业庚"))
    for text in ("合成企业庚", "hcqyg", "合成项目 企业庚"):
        assert project in Project.objects.search(text)
    Enterprise.objects.filter(name_zh="合成企业庚").update(state=State.DRAFT)
    assert project not in Project.objects.search("合成企业庚")


@pytest.mark.usefixtures("facts")
def test_divisions_are_found_like_records():
    assert Division.objects.get(code="230600") in Division.objects.search("dqs")
    assert Division.objects.get(code="231085") in Division.objects.search("muling")
