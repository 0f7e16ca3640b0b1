"""The sheet of projects: its columns, and what a row makes of a project."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib.gis.geos import Point
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from geo.datums import Datum
from geo.enums import Confidence
from geo.models import Division
from parks.models import Chain, Park, Sector
from projects import actions
from projects.enums import InvestmentScope, Stage
from projects.forms import EARLIEST_YEAR
from projects.full_columns import YUAN, detail_columns
from projects.models import Enterprise, Project, ProjectChain
from projects.rules import problems, stage_move_problem
from projects.table_forms import TABLES
from projects.territory import territory_of
from records.enums import LocationMethod, LocationPrecision, Visibility
from records.imports import columns
from records.imports.cells import Choice, Kind, Link, Long, Measured, Named, Number, Whole
from records.imports.columns import Column, Reading, Sheet
from records.imports.rules import RULES, Refused
from records.imports.staging import ROW
from records.intake.cells import read_place
from records.intake.placing import NEAR_DEGREES, problem_of_point
from records.review.editors import values_now
from records.review.proposals import propose

CHAIN_PLACES = TABLES["chain_places"]
LINKS = {"sector", "division", "park", "phase_of"}
BESIDE = {"chain", "lon", "lat", "location_text", "location_datum"}
RULES |= {
    "scope_without_sum": (
        _("says what a sum covers, but there is no sum"),
        _("Give the sum that this covers, or clear its scope."),
    ),
    "point_without_precision": (
        _("a point has to say how precise it is"),
        _("Choose how precise the point is."),
    ),
    "precision_without_point": (
        _("says how precise a point is that is not there"),
        _("Fill in longitude and latitude, or empty this cell."),
    ),
    "sum_not_positive": (_("must be more than nothing"), _("Leave it empty when it is not known.")),
    "point": ("%(message)s", _("Correct the point or the division.")),
    "no_place": ("%(message)s", _("Correct the coordinates, or choose another datum.")),
    "two_places": (
        _("text and numbers mean two places"),
        _("Empty the one that is wrong."),
    ),
}


POINT = (
    "point",
    "location_source",
    "location_precision",
    "location_original",
    "location_datum",
    "location_method",
)
PLACE = ("lon", "lat", "location_text", "location_datum")
PASTED = {LocationMethod.PASTED, LocationMethod.LINK}
# The fields of the model, and those of the form, that a column fills and that are called otherwise.
WRITTEN = dict.fromkeys(PLACE, POINT)
IN_FORM = {
    "enterprise_text": ("enterprise_name",),
    "investment_yuan": ("investment_yi",),
    "chain": ("chain_places",),
    **dict.fromkeys(PLACE, PLACE),
}


def _divisions() -> list[Named]:
    found = Division.objects.select_related("parent").defer("boundary")
    return [Named(one.pk, one.code, one.name_zh, one.name_en, _with_parent(one)) for one in found]


def _with_parent(division: Division) -> tuple[str, ...]:
    """Names in which the prefecture stands too, for several districts are called alike."""
    if division.parent is None:
        return ()
    above = division.parent
    return (
        f"{above.name_zh}{division.name_zh}",
        f"{division.name_en}, {above.name_en}",
        f"黑龙江省{above.name_zh}{division.name_zh}",
    )


def _parks() -> list[Named]:
    return [
        Named(one.pk, one.registry_code, one.name_zh, one.name_en, tuple(one.aliases))
        for one in Park.objects.published().parks()
    ]


def _sectors() -> list[Named]:
    return [Named(one.pk, one.slug, one.name_zh, one.name_en) for one in Sector.objects.all()]


def _chains() -> list[Named]:
    return [Named(one.pk, one.slug, one.name_zh, one.name_en) for one in Chain.objects.all()]


def _columns() -> list[Column]:
    """A column is one line here."""
    # Metres of a survey are read too: what they mean is seen together with the datum.
    degrees = Measured(-(Decimal(10) ** 8), Decimal(10) ** 8, 9)
    sum_of_money = Number(Decimal(1), Decimal(10) ** 13, 2, YUAN, "万元")
    year = Whole(Decimal(EARLIEST_YEAR), Decimal(timezone.localdate().year))
    return [
        Column(
            "name_zh",
            _("Project name"),
            Kind(),
            needed=True,
            wide=True,
            synonyms=("项目", "中文名称", "中文名"),
            help=_("Say who builds what, and how: builder, content, nature."),
            example="合成公司年产1万吨豆制品新建项目",
        ),
        Column(
            "name_en",
            _("English name"),
            Kind(),
            synonyms=("英文名",),
            example="Synthetic soy products project",
        ),
        Column(
            "enterprise_text",
            _("Enterprise"),
            Kind(),
            needed=True,
            wide=True,
            synonyms=("项目单位", "建设单位", "企业名称", "项目法人", "投资主体"),
            help=_("The full name as on the business licence."),
            example="合成豆制品有限公司",
        ),
        Column(
            "sector",
            _("Sector"),
            Link(_sectors, _("Codes")),
            needed=True,
            synonyms=("行业", "产业", "所属产业"),
            stored=lambda one: one.sector_id,
            example="food",
        ),
        Column(
            "chain", _("Chain"), Link(_chains, _("Codes")), synonyms=("产业链",), stored=_only_chain
        ),
        Column(
            "division",
            _("Division"),
            Link(_divisions, _("Codes")),
            needed=True,
            synonyms=("区划", "所在地", "县区", "县市区", "县(市、区)", "建设地点", "行政区划代码"),
            stored=lambda one: one.division_id,
            help=_("The code of six digits, or the name; a district with its city."),
            example="230125",
        ),
        Column(
            "park",
            _("Park"),
            Link(_parks, _("Codes")),
            synonyms=("所在园区", "开发区"),
            stored=lambda one: one.park_id,
        ),
        Column(
            "lon",
            _("Longitude"),
            degrees,
            synonyms=("东经", "x", "lng"),
            stored=lambda one: _degrees(one, 0),
            help=_("WGS 84 in degrees, longitude first; for others say the datum."),
            example=127.4863,
        ),
        Column(
            "lat",
            _("Latitude"),
            degrees,
            synonyms=("北纬", "y"),
            stored=lambda one: _degrees(one, 1),
            example=45.7597,
        ),
        Column(
            "location_text",
            _("Coordinates as text"),
            Long(),
            synonyms=("坐标", "经纬度", "位置坐标"),
            stored=lambda one: one.location_original if one.location_method in PASTED else "",
            help=_("Instead of numbers: degrees and minutes, metres of a 3° zone, a map link."),
        ),
        Column(
            "location_datum",
            _("Datum"),
            Choice(Datum),
            synonyms=("坐标系", "坐标系统"),
            stored=lambda one: one.location_datum if one.location_method in PASTED else "",
            help=_("Of the coordinates in this row, where it is not WGS 84."),
        ),
        Column(
            "location_precision",
            _("Precision of the location"),
            Choice(LocationPrecision),
            synonyms=("位置精度",),
            example=LocationPrecision.SITE,
        ),
        Column(
            "stage",
            _("Stage"),
            Choice(Stage),
            needed=True,
            synonyms=("项目阶段", "建设阶段", "进展阶段"),
            example=Stage.PROPOSED,
        ),
        Column("stage_year", _("Year of the stage"), year, synonyms=("阶段年份",), example=2024),
        Column(
            "investment_yuan",
            _("Investment"),
            sum_of_money,
            synonyms=("总投资", "投资额", "计划总投资", "投资总额"),
            help=_("The unit stands in the header or the cell."),
            example=12000,
        ),
        Column("investment_scope", _("What the sum covers"), Choice(InvestmentScope)),
        Column(
            "capacity",
            _("Capacity as written"),
            Long(),
            wide=True,
            synonyms=("建设规模", "产能", "建设内容"),
            example="年产豆制品1万吨",
        ),
        Column(
            "source",
            _("Source"),
            Long(),
            needed=True,
            wide=True,
            synonyms=("数据来源", "资料来源", "依据"),
            help=_("The document or page that the facts are taken from."),
            example="合成来源：示例文件第1页",
        ),
        Column("confidence", _("Confidence"), Choice(Confidence), example=Confidence.MEDIUM),
        Column("note", _("Note"), Long(), wide=True, synonyms=("说明", "备注说明")),
        *detail_columns(),
    ]


def _degrees(project: Any, axis: int) -> Decimal | None:
    """Longitude or latitude, rounded as it is read."""
    return Decimal(repr(round(project.point[axis], 9))) if project.point else None


def _only_chain(project: Any) -> int | None:
    places = project.chain_places.all()
    return places[0].chain_id if places else None


def _build(project: Any, values: dict[str, Any], reading: Reading) -> None:
    """Put the values of columns into a project."""
    for key, value in values.items():
        if key in LINKS:
            setattr(project, f"{key}_id", value)
        elif key not in BESIDE and (value is not None or Project._meta.get_field(key).null):
            setattr(project, key, value)
    if project.is_military_civil:
        project.visibility = Visibility.INTERNAL
    _place(project, values, reading)


def _place(project: Any, values: dict[str, Any], reading: Reading) -> None:
    point, original, datum = read_place(values, reading)
    project.point = point
    project.location_source = str(_("imported from a table")) if point else ""
    project.location_original, project.location_datum = original, datum
    project.location_method = LocationMethod.IMPORT if point else ""
    if not point and values.get("location_precision") in {"site", "district"}:
        raise Refused("precision_without_point", column="location_precision")


def _finish(rows: list[tuple[int, dict[str, Any]]]) -> None:
    """Tie new projects to the registered enterprises of their names, and to their chains."""
    names = {row["enterprise_text"] for _key, row in rows}
    published = Enterprise.objects.published().filter(name_zh__in=names)
    known = dict(published.values_list("name_zh", "pk"))
    through = Project.enterprises.through
    through.objects.bulk_create(
        through(project_id=key, enterprise_id=known[row["enterprise_text"]])
        for key, row in rows
        if row["enterprise_text"] in known
    )
    said = {"basis": str(_("stated in the imported table")), "confidence": Confidence.MEDIUM}
    ProjectChain.objects.bulk_create(
        ProjectChain(project_id=key, chain_id=row["chain"], **said)
        for key, row in rows
        if row["chain"]
    )


def _judge(table: str) -> list[tuple[int, str, str, dict[str, str]]]:
    """Points that lie too far from their division, found together, worded one by one."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT s.{ROW}, s.division_id, ST_X(s.point), ST_Y(s.point) FROM {table} s "  # noqa: S608
            "JOIN geo_division d ON d.code = s.division_id WHERE s.point IS NOT NULL "
            "AND d.boundary IS NOT NULL AND NOT ST_DWithin(d.boundary, s.point, %s)",
            [NEAR_DEGREES],
        )
        found = cursor.fetchall()
    divisions = Division.objects.select_related("parent").in_bulk({row[1] for row in found})
    problems = []
    for row, code, lon, lat in found:
        text = problem_of_point(Point(lon, lat, srid=4326), divisions[code])
        problems.append((row, "lon", "point", {"message": text}))
    return problems


