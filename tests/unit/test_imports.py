"""Importing tables: what is read, what is refused and why, and that nothing comes in half."""

import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from projects.models import Project
from records.enums import ImportState, LocationPrecision, State
from records.imports import actions, columns, reports, workbooks
from records.imports.readers import guarded, unguarded
from records.log.undo import undo
from records.models import Act, ImportJob, Proposal, StateChange
from tests.factories import ProjectFactory, UserFactory
from tests.importing import (
    BINXIAN,
    HEADERS,
    NOTHING,
    check,
    csv_of,
    faults,
    good,
    imported,
    xlsx_of,
)


@pytest.fixture
def clerk(facts):
    return UserFactory(contributor=True, territory=[BINXIAN])


@pytest.fixture(autouse=True)
def _chinese():
    with translation.override("zh-hans"):
        yield


@given(st.text(alphabet="'=+-@\t\ra1", max_size=6))
def test_no_exported_text_is_a_formula_and_each_comes_back(text):
    assert guarded(text)[:1] not in {*"=+-@\t\r"} or not text
    assert unguarded(guarded(text)) == text


def test_a_sound_file_becomes_drafts_of_its_sender(clerk):
    before = Project.objects.count()
    job = imported(csv_of(good(1), good(2)), clerk)
    assert job.state == ImportState.APPLIED
    made = Project.objects.filter(created_by=clerk)
    assert (made.count(), Project.objects.count()) == (2, before + 2)
    one = made.get(name_zh__contains="公司1号")
    assert (one.state, one.investment_yuan, one.division_id) == (State.DRAFT, 12_000_000, BINXIAN)
    assert one.search_names
    assert job.act.kind == "import"
    assert job.act == Act.objects.get(pk=job.act_id)


def test_rows_can_be_handed_in_at_once(clerk):
    imported(csv_of(good(1)), clerk, submit=True)
    record = Project.objects.get(created_by=clerk)
    assert record.state == State.SUBMITTED
    assert StateChange.objects.get(registry_code=record.registry_code).to_state == State.SUBMITTED


def test_the_same_file_twice_adds_nothing(clerk):
    content = csv_of(good(1), good(2))
    imported(content, clerk)
    again = check(content, clerk)
    assert (again.counts["new"], again.counts["already"], faults(again)) == (0, 2, [])
    imported(content, clerk)
    assert Project.objects.filter(created_by=clerk).count() == 2


def test_one_bad_row_keeps_all_out_unless_only_good_ones_are_wanted(clerk):
    content = csv_of(good(1), good(2, 县区="哈尔滨星区"))
    assert imported(content, clerk).state == ImportState.CHECKED
    assert not Project.objects.filter(created_by=clerk).exists()
    assert imported(content, clerk, good_rows_only=True).state == ImportState.APPLIED
    assert Project.objects.filter(created_by=clerk).count() == 1


@pytest.mark.parametrize(
    ("column", "value", "key", "rule"),
    [
        ("项目名称", None, "name_zh", "required"),
        ("项目名称", "合", "name_zh", "model"),
        ("项目名称", "合" * 201, "name_zh", "too_long"),
        ("项目名称", "合成\x07项目", "name_zh", "control"),
        ("所属产业", "食品工叶", "sector", "unknown_name"),
        ("所属产业", "zzzz", "sector", "unknown"),
        ("县区", "向阳区", "division", "several"),
        ("县区", "肇东市", "division", "territory"),
        ("阶段", "随便", "stage", "not_in_list"),
        ("总投资（万元）", "三千", "investment_yuan", "no_number"),
        ("总投资（万元）", "12,5", "investment_yuan", "grouping"),
        ("总投资（万元）", "10万至30万", "investment_yuan", "no_single_number"),
        ("总投资（万元）", "50亩", "investment_yuan", "wrong_unit"),
        ("总投资（万元）", "4.687E+11", "investment_yuan", "scientific"),
        ("总投资（万元）", "0", "investment_yuan", "range"),
        ("总投资（万元）", "#REF!", "investment_yuan", "error_cell"),
        ("阶段年份", "1850", "stage_year", "range"),
        ("阶段年份", "2024.5", "stage_year", "whole"),
        ("经度", "127.48", "lat", "point_half"),
    ],
)
def test_each_fault_is_named_where_it_stands_and_nothing_else(clerk, column, value, key, rule):
    content = csv_of(good(1), good(2, **{column: value}), good(3))
    assert faults(check(content, clerk)) == [(3, key, rule)]


