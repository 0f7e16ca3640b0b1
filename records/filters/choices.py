"""The filters that choose among values, and the one that searches for a text."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import copy
from typing import Any, Self

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geo.hanzi import words
from records.enums import LocationPrecision
from records.filters.counting import NOTHING, CountBy
from records.filters.options import Option, Options

CODE = re.compile(r"[A-Z]{2}-\d{4,9}")
# The longest search text, and the most words in it.
MOST_LETTERS = 100
MOST_WORDS = 10

Condition = Callable[[Any, str], Q]


class OwnExtra:
    """A filter whose copy for a request shares with its model all but `extra`.

    A filter set copies its filters deeply, which for three kinds of records took ten milliseconds.
    """

    extra: dict[str, Any]

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        copied = copy(self)
        copied.extra = dict(self.extra)
        return copied


class FacetFilter(OwnExtra, django_filters.MultipleChoiceFilter):
    """Any of several values; each value is a condition on the queryset.

    A filter that is shown as a facet also says how to count all its values at once. Tests see that
    the counts are those of the condition.
    """

    # Whether it narrows the records when nothing is chosen.
    narrows_unasked = False

    def __init__(
        self,
        *,
        condition: Condition,
        options: Options,
        count_by: CountBy | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(choices=self._choices, **kwargs)
        self.condition = condition
        self.load_options = options
        self.count_by = count_by
        self.extra["required"] = False

    def _choices(self) -> list[tuple[str, str]]:
        return [(option.value, option.label) for option in self.options]

    @property
    def field(self) -> Any:
        """The form field; its choices belong to this copy of the filter, not to the class."""
        # A form copies its fields deeply: a bound method would take filterset and vocabulary along.
        self.extra["choices"] = lambda: self._choices()
        return super().field

    @property
    def options(self) -> list[Option]:
        """The values this filter knows, read once for a request."""
        return self.parent.read(self.load_options)

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        """Keep records that meet any of the values."""
        condition = Q()
        for one in value or []:
            condition |= self.condition(qs, one)
        return qs.filter(condition)


class CodeFilter(FacetFilter):
    """Any of several registry codes: whatever has the form of one may be asked for."""

    def __init__(self, *, condition: Condition, **kwargs: Any) -> None:
        super().__init__(condition=condition, options=list, **kwargs)

    @property
    def options(self) -> list[Option]:
        """The codes of the query that have the form of a code."""
        asked = dict.fromkeys(self.parent.data.getlist(self.field_name))
        return [Option(code, code) for code in asked if CODE.fullmatch(code)]


class StateFilter(FacetFilter):
    """Records in other states, for those who work on them; without it only the published.

    The filter set begins with them (`base`), so there is nothing left to narrow.
    """

    narrows_unasked = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(condition=lambda queryset, value: Q(state=value), **kwargs)

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        """Leave it to the filter set."""
        return qs


def precision_q(records: Any, value: str) -> Q:
    """Match what is as precise; where the place is hidden, nothing is known of it."""
    shown = records.shown_q("location_precision")
    if value == LocationPrecision.UNKNOWN:
        return Q(location_precision=value) | ~shown if shown else Q(location_precision=value)
    return Q(location_precision=value) & shown


class PolicyAreaFilter(FacetFilter):
    """Policy areas lie over parks and are left out unless asked for; other models have none."""

    def __init__(self, *, narrows_unasked: bool = False, **kwargs: Any) -> None:
        self.narrows_unasked = narrows_unasked
        super().__init__(
            label=gettext_lazy("Policy areas"),
            condition=lambda queryset, value: queryset.policy_area_q(),
            options=lambda: [Option("include", _("Include policy areas"))],
            **{"count_by": lambda filterset: NOTHING, **kwargs},
        )

    def filter(self, qs: Any, value: list[str]) -> QuerySet:
        """Leave policy areas out when nobody asked for them."""
        return qs if value else qs.exclude(qs.policy_area_q())


class TextFilter(OwnExtra, django_filters.CharFilter):
    """A search text; each of its words must be found."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=gettext_lazy("Text"), validators=[check_text], strip=True, **kwargs)

    def filter(self, qs: Any, value: str | None) -> QuerySet:
        """Keep records in which every word is found."""
        return qs.search(value or "")


def check_text(text: str) -> None:
    """Refuse a text that is too long to be a search."""
    if len(text) > MOST_LETTERS or len(words(text)) > MOST_WORDS:
        said = {"letters": MOST_LETTERS, "words": MOST_WORDS}
        raise ValidationError(
            _(
                "The search text is too long. Search for at most %(letters)d characters "
                "and %(words)d words."
            )
            % said
        )
