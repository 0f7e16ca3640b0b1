"""Loading enterprises and projects from the fixtures."""

from decimal import Decimal

from geo.enums import Confidence
from geo.models import Division
from geo.readers import SEVERAL, Row
from geo.upserts import Load
from parks.fixtures import Parks, chains_by_slug, links_by_slugs, sectors_by_slug
from projects.enums import EnterpriseKind, InPlan, InvestmentScope, Stage
from projects.models import Enterprise, Project, ProjectChain, ProjectPlanItem
from records.fixtures import located_values, registered_values
from records.models import PlanItem

YUAN_PER_YI = Decimal(100_000_000)

Projects = dict[str, Project | None]


def load(run: Load, parks: Parks) -> Projects:
    """Load the whole room; returns projects by their id in the files."""
    enterprises = load_enterprises(run)
    projects = load_projects(run, enterprises)
    load_links(run, projects, parks)
    return projects


def load_enterprises(run: Load) -> dict[str, Enterprise | None]:
    """enterprises.csv."""
    divisions, sectors = Division.objects.in_bulk(), sectors_by_slug()
    return {
        row.text("id", required=True): run.upsert(
            row,
            Enterprise,
            {"registry_code": row.text("registry_code", required=True)},
            **registered_values(row),
            aliases=[name for name in row.text("aliases").split(SEVERAL) if name],
            kind=row.choice("kind", EnterpriseKind),
            sector=row.reference("sector", sectors),
            division=row.reference("place_code", divisions),
            in_plan=row.flag("in_plan"),
        )
        for row in run.rows("enterprises.csv", "id", "registry_code")
    }


def load_projects(run: Load, enterprises: dict[str, Enterprise | None]) -> Projects:
    """projects.csv."""
    divisions, sectors = Division.objects.in_bulk(), sectors_by_slug()
    projects: Projects = {}
    for row in run.rows("projects.csv", "id", "registry_code"):
        county = row.reference("county_code", divisions)
        prefecture = row.reference("prefecture_code", divisions, required=True)
        builders = row.references("enterprise_id", enterprises)
        project = run.upsert(
            row,
            Project,
            {"registry_code": row.text("registry_code", required=True)},
            **located_values(row),
            location_source=row.text("location_source"),
            location_confidence=row.choice("location_confidence", Confidence, empty=""),
            enterprise_text=row.text("enterprise"),
            sector=row.reference("sector_slug", sectors, required=True),
            division=county or prefecture,
            investment_yuan=_yuan(row),
            investment_scope=row.choice("investment_scope", InvestmentScope, empty=""),
            capacity=row.text("capacity"),
            reserves=row.text("reserves"),
            stage=row.choice("stage", Stage),
            stage_year=row.whole("stage_as_of"),
            stage_note=row.text("stage_note"),
            status_text=row.text("status"),
            years=row.text("years"),
            in_plan=row.choice("in_plan", InPlan),
            in_plan_basis=row.text("in_plan_basis"),
            plan_section=row.text("plan_section"),
            chain_text=row.text("chain"),
        )
        if project and not project.changed_by_id:
            run.replace_links(project, "enterprises", [one for one in builders if one])
        projects[row.text("id", required=True)] = project
    return projects


def _yuan(row: Row) -> Decimal | None:
    """The sum of the file, in 亿元, as yuan."""
    sum_yi = row.decimal("investment_100m_yuan")
    return None if sum_yi is None else sum_yi * YUAN_PER_YI


def load_links(run: Load, projects: Projects, parks: Parks) -> None:
    """project_links.csv: each row may tie a project to a park, a chain and an item of the plan."""
    chains, links = chains_by_slug(), links_by_slugs()
    items = PlanItem.objects.in_bulk()
    kept_chains: list[int] = []
    kept_items: list[int] = []
    for row in run.rows("project_links.csv", "project_id park_id chain link plan_item_id"):
        project = row.reference("project_id", projects, required=True)
        said = {
            "basis": row.text("basis", required=True),
            "confidence": row.choice("confidence", Confidence),
        }
        park, chain = row.reference("park_id", parks), row.reference("chain", chains)
        link = row.reference("link", links.get(chain, {}))
        item = row.reference("plan_item_id", items)
        if project is None or project.changed_by_id:
            continue
        if park:
            _set_park(run, project, park_id=park.pk, **said)
        if chain:
            key = {"project": project, "chain": chain, "link": link}
            place = run.upsert(row, ProjectChain, key, **said)
            kept_chains += [place.pk] if place else []
        if item:
            kept_items += _plan_item(run, row, project, item, said)
    untouched = [one.pk for one in projects.values() if one and not one.changed_by_id]
    run.drop_others(ProjectChain.objects.filter(project__in=untouched), kept_chains)
    run.drop_others(ProjectPlanItem.objects.filter(project__in=untouched), kept_items)


def _plan_item(
    run: Load, row: Row, project: Project, item: PlanItem, said: dict[str, str]
) -> list[int]:
    """Tie a project to an item of the plan once, though several rows may name the pair."""
    found = ProjectPlanItem.objects.filter(project=project, plan_item=item).first()
    place = found or run.upsert(
        row, ProjectPlanItem, {"project": project, "plan_item": item}, **said
    )
    return [place.pk] if place else []


def _set_park(run: Load, project: Project, *, park_id: int, basis: str, confidence: str) -> None:
    wanted = {"park_id": park_id, "park_basis": basis, "park_confidence": confidence}
    if any(getattr(project, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(project, name, value)
        project.save(update_fields=list(wanted))
        run.count(Project, "updated")