@pytest.mark.parametrize(
    ("lon", "lat", "precision", "fault"),
    [
        ("127.48", "45.75", "项目现场", None),
        ("45.75", "127.48", "项目现场", ("lon", "point")),
        ("124.9", "46.6", "项目现场", ("lon", "point")),
        ("127.48", "45.75", None, ("location_precision", "point_without_precision")),
        (None, None, "项目现场", ("location_precision", "precision_without_point")),
    ],
)
def test_points_are_judged_as_the_form_judges_them(clerk, lon, lat, precision, fault):
    words = {"项目现场": str(LocationPrecision.SITE.label)}
    row = good(1, 经度=lon, 纬度=lat, 位置精度=words.get(precision))
    found = faults(check(csv_of(row), clerk))
    assert found == ([(2, *fault)] if fault else [])


def test_a_long_number_cell_was_a_code_and_is_refused(clerk):
    content = xlsx_of(good(1, 备注=230125202401010001))
    assert faults(check(content, clerk)) == [(2, "note", "code_cut")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_any_usual_encoding_and_delimiter_is_read(clerk, encoding, delimiter):
    checked = check(csv_of(good(1), encoding=encoding, delimiter=delimiter), clerk)
    assert (faults(checked), checked.counts["new"]) == ([], 1)


def test_headers_are_known_in_both_languages_and_strange_ones_are_named(clerk):
    headers = ["序号", "Project name*", "Enterprise", "Sector", "Division", "项目阶段", "Sources"]
    row = dict(
        zip(headers, ["1", "合成项目甲", "合成企业", "food", BINXIAN, "proposed", "x"], strict=True)
    )
    checked = check(csv_of(row, headers=headers), clerk)
    assert list(checked.headers.unknown) == ["Sources"]
    assert checked.headers.unknown["Sources"] == "来源"
    assert faults(checked) == [(1, "source", "missing_column")]
    assert checked.is_unusable


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.4", b"\xd0\xcf\x11\xe0old", b"PK\x03\x04broken", b"<OGRVRTDataSource>"],
)
def test_what_is_no_table_is_refused_with_a_sentence(clerk, content):
    with pytest.raises(ValidationError) as refused:
        check(content, clerk)
    assert len(refused.value.messages[0]) > 10


def test_a_zip_bomb_is_refused(clerk):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * (300 << 20))
    with pytest.raises(ValidationError, match="解压后异常庞大"):
        check(stream.getvalue(), clerk)


def test_no_second_process_works_on_a_file(clerk):
    job = actions.receive(sheet="projects", file_name="合成.csv", content=csv_of(good(1)), by=clerk)
    actions.begin(job=job, by=clerk, state=ImportState.CHECKING)
    with pytest.raises(ValidationError, match="正在处理"):
        actions.begin(job=job, by=clerk, state=ImportState.CHECKING)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_real_records_come_back_unchanged(clerk, language):
    sheet = columns.get("projects")
    with translation.override(language):
        rows = list(workbooks.exported_rows(sheet, Project.objects.published()))
        files = [
            workbooks.xlsx(sheet, rows),
            b"".join(workbooks.csv_file(rows)),
            workbooks.geopackage(sheet, rows),
        ]
    assert len(rows) > 40
    for content in files:
        checked = check(content, clerk)
        assert (faults(checked), checked.counts["unchanged"]) == ([], len(rows) - 1)
        assert not checked.changed
        assert not checked.new


def exported(clerk, **cells):
    sheet = columns.get("projects")
    rows = list(workbooks.exported_rows(sheet, Project.objects.filter(created_by=clerk)))
    keys = [column.key for column in columns.columns_of(sheet)]
    for key, value in cells.items():
        rows[1][keys.index(key)] = value
    return b"".join(workbooks.csv_file(rows))


def test_edited_cells_are_exactly_the_change(clerk):
    project = ProjectFactory(
        draft=True, created_by=clerk, enterprise_text="合成企业", confidence="low"
    )
    content = exported(clerk, capacity="年产两万吨", stage_year=2020)
    (change,) = check(content, clerk).changed
    assert change.shown == {"capacity": ("", "年产两万吨"), "stage_year": ("", "2020")}
    imported(content, clerk)
    project.refresh_from_db()
    assert (project.capacity, project.stage_year) == ("年产两万吨", 2020)


