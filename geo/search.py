"""Models that are found by their names, however these are typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from heapq import nsmallest
from typing import Any, ClassVar, Self

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from geo.hanzi import INITIALS_MARK, folded, names_text, pinyin_key, pinyin_text, words

STORED = ("search_names", "search_pinyin")
ROWS_AT_A_TIME = 500
MOST_COMPARED = 500


class SearchTextField(models.TextField):
    """Text computed from the names of a row whenever the row is stored, as `auto_now` is."""

    compute: Callable[[Iterable[str]], str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "blank": True, "default": "", "editable": False})

    def pre_save(self, model_instance: Any, add: bool) -> str:
        """Compute the text anew."""
        text = self.compute(self.texts(model_instance))
        setattr(model_instance, self.attname, text)
        return text

    def texts(self, instance: Any) -> Iterable[str]:
        """The names that it is computed from."""
        return instance.searched_names()


class NamesField(SearchTextField):
    """The names by which a row is found."""

    compute = staticmethod(names_text)


class PinyinField(SearchTextField):
    """The pinyin and the initials of those names."""

    compute = staticmethod(pinyin_text)


def stored_in(model: Any) -> list[str]:
    """The columns of a model that are computed from its names."""
    fields = model._meta.concrete_fields
    return [field.name for field in fields if isinstance(field, SearchTextField)]


def is_found(text: str, names: str, pinyin: str) -> bool:
    """Whether every word of a text is found in what a row stores, as `search` finds it."""
    keys = [(word, pinyin_key(word)) for word in words(text)]
    return all(word in names or bool(key and f" {key}" in pinyin) for word, key in keys)


def fit(text: str, names: str, pinyin: str) -> tuple[int, int]:
    """How well a folded text fits what a row stores: the way, and the length of the name.

    Less is better: the whole of a name, its beginning, that in pinyin or in initials, then any
    part. Short names come first.
    """
    key = pinyin_key(text.replace(" ", ""))
    ways = (
        f"\n{text}\n" in names,
        f"\n{text}" in names,
        bool(key) and f"\n {key}" in pinyin,
        bool(key) and f"\n{INITIALS_MARK} {key}" in pinyin,
        text in names,
        True,
    )
    return ways.index(True), names.find("\n", 1)


class SearchQuerySet(models.QuerySet):
    """Rows that are found by their names."""

    model: Any

    def search(self, text: str) -> Self:
        """Keep rows in which every word of `text` is found."""
        found = self
        for word in words(text):
            found = found.filter(self.search_q(word))
        return found

    def search_q(self, word: str) -> Q:
        """Match rows that a folded word finds: by their names, and by what else a room adds."""
        return self.named_q(word)

    def named_q(self, word: str) -> Q:
        """Match rows with a folded word in a name, or in pinyin at the start of a syllable."""
        key = pinyin_key(word)
        by_pinyin = Q(search_pinyin__contains=f" {key}") if key else Q()
        return Q(search_names__contains=word) | by_pinyin

    def best(self, text: str, number: int) -> list[Any]:
        """The `number` rows whose names fit `text` best, best first."""
        asked, named = folded(text), self.order_by()
        for word in words(text):
            named = named.filter(self.named_q(word))
        # What still more rows have in common tells none of them apart.
        some = named.values_list("pk", *STORED)[:MOST_COMPARED] if asked else []
        best = nsmallest(number, some, key=lambda row: (*fit(asked, row[1], row[2]), row[0]))
        rows = self.in_bulk([key for key, _names, _pinyin in best]) if best else {}
        return [rows[key] for key, _names, _pinyin in best]

    def update(self, **values: Any) -> int:
        """Update rows; where a name changes, what is found by it changes too."""
        if not {*self.model.SEARCHED, *self.model.SEARCH_DEPENDS_ON} & {*values}:
            return super().update(**values)
        with transaction.atomic():
            keys = list(self.values_list("pk", flat=True))
            number = super().update(**values)
            self.model.objects.filter(pk__in=keys).refresh_search()
        return number

    update.alters_data = True  # type: ignore[attr-defined]

    def refresh_search(self) -> int:
        """Store what rows are found by where it is not so already; gives the number of rows."""
        changed = list(self._outdated())
        self.bulk_update(changed, stored_in(self.model), batch_size=ROWS_AT_A_TIME)
        return len(changed)

    refresh_search.alters_data = True  # type: ignore[attr-defined]

    def _outdated(self) -> Iterator[Any]:
        stored = stored_in(self.model)
        fields = [self.model._meta.get_field(name) for name in stored]
        rows = self.order_by().only(
            "pk", *self.model.SEARCHED, *self.model.SEARCH_DEPENDS_ON, *stored
        )
        for row in rows.iterator(chunk_size=ROWS_AT_A_TIME):
            before = [getattr(row, name) for name in stored]
            if before != [field.pre_save(row, False) for field in fields]:
                yield row


class Searchable(models.Model):
    """A model with names by which its rows are found."""

    # The fields that hold those names.
    SEARCHED: ClassVar[tuple[str, ...]] = ("name_zh", "name_en")
    # The fields that decide which of them are.
    SEARCH_DEPENDS_ON: ClassVar[tuple[str, ...]] = ()

    search_names = NamesField(_("what is found by name"))
    search_pinyin = PinyinField(_("what is found by pinyin"))

    objects: ClassVar[Any] = SearchQuerySet.as_manager()

    class Meta:
        abstract = True

    def searched_fields(self) -> tuple[str, ...]:
        """The fields of this row by which it is found."""
        return self.SEARCHED

    def searched_names(self) -> list[str]:
        """Every name by which the row is found."""
        return self._names_in(self.searched_fields())

    def written_names(self) -> list[str]:
        """Every name as it stands in a field."""
        return self._names_in(self.SEARCHED)

    def _names_in(self, fields: tuple[str, ...]) -> list[str]:
        values = (getattr(self, name) for name in fields)
        return [
            name for value in values for name in (value if isinstance(value, list) else [value])
        ]


def refresh_all() -> int:
    """Bring what is found by up to date everywhere; gives the number of rows that were not."""
    searchable = [model for model in apps.get_models() if issubclass(model, Searchable)]
    return sum(model.objects.refresh_search() for model in searchable)
