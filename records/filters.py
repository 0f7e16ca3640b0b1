"""One vocabulary of query parameters for every registered thing.

The same query string serves parks, bases and projects. A filter is either shared (each model
answers it for itself) or exclusive to one model; an exclusive filter reaches the others through
their park: `level=national` keeps projects in national parks, `stage=pilot` keeps parks that hold
such a project. Rooms above announce such a way with `RecordFilterSet.reach`, so this room knows
none of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters.constants import EMPTY_VALUES

from geo.enums import Confidence
from geo.hanzi import words
from geo.models import Belt, Division
from records.enums import LocationPrecision
from records.place_filters import KmFilter, NearFilter, PlaceFilter
from records.places import read_area, read_km, read_rectangle

CODE = re.compile(r"[A-Z]{2}-\d{4,9}")
# The longest search text, and the most words in it.
MOST_LETTERS = 100
MOST_WORDS = 10
# Parameters of a page that narrow nothing.
PAGE_PARAMETERS = frozenset(
    {
        "show",
        "v",
        "select",
        "lang",
        "page",
        "layers",
        "shade",
        "unit",
        "ground",
        "frame",
        "zoom",
        "follow",
    }
)


@dataclass(frozen=True)
class Option:
    """A value that a filter knows, as a facet shows it."""

    value: str
    label: str
    depth: int = 0
    parent: str = ""
    term: Any = None
    # Known to the filter, but no choice that a facet offers.
    hidden: bool = False


Options = Callable[[], list[Option]]
Condition = Callable[[Any, str], Q]


def options_of(choices: Any) -> Options:
    """Options of a TextChoices class, in the order it gives them."""
    return lambda: [Option(value, str(label)) for value, label in choices.choices]


class FacetFilter(django_filters.MultipleChoiceFilter):
    """Any of several values; each value is a condition on the queryset.

    Facet counts use the very condition that the filter uses, so they cannot disagree with it.
    """

    def __init__(self, *, condition: Condition, options: Options, **kwargs: Any) -> None:
        super().__init__(choices=self._choices, **kwargs)
        self.condition = condition
        self.load_options = options
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
        known = self.parent.vocabulary
        if self.load_options not in known:
            known[self.load_options] = self.load_options()
        return known[self.load_options]

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


class PolicyAreaFilter(FacetFilter):
    """Policy areas lie over parks and are left out unless asked for; other models have none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=gettext_lazy("Policy areas"),
            condition=lambda queryset, value: queryset.policy_area_q(),
            options=lambda: [Option("include", _("Include policy areas"))],
            **kwargs,
        )

    def filter(self, qs: Any, value: list[str]) -> QuerySet:
        """Leave policy areas out when nobody asked for them."""
        return qs if value else qs.exclude(qs.policy_area_q())


class TextFilter(django_filters.CharFilter):
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


def belt_options() -> list[Option]:
    """Every belt, in the order of the plan."""
    return [Option(belt.slug, belt.name, term=belt) for belt in Belt.objects.all()]


def division_options() -> list[Option]:
    """Province and prefectures, and below them the counties."""
    top = {"province", "prefecture"}
    return [
        Option(
            division.code,
            division.name,
            depth=0 if division.level in top else 1,
            parent=division.parent_id or "",
            hidden=division.level == "province",
        )
        for division in Division.objects.order_by("code")
    ]


@dataclass(frozen=True)
class Reach:
    """A way from one model's records to a neighbour's, for the neighbour's exclusive filters."""

    filterset: type[RecordFilterSet]
    condition: Callable[[QuerySet], Q]


