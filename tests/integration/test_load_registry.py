"""Loading the fixtures: all or nothing, the same when done twice, and people's changes stay."""

import csv
import io
import re
import shutil
from decimal import Decimal

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation

from geo.models import Division
from parks.models import Base, Park
from projects.models import Enterprise, Project
from records.actions import keep_counter_above
from records.models import CodeCounter, FixtureLoad
from tests.factories import UserFactory
from tests.oracle import read, several
from tests.tables import contents

pytestmark = pytest.mark.usefixtures("facts")


def load(folder=settings.FIXTURES_FOLDER, **options):
    said = io.StringIO()
    with translation.override("en"):
        call_command("load_registry", folder=folder, stdout=said, **options)
    return said.getvalue()


@pytest.fixture
def folder(tmp_path):
    """A copy of the fixtures, to be broken."""
    return shutil.copytree(settings.FIXTURES_FOLDER, tmp_path / "fixtures")


class Table:
    """A file of the fixtures as a grid of cells; row numbers count as a spreadsheet does."""

    def __init__(self, folder, name):
        self.path = folder / name
        with self.path.open(encoding="utf-8", newline="") as handle:
            self.head, *self.rows = csv.reader(handle)

    def cell(self, number, column, value):
        """Replace a cell."""
        self.rows[number - 2][self.head.index(column)] = value

    def column(self, name):
        """All cells of a column."""
        return [row[self.head.index(name)] for row in self.rows]

    def save(self):
        """Write the file back."""
        with self.path.open("w", encoding="utf-8", newline="") as handle:
            csv.writer(handle).writerows([self.head, *self.rows])


def test_a_second_load_writes_nothing(folder):
    (folder / "README.md").write_text("Synthetic: another file, the same facts.")
    before = contents()
    assert "0 changes." in load(folder, if_changed=True)
    assert contents() == before
    assert FixtureLoad.objects.count() == 2


def test_files_that_were_loaded_are_not_read_again():
    assert "loaded already" in load(if_changed=True)


def test_what_a_person_changed_stays_and_the_rest_is_put_right():
    person = UserFactory()
    theirs = Park.objects.get(registry_code="PK-0001")
    Park.objects.filter(pk=theirs.pk).update(name_zh="人工修改", changed_by=person)
    theirs.industries.all().delete()
    theirs.chain_places.all().delete()
    project = Project.objects.exclude(park=None).exclude(enterprises=None).first()
    Project.objects.filter(pk=project.pk).update(changed_by=person, park=None)
    project.enterprises.clear()
    project.plan_places.all().delete()
    Park.objects.filter(registry_code="PK-0002").update(name_zh="写错了")

    said = load()

    theirs.refresh_from_db()
    project.refresh_from_db()
    assert theirs.name_zh == "人工修改"
    assert not theirs.industries.exists()
    assert not project.enterprises.exists()
    assert not project.plan_places.exists()
    assert project.park is None
    assert Park.objects.get(registry_code="PK-0002").name_zh == "哈尔滨利民经济技术开发区"
    assert "parks.Park: 1 kept" in said
    assert "projects.Project: 1 kept" in said
    assert "1 changes." in said


def test_a_code_of_the_files_is_never_given_out_again():
    """The loader hands over every code; see what the counters make of them."""
    CodeCounter.objects.all().delete()
    keep_counter_above(codes=["PK-0082", "PK-0003", "BS-0029"])
    keep_counter_above(codes=["PK-0005"])
    last = {counter.prefix: counter.last_number for counter in CodeCounter.objects.all()}
    assert last == {"PK": 82, "BS": 29}


@pytest.mark.parametrize(("prefix", "number"), [("PK", 82), ("BS", 29), ("PJ", 47), ("EN", 55)])
def test_the_counters_stand_above_the_files(prefix, number):
    assert CodeCounter.objects.get(prefix=prefix).last_number >= number


# Broken rows --------------------------------------------------------------------------------------

