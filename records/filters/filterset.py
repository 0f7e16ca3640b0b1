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
from dataclasses import dataclass, field
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
from geo.functions import IsAnyOf, group_counts
from geo.hanzi import words
from geo.models import Division
from records.enums import LocationPrecision
from records.filters.coordinates import shown
from records.filters.counting import NOTHING, ByKey, ByMany, CountBy, Marks, by, marked
from records.filters.kept import Answers
from records.filters.options import Option, Options, belt_options, division_options, options_of
from records.filters.place_filters import KmFilter, NearFilter, PlaceFilter
from records.filters.places import read_area, read_km, read_rectangle
from records.filters.territory import Places, belt_counting, division_counting, divisions_above

CODE = re.compile(r"[A-Z]{2}-\d{4,9}")
# The longest search text, and the most words in it.
MOST_LETTERS = 100
MOST_WORDS = 10
# So many records are named by their keys once they are found, and more where finding is dear.
MOST_BY_KEY = 4_000
MOST_SOUGHT = 20_000
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
class Fault:
    """What is wrong with a parameter; `value` is the one of several values that is."""

    text: str
    name: str
    value: str = ""


Condition = Callable[[Any, str], Q]


class FacetFilter(django_filters.MultipleChoiceFilter):
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


@dataclass(frozen=True)
class Reach:
    """A way from one model's records to a neighbour's, for the neighbour's exclusive filters.

    Both lead to the same thing: `here` is the path to it from this model, with one value for each
    record; `there` is the path from the neighbour. `only` are conditions on that path.
    """

    filterset: type[RecordFilterSet]
    here: str
    there: str
    only: Q = field(default_factory=Q)

    def sharing(self, others: QuerySet) -> QuerySet:
        """Keep neighbours that lead somewhere."""
        return others.filter(self.only, **{f"{self.there}__isnull": False})

    def condition(self, others: QuerySet) -> Q:
        """Match records here that share something with one of `others`."""
        return Q(**{f"{self.here}__in": self.sharing(others).values(self.there)})