class RecordFilterSet(django_filters.FilterSet):
    """Filters that every registered thing with a place answers."""

    exclusive: ClassVar[tuple[str, ...]] = ()
    reaches: ClassVar[tuple[Reach, ...]] = ()

    q = TextFilter()
    code = CodeFilter(
        label=gettext_lazy("Registry code"),
        condition=lambda queryset, value: Q(registry_code=value),
    )
    park = CodeFilter(
        label=gettext_lazy("Inside the park"),
        condition=lambda queryset, value: queryset.inside_park_q(value),
    )
    belt = FacetFilter(
        label=gettext_lazy("Belt"),
        condition=lambda queryset, value: queryset.in_belt_q(value),
        options=belt_options,
    )
    perhaps_in = FacetFilter(
        label=gettext_lazy("Perhaps in the belt"),
        condition=lambda queryset, value: queryset.perhaps_in_belt_q(value),
        options=belt_options,
    )
    division = FacetFilter(
        label=gettext_lazy("Division"),
        condition=lambda queryset, value: queryset.model.placed_in_q(Division.objects.under(value)),
        options=division_options,
    )
    precision = FacetFilter(
        label=gettext_lazy("Precision of the location"),
        condition=lambda queryset, value: Q(location_precision=value),
        options=options_of(LocationPrecision),
    )
    confidence = FacetFilter(
        label=gettext_lazy("Confidence"),
        condition=lambda queryset, value: Q(confidence=value),
        options=options_of(Confidence),
    )
    policy_areas = PolicyAreaFilter()
    bbox = PlaceFilter(label=gettext_lazy("Rectangle"), read=read_rectangle)
    area = PlaceFilter(label=gettext_lazy("Drawn area"), read=read_area)
    near = NearFilter(label=gettext_lazy("Near"))
    km = KmFilter(label=gettext_lazy("Distance in kilometres"), read=read_km)

    def __init__(
        self,
        data: QueryDict | None = None,
        queryset: QuerySet | None = None,
        *,
        vocabulary: dict[Any, Any] | None = None,
    ) -> None:
        if queryset is None:
            queryset = self._meta.model.objects.published()
        super().__init__(data if data is not None else QueryDict(), queryset)
        self.vocabulary = {} if vocabulary is None else vocabulary

    @classmethod
    def reach(cls, filterset: type[RecordFilterSet], condition: Callable[[QuerySet], Q]) -> None:
        """Let exclusive filters of `filterset` narrow this model; `condition` gets its records."""
        cls.reaches = (*cls.reaches, Reach(filterset, condition))

    @cached_property
    def neighbours(self) -> list[tuple[Reach, RecordFilterSet]]:
        """The filtersets reached from here, given the same query."""
        return [
            (reach, reach.filterset(self.data, vocabulary=self.vocabulary))
            for reach in self.reaches
        ]

    @cached_property
    def qs(self) -> QuerySet:
        """The records of the query; none when the query is wrong."""
        return self.queryset.none() if self.problems else self.narrowed()

    def narrowed(self, *, without: str = "") -> Any:
        """Apply every filter but one, here and at the neighbours."""
        queryset = self._apply(self.queryset.all(), self.filters, without)
        for reach, neighbour in self.neighbours:
            if neighbour.uses_exclusive(without=without):
                queryset = queryset.filter(reach.condition(neighbour.exclusively(without=without)))
        return queryset

    def exclusively(self, *, without: str = "") -> QuerySet:
        """Narrow by the exclusive filters alone, so that one and the same record meets them all."""
        return self._apply(self.queryset.all(), self.exclusive, without)

    def uses_exclusive(self, *, without: str = "") -> bool:
        """Whether the query holds a filter that only this model answers."""
        return any(
            self.values(name) not in EMPTY_VALUES for name in self.exclusive if name != without
        )

    def _apply(self, queryset: QuerySet, names: Iterable[str], without: str) -> QuerySet:
        for name in names:
            if name != without:
                queryset = self.filters[name].filter(queryset, self.values(name))
        return queryset

    def values(self, name: str) -> Any:
        """The cleaned value of a parameter; None when it is absent or wrong."""
        self.form.is_valid()
        return self.form.cleaned_data.get(name)

    def option_q(self, name: str, value: str) -> Q:
        """The condition that a value of a facet puts on this model, answered here or next door."""
        if name in self.filters:
            return self.filters[name].condition(self.queryset, value)
        reach, neighbour = self.neighbour_with(name)
        condition = neighbour.filters[name].condition(neighbour.queryset, value)
        return reach.condition(neighbour.exclusively(without=name).filter(condition))

    def neighbour_with(self, name: str) -> tuple[Reach, RecordFilterSet]:
        """The neighbour that alone answers `name`; KeyError when there is none."""
        for reach, neighbour in self.neighbours:
            if name in neighbour.exclusive:
                return reach, neighbour
        raise KeyError(name)

    def filter_called(self, name: str) -> Any:
        """The filter of a parameter, here or next door."""
        return self.filters.get(name) or self.neighbour_with(name)[1].filters[name]

    def chosen(self, name: str) -> list[str]:
        """The values chosen for a facet, here or next door."""
        owner = self if name in self.filters else self.neighbour_with(name)[1]
        return owner.values(name) or []

    @property
    def known_parameters(self) -> list[str]:
        """Every parameter that narrows something here."""
        reached = [name for _reach, other in self.neighbours for name in other.exclusive]
        return sorted({*self.filters, *reached})

    @cached_property
    def problems(self) -> list[str]:
        """What is wrong with the query, in the reader's language; empty when nothing is."""
        found = [text for name in self.filters for text in self.problems_of(name)]
        for _reach, neighbour in self.neighbours:
            for name in neighbour.exclusive:
                found += neighbour.problems_of(name)
        return found

    def problems_of(self, name: str) -> list[str]:
        """What is wrong with the values of one parameter."""
        if isinstance(self.filters[name], PlaceFilter):
            return self.filters[name].problems()
        if name not in self.form.errors:
            return []
        if name == "q":
            return [str(message) for message in self.form.errors[name]]
        wrong = set(self.data.getlist(name)) - set(self._option_values(name))
        return [
            _("“%(value)s” is no value of the filter “%(label)s” (%(name)s).")
            % {"value": value, "label": self.filters[name].label, "name": name}
            for value in sorted(wrong)
        ]

    def _option_values(self, name: str) -> list[str]:
        return [option.value for option in getattr(self.filters[name], "options", [])]

    @property
    def unknown_parameters(self) -> list[str]:
        """Say which parameters no filter knows: a misspelt one would silently give every record."""
        unknown = sorted(set(self.data) - {*self.known_parameters, *PAGE_PARAMETERS})
        return [
            _("There is no filter “%(name)s”. There are: %(known)s.")
            % {"name": name, "known": ", ".join(self.known_parameters)}
            for name in unknown
        ]