def test_a_change_made_meanwhile_is_not_overwritten(clerk):
    project = ProjectFactory(draft=True, created_by=clerk, enterprise_text="合成企业")
    content = exported(clerk, capacity="年产两万吨")
    project.save()
    assert faults(check(content, clerk)) == [(2, "version", "changed")]


def test_the_workbook_comes_back_with_its_bad_cells_marked(clerk):
    content = xlsx_of(good(1), good(2, 县区="哈尔滨星区"))
    job = actions.receive(sheet="projects", file_name="合成.xlsx", content=content, by=clerk)
    actions.begin(job=job, by=clerk, state=ImportState.CHECKING)
    actions.check(job=job, by=clerk, **NOTHING)
    job.refresh_from_db()
    found = reports.problems(job.report)
    book = load_workbook(io.BytesIO(workbooks.marked(content, job.report, found, {})))
    cell = book.worksheets[0].cell(3, HEADERS.index("县区") + 1)
    assert cell.value == "哈尔滨星区"
    assert found[0].fix in cell.comment.text
    assert cell.fill.fgColor.rgb == "00FFC7CE"
    assert book.worksheets[0].cell(2, HEADERS.index("县区") + 1).comment is None


def test_the_template_can_be_sent_as_it_is(clerk):
    checked = check(workbooks.template(columns.get("projects")), clerk)
    assert (faults(checked), checked.counts["rows"]) == ([], 0)


def test_viewers_may_not_send_files(facts):
    with pytest.raises(PermissionDenied):
        actions.receive(sheet="projects", file_name="x", content=b"x", by=UserFactory())
    assert not ImportJob.objects.exists()


def test_rows_that_look_like_a_record_are_shown_with_the_reason_and_stay_drafts(clerk):
    ProjectFactory(
        name_zh="合成公司年产10万吨豆制品项目", enterprise_text="合成豆业有限公司",
        division_id=BINXIAN,
    )  # fmt: skip
    twin = good(1, 项目名称="合成公司年产十万吨豆制品新建项目", 建设单位="合成豆业有限公司")
    other = good(2, 项目名称="合成公司年产3万吨玉米淀粉项目", 建设单位="合成玉米公司")
    job = imported(csv_of(twin, other), clerk, submit=True)
    [[row, _name, code, other_row, _percent, reasons]] = job.report["repeats"]
    assert (row, code[:3], other_row) == (2, "PJ-", 0)
    assert {reason[0] for reason in reasons} >= {"same_builder"}
    states = dict(Project.objects.filter(created_by=clerk).values_list("name_zh", "state"))
    assert states == {twin["项目名称"]: State.DRAFT, other["项目名称"]: State.SUBMITTED}


def test_what_somebody_may_not_see_is_not_told_by_a_comparison(clerk):
    ProjectFactory(draft=True, name_zh="合成公司1号豆制品新建项目", division_id=BINXIAN)
    job = imported(csv_of(good(1)), clerk)
    assert job.report["repeats"] == []


FULL = [
    *HEADERS, "项目代码", "统一社会信用代码", "建设性质", "计划开工", "计划竣工", "土地面积（亩）",
    "固定资产投资（万元）", "带动就业", "用地性质",
]  # fmt: skip
CODE_NEW = "2401-230125-04-01-123456"


def full(number, **changes):
    return good(number) | {
        "项目代码": CODE_NEW, "建设性质": "新建", "计划开工": "2024年5月1日",
        "计划竣工": "2025-10-31", "土地面积（亩）": 120, "固定资产投资（万元）": 800,
        "带动就业": "120人", **changes,
    }  # fmt: skip


def test_the_full_record_comes_in_and_goes_out_unchanged(clerk):
    imported(csv_of(full(1), headers=FULL[:-1]), clerk)
    one = Project.objects.get(created_by=clerk)
    assert (one.project_code, one.nature, one.expected_jobs) == (CODE_NEW, "new", 120)
    assert (one.land_area_ha, one.fixed_investment_yuan) == (8, 8_000_000)
    assert (str(one.planned_start), str(one.planned_finish)) == ("2024-05-01", "2025-10-31")
    sheet = columns.get("projects")
    for language in ("zh-hans", "en"):
        with translation.override(language):
            rows = workbooks.exported_rows(sheet, Project.objects.filter(created_by=clerk))
            again = check(b"".join(workbooks.csv_file(rows)), clerk)
        assert (again.counts["unchanged"], faults(again)) == (1, [])


