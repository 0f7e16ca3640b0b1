"""Codes of projects, enterprises and industries."""

from itertools import pairwise

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from records.codes import (
    CREDIT_ALPHABET,
    INDUSTRY_DIVISIONS,
    credit_check,
    credit_code_problem,
    credit_code_warning,
    industry_class_problem,
    normal_code,
    project_code_form,
    project_code_problem,
    single_mends,
)

# The example of GB 32100-2015.
STANDARD = "91350100M000100Y43"
BODIES = st.text(CREDIT_ALPHABET, min_size=17, max_size=17)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_the_example_of_the_standard_is_right():
    assert credit_code_problem(STANDARD) == ""
    assert credit_code_warning(STANDARD) == ""
    assert credit_code_problem(STANDARD[:-1] + "Z")


@given(BODIES, st.integers(0, 17), st.sampled_from(CREDIT_ALPHABET))
def test_one_mistyped_character_is_always_noticed(body, place, letter):
    code = body + credit_check(body + "0")
    assert credit_code_problem(code) == ""
    mistyped = code[:place] + letter + code[place + 1 :]
    assert bool(credit_code_problem(mistyped)) == (mistyped != code)


@given(st.integers(0, 17), st.sampled_from(CREDIT_ALPHABET))
def test_the_right_code_is_among_the_mends(place, letter):
    mistyped = STANDARD[:place] + letter + STANDARD[place + 1 :]
    if mistyped != STANDARD:
        assert (place, STANDARD[place]) in single_mends(mistyped)


@pytest.mark.parametrize(
    ("code", "word"), [("9135", "18 characters"), (STANDARD.replace("M", "I"), "Character 9")]
)
def test_what_is_wrong_is_said(code, word):
    assert word in credit_code_problem(code)


@given(st.integers(2000, 2999))
def test_no_first_segment_is_old_and_new(segment):
    form = project_code_form(f"{segment}-230125-04-01-123456")
    if 2015 <= segment <= 2020:
        assert form == "old"
    else:
        is_new = segment >= 2011 and 1 <= segment % 100 <= 12
        assert form == ("new" if is_new else "")


@pytest.mark.parametrize(
    "typed",
    ["2301-230125-04-01-12345x", "２３０１－230125—04–01－12345X", " 2301 - 230125-04-01-12345X "],
)
def test_a_code_is_written_in_one_way(typed):
    assert normal_code(typed) == "2301-230125-04-01-12345X"
    assert project_code_problem(normal_code(typed)) == ""


@pytest.mark.parametrize("code", ["", "2301230125040112345X", "2313-230125-04-01-123456"])
def test_a_code_of_another_form_is_refused(code):
    assert project_code_problem(code)


@given(st.sampled_from(sorted(INDUSTRY_DIVISIONS)), st.sampled_from("ABCDEFGHIJKLMNOPQRST"))
def test_a_letter_takes_its_divisions_alone(version, letter):
    first, last = INDUSTRY_DIVISIONS[version][letter]
    fits = [n for n in range(1, 100) if not industry_class_problem(f"{letter}{n:02d}", version)]
    assert fits == list(range(first, last + 1))


@pytest.mark.parametrize("version", sorted(INDUSTRY_DIVISIONS))
def test_no_division_has_two_letters(version):
    spans = sorted(INDUSTRY_DIVISIONS[version].values())
    assert all(one[1] < other[0] for one, other in pairwise(spans))


@pytest.mark.parametrize("text", ["3091", "C3", "C30911", "U10"])
def test_a_class_without_structure_is_refused(text):
    assert industry_class_problem(text, "2017")