# File, row, column, the bad value, and words of the rule that it breaks.
BROKEN_CELLS = [
    ("places.csv", 5, "parent_code", "239999", "nothing that is known"),
    ("places.csv", 6, "outside_polygon", "maybe", "yes, no or empty"),
    ("belts.csv", 3, "definition", "", "must not be empty"),
    ("belt_members.csv", 4, "division_code", "230199", "nothing that is known"),
    ("belt_records.csv", 3, "record_id", "K999", "nothing that is known"),
    ("sectors.csv", 4, "colour", "red", "sector_colours_are_hex"),
    ("plan_items.csv", 7, "kind", "idea", "must be one of"),
    ("chains.csv", 3, "sector", "astrology", "nothing that is known"),
    ("chain_links.csv", 3, "position", "second", "whole number"),
    ("chain_links.csv", 9, "order_basis", "", "must be one of"),
    ("parks.csv", 2, "level", "galactic", "must be one of"),
    ("parks.csv", 3, "county_code", "230999", "nothing that is known"),
    ("parks.csv", 4, "planned_area_ha", "2，439", "must be a number"),
    ("parks.csv", 5, "approved_area_ha", "-5", "park_approved_area_positive"),
    ("parks.csv", 6, "name_zh", "", "must not be empty"),
    ("parks.csv", 7, "lat", "", "both be there"),
    ("parks.csv", 8, "approval_year", "19九三", "whole number"),
    ("parks.csv", 9, "approval_year", "193", "park_approval_year_plausible"),
    ("parks.csv", 10, "approved_area_ha", "NaN", "must be a number"),
    ("bases.csv", 2, "place_codes", "231085;999999", "nothing that is known"),
    ("bases.csv", 5, "host_park_ids", "K998", "nothing that is known"),
    ("park_sectors.csv", 3, "key_industry", "magic", "nothing that is known"),
    ("designations.csv", 3, "designation", "best", "must be one of"),
    ("enterprises.csv", 2, "in_plan", "perhaps", "yes, no or empty"),
    ("projects.csv", 2, "investment_100m_yuan", "about 26", "must be a number"),
    ("projects.csv", 3, "stage", "dreamt", "must be one of"),
    ("projects.csv", 4, "source", "", "must not be empty"),
    ("projects.csv", 5, "confidence", "certain", "must be one of"),
    ("project_links.csv", 3, "link", "gold", "nothing that is known"),
]


def break_cells(folder):
    """Write every broken cell into its file."""
    opened = {name: Table(folder, name) for name, *_rest in BROKEN_CELLS}
    for name, row, column, value, _rule in BROKEN_CELLS:
        opened[name].cell(row, column, value)
    for table in opened.values():
        table.save()


def problems_of(folder):
    """What a load complains of; nothing may be written by it."""
    before = contents()
    with pytest.raises(CommandError) as refused:
        load(folder)
    assert contents() == before
    *problems, last = str(refused.value).splitlines()
    assert last == f"{len(problems)} problems; nothing was loaded."
    return problems


def test_every_broken_cell_is_named_at_once_and_nothing_is_loaded(folder):
    break_cells(folder)
    problems = problems_of(folder)
    missing = [broken for broken in BROKEN_CELLS if not any(is_about(broken, p) for p in problems)]
    assert not missing, problems
    # What hangs on a broken row is not blamed again.
    assert len(problems) == len(BROKEN_CELLS), problems


def is_about(broken, problem):
    name, row, column, value, rule = broken
    # A constraint of the database names itself and not a column.
    in_column = "" if "_" in rule else f"column {column}, value “{value}”"
    # Half a point is reported at the longitude, which stands first.
    in_column = "column lon" if "both" in rule else in_column
    return problem.startswith(f"{name}, row {row}, ") and in_column in problem and rule in problem


