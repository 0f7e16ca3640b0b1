"""Codes of projects, enterprises and industries: how they are written, and what can be wrong.

Checks return sentences; a check that says nothing found nothing wrong.
"""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

# First and last year of the old form: its first segment is a year, that of the new one YYMM.
FIRST_OLD_YEAR, LAST_OLD_YEAR = 2015, 2020
FIRST_NEW_SEGMENT = 2011
MONTHS = 12
PROJECT_CODE = re.compile(r"\d{4}-\d{6}-\d{2}-\d{2}-\d{5}[0-9A-Z]")
PROJECT_CODE_SQL = r"^(\d{4}-\d{6}-\d{2}-\d{2}-\d{5}[0-9A-Z])?$"

# GB 32100-2015: no I, O, Z, S, V.
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_CODE_SQL = rf"^([{CREDIT_ALPHABET}]{{18}})?$"
CREDIT_LENGTH = 18
CREDIT_WEIGHTS = [pow(3, place, 31) for place in range(CREDIT_LENGTH - 1)]
# GB 11714: characters 9 to 16 of the code, and its own check character, the 17th.
INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
INNER_START, INNER_CHECK = 8, 16

# GB/T 4754: the divisions (two digits) of each letter, by the version of the table.
_SINCE_2011 = {
    "A": (1, 5), "B": (6, 12), "C": (13, 43), "D": (44, 46), "E": (47, 50), "F": (51, 52),
    "G": (53, 60), "H": (61, 62), "I": (63, 65), "J": (66, 69), "K": (70, 70), "L": (71, 72),
    "M": (73, 75), "N": (76, 78), "O": (79, 81), "P": (82, 82), "Q": (83, 84), "R": (85, 89),
    "S": (90, 95), "T": (96, 96),
}  # fmt: skip
INDUSTRY_DIVISIONS: dict[str, dict[str, tuple[int, int]]] = {
    "2002": {
        "A": (1, 5), "B": (6, 11), "C": (13, 43), "D": (44, 46), "E": (47, 50), "F": (51, 59),
        "G": (60, 62), "H": (63, 65), "I": (66, 67), "J": (68, 71), "K": (72, 72), "L": (73, 74),
        "M": (75, 78), "N": (79, 81), "O": (82, 83), "P": (84, 84), "Q": (85, 87), "R": (88, 92),
        "S": (93, 97), "T": (98, 98),
    },
    "2011": _SINCE_2011,
    # A division 79 (land management) was put in, and all behind it moved.
    "2017": {
        **_SINCE_2011, "N": (76, 79), "O": (80, 82), "P": (83, 83), "Q": (84, 85), "R": (86, 90),
        "S": (91, 96), "T": (97, 97),
    },
}  # fmt: skip
INDUSTRY_CLASS = re.compile(r"([A-T])(\d{2,4})?")
INDUSTRY_CLASS_SQL = r"^([A-T](\d{2,4})?)?$"

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－ー_"), "-")


def normal_code(text: str) -> str:
    """A code as it is stored: ordinary letters and dashes, capitals, no blanks."""
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES)
    return "".join(plain.split()).upper()


def project_code_form(code: str) -> str:
    """`old` (2015 to 2020) or `new` (GB/T 40058-2021); empty when it is neither.

    Old codes begin with a year; read as year and month those would have a month of 15 to 20.
    """
    if not PROJECT_CODE.fullmatch(code):
        return ""
    segment = int(code[:4])
    if FIRST_OLD_YEAR <= segment <= LAST_OLD_YEAR:
        return "old"
    is_month = 1 <= segment % 100 <= MONTHS
    return "new" if segment >= FIRST_NEW_SEGMENT and is_month else ""


def project_code_problem(code: str) -> str:
    """What is wrong with a normalised project code. The check character is not verified."""
    if not PROJECT_CODE.fullmatch(code):
        return _(
            "A project code has 24 characters in five parts, such as 2301-230125-04-01-123456. "
            "Copy it from the approval platform, with its four hyphens."
        )
    if not project_code_form(code):
        return _(
            "The code begins with %(part)s, which is neither a year from 2015 to 2020 (old form) "
            "nor a year and a month from November 2020 on (new form). Check the first four digits."
        ) % {"part": code[:4]}
    return ""


