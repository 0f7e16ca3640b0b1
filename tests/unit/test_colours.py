"""The colours of the design hold for all eyes and in both themes."""

import re
from itertools import pairwise

import pytest
from django.conf import settings

from config.colours import VISIONS, contrast, distance, least_distance, seen, tokens
from config.style_guide import PAIRS
from records.templatetags.registry import UNKNOWN_COLOUR, UNKNOWN_INK
from tests.oracle import read

# In Oklab times 100 a difference of about 2 can just be seen.
LEAST_DISTANCE = {"normal": 10, "protan": 5, "deutan": 5, "tritan": 5}
SHADES = [f"shade-{step}" for step in range(1, 6)]


@pytest.fixture(scope="module")
def badges():
    """Colour and ink of every sector, and of the unknown."""
    sectors = [(row["colour"], row["ink"]) for row in read("sectors.csv")]
    assert len(sectors) == 12
    return [*sectors, (UNKNOWN_COLOUR, UNKNOWN_INK)]


def test_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_eyes_without_a_cone_confuse_what_they_are_known_to_confuse():
    red, green = "#c00000", "#507000"
    for vision in ("protan", "deutan"):
        assert distance(seen(red, vision), seen(green, vision)) < distance(red, green) / 2
    assert seen("#808080", "protan") == "#808080"
    assert distance("#000000", "#ffffff") == pytest.approx(100, abs=0.01)


@pytest.mark.parametrize("vision", VISIONS)
def test_no_two_sectors_look_alike(badges, vision):
    assert least_distance([colour for colour, _ in badges], vision) > LEAST_DISTANCE[vision]


def test_every_character_can_be_read_on_its_colour(badges):
    assert [colour for colour, ink in badges if contrast(colour, ink) < 4.5] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_stands_on_each_other_has_contrast(theme):
    colours = tokens(theme)
    assert [
        (ink, ground)
        for ink, ground, least in PAIRS
        if contrast(colours[ink], colours[ground]) < least
    ] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_shades_go_one_way_in_steps_that_can_be_seen(theme):
    colours = [tokens(theme)[name] for name in SHADES]
    steps = [contrast(*pair) for pair in pairwise(colours)]
    assert min(steps) > 1.2
    ends = contrast(colours[0], colours[-1])
    assert ends == pytest.approx(steps[0] * steps[1] * steps[2] * steps[3])


def test_the_dark_theme_answers_every_colour_of_the_light_one():
    css = settings.BASE_DIR / "static/css"
    name = re.compile(r"--([\w-]+): (?:#|rgb)")
    light = name.findall((css / "tokens.css").read_text().split("@media", 1)[0])
    dark = name.findall((css / "dark.css").read_text())
    # Focus is one bright ring on every ground, and pale marks are pale in both; the rest are
    # shadows, which darken both themes.
    same = {"focus", "ink-on-edge", "shade-low", "shade-mark", "shade-hot", "shade-edge", "veil"}
    assert set(light) - set(dark) == same
    assert set(dark) <= set(light)
