"""The column by which duplicates are looked up."""

from __future__ import annotations

from typing import Any

from geo.search import SearchTextField
from records.duplicates.names import normal_name


class MatchNamesField(SearchTextField):
    """The names of a row as they are compared, each on a line with a line break on either side."""

    @staticmethod
    def compute(names: Any) -> str:
        """Normalise the names and put them on lines."""
        lines = dict.fromkeys(normal_name(name) for name in names if name)
        return "".join(f"\n{line}" for line in lines) + "\n" if lines else ""

    def texts(self, instance: Any) -> Any:
        """The names as they are written; their short forms come out the same."""
        return instance.written_names()
