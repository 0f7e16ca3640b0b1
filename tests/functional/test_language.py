"""The language is chosen once; that every page has both is tested with its accessibility."""

from tests.functional.languages import check_language, in_language, switch


def test_language_is_remembered_from_page_to_page(page):
    page.goto("/about/data/")
    check_language(page, "zh-hans")
    switch(page, "zh-hans")
    page.goto("/sectors/")
    check_language(page, "en")
    switch(page, "en")
    page.goto("/about/data/")
    check_language(page, "zh-hans")


def test_language_of_a_link_wins(page):
    page.goto(in_language("en", "/about/data/"))
    page.goto(in_language("zh-hans", "/sectors/"))
    check_language(page, "zh-hans")
