"""The log as a file: whole, and noticed when anything was done to it."""

import csv
import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from projects.models import Project
from records.log.acting import acting
from tests.factories import ProjectFactory, UserFactory

pytestmark = pytest.mark.usefixtures("facts")


@pytest.fixture
def exported(tmp_path):
    """A file of a few changes of today."""
    project = ProjectFactory()
    for text in ("合成一", "合成二", "=合成三\n第二行"):
        with acting(by=UserFactory(), why="合成理由"):
            Project.objects.filter(pk=project.pk).update(note=text)
    return export(tmp_path / "log.csv")


def export(path, **range_):
    call_command("log", "export", output=path, stdout=io.StringIO(), **range_)
    return path


def verify(path):
    said = io.StringIO()
    call_command("log", "verify", str(path), stdout=said)
    return said.getvalue()


def table_of(path):
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def write(path, table):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(table)


def test_a_file_is_verified_with_its_number_of_rows(exported):
    table = table_of(exported)
    assert f"{len(table) - 2} rows" in verify(exported)
    assert [row[-2] for row in table if "合成" in row[-2]][-3:] == [
        "合成一",
        "合成二",
        "'=合成三\n第二行",
    ]


def tampered(table):
    """Whatever could be done to a file: its name, the table, and the row that is named."""
    last = len(table) - 2
    yield "row taken out", table[:last] + table[last + 1 :], last + 1
    yield "rows exchanged", [*table[:last], table[last + 1], table[last]], last + 1
    yield "row doubled", [*table[: last + 1], table[last], *table[last + 1 :]], last + 2
    changed = [*table[last][:-2], "别的", table[last][-1]]
    yield "cell changed", [*table[:last], changed, table[last + 1]], last + 1
    cell_moved = ["", *table[last]]
    yield "cell added", [*table[:last], cell_moved, table[last + 1]], last + 1
    yield "end cut off", table[: last + 1], "cut off"
    yield "head taken off", table[1:], 1
    yield "nothing left", [], "cut off"


def test_whatever_is_done_to_a_file_is_noticed(exported):
    original = table_of(exported)
    write(exported, original)
    verify(exported)
    for name, table, where in tampered(original):
        write(exported, table)
        with pytest.raises(CommandError) as refused:
            verify(exported)
        assert (f"Row {where}:" if isinstance(where, int) else where) in str(refused.value), name


def test_marks_of_another_key_do_not_fit_but_those_of_a_former_key_do(exported, settings):
    former = settings.SECRET_KEY
    settings.SECRET_KEY = "synthetic-and-another"
    with pytest.raises(CommandError):
        verify(exported)
    settings.SECRET_KEY_FALLBACKS = [former]
    assert "as it was exported" in verify(exported)


def test_days_bound_the_file(exported, tmp_path):
    assert len(table_of(export(tmp_path / "past.csv", until=date(2001, 1, 1)))) == 2
    assert len(table_of(export(tmp_path / "all.csv", since=date(2001, 1, 1)))) > 4


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match="nothing"):
        verify(tmp_path / "nothing.csv")
