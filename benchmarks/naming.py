"""Synthetic names, made of parts as real names are, so that a search finds as much as it would."""

import re
from random import Random

from benchmarks import words
from geo.models import Division
from parks.models import ChainLink

DIVISION_ENDING = re.compile(r"(自治县|市|县|区)$")
REMARK = re.compile(r"[(、,;:/].*")


class Names:
    """Draws names in Chinese and English."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def company(self, town: str) -> str:
        """What people call a company."""
        first = self.random.choice(words.COMPANY_FIRST)
        return f"{town}{first}{self.random.choice(words.COMPANY_SECOND)}"

    def enterprise(self, division: Division, link: ChainLink) -> tuple[str, str]:
        """The full name of an enterprise and the short one."""
        short = self.company(town(division))
        kind = self.random.choice(words.COMPANY_KINDS)
        return f"{words.MARK_ZH}{short}{product(link)}{kind}", f"{words.MARK_ZH}{short}"

    def project(self, division: Division, link: ChainLink, company: str) -> tuple[str, str]:
        """The name of a project in Chinese and English."""
        pattern_zh, pattern_en = self.random.choice(words.PROJECT_PATTERNS)
        amount = self.random.choice(words.AMOUNTS)
        name_zh = pattern_zh.format(
            town=town(division),
            company=company,
            amount=amount,
            product=product(link),
            phase=self.random.choice(words.PHASES),
        )
        name_en = pattern_en.format(amount=amount, product=link.name_en)
        return f"{words.MARK_ZH}{name_zh}", f"{words.MARK_EN} {name_en}, {division.name_en}"

    def park(self, division: Division, link: ChainLink, kind: str) -> tuple[str, str]:
        """The name of a park in Chinese and English."""
        ending_zh, ending_en = words.PARK_ENDINGS.get(kind, words.PARK_ENDING)
        called = self.company(town(division))
        if kind not in words.PARK_ENDINGS:
            called += product(link)
        name_en = f"{words.MARK_EN} {division.name_en} {link.name_en} {ending_en}"
        return f"{words.MARK_ZH}{called}{ending_zh}", name_en


def town(division: Division) -> str:
    """The name of a division without the word for its level."""
    short = DIVISION_ENDING.sub("", division.name_zh)
    return short if len(short) > 1 else division.name_zh


def product(link: ChainLink) -> str:
    """What a link of a chain makes, without remarks."""
    return REMARK.sub("", link.name_zh)