class RecordFilterSet(django_filters.FilterSet):
    """Filters that every registered thing with a place answers."""

    exclusive: ClassVar[tuple[str, ...]] = ()
    reaches: ClassVar[tuple[Reach, ...]] = ()
    # The path of what says where a record lies: one value for each record.
    place_key: ClassVar[str] = "division"

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
        count_by=belt_counting,
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
        count_by=division_counting,
    )
    precision = FacetFilter(
        label=gettext_lazy("Precision of the location"),
        condition=lambda queryset, value: Q(location_precision=value),
        options=options_of(LocationPrecision),
        count_by=by("location_precision"),
    )
    confidence = FacetFilter(
        label=gettext_lazy("Confidence"),
        condition=lambda queryset, value: Q(confidence=value),
        options=options_of(Confidence),
        count_by=by("confidence"),
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
        family: dict[type[RecordFilterSet], RecordFilterSet] | None = None,
    ) -> None:
        if queryset is None:
            queryset = self._meta.model.objects.published()
        super().__init__(data if data is not None else QueryDict(), queryset)
        self.vocabulary = {} if vocabulary is None else vocabulary
        # The filtersets of the same query, which ask each other.
        self.family = {} if family is None else family
        self.family.setdefault(type(self), self)
        self.met: dict[tuple[str, str], dict[str, Marks]] = {}

    @classmethod
    def reach(
        cls, filterset: type[RecordFilterSet], *, here: str, there: str, only: Q | None = None
    ) -> None:
        """Let exclusive filters of `filterset` narrow this model; see Reach."""
        cls.reaches = (*cls.reaches, Reach(filterset, here, there, only or Q()))

    @cached_property
    def neighbours(self) -> list[tuple[Reach, RecordFilterSet]]:
        """The filtersets reached from here, given the same query."""
        return [(reach, self._relative(reach.filterset)) for reach in self.reaches]

    def _relative(self, filterset: type[RecordFilterSet]) -> RecordFilterSet:
        if filterset not in self.family:
            filterset(self.data, vocabulary=self.vocabulary, family=self.family)
        return self.family[filterset]

    def read(self, load: Callable[[], Any]) -> Any:
        """What `load` gives, read once for a request or kept for many."""
        known = getattr(self.vocabulary, "kept", self.vocabulary)
        if load not in known:
            known[load] = load()
        return known[load]

    def answers_about(self, records: QuerySet) -> Answers:
        """What is known about `records`, perhaps from another request."""
        return Answers(getattr(self.vocabulary, "version", ""), records)

    @cached_property
    def found(self) -> QuerySet:
        """The records of the query as its conditions say it; none when the query is wrong."""
        return self.queryset.none() if self.problems else self.narrowed()

    @cached_property
    def answers(self) -> Answers:
        """What is known about the records of the query."""
        return self.answers_about(self.found)

    @cached_property
    def few(self) -> list[int] | None:
        """The keys of the records that the query finds; None for many, or where it asks nothing."""
        if not self.data:
            return None
        dear = any(self.values(name) for name in ("q", "near", "area"))
        most = MOST_SOUGHT if dear else MOST_BY_KEY
        keys = self.answers.get("keys", lambda: self._keys(most + 1))
        return keys if len(keys) <= most else None

    def _keys(self, number: int) -> list[int]:
        return list(self.found.order_by().values_list("pk", flat=True)[:number])

    @cached_property
    def qs(self) -> QuerySet:
        """The records of the query; few are named by their keys, so that nothing is sought twice.

        A page asks for them five times and more: to count, to sum, to list, to draw.
        """
        if self.few is None:
            return self.found
        named = self.queryset.filter(IsAnyOf("pk", self.few)) if self.few else self.queryset.none()
        return self.in_order(named)

    @cached_property
    def total(self) -> int:
        """How many records there are."""
        if self.few is not None:
            return len(self.few)
        return self.answers.get("total", self.found.count)

    def in_order(self, records: Any) -> Any:
        """Sort records as the query asks."""
        near = self.filters["near"].place
        return near.sort(records) if near else records

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

    def places(self) -> Places:
        """The divisions that each `place_key` stands for, with all that they are part of."""
        return self.read(divisions_above)

    def counting(self, name: str) -> ByKey | ByMany:
        """How to count the values of a facet here: by a key of its own or what neighbours say."""
        if name in self.filters:
            return self.filters[name].count_by(self)
        reach, neighbour = self.neighbour_with(name)
        return ByKey(reach.here, neighbour.said_to(reach, name))

    def said_to(self, reach: Reach, name: str) -> Marks:
        """The values of an exclusive facet of this model for all who reach it.

        Facets without a choice are about the same records, so they are asked together.
        """
        together = not self.values(name)
        asked = (reach.there, "" if together else name)
        if asked not in self.met:
            free = [one for one in self.exclusive if self._is_free_facet(one)]
            self.met[asked] = self._meet(reach, free if together else [name], asked[1])
        return self.met[asked][name]

    def _is_free_facet(self, name: str) -> bool:
        return bool(getattr(self.filters[name], "count_by", None)) and not self.values(name)

    def _meet(self, reach: Reach, names: list[str], without: str) -> dict[str, Marks]:
        """Which values of each facet go with what those who reach this model share with it."""
        records = reach.sharing(self.exclusively(without=without))
        by = {name: self.filters[name].count_by(self) for name in names}
        pairs = self.answers_about(records).get(
            f"{reach.there} {names}",
            lambda: group_counts(records, [(reach.there, by[name].key) for name in names]),
        )
        return {
            name: marked((here, value) for here, key in pair for value in by[name].values_of(key))
            for name, pair in zip(names, pairs, strict=True)
        }

    def narrows_by(self, name: str) -> bool:
        """Whether a facet narrows the records; some do so when nothing is chosen."""
        return bool(self.chosen(name)) or getattr(self.filters.get(name), "narrows_unasked", False)

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

    @classmethod
    def parameters(cls) -> set[str]:
        """Every parameter that narrows something here."""
        reached = [name for reach in cls.reaches for name in reach.filterset.exclusive]
        return {*cls.base_filters, *reached}

    @property
    def known_parameters(self) -> list[str]:
        """Those parameters in the order of the alphabet."""
        return sorted(self.parameters())

    @cached_property
    def faults(self) -> list[Fault]:
        """What is wrong with the query; empty when nothing is."""
        found = [fault for name in self.filters for fault in self.faults_of(name)]
        for _reach, neighbour in self.neighbours:
            for name in neighbour.exclusive:
                found += neighbour.faults_of(name)
        return found

    @property
    def problems(self) -> list[str]:
        """What is wrong with the query, in the reader's language; empty when nothing is."""
        return [fault.text for fault in self.faults]

    def faults_of(self, name: str) -> list[Fault]:
        """What is wrong with the values of one parameter."""
        if isinstance(self.filters[name], PlaceFilter):
            return [Fault(text, name) for text in self.filters[name].problems()]
        if name not in self.form.errors:
            return []
        if name == "q":
            return [Fault(str(message), name) for message in self.form.errors[name]]
        wrong = set(self.data.getlist(name)) - set(self._option_values(name))
        return [self._no_value(name, value) for value in sorted(wrong)]

    def _no_value(self, name: str, value: str) -> Fault:
        said = {"value": shown(value), "label": self.filters[name].label, "name": name}
        text = _(
            "“%(value)s” is no value of the filter “%(label)s” (%(name)s). Take it away, or choose "
            "another in the filters."
        )
        return Fault(text % said, name, value)

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
