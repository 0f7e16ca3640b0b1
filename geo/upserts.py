"""Writing rows into models so that doing it twice changes nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from django.contrib.gis.geos import GEOSGeometry
from django.core.exceptions import ValidationError
from django.db import models

from geo.readers import Problem, Row, read_table

M = TypeVar("M", bound=models.Model)
ID = re.compile(r"\b[A-Z]\d{3}\b")


@dataclass
class Load:
    """One run over a folder of files: what was found wrong, and what was written."""

    folder: Path
    # Codes of rows that are part of another row by now, and its code.
    moved: Mapping[str, str] = field(default_factory=dict)
    # Ids by which rows are named inside the files, and the codes by which readers know them.
    codes: Mapping[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    written: Counter[tuple[str, str]] = field(default_factory=Counter)
    _stale: list[models.QuerySet[Any]] = field(default_factory=list)

    def rows(self, name: str, *keys: str) -> Iterable[Row]:
        """The rows of a file; the cells of each of `keys` stand in one row only."""
        return read_table(self.folder / name, self.problems, *keys)

    def upsert(self, row: Row, model: type[M], key: dict[str, Any], **values: Any) -> M | None:
        """Create or update the object of `key`, unless it is the same or a person changed it.

        Returns None when the row breaks a rule; the problem is noted then.
        """
        if row.broken:
            return None
        if key.get("registry_code") in self.moved:
            key = {"registry_code": self.moved[key["registry_code"]]}
        found = model._default_manager.filter(**key).first()
        if found is not None and getattr(found, "changed_by_id", None):
            self.count(model, "kept")
            return found
        result = found or model(**key)
        values = {name: self._named(value) for name, value in values.items()}
        # A new object has no related object yet, hence the default.
        changed = [
            name for name, value in values.items() if not same(getattr(result, name, None), value)
        ]
        for name in changed:
            setattr(result, name, values[name])
        if found is not None and not changed:
            self.count(model, "unchanged")
            return found
        if not self._is_sound(row, result):
            return None
        result.save()
        self.count(model, "updated" if found else "created")
        return result

    def _named(self, value: Any) -> Any:
        """A value; a text that names rows by the ids of the files names them by their codes."""
        if not isinstance(value, str):
            return value
        return ID.sub(lambda found: self.codes.get(found[0], found[0]), value)

    def _is_sound(self, row: Row, result: models.Model) -> bool:
        """Let the model judge the row, and note what it says."""
        try:
            result.full_clean()
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                row.problem(name if name in row.cells else "", "; ".join(messages))
        return not row.broken

    def replace_links(self, owner: models.Model, name: str, wanted: Iterable[models.Model]) -> None:
        """Make a many-to-many relation hold exactly `wanted`."""
        manager = getattr(owner, name)
        keys = {item.pk for item in wanted}
        if set(manager.values_list("pk", flat=True)) != keys:
            manager.set(keys)
            self.count(manager.through, "updated")

    def drop_others(self, queryset: models.QuerySet[Any], kept: Iterable[int]) -> None:
        """Mark the rows of `queryset` that the file no longer has; `finish` deletes them."""
        self._stale.append(queryset.exclude(pk__in=list(kept)))

    def finish(self) -> None:
        """Delete what is marked, from the roof down: what stands on a row goes before it."""
        for stale in reversed(self._stale):
            number = stale.count()
            if number:
                stale.delete()
                self.written[stale.model._meta.label, "deleted"] += number

    def count(self, model: type[models.Model], what: str) -> None:
        """Count what happened to a row of a model."""
        self.written[model._meta.label, what] += 1

    @property
    def changes(self) -> int:
        """How many rows were written or deleted."""
        return sum(
            number
            for (_label, what), number in self.written.items()
            if what in {"created", "updated", "deleted"}
        )


def same(stored: Any, given: Any) -> bool:
    """Whether a stored value equals a given one; geometries are compared vertex by vertex."""
    if isinstance(stored, GEOSGeometry) and isinstance(given, GEOSGeometry):
        return bool(stored.equals_exact(given))
    return bool(stored == given)
