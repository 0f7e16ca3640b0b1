"""The places of a project in chains: typed, refused, told, imported."""

import pytest
from django.utils import translation

from parks.models import Chain, ChainLink
from projects import actions
from projects.details import fact_groups
from projects.models import Project
from records.models import Proposal
from records.review.proposals import accept
from tests.factories import ProjectFactory
from tests.importing import imported
from tests.unit.test_imports import exported
from tests.unit.test_registration import fields_of, form_of, registered

pytestmark = pytest.mark.usefixtures("facts")


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def in_chains(*places):
    """What a browser sends of the table of places in chains."""
    name = "chain_places"
    sent = {f"{name}-TOTAL_FORMS": len(places), f"{name}-INITIAL_FORMS": 0}
    for number, place in enumerate(places):
        sent |= {f"{name}-{number}-{column}": value for column, value in place.items()}
    return sent


def test_a_chain_is_kept_and_replaced(clerk):
    first, second = Chain.objects.all()[:2]
    project = registered(clerk, **in_chains({"chain": first.pk}))
    assert list(project.chains.all()) == [first]
    for _twice in range(2):
        fields = fields_of(clerk, **in_chains({"chain": second.pk}))
        actions.revise(project=project, by=clerk, fields=fields)
        assert list(project.chains.all()) == [second]
    actions.revise(project=project, by=clerk, fields=fields_of(clerk, **in_chains()))
    assert not project.chains.exists()


def test_a_link_brings_its_chain_and_what_is_made_there(clerk):
    link = ChainLink.objects.select_related("chain").first()
    made = {"link": link.pk, "role": "main", "capacity": "１０", "capacity_unit": "万吨/年"}
    project = registered(clerk, **in_chains(made | {"local_share_percent": "60"}))
    place = project.chain_places.get()
    assert (place.chain, place.link, place.capacity) == (link.chain, link, 10)
    assert place.basis
    assert place.confidence == "medium"
    groups = dict(fact_groups(Project.objects.get(pk=project.pk)))
    assert [(str(link), "Main product; 10 万吨/年; 60 % bought in the province")] == [
        (fact.label, fact.value) for fact in groups["Places in chains"]
    ]


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ({"role": "main"}, "Choose the chain or one of its links"),
        ({"link": "first", "chain": "other"}, "Choose that chain, or another link"),
        ({"link": "first", "capacity": "10"}, "Give the unit"),
        ({"link": "first", "local_share_percent": "101"}, "100"),
        ({"link": "999999"}, "valid choice"),
    ],
)
def test_a_place_in_a_chain_that_makes_no_sense_is_refused(clerk, place, said):
    link = ChainLink.objects.select_related("chain").first()
    other = Chain.objects.exclude(pk__in=(link.chain_id, link.chain.parent_id or 0)).first()
    keys = {"first": link.pk, "other": other.pk}
    place = {column: keys.get(value, value) for column, value in place.items()}
    form = form_of(clerk, **in_chains(place))
    assert not form.is_valid()
    assert said in str(form.errors["chain_places"])


@pytest.mark.parametrize("is_draft", [True, False])
def test_an_imported_chain_takes_the_first_place_and_leaves_the_others(clerk, reviewer, is_draft):
    first, second, third = Chain.objects.order_by("pk")[:3]
    project = ProjectFactory(draft=is_draft, created_by=clerk, enterprise_text="合成企业")
    for chain in (first, second):
        project.chain_places.create(chain=chain, basis="合成", confidence="low")
    told = project.chain_places.get(chain=second)
    imported(exported(clerk, chain=third.slug), clerk)
    for proposal in Proposal.objects.all():
        accept(proposal=proposal, record=project, by=reviewer, names=list(proposal.values))
    assert set(project.chains.all()) == {second, third}
    assert project.chain_places.get(chain=second) == told