DUPLICATES = {
    "places.csv": ["code"],
    "belts.csv": ["slug"],
    "belt_members.csv": ["belt", "division_code"],
    "belt_records.csv": ["belt", "record_id"],
    "sectors.csv": ["slug"],
    "key_industries.csv": ["slug"],
    "emerging_industries.csv": ["slug"],
    "plan_items.csv": ["id"],
    "chains.csv": ["slug"],
    "chain_links.csv": ["chain", "slug"],
    "parks.csv": ["registry_code"],
    "bases.csv": ["id"],
    "designations.csv": ["id"],
    "park_sectors.csv": ["park_id", "rank"],
    "park_chains.csv": ["park_id", "chain", "link"],
    "enterprises.csv": ["registry_code"],
    "projects.csv": ["registry_code"],
    "project_links.csv": ["project_id", "park_id", "chain", "link", "plan_item_id"],
}


def test_rows_that_stand_twice_are_named(folder):
    for name, columns in DUPLICATES.items():
        table = Table(folder, name)
        for column in columns:
            table.cell(3, column, table.column(column)[0])
        table.save()
    problems = problems_of(folder)
    for name, columns in DUPLICATES.items():
        start = f"{name}, row 3, column {columns[-1]}, "
        assert any(p.startswith(start) and "row 2 already" in p for p in problems), name


FAR_POINTS = {2: ("116.4", "39.9"), 3: ("45.75", "126.65"), 4: ("0", "0"), 5: ("-126.6", "45.7")}


def test_far_points_wrong_lengths_and_missing_columns_are_named(folder):
    parks, links = Table(folder, "parks.csv"), Table(folder, "chain_links.csv")
    for number, (lon, lat) in FAR_POINTS.items():
        parks.cell(number, "lon", lon)
        parks.cell(number, "lat", lat)
    parks.save()
    links.rows[5].append("one too many")
    links.rows[8].pop()
    links.save()
    terms = Table(folder, "emerging_industries.csv")
    terms.head[terms.head.index("plan_section")] = "section"
    terms.save()

    problems = problems_of(folder)

    for number, (lon, _lat) in FAR_POINTS.items():
        start = f"parks.csv, row {number}, column lon, value “{lon}”"
        assert any(p.startswith(start) and "outside the province" in p for p in problems)
    for number in (7, 10):
        start = f"chain_links.csv, row {number}, "
        assert any(p.startswith(start) and "number of cells" in p for p in problems)
    start = "emerging_industries.csv, row 2, column plan_section"
    assert any(p.startswith(start) and "no such column" in p for p in problems)


def test_what_the_files_no_longer_say_goes(folder):
    """Ties between records are the files' own; a record itself is never dropped."""
    for name in ("park_sectors.csv", "park_chains.csv", "belt_members.csv", "belt_records.csv"):
        table = Table(folder, name)
        table.rows.pop()
        table.save()
    links, project_links = Table(folder, "chain_links.csv"), Table(folder, "project_links.csv")
    links.rows = [row for row in links.rows if row[links.head.index("slug")] != "copper-ore"]
    at_link = project_links.head.index("link")
    project_links.rows = [row for row in project_links.rows if row[at_link] != "copper-ore"]
    links.save()
    project_links.save()
    said = load(folder)
    assert "parks.ChainLink: 1 deleted" in said
    assert "projects.ProjectChain: 1 deleted" in said
    for label in ("parks.ParkSector", "parks.ParkChain", "geo.BeltMember", "records.BeltRecord"):
        assert f"{label}: 1 deleted" in said
    assert Park.objects.count() == 82


# Cells arrive where they belong -------------------------------------------------------------------


def number(cell):
    return Decimal(cell) if cell else None


def named(facts, text):
    """A cell that names other rows by their codes instead of their ids."""
    for row in (*facts.parks, *facts.projects):
        text = re.sub(rf"\b{row['id']}\b", row["registry_code"], text)
    return text