@pytest.mark.parametrize(
    ("column", "value", "key"),
    [
        ("项目代码", "2401-230125-04-01-12345", "project_code"),
        ("统一社会信用代码", "91230100MA1B2C3D4X", "credit_code"),
        ("计划竣工", "2023-10-31", "planned_finish"),
        ("固定资产投资（万元）", 1300, "fixed_investment_yuan"),
    ],
)
def test_rules_of_the_form_are_those_of_the_import(clerk, column, value, key):
    content = csv_of(full(1, **{column: value}), headers=FULL[:-1])
    assert [one[:2] for one in faults(check(content, clerk))] == [(2, key)]


@pytest.mark.parametrize("code", [230125202401010001, 2.3e23, "2.30125E+17"])
def test_a_code_that_excel_cut_is_refused_as_such(clerk, code):
    content = xlsx_of(full(1, 项目代码=code), headers=FULL[:-1])
    assert faults(check(content, clerk)) == [(2, "project_code", "code_cut")]


def test_a_row_is_known_by_its_project_code_and_empty_cells_say_nothing(clerk):
    imported(csv_of(full(1), headers=FULL[:-1]), clerk)
    row = full(1, 计划开工="2024-06-01", 带动就业=None, 备注=None)
    (change,) = check(csv_of(row, headers=FULL[:-1]), clerk).changed
    assert change.shown == {"planned_start": ("2024-05-01", "2024-06-01")}
    imported(csv_of(row, headers=FULL[:-1]), clerk)
    one = Project.objects.get(created_by=clerk)
    assert (str(one.planned_start), one.expected_jobs) == ("2024-06-01", 120)


def test_a_code_of_a_record_out_of_sight_is_taken_but_names_nothing(clerk):
    hidden = ProjectFactory(draft=True, project_code=CODE_NEW, division_id=BINXIAN)
    checked = check(csv_of(full(1), headers=FULL[:-1]), clerk)
    assert faults(checked) == [(2, "project_code", "taken_elsewhere")]
    assert hidden.registry_code not in str([one.stored() for one in checked.problems])


def test_changes_of_published_records_become_proposals_of_one_batch(clerk):
    project = ProjectFactory(created_by=clerk, enterprise_text="合成企业", stage="approved")
    checked = check(exported(clerk, capacity="年产两万吨"), clerk)
    assert (faults(checked), checked.counts["proposed"]) == ([], 1)
    job = imported(exported(clerk, capacity="年产两万吨", investment_yuan=1200), clerk)
    proposal = Proposal.objects.get()
    assert set(proposal.values) == {"capacity", "investment_yi"}
    assert (proposal.by, proposal.registry_code) == (clerk, project.registry_code)
    assert job.state == ImportState.APPLIED
    project.refresh_from_db()
    assert project.capacity == ""
    again = check(exported(clerk, capacity="年产三万吨"), clerk)
    assert faults(again) == [(2, "capacity", "pending")]


def test_stages_of_published_records_move_as_the_table_says(clerk):
    ProjectFactory(created_by=clerk, enterprise_text="合成企业", stage="in_operation")
    found = faults(check(exported(clerk, stage="proposed"), clerk))
    assert found == [(2, "stage", "model")]


def test_columns_that_are_not_known_are_left_out_only_when_that_is_said(clerk):
    content = csv_of(full(1, 用地性质="工业"), headers=FULL)
    job = actions.receive(sheet="projects", file_name="合成.csv", content=content, by=clerk)
    actions.begin(job=job, by=clerk, state=ImportState.CHECKING)
    actions.check(job=job, by=clerk, **NOTHING)
    with pytest.raises(ValidationError):
        actions.begin(job=job, by=clerk, state=ImportState.APPLYING)
    actions.begin(job=job, by=clerk, state=ImportState.APPLYING, left_out=["用地性质"])


def test_an_import_is_undone_as_one_batch(clerk):
    draft = ProjectFactory(draft=True, created_by=clerk, enterprise_text="合成企业")
    content = exported(clerk, capacity="年产两万吨")
    before = list(Project.objects.order_by("pk").values())
    job = imported(csv_of(good(1), good(2)), clerk)
    change = imported(content, clerk)
    assert Project.objects.count() == len(before) + 2
    admin = UserFactory(administrator=True)
    undo(act=change.act, by=admin, reason="合成：错了")
    undo(act=job.act, by=admin, reason="合成：错了")
    assert list(Project.objects.order_by("pk").values()) == before
    draft.refresh_from_db()
    assert draft.capacity == ""


