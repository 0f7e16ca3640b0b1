"""Short forms of the names of parks, made by rule: 哈尔滨经济技术开发区 is also 哈经开区."""

from __future__ import annotations

import re

# Longest first: one may be part of another.
SHORT = {
    "农业高新技术产业示范区": "农高区",
    "高新技术产业开发区": "高新区",
    "经济技术开发区": "经开区",
    "边境经济合作区": "边合区",
    "自主创新示范区": "自创区",
    "自由贸易试验区": "自贸区",
    "经济开发区": "经开区",
    "综合保税区": "综保区",
    "互市贸易区": "互贸区",
}
_KIND = re.compile("|".join(SHORT))
# A place of two to four characters, and nothing else before the kind.
_PLACE_AND_KIND = re.compile(rf"(?:黑龙江)?([一-鿿]{{2,4}}?)(?:国家)?({_KIND.pattern})(?![一-鿿])")
_HAN = re.compile(r"[一-鿿]")
_MARKS = re.compile(r"[^\w]")


def short_forms(name: str) -> list[str]:
    """Other ways to write a Chinese name; none when there is nothing to shorten."""
    if not _HAN.search(name):
        return []
    shortened = _KIND.sub(lambda kind: SHORT[kind[0]], name)
    found = [shortened, *(_MARKS.sub("", one) for one in (name, shortened))]
    place = _PLACE_AND_KIND.match(name)
    if place:
        found.append(place[1][0] + SHORT[place[2]])
    return [one for one in dict.fromkeys(found) if one != name]
