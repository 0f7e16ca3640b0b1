"""Folium draws the skeleton: its text is never run, its files are ours, its scripts have a nonce."""

import re

import branca.element
import folium
import pytest
from branca.element import Figure

from geo.maps.figure import ASSETS, Literal, LocalFigure, MapPieces, with_nonce
from geo.maps.skeleton import locator_map, park_map, picker_map

HOSTILE = "{{7*7}} {{ this.get_name() }} {% raw %}"


def test_a_text_that_looks_like_a_template_stays_text():
    sheet = folium.Map(tiles=None)
    folium.Marker([45.75, 126.65], popup=HOSTILE, tooltip=HOSTILE).add_to(sheet)
    drawn = sheet.get_root().render()
    assert "49" not in re.sub(r"[0-9a-f]{32}", "", drawn)
    assert drawn.count("{{7*7}}") == 2


def test_without_the_guard_it_would_be_run(monkeypatch):
    """So the test above looks at the right thing, and the pinned versions still need the guard."""
    assert branca.element.Template is Literal
    from jinja2 import Template

    monkeypatch.setattr(branca.element, "Template", Template)
    figure = Figure()
    figure.html.add_child(branca.element.Element("{{7*7}}"))
    assert "49" in figure.render()


@pytest.mark.parametrize("draw", [park_map, locator_map, picker_map])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_skeleton_asks_nobody_and_carries_the_nonce(draw, language):
    pieces = draw("synthetic-nonce", language)
    text = "".join(pieces)
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", text)
    assert "cdn" not in text
    assert "http" not in re.sub(r"http://www\.w3\.org/\S+", "", text)
    for tag in re.findall(r"<(?:script|style)\b[^>]*>", pieces.header + pieces.html):
        assert 'nonce="synthetic-nonce"' in tag
    assert not re.search(r"""\sstyle=["']""", pieces.html)


def test_skeletons_are_the_same_for_every_worker():
    park_map.__globals__["_park_map"].cache_clear()
    first = park_map("n", "en")
    park_map.__globals__["_park_map"].cache_clear()
    assert park_map("n", "en") == first


def test_each_response_has_its_own_nonce():
    assert park_map("one", "en") != park_map("two", "en")
    assert park_map("one", "en") == park_map("one", "en")


def test_words_of_the_controls_follow_the_language():
    assert "Full screen" in park_map("n", "en").script
    assert "Full screen" not in park_map("n", "zh-hans").script


def test_a_file_that_is_not_ours_is_refused():
    sheet = folium.Map(tiles=None)
    sheet.default_js = [("synthetic", "https://cdn.example/x.js")]
    figure = LocalFigure()
    figure.add_child(sheet)
    with pytest.raises(KeyError, match="synthetic"):
        figure.pieces()
    assert "synthetic" not in ASSETS


def test_a_nonce_marks_elements_and_not_words():
    pieces = with_nonce(
        MapPieces("<style>a</style><script src=x>", "<p>scripts</p>", "<script>"), "n"
    )
    assert pieces.header == '<style nonce="n">a</style><script nonce="n" src=x>'
    assert pieces.html == "<p>scripts</p>"
    assert pieces.script == "<script>"
