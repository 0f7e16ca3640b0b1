"""Synthetic records with every text field full of what breaks careless pages."""

from contextlib import contextmanager
from itertools import count
from types import SimpleNamespace

from django.contrib.gis.geos import Point
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.enums import Role
from geo.enums import Confidence
from geo.models import BeltMember
from parks.enums import DesignationKind, OrderBasis, ParkLevel
from parks.models import ChainLink, ParkChain, ParkSector, Sector
from projects.models import ProjectChain, ProjectPlanItem
from records.enums import LocationPrecision, PlanItemKind, State
from records.models import BeltRecord, PlanItem, StateChange
from tests import factories

PIECES = [
    "<img src=x onerror=hit(1)>",
    '"><svg onload=hit(2)>',
    "</script><script>hit(3)</script>",
    "`${hit(4)}`",
    "';hit(5)//",
    "{{7*191919}}",
    "{% raw %}",
]
COMPUTED = str(7 * 191919)
_turns = count()


def text(limit=None):
    """As many of the pieces as fit; every text begins with another one."""
    turn = next(_turns) % len(PIECES)
    words = ""
    for piece in PIECES[turn:] + PIECES[:turn]:
        longer = f"{words} {piece}".strip()
        if limit is None or len(longer) <= limit:
            words = longer
    return words or "<>"[:limit]


def texts(model):
    """A hostile value for every free text of `model`."""
    return {
        field.name: _value(field) for field in model._meta.concrete_fields if _is_free_text(field)
    }


def _is_free_text(field):
    if isinstance(field, ArrayField):
        # What is hidden is chosen from a list of the database's own.
        return field.name != "hidden_fields"
    is_text = isinstance(field, models.CharField | models.TextField)
    # The database keeps the form of codes and classes.
    is_code = field.name.endswith(("_code", "_class"))
    is_key = field.unique or isinstance(field, models.SlugField) or is_code
    return is_text and not is_key and not field.choices


def _value(field):
    if isinstance(field, ArrayField):
        return [text(field.base_field.max_length), text(field.base_field.max_length)]
    return text(field.max_length)


def _make(maker, **fixed):
    """Store a row of a factory or model."""
    if isinstance(maker, type) and issubclass(maker, models.Model):
        return maker.objects.create(**{**texts(maker), **fixed})
    return maker(**{**texts(maker._meta.model), **fixed})


class _Rows:
    """Makes rows and takes them away again, the last first."""

    def __init__(self):
        self.made = []

    def make(self, maker, **fixed):
        row = _make(maker, **fixed)
        self.made.append(row)
        return row

    def remove(self):
        for row in reversed(self.made):
            row.delete()


@contextmanager
def records():
    """Keep one hostile thing of each kind, tied to each other, in the registry."""
    rows = _Rows()
    try:
        ground = _ground(rows)
        yield SimpleNamespace(**vars(ground), **vars(_things(rows, ground)))
    finally:
        rows.remove()


def _ground(rows):
    sure = {"confidence": Confidence.LOW}
    division = rows.make(factories.DivisionFactory, code="239901")
    item = rows.make(PlanItem, item_id="X9901", kind=PlanItemKind.CHAIN, verbatim=False)
    sector = rows.make(Sector, slug="hostile", position=99, colour="#084192", ink="#FFFFFF")
    chain = rows.make(factories.ChainFactory, slug="hostile", sector=sector, plan_item=item)
    link = rows.make(
        ChainLink,
        chain=chain,
        slug="hostile",
        position=1,
        order_basis=OrderBasis.INFERRED,
        plan_item=item,
        verbatim=False,
        **sure,
    )
    belt = rows.make(factories.BeltFactory, slug="hostile")
    rows.make(BeltMember, belt=belt, division=division, **sure)
    return SimpleNamespace(
        division=division, item=item, sector=sector, chain=chain, link=link, belt=belt
    )


def _things(rows, ground):
    sure = {"confidence": Confidence.LOW}
    on_map = {"point": Point(126.5, 46.0), "location_precision": LocationPrecision.SITE}
    park = rows.make(
        factories.ParkFactory,
        registry_code="PK-9901",
        division_id=ground.division.pk,
        level=ParkLevel.NATIONAL,
        **on_map,
    )
    rows.make(ParkSector, park=park, rank=1, sector=ground.sector, **sure)
    rows.make(ParkChain, park=park, chain=ground.chain, link=ground.link, **sure)
    rows.make(
        factories.DesignationFactory, designation_id="X9901", park=park, kind=DesignationKind.OTHER
    )
    base = rows.make(
        factories.BaseFactory,
        registry_code="BS-9901",
        sector=ground.sector,
        host_park=park,
        plan_item=ground.item,
        **on_map,
    )
    base.divisions.add(ground.division)
    enterprise = rows.make(
        factories.EnterpriseFactory,
        registry_code="EN-9901",
        sector=ground.sector,
        division_id=ground.division.pk,
    )
    project = rows.make(
        factories.ProjectFactory,
        registry_code="PJ-9901",
        sector=ground.sector,
        division_id=ground.division.pk,
        park=park,
        **on_map,
    )
    project.enterprises.add(enterprise)
    rows.make(ProjectChain, project=project, chain=ground.chain, link=ground.link, **sure)
    rows.make(ProjectPlanItem, project=project, plan_item=ground.item, **sure)
    rows.make(BeltRecord, belt=ground.belt, registry_code=project.registry_code, **sure)
    return SimpleNamespace(park=park, base=base, enterprise=enterprise, project=project)


def desk_of(people, division):
    """A reviewer with a returned project, and a project of a clerk that waits for them."""
    names = {"first_name": text(150), "last_name": text(150)}
    clerk = people.join("clerk", Role.CONTRIBUTOR, **names)
    reviewer = people.join("reviewer", Role.REVIEWER, **names)
    states = {"PJ-9902": (reviewer, State.RETURNED), "PJ-9903": (clerk, State.SUBMITTED)}
    for code, (owner, state) in states.items():
        _make(
            factories.ProjectFactory,
            registry_code=code,
            division_id=division.pk,
            created_by=owner,
            state=state,
        )
        StateChange.objects.create(
            registry_code=code,
            from_state=State.SUBMITTED,
            to_state=State.RETURNED,
            by=reviewer,
            reason=text(),
        )
    return reviewer
