"""What can be wrong with a file, a row or a cell: the rule that is broken, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Name -> (what is wrong, what to do). A problem stores the name, so each reader sees own words.
RULES: dict[str, tuple[Promise | str, Promise | str]] = {
    "required": (_("must not be empty"), _("Fill it in.")),
    "control": (
        _("has a character that cannot be shown"),
        _("Type the text anew instead of copying it."),
    ),
    "too_long": (_("has more than %(limit)s characters"), _("Shorten it.")),
    "code_cut": (
        _("is a number, and Excel keeps only 15 digits of a number"),
        _("Format the column as text and type the code again from the document."),
    ),
    "code_whole": (_("is no code"), _("Type the code as text, as it stands in the document.")),
    "error_cell": (_("is an error of a formula"), _("Replace the formula by its value.")),
    "not_in_list": (
        _("is not in the list"),
        _("Choose one of: %(values)s"),
    ),
    "unknown_name": (_("names nothing that is registered"), _("Did you mean %(values)s?")),
    "unknown": (
        _("names nothing that is registered"),
        _("Take a name or code from the sheet “%(sheet)s” of the template."),
    ),
    "several": (
        _("is the name of several"),
        _("Write the code, or the name with what it is part of: %(values)s"),
    ),
    "no_number": (_("is no number"), _("Write one number, such as 1200 or 1.5.")),
    "grouping": (
        _("has commas that do not part thousands"),
        _("Write 1200 or 1,200, with a point before decimals."),
    ),
    "half_range": (
        _("is a range whose first number leaves its power of ten open"),
        _("Write it at both numbers, such as %(example)s."),
    ),
    "order": (_("is a range that falls"), _("Write the smaller number first.")),
    "scientific": (
        _("is in powers of ten, which Excel writes when it has cut digits"),
        _("Format the cell as a number or as text and type it again."),
    ),
    "no_single_number": (
        _("is no single number"),
        _("Give one number here and write the rest into the note."),
    ),
    "no_unit": (
        _("has no unit, and neither has the header"),
        _("Write the unit in the header, such as %(unit)s, or in the cell."),
    ),
    "wrong_unit": (_("is in a unit that does not belong here"), _("Use one of: %(values)s")),
    "range": (_("is not from %(low)s to %(high)s"), _("Check the number.")),
    "whole": (_("is no whole number"), _("Write a number without decimals.")),
    "decimals": (_("has more decimals than can be kept"), _("Round it.")),
    "no_date": (_("is no date"), _("Write it as 2024-05-31.")),
    "model": (_("breaks a rule: %(message)s"), _("Change the value.")),
    "row": ("%(message)s", _("Change the value.")),
    "constraint": (
        _("does not agree with the other cells of the row (%(name)s)"),
        _("Compare the cells of this row."),
    ),
    "point_half": (
        _("longitude and latitude must both be there, or neither"),
        _("Fill in the other one, or empty both."),
    ),
    "point_without_precision": (
        _("a point has to say how precise it is"),
        _("Choose how precise the point is."),
    ),
    "precision_without_point": (
        _("says how precise a point is that is not there"),
        _("Fill in longitude and latitude, or empty this cell."),
    ),
    "point": ("%(message)s", _("Correct the point or the division.")),
    "no_place": ("%(message)s", _("Correct the coordinates, or choose another datum.")),
    "two_places": (
        _("text and numbers mean two places"),
        _("Empty the one that is wrong."),
    ),
    "unseen": (
        _("is not public in this record, and you do not see it"),
        _("Empty the cell, and ask the reviewer of the place to change it."),
    ),
    "no_new": (
        _("is empty, and this table only changes records that are there"),
        _("Fill in the code from an export; an administrator enters new records."),
    ),
    "territory": (
        _("is outside your territory"),
        _("Ask the clerk of that place to enter it, or correct the place."),
    ),
    "same_row": (
        _("stands in row %(first)s already"),
        _("Keep one of the two rows."),
    ),
    "taken": (
        _("belongs to %(code)s already"),
        _("Put that registry code into this row to change the record."),
    ),
    "taken_elsewhere": (
        _("belongs to a record of another office"),
        _("Ask the reviewer of the place."),
    ),
    "pending": (
        _("you have proposed another change of this record, which waits for a decision"),
        _("Change that proposal, or withdraw it first."),
    ),
    "no_record": (
        _("is the code of no record that you may see"),
        _("Correct the code, or empty it to enter a new record."),
    ),
    "not_yours": (
        _("the record is “%(state)s”, so an import cannot change it"),
        _("Restore the row as it was exported, or change the record on its page."),
    ),
    "no_version": (
        _("is missing, so nobody can tell what this was changed from"),
        _("Export the records anew and change that file."),
    ),
    "changed": (
        _("the record was changed after this file was exported"),
        _("Export it again and repeat your change there."),
    ),
    "missing_column": (
        _("the file has no column for this, which every record needs"),
        _("Add a column with this header."),
    ),
    "header_twice": (
        _("two columns are read as the same"),
        _("Delete or rename one of them."),
    ),
}

# Problems that are kept one by one; of the others only the number is.
MOST_KEPT = 100_000


class Refused(ValueError):
    """A cell breaks a rule."""

    def __init__(self, rule: str, **values: Any) -> None:
        super().__init__(rule)
        self.rule = rule
        self.values = {name: str(value) for name, value in values.items()}


@dataclass(frozen=True)
class Problem:
    """A cell that breaks a rule; row 1 is that of the headers when nothing stands above it."""

    row: int
    column: str
    value: str
    rule: str
    values: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """What is wrong, in the reader's language."""
        return str(RULES[self.rule][0]) % self.values

    @property
    def fix(self) -> str:
        """What to do, in the reader's language."""
        return str(RULES[self.rule][1]) % self.values

    def stored(self) -> list[Any]:
        """What the database keeps."""
        return [self.row, self.column, self.value[:200], self.rule, self.values]
