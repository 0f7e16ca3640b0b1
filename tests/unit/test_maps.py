"""The Folium skeletons: local, without names, and text in them is final."""

import re

import branca.element
import folium
import jinja2
import pytest

from geo.maps.figure import ASSETS, Literal, LocalFigure, with_nonce
from geo.maps.skeleton import locator_map, park_map, picker_map

MAPS = [park_map, locator_map, picker_map]


def test_folium_runs_no_text_of_ours():
    """Branca renders twice; the second time a text would be run as a template."""
    sheet = folium.Map(location=[45, 127], tiles=None)
    marker = folium.Marker([45, 127], popup="{{7*7}}{% raw %}", tooltip="{{8*8}}")
    marker.add_to(sheet)
    figure = LocalFigure()
    figure.add_child(sheet)
    pieces = figure.pieces()
    assert "{{7*7}}{% raw %}" in pieces.html + pieces.script
    assert "{{8*8}}" in pieces.html + pieces.script
    assert not re.search(r"\b(49|64)\b", "".join(pieces))


def test_without_the_guard_it_would_be_run(monkeypatch):
    """So the test above looks at the right thing, and the pinned versions still need the guard."""
    assert branca.element.Template is Literal
    monkeypatch.setattr(branca.element, "Template", jinja2.Template)
    figure = branca.element.Figure()
    figure.html.add_child(branca.element.Element("{{7*7}}"))
    assert "49" in figure.render()


@pytest.mark.parametrize("draw", MAPS)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_maps_ask_no_other_host_and_carry_the_nonce(draw, language):
    pieces = draw("synthetic-nonce", language)
    assert "http" not in pieces.header
    assert re.findall(r'(?:src|href)="(?!/static/vendor/)', pieces.header) == []
    for tag in re.findall(r"<(?:script|style)[^>]*>", pieces.header + pieces.html):
        assert 'nonce="synthetic-nonce"' in tag
    assert "style=" not in pieces.html
    assert "tileLayer" not in pieces.script


@pytest.mark.parametrize("draw", MAPS)
def test_every_worker_sends_the_same_map(draw):
    assert draw("a", "en") == draw("a", "en")
    assert not re.search(r"[0-9a-f]{32}", draw("a", "en").script)


def test_words_are_those_of_the_language():
    assert "Whole province" in park_map("a", "en").script
    assert "Whole province" not in park_map("a", "zh-hans").script


def test_a_file_that_nobody_vendored_stops_the_page():
    figure = LocalFigure()
    link = folium.elements.JavascriptLink("https://elsewhere.example/new.js")
    with pytest.raises(KeyError):
        figure.header.add_child(link, name="new-plugin")
    assert None in ASSETS.values()


def test_the_nonce_reaches_scripts_and_styles_only():
    pieces = (
        LocalFigure()
        .pieces()
        ._replace(header='<script src="a"></script><scripture>', html="<style>a</style>")
    )
    marked = with_nonce(pieces, "n")
    assert marked.header == '<script nonce="n" src="a"></script><scripture>'
    assert marked.html == '<style nonce="n">a</style>'
