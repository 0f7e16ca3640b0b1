"""Who sees which record, and which fields of it: the one place where this is decided.

A record has a class (`visibility`), so has each field (`FIELD_CLASSES` of its model), and a record
can hide some of its fields (`hidden_fields`). The strictest counts. `docs/adr/0024` has the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import Any, Self

from django.db.models import (
    Case,
    Exists,
    F,
    ForeignKey,
    ManyToManyField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.query import ModelIterable

from accounts.audience import PUBLIC, Audience, Reader
from geo.search import SearchQuerySet
from records.enums import EDITABLE, State, Visibility

NOBODY = Q(pk__in=[])
# What staff need to know of each record before they are shown its fields.
SEES_ALL, SEES_INTERNAL = "reader_sees_all", "reader_sees_internal"


class ShownRecords(ModelIterable):
    """Records as their reader may see them: what is hidden is empty before anything reads it."""

    def __iter__(self) -> Iterator[Any]:
        """Give the records, emptied."""
        hide = Hider.of(self.queryset)
        for record in super().__iter__():
            if hide:
                hide(record)
            yield record


class VisibleQuerySet(SearchQuerySet):
    """Records that know who reads them. Without a reader (`audience` is None) nothing is hidden."""

    audience: Audience | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._iterable_class = ShownRecords

    def _clone(self) -> Self:
        cloned: Self = super()._clone()  # type: ignore[misc]
        cloned.audience = self.audience
        return cloned

    def published(self) -> Self:
        """Keep what everybody may see, as everybody may see it."""
        return self.shown_to(PUBLIC)

    def shown_to(self, reader: Reader) -> Self:
        """Keep the published records that the reader may see: what pages show unless asked."""
        return self.visible_to(reader).filter(state=State.PUBLISHED)

    def visible_to(self, reader: Reader) -> Self:
        """Keep what the reader may see, in whatever state: the public, their own, their territory.

        What the reader may not see of a record is empty in the instances; queries ask for it with
        `visible()` and `showing()`.
        """
        records = self.read_by(reader)
        return records.filter(records.seen_q())

    def read_by(self, reader: Reader) -> Self:
        """Say who reads these records, which were narrowed to what that reader sees already."""
        audience = Audience.of(reader)
        records: Any = self._chain()  # type: ignore[attr-defined]
        records.audience = audience
        if audience.is_public or audience.everything:
            return records
        return records.annotate(
            **{SEES_ALL: _truth(records.sees_all_q()), SEES_INTERNAL: _truth(records.internal_q())}
        )

    def editable_by(self, user: Any) -> Self:
        """Keep what `user` may still change: their own drafts and what was returned to them.

        Whoever may change a record sees it whole, so that nothing hidden is ever overwritten.
        """
        if not user.is_authenticated or not user.may_register:
            return self.none()
        return self.filter(created_by=user, state__in=EDITABLE)

    def seen_q(self) -> Q:
        """Match the records that the reader may see."""
        audience = self.audience
        if audience is None or audience.everything:
            return Q()
        everybody = Q(state=State.PUBLISHED, visibility=Visibility.PUBLIC)
        if audience.is_public:
            return everybody
        # What is suspended is internal, whatever it was before.
        kept_inside = Q(state=State.PUBLISHED, visibility=Visibility.INTERNAL) | Q(
            state=State.SUSPENDED, visibility__in=(Visibility.PUBLIC, Visibility.INTERNAL)
        )
        internal = kept_inside & self.internal_q()
        reviewed = self.sees_all_q() & (~Q(state=State.DRAFT) | Q(created_by=audience.user))
        return everybody | internal | reviewed

    def sees_all_q(self) -> Q:
        """Match records of which the reader sees what is restricted: own, or theirs to review."""
        audience = self.audience
        if audience is None or audience.everything:
            return Q()
        if audience.is_public:
            return NOBODY
        own = Q(created_by=audience.user)
        return own | self.in_territory_q(audience) if audience.reviews else own

    def internal_q(self) -> Q:
        """Match records of which the reader sees what is internal: those of the territory too."""
        audience = self.audience
        if audience is None or audience.everything or audience.is_public:
            return self.sees_all_q()
        own = self.sees_all_q()
        return own if audience.reviews else own | self.in_territory_q(audience)

    def in_territory_q(self, audience: Audience) -> Q:
        """Match records in the divisions and parks of a territory."""
        raise NotImplementedError

    def seen(self, model: Any) -> Any:
        """Records of another kind that the same reader may see."""
        if self.audience is None:
            return model._default_manager.all()
        return visible_records(model, self.audience)

    def shown(self, model: Any) -> Any:
        """Published records of another kind that the same reader may see."""
        return shown_records(model, self.audience or PUBLIC)

    def shown_q(self, name: str) -> Q:
        """Match records of which the reader sees the field called `name`."""
        if self.audience is None or self.audience.everything:
            return Q()
        if name in linked_fields(self.model):
            target = self.model._meta.get_field(name).remote_field.model
            return Q(**{f"{name}__in": self.seen(target).order_by().values("pk")})
        return self._class_q(name) & self._hidden_q(name)

    def _class_q(self, name: str) -> Q:
        """Match records of which the reader may see fields of that class."""
        of_class = {
            Visibility.PUBLIC: Q,
            Visibility.INTERNAL: self.internal_q,
            Visibility.RESTRICTED: self.sees_all_q,
        }
        return of_class[self.model.FIELD_CLASSES.get(name, Visibility.PUBLIC)]()

    def _hidden_q(self, name: str) -> Q:
        """Match records that do not hide the field from the reader."""
        word = hiding_words(self.model).get(name)
        if word is None:
            return Q()
        shown = ~Q(hidden_fields__contains=[word])
        return shown if self.audience == PUBLIC else shown | self.sees_all_q()

    def shown_through_q(self, path: str, name: str) -> Q | Exists:
        """Match rows whose record at `path` shows the reader its field called `name`."""
        if not self.shown_q(name):
            return Q()
        return Exists(self.seen(self.model).showing(name).filter(pk=OuterRef(path)))

    def showing(self, name: str) -> Self:
        """Keep records of which the reader sees the field called `name`."""
        return self.filter(self.shown_q(name))

    def visible(self, name: str) -> Combinable:
        """The field called `name` where the reader sees it, else what it is when not known."""
        shown = self.shown_q(name)
        if not shown:
            return F(name)
        field = self.model._meta.get_field(name)
        blank = Value(_blank(field), output_field=field)
        return Case(When(shown, then=F(name)), default=blank, output_field=_plain(field))


def visible_records(model: Any, audience: Audience) -> Any:
    """The records of a model that the audience may see, in whatever state."""
    return _visible(model, audience).all()


def shown_records(model: Any, audience: Audience) -> Any:
    """The published records of a model that the audience may see."""
    return _shown(model, audience).all()


# A page asks for them fifty times and more, and to build such a query takes as long as to ask it.
# They are kept unasked, so they hold no records.
@lru_cache(maxsize=256)
def _visible(model: Any, audience: Audience) -> Any:
    return model._default_manager.all().visible_to(audience)


@lru_cache(maxsize=256)
def _shown(model: Any, audience: Audience) -> Any:
    return model._default_manager.all().shown_to(audience)


def _truth(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False))


def _plain(field: Any) -> Any:
    """The type of a column; that of a link is the type of its key."""
    return field.target_field if isinstance(field, ForeignKey) else field


def _blank(field: Any) -> Any:
    """What a field holds when nothing is known."""
    return None if field.null else field.get_default()


@cache
def hiding_words(model: Any) -> dict[str, str]:
    """The word under which each field of a model can be hidden."""
    return {name: word for word, names in model.HIDEABLE.items() for name in names}


@cache
def linked_fields(model: Any) -> tuple[str, ...]:
    """The fields of a model that name another record, which not everybody may see."""
    return tuple(
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and hasattr(field.remote_field.model, "HIDEABLE")
    )


class Hider:
    """Empties the fields of records that their reader may not see."""

    def __init__(self, records: VisibleQuerySet, audience: Audience) -> None:
        self.records = records
        self.model: Any = records.model
        self.is_public = audience.is_public
        self.words = hiding_words(self.model)
        self.classes = self.model.FIELD_CLASSES
        self.unseen: dict[str, set[int]] = {}

    @classmethod
    def of(cls, records: Any) -> Callable[[Any], None] | None:
        """What hides from the reader of `records`; None where nothing is to be hidden."""
        audience = getattr(records, "audience", None)
        if audience is None or audience.everything:
            return None
        return cls(records, audience)

    def __call__(self, record: Any) -> None:
        """Empty what is hidden."""
        for name in linked_fields(self.model):
            self._hide_link(record, name)
        hidden = set(self._hidden(record))
        for name in hidden:
            self._empty(record, name)
        record.kept_back = frozenset(self.words.get(name, name) for name in hidden)

    def _hidden(self, record: Any) -> Iterator[str]:
        if not self.is_public and getattr(record, SEES_ALL):
            return
        sees_internal = not self.is_public and getattr(record, SEES_INTERNAL)
        for name, needed in self.classes.items():
            if needed == Visibility.RESTRICTED or (
                needed == Visibility.INTERNAL and not sees_internal
            ):
                yield name
        for word in record.__dict__.get("hidden_fields", ()):
            yield from self.model.HIDEABLE[word]

    def _empty(self, record: Any, name: str) -> None:
        field = self.model._meta.get_field(name)
        if isinstance(field, ManyToManyField):
            nothing = field.remote_field.model._default_manager.none()
            record.__dict__.setdefault("_prefetched_objects_cache", {})[name] = nothing
        else:
            record.__dict__[field.attname] = _blank(field)

    def _hide_link(self, record: Any, name: str) -> None:
        """Take away the name of a record that the reader may not see."""
        target = record._state.fields_cache.get(name)
        if target is None or target.is_public:
            return
        if name not in self.unseen:
            model = self.model._meta.get_field(name).remote_field.model
            seen: QuerySet = self.records.seen(model).order_by().values("pk")
            self.unseen[name] = set(model.objects.exclude(pk__in=seen).values_list("pk", flat=True))
        if target.pk in self.unseen[name]:
            setattr(record, name, None)