def _revise(*, record: Any, by: User, values: dict[str, Any], version: str) -> Any:
    """Change a project by the action of the form."""
    stored = Project.objects.get(pk=record.pk)
    written = {name for key in values for name in WRITTEN.get(key, (key,))} - {"chain"}
    fields = {name: getattr(record, name) for name in {*written, "division"}}
    if "chain" in values:
        rows = _with_chain(stored, values["chain"])
        fields["chain_places"] = [CHAIN_PLACES.columns(row) for row in rows]
    return actions.revise(
        project=stored,
        by=by,
        fields=fields,
        version=version,
    )


def _with_chain(project: Project, chain: int | None) -> list[str]:
    """The places of a project in chains, as rows of its form, with the first one in `chain`."""
    rows = CHAIN_PLACES.rows_of(project)[1:]
    first = [CHAIN_PLACES.row_of(ProjectChain(chain_id=chain))] if chain else []
    return first + [row for row in rows if row not in first]


def _propose(*, record: Any, by: User, values: dict[str, Any], why: str, act: Any) -> Any:
    """Propose what a row changes in a published project, in the terms of its form."""
    stored = Project.objects.get(pk=record.pk)
    changed = dict(values_now(record, by))
    if "chain" in values:
        changed["chain_places"] = _with_chain(stored, values["chain"])
    names = {name for key in values for name in IN_FORM.get(key, (key,))}
    proposed = {name: changed[name] for name in names}
    every = {**values_now(stored, by), **proposed}
    return propose(record=stored, by=by, values=every, why=why, act=act)


def _moves(project: Any, values: dict[str, Any]) -> dict[str, str]:
    """What the table of stages says of a change; a draft may say what it likes."""
    if "stage" not in values or not project.is_published or values["stage"] is None:
        return {}
    problem = stage_move_problem(project.stage, values["stage"])
    return {"stage": problem} if problem else {}


def register() -> None:
    """Announce the sheet of this room."""
    columns.register(
        Sheet(
            slug="projects",
            model=Project,
            label=_("Projects"),
            page="project",
            columns=_columns,
            build=_build,
            natural=("name_zh", "enterprise_text", "division_id"),
            finish=_finish,
            beside=("enterprise_text", "chain"),
            revise=_revise,
            judge=_judge,
            rules=problems,
            moves=_moves,
            propose=_propose,
            known_by="project_code",
            territory=territory_of,
            explained={
                "project_scope_has_sum": ("investment_scope", "scope_without_sum"),
                "project_point_has_precision": (
                    "location_precision",
                    "point_without_precision",
                ),
                "project_investment_positive": ("investment_yuan", "sum_not_positive"),
            },
            prefetch=lambda found: found.prefetch_related("chain_places"),
        )
    )
