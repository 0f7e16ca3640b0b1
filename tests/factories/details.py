"""Synthetic rows of the small tables of projects and parks."""

import datetime

import factory

from parks.models import LevelPeriod, ParkPeriod, Utility
from projects.models import (
    FactorNeed,
    Fund,
    Investor,
    KeyListing,
    ProgressReport,
    StageMove,
    YearPlan,
)
from tests.factories.accounts import UserFactory
from tests.factories.geo import SYNTHETIC
from tests.factories.parks import ParkFactory
from tests.factories.projects import ProjectFactory


class _OfProject(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    project = factory.SubFactory(ProjectFactory)


class _OfPark(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    park = factory.SubFactory(ParkFactory)


class InvestorFactory(_OfProject):
    """An investor."""

    class Meta:
        model = Investor

    name = "合成投资公司"


class FundFactory(_OfProject):
    """Own funds."""

    class Meta:
        model = Fund

    source = "own"
    yuan = 1


class YearPlanFactory(_OfProject):
    """The plan of a year."""

    class Meta:
        model = YearPlan

    year = 2026
    yuan = 1


class FactorNeedFactory(_OfProject):
    """Water."""

    class Meta:
        model = FactorNeed

    factor = "water"
    quantity = 1
    unit = "m³"


class KeyListingFactory(_OfProject):
    """A provincial list."""

    class Meta:
        model = KeyListing

    level = "provincial"
    year = 2026


class ProgressReportFactory(_OfProject):
    """The report of a month."""

    class Meta:
        model = ProgressReport

    month = datetime.date(2026, 1, 1)
    invested_yuan = 1
    progress = SYNTHETIC
    by = factory.SubFactory(UserFactory)


class StageMoveFactory(_OfProject):
    """A project that was signed."""

    class Meta:
        model = StageMove

    from_stage = "proposed"
    to_stage = "signed"
    on = datetime.date(2026, 1, 1)
    evidence = SYNTHETIC
    by = factory.SubFactory(UserFactory)


class LevelPeriodFactory(_OfPark):
    """A park that was a county's."""

    class Meta:
        model = LevelPeriod

    level = "county"
    since = 2010


class ParkPeriodFactory(_OfPark):
    """The figures of a year."""

    class Meta:
        model = ParkPeriod

    year = 2025
    source = SYNTHETIC


class UtilityFactory(_OfPark):
    """Water."""

    class Meta:
        model = Utility

    kind = "water"
    capacity = 10
    unit = "m3_day"
    on = datetime.date(2026, 1, 1)
