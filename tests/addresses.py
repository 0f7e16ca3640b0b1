"""Addresses of pages that tests walk through."""

from geo.models import Belt, Division
from parks.models import Base, Chain, ChainLink, Park, Sector
from projects.models import Enterprise, Project

FIXED = [
    "/",
    "/home/",
    "/?show=parks&show=bases&show=projects&sector=food&belt=ha-da-qi",
    "/?level=galactic",
    "/parks/",
    "/parks/?page=2",
    "/parks/?belt=ha-da-qi&policy_areas=include",
    "/parks/?q=%25%25%25",
    "/compare/",
    "/compare/?r=PK-0001&r=PK-0002",
    "/bases/",
    "/bases/?belt=mu-sui",
    "/projects/",
    "/projects/?stage=pilot",
    "/enterprises/",
    "/sectors/",
    "/about/data/",
    "/about/style/",
    "/accounts/login/",
]


def records(every=1):
    """Pages of records; each `every`-th of its kind."""
    kinds = [Park, Base, Project, Enterprise]
    return [record.get_absolute_url() for kind in kinds for record in kind.objects.all()[::every]]


def themes(every=1):
    """Pages of sectors, chains, links, belts and divisions."""
    kept = [
        *Sector.objects.all()[::every],
        *Chain.objects.all()[::every],
        *ChainLink.objects.select_related("chain")[:: 4 * every],
        *Belt.objects.all(),
    ]
    divisions = [
        division
        for level in Division.objects.order_by().values_list("level", flat=True).distinct()
        for division in Division.objects.filter(level=level)[:1]
    ]
    return [theme.get_absolute_url() for theme in [*kept, *divisions]]
