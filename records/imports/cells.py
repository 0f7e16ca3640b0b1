"""What stands in cells: how each kind of value is read, and how it is written back."""

from __future__ import annotations

import datetime
import difflib
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import override

from geo.numbers import EXACT_DIGITS, UNITS, NotANumber, quantity
from records.imports.rules import Refused

LANGUAGES = ("zh-hans", "en")
SEVERAL = "；"
MOST_OFFERED = 12
_LARGE = 10**EXACT_DIGITS
_LETTERS = str.maketrans({"\t": " ", "\n": " ", "\r": " "})


def as_text(cell: Any) -> str:
    """A cell as text; numbers without the .0 that spreadsheets give whole ones."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return repr(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    return str(cell).strip()


def tidy(cell: Any) -> str:
    """Text as it is stored: no full-width letters and digits, nothing that cannot be shown."""
    text = unicodedata.normalize("NFKC", as_text(cell)).strip()
    if text.isprintable():
        return text
    if any(unicodedata.category(letter) == "Cc" for letter in text.translate(_LETTERS)):
        raise Refused("control")
    return text


def folded(text: str) -> str:
    """Text as names are compared."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


class Kind:
    """How cells of a column are read and written; this one is text.

    `field` is the model's own, whose validators judge the value: no second set of rules.
    """

    sheet: Promise | str = ""

    def read(self, cell: Any, field: Any, unit: str) -> Any:
        """The value of a cell that is not empty; Refused when it breaks a rule."""
        if isinstance(cell, bool | int | float) and abs(cell) >= _LARGE:
            raise Refused("code_cut")
        return _judged(tidy(cell), field)

    def empty(self, field: Any) -> Any:
        """What an empty cell means."""
        return None if field is not None and field.null else ""

    def show(self, value: Any) -> Any:
        """The value as a cell."""
        return value

    def options(self) -> list[str]:
        """What can be chosen, in the reader's language; nothing when anything can be typed."""
        return []


def _judged(value: Any, field: Any) -> Any:
    """The value, when the field of the model accepts it."""
    if field is None:
        return value
    if isinstance(value, str) and field.max_length and len(value) > field.max_length:
        raise Refused("too_long", limit=field.max_length)
    try:
        field.run_validators(value)
    except ValidationError as error:
        raise Refused("model", message=" ".join(error.messages)) from error
    return value


class Long(Kind):
    """Text that may go over several lines and is kept as it was written."""

    def read(self, cell: Any, field: Any, unit: str) -> Any:
        """The text."""
        super().read(cell, None, unit)
        return _judged(as_text(cell).replace("\r\n", "\n"), field)


class Code(Kind):
    """A code: text always, for Excel cuts numbers after 15 digits."""

    def read(self, cell: Any, field: Any, unit: str) -> Any:
        """The code in capitals."""
        if isinstance(cell, float) and not cell.is_integer():
            raise Refused("code_whole")
        if isinstance(cell, bool | int | float) and abs(cell) >= _LARGE:
            raise Refused("code_cut")
        text = tidy(cell).upper().replace(" ", "")
        if "E+" in text:
            raise Refused("code_cut")
        return _judged(text, field)


@dataclass(frozen=True)
class Choice(Kind):
    """One of a closed list, by its name in either language or by its value."""

    choices: Any

    @cached_property
    def _known(self) -> dict[str, str]:
        known = {folded(str(value)): value for value in self.choices.values}
        for language in LANGUAGES:
            with override(language):
                known |= {folded(str(one.label)): one.value for one in self.choices}
        return known

    def read(self, cell: Any, field: Any, unit: str) -> Any:
        """The value."""
        found = self._known.get(folded(as_text(cell)))
        if found is None:
            raise Refused("not_in_list", values=SEVERAL.join(self.options()))
        return found

    def empty(self, field: Any) -> Any:
        """The default, where there is one."""
        return field.get_default() if field is not None else ""

    def show(self, value: Any) -> Any:
        """The name in the reader's language."""
        return str(dict(self.choices.choices).get(value, value))

    def options(self) -> list[str]:
        """All names."""
        return [str(label) for label in self.choices.labels]


YES, NO = {"是", "yes", "y", "true", "1", "√"}, {"否", "no", "n", "false", "0", "×"}


class YesNo(Kind):
    """Yes or no."""

    def read(self, cell: Any, field: Any, unit: str) -> Any:
        """True or False."""
        text = folded(as_text(cell))
        if text not in YES | NO:
            raise Refused("not_in_list", values=SEVERAL.join(self.options()))
        return text in YES

    def empty(self, field: Any) -> Any:
        """Not known, or no where that cannot be stored."""
        return None if field is not None and field.null else False

    def show(self, value: Any) -> Any:
        """The word."""
        return "" if value is None else self.options()[not value]

    def options(self) -> list[str]:
        """Both words."""
        return [_("yes"), _("no")]


@dataclass(frozen=True)
class Named:
    """Something that a cell can name: its key, the ways to name it, and how it is shown."""

    pk: Any
    code: str
    zh: str
    en: str
    others: tuple[str, ...] = ()

    def shown(self) -> str:
        """The name in the reader's language."""
        from geo.naming import name_in_language

        return name_in_language(self.zh, self.en)