def project_code_region(code: str) -> str:
    """The six digits of the region in a project code that is well formed."""
    return code[5:11]


def credit_check(code: str) -> str:
    """The check character of GB 32100 for the first 17 characters of a code."""
    total = sum(
        CREDIT_ALPHABET.index(letter) * weight
        for letter, weight in zip(code[:17], CREDIT_WEIGHTS, strict=True)
    )
    return CREDIT_ALPHABET[(31 - total % 31) % 31]


def credit_code_problem(code: str) -> str:
    """What is wrong with a normalised unified social credit code (GB 32100-2015)."""
    if len(code) != CREDIT_LENGTH:
        return _("A unified social credit code has 18 characters; this one has %(n)d.") % {
            "n": len(code)
        }
    wrong = [place for place, letter in enumerate(code, 1) if letter not in CREDIT_ALPHABET]
    if wrong:
        return _(
            "Character %(place)d is “%(letter)s”, which no credit code has: I, O, S, V and Z are "
            "left out. Perhaps it is a 1, 0, 5 or 2."
        ) % {"place": wrong[0], "letter": code[wrong[0] - 1]}
    if credit_check(code) == code[-1]:
        return ""
    return _wrong_check(code)


def _wrong_check(code: str) -> str:
    """Say where a code that fails its check is wrong, when only one place can be."""
    places = {place for place, _letter in single_mends(code)}
    if len(places) == 1:
        place = places.pop()
        return _(
            "The check character does not fit. If one character is wrong, it is character "
            "%(place)d (“%(letter)s”). Compare it with the licence."
        ) % {"place": place + 1, "letter": code[place]}
    return _(
        "The check character does not fit: a character was mistyped. Compare it with the licence."
    )


def single_mends(code: str) -> list[tuple[int, str]]:
    """Each change of one character (its place from 0) that makes both checks of a code hold."""
    mends = []
    for place in range(CREDIT_LENGTH):
        for letter in CREDIT_ALPHABET:
            mended = code[:place] + letter + code[place + 1 :]
            if mended != code and credit_check(mended) == mended[-1] and has_inner_check(mended):
                mends.append((place, letter))
    return mends


def has_inner_check(code: str) -> bool:
    """Whether the organisation code inside a credit code keeps its own check (GB 11714)."""
    body = code[INNER_START:INNER_CHECK]
    total = sum(int(one, 36) * weight for one, weight in zip(body, INNER_WEIGHTS, strict=True))
    return code[INNER_CHECK] == "0123456789X"[(11 - total % 11) % 11]


def credit_code_warning(code: str) -> str:
    """What is odd about a credit code that is right by GB 32100."""
    if has_inner_check(code):
        return ""
    return _("The organisation code inside (characters 9 to 17) fails its own check. Compare it.")


def industry_class_problem(text: str, version: str) -> str:
    """What is wrong with a class of GB/T 4754, such as C3091, by a version of the table.

    The structure is checked, not whether the table has the class: the list is not kept here.
    """
    found = INDUSTRY_CLASS.fullmatch(text)
    if not found:
        return _("Write the letter and two to four digits, such as C3091, or the letter alone.")
    letter, digits = found.groups()
    if version not in INDUSTRY_DIVISIONS:
        return _("Say of which version of the table (2002, 2011 or 2017) the class is.")
    first, last = INDUSTRY_DIVISIONS[version][letter]
    if digits and not first <= int(digits[:2]) <= last:
        return _(
            "In the table of %(version)s the letter %(letter)s has the divisions %(first)02d to "
            "%(last)02d, not %(found)s. Correct the letter or the digits."
        ) % {
            "version": version,
            "letter": letter,
            "first": first,
            "last": last,
            "found": digits[:2],
        }
    return ""
