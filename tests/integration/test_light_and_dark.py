"""Light or dark is decided before anything is drawn: by the cookie, else by the system."""

import re

import pytest

SHEET = re.compile(
    r'<link rel="stylesheet" href="[^"]*dark[^"]*" id="dark-colours" media="([^"]*)">'
)
SCHEME = re.compile(r'<meta name="color-scheme" content="([^"]*)">')
SYSTEM = "screen and (prefers-color-scheme: dark)"


@pytest.mark.parametrize(
    ("cookie", "media", "scheme"),
    [
        ("dark", "screen", "dark"),
        ("light", "not all", "light"),
        ("", SYSTEM, "light dark"),
        ("purple", SYSTEM, "light dark"),
    ],
)
@pytest.mark.parametrize("address", ["/", "/parks/", "/home/", "/parks/PK-9999/"])
@pytest.mark.usefixtures("facts")
def test_cookie_decides_before_the_page_is_drawn(client, address, cookie, media, scheme):
    client.cookies["theme"] = cookie
    page = client.get(address).content.decode()
    assert SHEET.findall(page) == [media]
    assert SCHEME.findall(page) == [scheme]
