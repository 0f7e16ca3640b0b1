"""The tests' own guards: what must fail a test does fail it."""

import socket

import pytest
from django.template import Context, Engine, Origin, Template
from pytest_socket import SocketConnectBlockedError

from config import apps as config_app

OURS = Origin(name=config_app.__file__, template_name="synthetic.html")


def render(text, **values):
    engine = Engine.get_default()
    return Template(text, origin=OURS, name="synthetic.html", engine=engine).render(Context(values))


@pytest.mark.parametrize(
    "text",
    [
        "{{ nothing }}",
        "{{ record.nothing }}",
        "{{ nothing|default:'x' }}",
        "{{ record|default:nothing }}",
        "{% if nothing %}x{% endif %}",
        "{% if not nothing %}x{% endif %}",
        "{% if record and record.nothing == 1 %}x{% endif %}",
        "{% for one in nothing %}x{% endfor %}",
        "{% with one=nothing %}x{% endwith %}",
        "{% load i18n %}{% blocktranslate %}{{ nothing }}{% endblocktranslate %}",
        "{% load i18n %}{% blocktranslate with one=nothing %}{{ one }}{% endblocktranslate %}",
    ],
)
def test_an_undefined_variable_fails(text):
    with pytest.raises(pytest.fail.Exception, match=r"synthetic\.html.*nothing"):
        render(text, record="x")


def test_a_defined_variable_may_be_empty(rf):
    assert render("{% if one %}x{% endif %}{{ one }}", one="") == ""
    text = "{% load i18n %}{% blocktranslate %}{{ one }}{% endblocktranslate %}"
    assert render(text, one="") == ""
    assert render("{% if request.GET.q %}x{% endif %}", request=rf.get("/")) == ""


def test_templates_of_others_keep_their_habits():
    assert Template("{{ nothing }}").render(Context()) == ""


def test_other_machines_are_out_of_reach():
    # It warns first, and a warning is an error here.
    with pytest.raises((SocketConnectBlockedError, UserWarning), match=r"192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
