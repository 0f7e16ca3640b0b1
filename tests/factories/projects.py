"""Synthetic enterprises and projects."""

import factory

from projects.enums import EnterpriseKind, InPlan, Stage
from projects.models import Enterprise, Project
from tests.factories.parks import sector
from tests.factories.records import RegisteredFactory, code


class EnterpriseFactory(RegisteredFactory):
    """A company."""

    class Meta:
        model = Enterprise

    registry_code = code("EN")
    name_zh = factory.Sequence(lambda number: f"合成企业{number}")
    name_en = factory.Sequence(lambda number: f"Synthetic Enterprise {number}")
    kind = EnterpriseKind.COMPANY
    sector = sector()


class ProjectFactory(RegisteredFactory):
    """A proposed project without a point."""

    class Meta:
        model = Project

    registry_code = code("PJ")
    name_zh = factory.Sequence(lambda number: f"合成项目{number}")
    name_en = factory.Sequence(lambda number: f"Synthetic Project {number}")
    sector = sector()
    division_id = "230125"
    stage = Stage.PROPOSED
    in_plan = InPlan.UNKNOWN