def test_undoing_an_import_withdraws_what_it_proposed_and_nobody_decided(clerk, client):
    project = ProjectFactory(created_by=clerk, enterprise_text="合成企业", stage="approved")
    job = imported(exported(clerk, capacity="年产两万吨"), clerk)
    client.force_login(clerk)
    page = client.get(f"/work/batches/{job.act.pk}/").content.decode()
    assert "提出了对 1 条已发布记录的修改" in page
    assert '<form class="form panel__body"' in page
    undo(act=job.act, by=clerk, reason="合成：表格错了")
    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.reason) == ("withdrawn", "合成：表格错了")
    with pytest.raises(ValidationError):
        undo(act=job.act, by=clerk, reason="合成：再来一次")
    again = check(exported(clerk, capacity="年产三万吨"), clerk)
    assert (faults(again), again.counts["proposed"]) == ([], 1)
    project.refresh_from_db()
    assert project.capacity == ""


def with_places(*rows, **columns_too):
    return csv_of(*rows, headers=[*HEADERS, "坐标", "坐标系"], **columns_too)


@pytest.mark.parametrize(
    ("cells", "near"),
    [
        ({"坐标": "东经127°28′48″ 北纬45°45′00″"}, (127.48, 45.75)),
        ({"坐标": "127.48, 45.75", "坐标系": "wgs84"}, (127.48, 45.75)),
        ({"经度": "127.486", "纬度": "45.752", "坐标系": "GCJ-02（高德、腾讯）"}, (127.48, 45.75)),
    ],
)
def test_places_are_read_as_text_and_in_a_declared_datum(clerk, cells, near):
    content = with_places(good(1, 位置精度="site", **cells))
    imported(content, clerk)
    one = Project.objects.get(created_by=clerk)
    assert one.point.coords == pytest.approx(near, abs=0.002)
    assert one.location_method == "import"
    assert one.location_original == cells.get("坐标", "127.486, 45.752")
    again = check(content, clerk)
    assert (again.counts["already"], faults(again)) == (1, [])


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"坐标": "宾县工业园内"}, ("location_text", "no_place")),
        ({"坐标": "127.48, 45.75", "经度": 127.9, "纬度": 45.75}, ("location_text", "two_places")),
        ({"经度": "500000", "纬度": "5068000"}, ("lon", "no_place")),
    ],
)
def test_what_is_no_place_or_two_is_refused(clerk, cells, fault):
    content = with_places(good(1, 位置精度="site", **cells))
    assert faults(check(content, clerk)) == [(2, *fault)]


def test_a_file_with_exchanged_axes_is_told_by_its_divisions_and_read_so(clerk):
    steps = [number / 200 for number in range(12)]
    rows = [good(step, 经度=45.7 + step, 纬度=127.4 + step, 位置精度="site") for step in steps]
    job = actions.receive(sheet="projects", file_name="x.csv", content=csv_of(*rows), by=clerk)
    actions.begin(job=job, by=clerk, state=ImportState.CHECKING)
    assert actions.check(job=job, by=clerk, **NOTHING).counts["bad"] == 12
    found = job.report["proposed_reading"]
    assert (found["swapped"], found["now"]) == (True, 0)
    actions.read_as(job=job, by=clerk, datum=found["datum"], swapped=True)
    actions.begin(job=job, by=clerk, state=ImportState.CHECKING)
    assert actions.check(job=job, by=clerk, **NOTHING).counts["bad"] == 0
    assert job.report["proposed_reading"] is None
    actions.begin(job=job, by=clerk, state=ImportState.APPLYING)
    actions.apply(job=job, by=clerk, good_rows_only=False, submit=False, **NOTHING)
    one = Project.objects.filter(created_by=clerk).first()
    assert 127 < one.point.x < 128
    assert one.location_original.startswith("45.7")


def test_the_list_offers_its_workbook_to_all_and_the_import_to_those_who_enter(client, clerk):
    page = client.get("/projects/?stage=proposed").content.decode()
    assert "/projects.xlsx?stage=proposed" in page
    assert "/work/imports/" not in page
    client.force_login(clerk)
    assert "/work/imports/" in client.get("/projects/").content.decode()
    assert "/parks.xlsx" in client.get("/parks/").content.decode()
    assert ".xlsx" not in client.get("/bases/").content.decode()
