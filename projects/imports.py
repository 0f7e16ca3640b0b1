"""The sheet of projects: its columns, and what a row makes of a project."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from geo.enums import Confidence
from parks.imports import parks
from parks.models import Chain, Sector
from projects import actions
from projects.enums import InvestmentScope, Stage
from projects.forms import EARLIEST_YEAR
from projects.full_columns import YUAN, detail_columns
from projects.models import Enterprise, Project, ProjectChain
from projects.rules import problems, stage_move_problem
from projects.table_forms import TABLES
from projects.territory import territory_of
from records.enums import Visibility
from records.imports import columns
from records.imports.cells import Choice, Kind, Link, Long, Named, Number, Whole
from records.imports.columns import Column, Reading, Sheet
from records.imports.proposing import propose_row
from records.imports.rules import RULES
from records.intake.columns import (
    PLACE,
    POINT,
    division_column,
    place_columns,
    points_outside,
    put_place,
    put_values,
    source_columns,
)
from records.review.values import Values

CHAIN_PLACES = TABLES["chain_places"]
LINKS = {"sector", "division", "park", "phase_of"}
BESIDE = {"chain"}
RULES |= {
    "scope_without_sum": (
        _("says what a sum covers, but there is no sum"),
        _("Give the sum that this covers, or clear its scope."),
    ),
    "sum_not_positive": (_("must be more than nothing"), _("Leave it empty when it is not known.")),
}

# The fields of the model, and those of the form, that a column fills and that are called otherwise.
WRITTEN = dict.fromkeys(PLACE, POINT)
IN_FORM = {
    "enterprise_text": ("enterprise_name",),
    "investment_yuan": ("investment_yi",),
    "chain": ("chain_places",),
    **dict.fromkeys(PLACE, PLACE),
}


def _sectors() -> list[Named]:
    return [Named(one.pk, one.slug, one.name_zh, one.name_en) for one in Sector.objects.all()]


def _chains() -> list[Named]:
    return [Named(one.pk, one.slug, one.name_zh, one.name_en) for one in Chain.objects.all()]


def _columns() -> list[Column]:
    """A column is one line here."""
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
        division_column(),
        Column(
            "park",
            _("Park"),
            Link(parks, _("Codes")),
            synonyms=("所在园区", "开发区"),
            stored=lambda one: one.park_id,
        ),
        *place_columns(),
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
        *source_columns(),
        *detail_columns(),
    ]


def _only_chain(project: Any) -> int | None:
    places = project.chain_places.all()
    return places[0].chain_id if places else None


def _build(project: Any, values: dict[str, Any], reading: Reading) -> None:
    """Put the values of columns into a project."""
    put_values(project, values, links=LINKS, beside=BESIDE)
    if project.is_military_civil:
        project.visibility = Visibility.INTERNAL
    put_place(project, values, reading)


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
    """Propose what a row changes in a published project."""
    beside: Values = {}
    if "chain" in values:
        beside["chain_places"] = _with_chain(record, values["chain"])
    return propose_row(
        record=record, by=by, values=values, why=why, act=act, in_form=IN_FORM, beside=beside
    )


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
            judge=points_outside,
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
