"""Readers of every kind, records with something to hide, and who may see what of them.

The rules are written down here once more, in plain Python, without the code of the registry.
"""

from dataclasses import dataclass, field

from django.contrib.gis.geos import MultiPolygon, Point

from accounts.models import TerritoryPark
from geo.models import Division
from parks.models import Base, Park
from projects.models import Enterprise, Project
from tests.factories import (
    BaseFactory,
    DesignationFactory,
    EnterpriseFactory,
    ParkFactory,
    ProjectFactory,
    UserFactory,
)

HERE, THERE = "230125", "230606"
# Role, codes of divisions, whether the user acts for the park that is here.
READERS = {
    "public": None,
    "viewer": ("viewer", [HERE], False),
    "contributor-here": ("contributor", [HERE], False),
    "contributor-there": ("contributor", [THERE], False),
    "contributor-of-park": ("contributor", [], True),
    "reviewer-there": ("reviewer", ["230600"], False),
    "reviewer-of-park": ("reviewer", [], True),
    "reviewer-here": ("reviewer", ["230100"], False),
    "gis-staff-here": ("gis_staff", ["230100"], False),
    "administrator": ("administrator", [], False),
}
CLASSES = ("public", "internal", "restricted")
STAFF = {"contributor", "reviewer", "gis_staff"}
NOWHERE = {"point": None, "location_precision": "unknown", "location_source": ""}
# What a field holds for those who may not see it.
BLANK = {
    "point": {**NOWHERE, "location_confidence": ""},
    "investment": {"investment_yuan": None, "investment_scope": ""},
    "enterprise": {"enterprise_text": ""},
    "capacity": {"capacity": "", "reserves": ""},
}


@dataclass
class World:
    """Records of all classes in two counties, some in a park, some with hidden fields."""

    park: Park
    records: list = field(default_factory=list)
    hiding: list = field(default_factory=list)

    @classmethod
    def made(cls):
        """Make it; every name holds a text of its own, every sum is a power of ten of its own."""
        world = cls(ParkFactory(name_zh="合成管辖园区", division_id=HERE))
        for place in (HERE, THERE):
            for state, visibility in [
                *(("published", one) for one in CLASSES),
                ("draft", "public"),
                ("suspended", "public"),
                ("submitted", "internal"),
            ]:
                world._add(place, state, visibility)
        for word in BLANK:
            world._hide(word)
        return world

    def _add(self, place, state, visibility):
        number = len(self.records)
        common = {"state": state, "visibility": visibility}
        spot = {"point": Point(127 + number / 97, 45.5 + number / 89), "location_precision": "site"}
        # A coordinate in the outline of a park names the park to those who see it.
        park = ParkFactory(
            name_zh=f"机密园{number}号",
            division_id=place,
            parent=self.park,
            boundary=MultiPolygon(spot["point"].buffer(0.03)),
            **common,
            **spot,
        )
        DesignationFactory(park=park)
        enterprise = EnterpriseFactory(name_zh=f"机密企{number}号", division_id=place, **common)
        project = ProjectFactory(
            name_zh=f"机密项{number}号",
            division_id=place,
            park=self.park if place == HERE else None,
            investment_yuan=10 ** (5 + number % 5) * 7,
            **common,
            **spot,
        )
        project.enterprises.add(enterprise)
        base = BaseFactory(name_zh=f"机密基{number}号", host_park=park, **common, **spot)
        base.divisions.set([place])
        # A public project may be in a park, and by an enterprise, that not everybody sees.
        named = ProjectFactory(division_id=place, park=park, state="published")
        named.enterprises.add(enterprise)
        self.records += [park, enterprise, project, base, named]

    def _hide(self, word):
        number = len(self.hiding)
        project = ProjectFactory(
            name_zh=f"公开项目{number}",
            division_id=HERE,
            hidden_fields=[word],
            point=Point(129 + number / 7, 46.6),
            location_precision="site",
            location_source=f"隐址{number}",
            investment_yuan=7_654_321 + 1_000 * number,
            enterprise_text=f"隐企{number}文",
            capacity=f"隐产{number}能",
        )
        project.enterprises.add(EnterpriseFactory(name_zh=f"公开企业{number}"))
        self.hiding.append(project)


def reader(world, name):
    """The user of that kind; None for whoever is not signed in."""
    if READERS[name] is None:
        return None
    role, codes, acts_for_park = READERS[name]
    user = UserFactory(role=role, territory=codes)
    if acts_for_park:
        TerritoryPark.objects.create(user=user, registry_code=world.park.registry_code)
    return user


def places_of(record):
    """The divisions in which a record lies, with all that they are part of."""
    divisions = record.divisions.all() if isinstance(record, Base) else [record.division]
    found = set()
    for division in divisions:
        while division:
            found.add(division.code)
            division = Division.objects.filter(pk=division.parent_id).first()
    return found


def is_inside(world, record):
    """Whether a record is the park of the world, is part of it, or is in it or hosted by it."""
    parks = {world.park, *Park.objects.filter(parent=world.park)}
    by_kind = {Park: record, Project: getattr(record, "park", None), Enterprise: None}
    return by_kind.get(type(record), getattr(record, "host_park", None)) in parks


def in_territory(world, name, record):
    """Whether a record lies in the territory of a reader."""
    _role, codes, acts_for_park = READERS[name]
    return bool(places_of(record) & set(codes)) or (acts_for_park and is_inside(world, record))


def sees_all(world, name, record):
    """Whether a reader sees a record of another whole, restricted fields and all."""
    if name == "administrator":
        return True
    if READERS[name] is None:
        return False
    return name.startswith("reviewer") and in_territory(world, name, record)


def sees(world, name, record):
    """Whether a reader sees a record of another at all."""
    if name == "administrator":
        return True
    if READERS[name] is None or record.state in {"draft", "submitted"}:
        is_public = record.state == "published" and record.visibility == "public"
        return is_public or (record.state != "draft" and sees_all(world, name, record))
    if record.state == "published" and record.visibility == "public":
        return True
    if record.visibility == "restricted":
        return sees_all(world, name, record)
    # Internal ones, and those that were taken off the public's sight.
    return READERS[name][0] in STAFF and in_territory(world, name, record)


def without_secrets(world, name):
    """Take away all that a reader may not see: the world as that reader knows it."""
    secret = [record for record in world.records if not sees(world, name, record)]
    for record in sorted(secret, key=lambda one: one.registry_code, reverse=True):
        if isinstance(record, Park):
            Project.objects.filter(park=record).update(park=None)
            Base.objects.filter(host_park=record).update(host_park=None)
            Park.objects.filter(parent=record).update(parent=None)
        # A copy: the record of the world must stay what it is for the next test.
        type(record).objects.filter(pk=record.pk).get().delete()
    for record in world.hiding:
        if not sees_all(world, name, record):
            forget(record)
    return secret


def forget(project):
    """Empty the hidden fields of a project; that something is hidden stays."""
    for word in project.hidden_fields:
        Project.objects.filter(pk=project.pk).update(**BLANK[word])
        if word == "enterprise":
            project.enterprises.clear()
