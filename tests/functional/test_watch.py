"""The watch over the pages can fail."""

import re

import pytest

ASK = "(host) => fetch(`http://${host}/`, { mode: 'no-cors' }).catch(() => 'refused')"


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org"])
def test_question_to_another_machine_is_refused_and_seen(page, watch, host):
    watch.announce(f"asked elsewhere: http://{re.escape(host)}/", "console error: .*ERR_")
    # A blank page has no policy of its own: what refuses here is the browser.
    assert page.evaluate(ASK, host) == "refused"


def test_what_a_page_asks_elsewhere_is_refused_and_seen(page, watch):
    watch.announce("CSP: img-src", "console error: .*Content Security Policy", "asked elsewhere: ")
    page.goto("/about/data/")
    page.evaluate("new Image().src = 'http://192.0.2.1/a.png'")


def test_error_in_a_script_is_seen(page, watch):
    watch.announce("uncaught: .*broken on purpose")
    page.goto("/about/data/")
    page.evaluate("setTimeout(() => { throw new Error('broken on purpose') })")
    page.evaluate("new Promise((done) => setTimeout(done))")
