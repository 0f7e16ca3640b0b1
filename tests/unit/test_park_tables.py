"""Tables of parks: they change what is there, by proposals, and add nothing."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from parks.models import Park
from projects.models import Project
from records.enums import ProposalState
from records.imports import columns, workbooks
from records.imports.rules import RULES
from records.log.undo import undo
from records.models import Proposal
from tests.factories import ParkFactory, ProjectFactory, UserFactory
from tests.importing import BINXIAN, check, csv_of, faults, good, imported


@pytest.fixture
def clerk(facts):
    return UserFactory(contributor=True, territory=[BINXIAN])


@pytest.fixture(autouse=True)
def _chinese():
    with translation.override("zh-hans"):
        yield


def exported(parks, **cells):
    """The workbook of a list as CSV, with cells of its first record changed."""
    sheet = columns.get("parks")
    rows = list(workbooks.exported_rows(sheet, parks))
    keys = [column.key for column in columns.columns_of(sheet)]
    for key, value in cells.items():
        rows[1][keys.index(key)] = value
    return b"".join(workbooks.csv_file(rows))


def own(**values):
    park = ParkFactory(division_id=BINXIAN, **values)
    return park, Park.objects.published().filter(pk=park.pk)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_real_parks_come_back_unchanged(clerk, language):
    with translation.override(language):
        rows = list(workbooks.exported_rows(columns.get("parks"), Park.objects.published()))
        files = [
            workbooks.xlsx(columns.get("parks"), rows),
            b"".join(workbooks.csv_file(rows)),
            workbooks.geopackage(columns.get("parks"), rows),
        ]
    assert len(rows) > 70
    for content in files:
        checked = check(content, clerk, sheet="parks")
        assert (faults(checked), checked.changed) == ([], [])
        assert checked.counts["unchanged"] == len(rows) - 1


def test_edited_cells_become_a_proposal_of_exactly_these_fields(clerk):
    park, parks = own()
    content = exported(parks, planned_area_ha="15000亩", management_body="合成管委会")
    (change,) = check(content, clerk, sheet="parks").changed
    assert set(change.shown) == {"planned_area_ha", "management_body"}
    job = imported(content, clerk, sheet="parks")
    proposal = Proposal.objects.get(registry_code=park.registry_code)
    assert proposal.values == {"planned_area_ha": "1000", "management_body": "合成管委会"}
    park.refresh_from_db()
    assert (park.planned_area_ha, park.management_body) == (None, "")
    undo(act=job.act, by=clerk, reason="合成：错了")
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.WITHDRAWN


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"level": "unknown"}, "level_basis"),
        ({"planned_area_ha": "100", "built_area_ha": "200"}, "built_area_ha"),
        ({"approval_year": 1949}, "approval_year"),
        ({"management_code": "91230100MA1B2C3D4X"}, "management_code"),
        ({"website": "合成"}, "website"),
        ({"name_zh": ""}, "name_zh"),
        ({"division": "肇东市"}, "division"),
    ],
)
def test_what_the_form_refuses_the_table_refuses(clerk, cells, column):
    _park, parks = own()
    found = faults(check(exported(parks, **cells), clerk, sheet="parks"))
    assert [one[:2] for one in found] == [(2, column)]


def test_a_new_park_is_refused_with_what_to_do(clerk):
    _park, parks = own()
    content = exported(parks, registry_code="", name_zh="合成新园区")
    assert faults(check(content, clerk, sheet="parks")) == [(2, "registry_code", "no_new")]
    assert "管理员" in str(RULES["no_new"][1])


def test_parks_of_other_places_and_old_exports_are_refused(clerk):
    elsewhere = ParkFactory(division_id="231282")
    content = exported(Park.objects.filter(pk=elsewhere.pk), management_body="合成管委会")
    assert faults(check(content, clerk, sheet="parks")) == [(2, "management_body", "not_yours")]
    park, parks = own()
    content = exported(parks, management_body="合成管委会")
    park.save()
    assert faults(check(content, clerk, sheet="parks")) == [(2, "version", "changed")]


def test_a_committee_changes_its_own_park(facts):
    park, parks = own()
    committee = UserFactory(contributor=True, territory=[])
    committee.territory_parks.create(registry_code=park.registry_code)
    content = exported(parks, management_body="合成管委会")
    assert faults(check(content, committee, sheet="parks")) == []


def test_a_table_of_another_kind_says_what_to_choose(clerk):
    with pytest.raises(ValidationError, match="“项目”"):
        check(csv_of(good(1)), clerk, sheet="parks")
    _park, parks = own()
    with pytest.raises(ValidationError, match="“园区”"):
        check(exported(parks), clerk)


def test_what_an_export_hides_is_not_emptied_by_it(clerk):
    _park, parks = own(management_contact="合成电话")
    content = exported(parks)
    assert "合成电话" not in content.decode()
    checked = check(content, UserFactory(administrator=True), sheet="parks")
    assert (faults(checked), checked.counts["unchanged"]) == ([], 1)


def test_what_a_record_hides_is_neither_emptied_nor_filled_by_those_who_do_not_see_it(clerk):
    project = ProjectFactory(
        division_id=BINXIAN, capacity="合成产能", hidden_fields=["capacity", "point"]
    )
    with_gap = exported_project(project)
    assert "合成产能" not in with_gap.decode()
    administrator = UserFactory(administrator=True)
    for reader in (administrator, clerk):
        checked = check(with_gap, reader)
        assert (faults(checked), checked.counts["unchanged"]) == ([], 1)
    stranger = UserFactory(contributor=True, territory=["231282"])
    filled = exported_project(project, capacity="合成产能二")
    assert (2, "capacity", "unseen") in faults(check(filled, stranger))


def exported_project(project, **cells):
    sheet = columns.get("projects")
    rows = list(workbooks.exported_rows(sheet, Project.objects.published().filter(pk=project.pk)))
    keys = [column.key for column in columns.columns_of(sheet)]
    for key, value in cells.items():
        rows[1][keys.index(key)] = value
    return b"".join(workbooks.csv_file(rows))
