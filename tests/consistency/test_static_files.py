"""Every file that a page asks for is there, and none comes from elsewhere."""

import json
import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from geo.maps.figure import ASSETS

VENDORED = [
    f"vendor/{package}/{name}"
    for package, names in json.loads((settings.BASE_DIR / "package.json").read_text())[
        "vendor"
    ].items()
    for name in names
]
OF_FOLIUM = [f"vendor/{path}" for path in ASSETS.values() if path]
TEMPLATES = [
    path
    for path in settings.BASE_DIR.glob("*/templates/**/*.html")
    if "node_modules" not in path.parts
]
SCRIPTS = sorted((settings.BASE_DIR / "static/js").glob("*.js"))
STYLES = sorted((settings.BASE_DIR / "static/css").glob("*.css"))


@pytest.mark.parametrize("name", sorted({*VENDORED, *OF_FOLIUM}))
def test_a_vendored_file_is_found(name):
    assert finders.find(name)


def test_folium_asks_only_for_what_is_listed():
    assert set(OF_FOLIUM) <= set(VENDORED)


def test_every_static_file_of_a_template_is_found():
    asked = {
        name
        for path in TEMPLATES
        for name in re.findall(r"""{% static ["']([^"']+)["']""", path.read_text(encoding="utf-8"))
    }
    assert len(asked) > 5
    assert [name for name in asked if not finders.find(name)] == []


def test_every_module_that_a_script_imports_is_there():
    imports = re.compile(r"""(?:from|import)\s*\(?["'](\.[^"']+)["']""")
    for script in SCRIPTS:
        for name in imports.findall(script.read_text(encoding="utf-8")):
            assert (script.parent / name).is_file(), (script.name, name)


@pytest.mark.parametrize("path", [*SCRIPTS, *STYLES, *TEMPLATES], ids=lambda path: path.name)
def test_no_own_file_asks_a_foreign_host(path):
    """Names of SVG and such are no addresses that a browser opens."""
    text = re.sub(r"http://www\.w3\.org/\S+", "", path.read_text(encoding="utf-8"))
    assert not re.search(r"""(?:src|href|url|import|fetch)\s*[=(]?\s*["'(]*(?:https?:)?//""", text)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_makes_code_or_markup_of_text(path):
    text = path.read_text(encoding="utf-8")
    forbidden = r"\beval\(|new Function|insertAdjacentHTML|outerHTML|document\.write|setTimeout\(\""
    assert not re.search(forbidden, text)


# The admin of Django has a sheet and colours of its own.
OURS = [path for path in STYLES if path.name not in {"tokens.css", "dark.css", "admin-map.css"}]


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_colours_sizes_and_weights_of_type_are_tokens(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.findall(r":[^;{}]*(?:#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\()[^;{}]*", text) == []
    assert re.findall(r"font-size:\s*[\d.]+(?:px|rem|pt)", text) == []
    assert re.findall(r"font-weight:\s*(?:\d|bold)", text) == []
    assert "italic" not in text


def test_every_token_that_a_style_asks_for_is_there():
    """In the tokens, in the same file, or set by a script."""
    name = re.compile(r"--[\w-]+(?=:)")
    texts = {path.name: path.read_text(encoding="utf-8") for path in STYLES}
    scripts = "".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
    known = {*name.findall(texts["tokens.css"]), *re.findall(r"--[\w-]+", scripts)}
    for path in OURS:
        asked = set(re.findall(r"var\((--[\w-]+)", texts[path.name]))
        assert asked - known - set(name.findall(texts[path.name])) == set(), path.name


def test_every_template_is_used():
    """By a view, another template, or Django, which looks for some by name."""
    by_django = {
        "400.html",
        "403.html",
        "403_csrf.html",
        "404.html",
        "500.html",
        "registration/login.html",
    }
    python = [
        path
        for path in settings.BASE_DIR.glob("*/**/*.py")
        if not {"tests", "node_modules", ".venv"} & set(path.parts)
    ]
    text = "\n".join(path.read_text(encoding="utf-8") for path in [*python, *TEMPLATES])
    names = {str(path).split("/templates/", 1)[1]: path for path in TEMPLATES}
    # The head of a table is found beside its row; Django's own templates are replaced by name.
    named = {name for name in names if name in text or name.replace("_head", "_row") in text}
    own = {name for name in names if not name.startswith(("django/", "admin/", "gis/"))}
    assert own - named - by_django == set()