@dataclass(frozen=True)
class Link(Kind):
    """Another record, by code or by name. `load` is asked once for each file."""

    load: Callable[[], Iterable[Named]]
    sheet: Promise | str = ""
    _found: dict[str, Any] = field(default_factory=dict, compare=False)

    def fresh(self) -> Link:
        """The same with nothing kept: what is registered may have changed."""
        return Link(self.load, self.sheet)

    @property
    def named(self) -> list[Named]:
        """All that can be named."""
        if "all" not in self._found:
            self._found["all"] = list(self.load())
        return self._found["all"]

    @property
    def _by_name(self) -> Mapping[str, list[Named]]:
        if "names" not in self._found:
            names: dict[str, dict[Any, Named]] = {}
            for one in self.named:
                for name in (one.code, one.zh, one.en, *one.others):
                    if name:
                        names.setdefault(folded(name), {})[one.pk] = one
            self._found["names"] = {name: list(found.values()) for name, found in names.items()}
        return self._found["names"]

    def read(self, cell: Any, field: Any, unit: str) -> Any:
        """The key of what is named."""
        name = folded(as_text(cell))
        found = self._by_name.get(name, [])
        if len(found) == 1:
            return found[0].pk
        if found:
            offered = SEVERAL.join(
                f"{one.code} {max((one.zh, *one.others), key=len)}" for one in found
            )
            raise Refused("several", values=offered)
        near = difflib.get_close_matches(name, self._by_name, n=3, cutoff=0.6)
        if near:
            known = dict.fromkeys(self._by_name[one][0].shown() for one in near)
            raise Refused("unknown_name", values=SEVERAL.join(known))
        raise Refused("unknown", sheet=self.sheet)

    def empty(self, field: Any) -> Any:
        """Nothing."""
        return None

    def show(self, value: Any) -> Any:
        """The code, which is never ambiguous, with the name."""
        shown = self._found.setdefault("shown", {one.pk: one for one in self.named})
        return shown[value].code if value in shown else ""

    def options(self) -> list[str]:
        """All codes."""
        return [one.code for one in self.named]


@dataclass(frozen=True)
class Number(Kind):
    """A number. `units` maps units to the factor that makes them the unit that is stored.

    With several units the header or the cell has to name one; `shown_unit` is that of exports.
    """

    low: Decimal | None = None
    high: Decimal | None = None
    decimals: int = 2
    units: Mapping[str, Decimal] = field(default_factory=dict)
    shown_unit: str = ""

    def read(self, cell: Any, field: Any, unit: str) -> Any:
        """The number in the unit that is stored."""
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            number, own = Decimal(repr(cell)), ""
        else:
            number, own = self._written(as_text(cell))
        number = number * self._factor(own or unit)
        rounded = number.quantize(Decimal(10) ** -self.decimals, ROUND_HALF_UP)
        # An area in mu has no end in hectares; a sum that is written out exactly has.
        if rounded != number and not self._is_rounded(own or unit):
            raise Refused("whole" if not self.decimals else "decimals")
        return self._in_range(rounded)

    def _written(self, text: str) -> tuple[Decimal, str]:
        try:
            found = quantity(text)
        except NotANumber as error:
            raise Refused(error.reason, example="10万至30万") from error
        if not found.is_exact:
            raise Refused("no_single_number")
        # 3亿 in a column of money needs no 元, nor does it fall under the unit of the header.
        return found.low, found.unit or ("元" if found.has_magnitude and "元" in self.units else "")

    def _factor(self, unit: str) -> Decimal:
        if not self.units:
            if unit not in ("", self.shown_unit):
                raise Refused("wrong_unit", values=self.shown_unit or _("none"))
            return Decimal(1)
        if not unit:
            raise Refused("no_unit", unit=self.shown_unit)
        if unit not in self.units:
            raise Refused("wrong_unit", values=SEVERAL.join(self.units))
        return self.units[unit]

    def _is_rounded(self, unit: str) -> bool:
        factor = self.units.get(unit, Decimal(1))
        return factor.as_tuple().exponent < -10  # type: ignore[operator]

    def _in_range(self, number: Decimal) -> Decimal:
        too_low = self.low is not None and number < self.low
        too_high = self.high is not None and number > self.high
        if too_low or too_high:
            low, high = "" if self.low is None else self.low, "" if self.high is None else self.high
            raise Refused("range", low=low, high=high)
        return number

    def empty(self, field: Any) -> Any:
        """Not known."""
        return None

    def show(self, value: Any) -> Any:
        """The number in the unit of exports."""
        if value is None:
            return ""
        factor = self.units.get(self.shown_unit, Decimal(1))
        shown = (Decimal(value) / factor).normalize()
        return int(shown) if shown == shown.to_integral_value() else float(shown)


@dataclass(frozen=True)
class Measured(Number):
    """A measured number: decimals beyond those that are kept are noise, and rounded."""

    def _is_rounded(self, unit: str) -> bool:
        return True


@dataclass(frozen=True)
class Whole(Number):
    """A whole number, such as a year."""

    decimals: int = 0

    def read(self, cell: Any, field: Any, unit: str) -> Any:
        """The number."""
        if isinstance(cell, str):
            cell = tidy(cell).removesuffix("年")
        return int(super().read(cell, field, ""))


@dataclass(frozen=True)
class Date(Kind):
    """A day."""

    def read(self, cell: Any, field: Any, unit: str) -> Any:
        """The day."""
        if isinstance(cell, datetime.datetime):
            return _judged(cell.date(), field)
        if isinstance(cell, datetime.date):
            return _judged(cell, field)
        text = tidy(cell).translate(str.maketrans("年月/.", "----")).removesuffix("日")
        try:
            year, month, day = (int(part) for part in text.split("-"))
            return _judged(datetime.date(year, month, day), field)
        except ValueError as error:
            if isinstance(error, Refused):
                raise
            raise Refused("no_date") from error

    def empty(self, field: Any) -> Any:
        """Not known."""
        return None

    def show(self, value: Any) -> Any:
        """As ISO 8601 writes it."""
        return value.isoformat() if value else ""


def unit_of_header(text: str) -> str:
    """The unit that a header names in brackets, as `Number` knows it; empty when it names none."""
    return UNITS.get(text.lower(), text)
