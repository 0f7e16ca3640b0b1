"""One vocabulary of query parameters for every registered thing.

The same query string serves parks, bases and projects. A filter is either shared (each model
answers it for itself) or exclusive to one model; an exclusive filter reaches the others through
their park: `level=national` keeps projects in national parks, `stage=pilot` keeps parks that hold
such a project. Rooms above announce such a way with `RecordFilterSet.reach`, so this room knows
none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters.constants import EMPTY_VALUES

from accounts.audience import PUBLIC, Audience, Reader
from geo.coordinate_text import shown
from geo.enums import Confidence
from geo.functions import IsAnyOf, group_counts
from records.enums import LocationPrecision, State
from records.filters.choices import (
    CodeFilter,
    FacetFilter,
    PolicyAreaFilter,
    StateFilter,
    TextFilter,
    precision_q,
)
from records.filters.counting import ByKey, ByMany, Marks, by, by_visible, marked
from records.filters.kept import Answers
from records.filters.options import belt_options, division_options, options_of
from records.filters.place_filters import KmFilter, NearFilter, PlaceFilter
from records.filters.places import read_area, read_km, read_rectangle
from records.filters.territory import Places, belt_counting, division_counting, divisions_above
from records.visibility import shown_records, visible_records

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


@dataclass(frozen=True)
class Reach:
    """A way from one model's records to a neighbour's, for the neighbour's exclusive filters.

    Both lead to the same thing: `here` is the path to it from this model, with one value for each
    record; `there` is the path from the neighbour. `only` are conditions on that path, given
    a reader.
    """

    filterset: type[RecordFilterSet]
    here: str
    there: str
    only: Callable[[Audience], Q] = lambda reader: Q()

    def sharing(self, others: QuerySet) -> QuerySet:
        """Keep neighbours that lead somewhere."""
        only = self.only(getattr(others, "audience", None) or PUBLIC)
        return others.filter(only, **{f"{self.there}__isnull": False})

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
        condition=lambda queryset, value: queryset.model.placed_under_q(value),
        options=division_options,
        count_by=division_counting,
    )
    precision = FacetFilter(
        label=gettext_lazy("Precision of the location"),
        condition=lambda queryset, value: precision_q(queryset, value),
        options=options_of(LocationPrecision),
        count_by=by_visible("location_precision"),
    )
    confidence = FacetFilter(
        label=gettext_lazy("Confidence"),
        condition=lambda queryset, value: Q(confidence=value),
        options=options_of(Confidence),
        count_by=by("confidence"),
    )
    state = StateFilter(
        label=gettext_lazy("State"), options=options_of(State), count_by=by("state")
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
        user: Reader = PUBLIC,
        vocabulary: dict[Any, Any] | None = None,
        family: dict[type[RecordFilterSet], RecordFilterSet] | None = None,
    ) -> None:
        self.audience = Audience.of(user)
        shown = shown_records(self._meta.model, self.audience) if queryset is None else queryset
        super().__init__(data if data is not None else QueryDict(), shown)
        self.vocabulary = {} if vocabulary is None else vocabulary
        # The filtersets of the same query, which ask each other.
        self.family = {} if family is None else family
        self.family.setdefault(type(self), self)
        self._counting: dict[str, ByKey | ByMany] = {}
        self.met: dict[tuple[str, str], dict[str, Marks]] = {}

    @classmethod
    def reach(cls, filterset: type[RecordFilterSet], *, here: str, there: str, **only: Any) -> None:
        """Let exclusive filters of `filterset` narrow this model; see Reach."""
        cls.reaches = (*cls.reaches, Reach(filterset, here, there, **only))

    @cached_property
    def neighbours(self) -> list[tuple[Reach, RecordFilterSet]]:
        """The filtersets reached from here, given the same query."""
        return [(reach, self._relative(reach.filterset)) for reach in self.reaches]

    def _relative(self, filterset: type[RecordFilterSet]) -> RecordFilterSet:
        if filterset not in self.family:
            filterset(self.data, user=self.audience, vocabulary=self.vocabulary, family=self.family)
        return self.family[filterset]

    def read(self, load: Callable[[], Any]) -> Any:
        """What `load` gives, read once for a request or kept for many."""
        known = getattr(self.vocabulary, "kept", self.vocabulary)
        if load not in known:
            known[load] = load()
        return known[load]

    def read_for_reader(self, load: Callable[[Audience], Any]) -> Any:
        """What `load` gives to this reader, read once."""
        known = getattr(self.vocabulary, "kept", self.vocabulary)
        if (load, self.audience) not in known:
            known[load, self.audience] = load(self.audience)
        return known[load, self.audience]

    def answers_about(self, records: QuerySet) -> Answers:
        """What is known about `records`, perhaps from another request."""
        return Answers(getattr(self.vocabulary, "version", ""), records)

    @cached_property
    def found(self) -> QuerySet:
        """The records of the query as its conditions say it; none when the query is wrong."""
        return self.base.none() if self.problems else self.narrowed()

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
        named = self.base.filter(IsAnyOf("pk", self.few)) if self.few else self.base.none()
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

    @cached_property
    def visible(self) -> Any:
        """The records that the reader may see, in whatever state."""
        return visible_records(self._meta.model, self.audience)

    @cached_property
    def base(self) -> Any:
        """What is narrowed: the published records, or those in the states that are asked for."""
        states = self.values("state")
        return self.visible.filter(state__in=states) if states else self.queryset

    def narrowed(self, *, without: str = "") -> Any:
        """Apply every filter but one, here and at the neighbours."""
        base = self.visible if without == "state" else self.base
        queryset = self._apply(base.all(), self.filters, without)
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
        if name not in self._counting:
            self._counting[name] = self._how_to_count(name)
        return self._counting[name]

    def _how_to_count(self, name: str) -> ByKey | ByMany:
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
        if name == "state" and self.audience.is_public:
            return self._state_refused()
        if name not in self.form.errors:
            return []
        if name == "q":
            return [Fault(str(message), name) for message in self.form.errors[name]]
        wrong = set(self.data.getlist(name)) - set(self._option_values(name))
        return [self._no_value(name, value) for value in sorted(wrong)]

    def _state_refused(self) -> list[Fault]:
        """What a reader who sees no other states is told, whatever there is."""
        text = _(
            "Records that are not published are shown only to those who work on them. Log in, or "
            "take “state” away."
        )
        asked = [value for value in self.data.getlist("state") if value != State.PUBLISHED]
        return [Fault(text, "state", value) for value in asked[:1]]

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