def test_cells_of_parks_arrive(facts):
    stored = {park.registry_code: park for park in Park.objects.select_related("parent")}
    assert stored.keys() == {row["registry_code"] for row in facts.parks}
    for row in facts.parks:
        park = stored[row["registry_code"]]
        parent = facts.park(row["parent_id"])
        assert [park.name_zh, park.name_en, park.source, park.note, park.confidence] == [
            named(facts, row[name])
            for name in ("name_zh", "name_en", "source", "note", "confidence")
        ]
        assert [park.level, park.level_basis, park.level_confidence, park.kind, park.record] == [
            row[name] for name in ("level", "level_basis", "level_confidence", "kind", "record")
        ]
        assert [park.approved_area_ha, park.planned_area_ha, park.approval_year] == [
            number(row[name]) for name in ("approved_area_ha", "planned_area_ha", "approval_year")
        ]
        assert [park.catalogue_code, park.listed_in, park.location_source] == [
            row[name] for name in ("official_code", "listed_in", "location_source")
        ]
        assert (park.parent and park.parent.registry_code) == (parent and parent["registry_code"])
        assert park.state == "published"
        assert park.changed_by_id is None


def test_cells_of_projects_arrive(facts):
    stored = {project.registry_code: project for project in Project.objects.all()}
    names = {row["id"]: row["name_zh"] for row in facts.enterprises}
    for row in facts.projects:
        project = stored[row["registry_code"]]
        assert [project.name_zh, project.capacity, project.reserves, project.stage_note] == [
            named(facts, row[name]) for name in ("name_zh", "capacity", "reserves", "stage_note")
        ]
        assert [project.enterprise_text, project.status_text, project.years] == [
            row[name] for name in ("enterprise", "status", "years")
        ]
        sum_yi = number(row["investment_100m_yuan"])
        assert project.investment_yuan == (None if sum_yi is None else sum_yi * 100_000_000)
        assert project.investment_scope == row["investment_scope"]
        assert project.stage_year == number(row["stage_as_of"])
        assert {one.name_zh for one in project.enterprises.all()} == {
            names[identity] for identity in several(row["enterprise_id"])
        }


def test_cells_of_bases_enterprises_and_divisions_arrive(facts):
    for row in facts.bases:
        base = Base.objects.get(registry_code=row["registry_code"])
        assert [base.name_zh, base.kind, base.place_basis, base.plan_item_id or ""] == [
            row[name] for name in ("name_zh", "kind", "place_basis", "plan_item_id")
        ]
        assert {place.pk for place in base.divisions.all()} == set(several(row["place_codes"]))
    for row in facts.enterprises:
        enterprise = Enterprise.objects.get(registry_code=row["registry_code"])
        assert [enterprise.name_zh, enterprise.division_id or ""] == [
            row["name_zh"],
            row["place_code"],
        ]
        assert enterprise.aliases == several(row["aliases"])
    for row in read("places.csv"):
        division = Division.objects.get(code=row["code"])
        assert [division.name_zh, division.level, division.parent_id or "", division.code_2012] == [
            row[name] for name in ("name_zh", "level", "parent_code", "code_2012")
        ]
        seat = division.seat and tuple(map(str, division.seat.coords))
        assert bool(seat) == bool(row["lon"])


def test_boundaries_belong_to_their_codes():
    """Every seat lies inside its own outline, but for those that the files name."""
    for division in Division.objects.exclude(boundary=None).exclude(seat=None):
        inside = division.boundary.contains(division.seat)
        assert inside != division.seat_outside_boundary, division.code


def test_texts_name_records_by_their_codes():
    """The ids of the files mean nothing to a reader; the code of an aircraft is none of them."""
    assert "PJ-0003" in Project.objects.get(registry_code="PJ-0001").stage_note
    assert "A320/A350" in Project.objects.get(name_zh__contains="A320").name_zh
    ids = {row["id"] for name in ("projects", "parks") for row in read(f"{name}.csv")}
    for model in (Park, Base, Project, Enterprise):
        for record in model.objects.all():
            words = set(re.findall(r"\w+", f"{record.note} {getattr(record, 'stage_note', '')}"))
            assert not words & ids, record.registry_code
