"""Every rule that a model states is kept by the database, whoever writes."""

import pytest
from django.apps import apps
from django.contrib.gis.geos import GEOSGeometry
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from accounts.models import AccountEvent, RecoveryCode, TerritoryPark
from geo.models import BeltMember, Division
from parks.models import ChainLink, ParkChain, ParkSector
from projects.models import ProjectChain, ProjectPlanItem
from records.models import (
    Act,
    BeltRecord,
    Distinction,
    ImportJob,
    Proposal,
    Redirect,
    SavedView,
    StateChange,
)
from tests.factories import (
    BaseFactory,
    ChainFactory,
    DesignationFactory,
    EnterpriseFactory,
    GivenAreaFactory,
    ParkFactory,
    ParkSectorFactory,
    ProjectFactory,
    UserFactory,
)
from tests.factories.details import (
    FactorNeedFactory,
    FundFactory,
    InvestorFactory,
    KeyListingFactory,
    LevelPeriodFactory,
    ParkPeriodFactory,
    ProgressReportFactory,
    StageMoveFactory,
    UtilityFactory,
    YearPlanFactory,
)

ROOMS = ("geo", "accounts", "records", "parks", "projects")
BOW_TIE = "SRID=4326;MULTIPOLYGON(((127 45, 128 46, 128 45, 127 46, 127 45)))"
A_CODE, A_CREDIT = "2301-230125-04-01-123456", "91350100M000100Y43"
POINT = "SRID=4326;POINT(127 45)"


def first(model):
    """One of the real rows, as somebody may edit it."""
    return model.objects.order_by("pk").first()


def project_chain():
    return first(ProjectChain)


def state_change():
    return StateChange.objects.create(
        registry_code="PJ-9001", from_state="submitted", to_state="published", by=UserFactory()
    )


def redirect():
    return Redirect.objects.create(old_code="PJ-9001", registry_code="PJ-9002", by=UserFactory())


def distinction():
    return Distinction.objects.create(
        code="PJ-9001", other_code="PJ-9002", reason="合成", by=UserFactory()
    )


def territory_park():
    return TerritoryPark.objects.create(user=UserFactory(), registry_code="PK-9001")


def account_event():
    user = UserFactory()
    return AccountEvent.objects.create(user=user, kind="password_changed")


def saved_view():
    return SavedView.objects.create(owner=UserFactory(), name="x", address="/")


def import_job():
    return ImportJob.objects.create(by=UserFactory(), sheet="projects", file_name="x", content=b"x")


def act():
    return Act.objects.create(kind="site")


def proposal():
    return Proposal.objects.create(
        registry_code="PJ-9001",
        values={"note": "x"},
        base={"note": ""},
        by=UserFactory(),
        proposed_at=timezone.now(),
    )


def proposal_decided():
    made = proposal()
    made.decided_by = UserFactory()
    made.save()
    return made


# Constraint -> a row, and the values that break it. What the records share stands in SHARED.
BREAKERS = {
    "territory_park_code_format": (territory_park, {"registry_code": "PJ-0001"}),
    "account_event_kind_known": (account_event, {"kind": "x"}),
    "user_role_known": (UserFactory, {"role": "king"}),
    "division_code_format": (lambda: first(Division), {"code": "110000"}),
    "division_has_parent": (lambda: Division.objects.get(pk="230125"), {"parent": None}),
    "division_boundary_valid": (
        lambda: Division.objects.get(pk="230125"),
        {"boundary": GEOSGeometry(BOW_TIE)},
    ),
    "project_area_valid": (ProjectFactory, {"area": GEOSGeometry(BOW_TIE)}),
    "given_area_method_known": (GivenAreaFactory, {"method": "guessed"}),
    "given_area_datum_known": (GivenAreaFactory, {"datum": "flat"}),
    "given_area_upload_named": (GivenAreaFactory, {"file_name": ""}),
    "given_area_valid": (GivenAreaFactory, {"area": GEOSGeometry(BOW_TIE)}),
    "park_boundary_valid": (ParkFactory, {"boundary": GEOSGeometry(BOW_TIE)}),
    "saved_view_has_name": (saved_view, {"name": ""}),
    "saved_view_is_local": (saved_view, {"address": "//example.org"}),
    "import_state_known": (import_job, {"state": "magic"}),
    "act_kind_known": (act, {"kind": "magic"}),
    "act_undoes_as_undo": (act, {"kind": "site", "undoes_id": 1}),
    "redirect_leads_elsewhere": (redirect, {"registry_code": models.F("old_code")}),
    "distinction_in_order": (distinction, {"other_code": models.F("code")}),
    "distinction_says_why": (distinction, {"reason": ""}),
    "return_says_why": (state_change, {"to_state": "returned"}),
    "proposal_state_known": (proposal, {"state": "lost"}),
    "proposal_changes_something": (proposal, {"values": {}}),
    "proposal_return_says_why": (
        proposal_decided,
        {"state": "returned"},
    ),
    "proposal_decided_by_another": (proposal, {"state": "accepted"}),
    "move_in_table": (state_change, {"from_state": "draft"}),
    "sector_colours_are_hex": (lambda: apps.get_model("parks.Sector").objects.first(), {"ink": ""}),
    "chain_not_own_parent": (ChainFactory, {"parent": models.F("pk")}),
    "park_level_known": (ParkFactory, {"level": "galactic"}),
    "park_kind_known": (ParkFactory, {"kind": "castle"}),
    "park_status_known": (ParkFactory, {"status": "lost"}),
    "park_not_own_parent": (ParkFactory, {"parent": models.F("pk")}),
    "park_level_has_basis": (ParkFactory, {"level_basis": ""}),
    "park_approved_area_positive": (ParkFactory, {"approved_area_ha": 0}),
    "park_planned_area_positive": (ParkFactory, {"planned_area_ha": -1}),
    "park_approval_year_plausible": (ParkFactory, {"approval_year": 193}),
    "no_sector_says_why": (ParkSectorFactory, {"sector": None}),
    "base_kind_known": (BaseFactory, {"kind": "castle"}),
    "designation_has_holder": (DesignationFactory, {"park": None}),
    "other_designation_named": (DesignationFactory, {"kind": "other"}),
    "enterprise_kind_known": (EnterpriseFactory, {"kind": "guild"}),
    "project_stage_known": (ProjectFactory, {"stage": "dreamt"}),
    "project_in_plan_known": (ProjectFactory, {"in_plan": "maybe"}),
    "project_investment_positive": (ProjectFactory, {"investment_yuan": -1}),
    "project_stage_year_plausible": (ProjectFactory, {"stage_year": 0}),
    "project_scope_has_sum": (ProjectFactory, {"investment_scope": "phase_1"}),
    "project_in_plan_has_basis": (ProjectFactory, {"in_plan": "company_only"}),
    "enterprise_credit_code_format": (EnterpriseFactory, {"credit_code": "91"}),
    "project_project_code_format": (ProjectFactory, {"project_code": "2301"}),
    "project_former_code_format": (ProjectFactory, {"former_code": "2301"}),
    "project_credit_code_format": (ProjectFactory, {"credit_code": "I" * 18}),
    "project_industry_class_format": (ProjectFactory, {"industry_class": "3091"}),
    "project_nature_known": (ProjectFactory, {"nature": "odd"}),
    "project_procedure_known": (ProjectFactory, {"procedure": "odd"}),
    "project_industry_table_known": (ProjectFactory, {"industry_table": "1994"}),
    "project_land_tenure_known": (ProjectFactory, {"land_tenure": "odd"}),
    "project_industry_has_table": (ProjectFactory, {"industry_class": "C3091"}),
    "project_amounts_not_negative": (ProjectFactory, {"land_area_ha": -1}),
    "project_shares_within_100": (ProjectFactory, {"office_share_percent": 101}),
    "project_plan_in_order": (
        ProjectFactory,
        {"planned_start": "2026-02-01", "planned_production": "2026-01-01"},
    ),
    "project_dates_in_order": (
        ProjectFactory,
        {"actual_start": "2026-02-01", "actual_finish": "2026-01-01"},
    ),
    "project_not_own_phase": (ProjectFactory, {"phase_of": models.F("pk"), "phase_number": 1}),
    "project_phase_numbered": (
        lambda: ProjectFactory(phase_of=ProjectFactory(), phase_number=1),
        {"phase_number": None},
    ),
    "project_fixed_within_total": (
        ProjectFactory,
        {"investment_yuan": 5, "fixed_investment_yuan": 6},
    ),
    "project_parts_within_total": (
        ProjectFactory,
        {"investment_yuan": 5, "land_cost_yuan": 3, "equipment_yuan": 3},
    ),
    "project_start_says_works": (ProjectFactory, {"stage": "started"}),
    "project_chain_role_known": (project_chain, {"role": "odd"}),
    "project_chain_capacity_has_unit": (project_chain, {"capacity": 5}),
    "project_chain_share_within_100": (project_chain, {"local_share_percent": 101}),
    "investor_share_within_100": (InvestorFactory, {"share_percent": 101}),
    "investor_credit_code_format": (InvestorFactory, {"credit_code": "91"}),
    "fund_positive": (FundFactory, {"yuan": 0}),
    "fund_source_known": (FundFactory, {"source": "odd"}),
    "year_plan_not_negative": (YearPlanFactory, {"yuan": -1}),
    "year_plan_year_plausible": (YearPlanFactory, {"year": 1900}),
    "factor_not_negative": (FactorNeedFactory, {"peak": -1}),
    "factor_known": (FactorNeedFactory, {"factor": "odd"}),
    "key_listing_level_known": (KeyListingFactory, {"level": "odd"}),
    "key_listing_year_plausible": (KeyListingFactory, {"year": 1900}),
    "stage_move_has_evidence": (StageMoveFactory, {"evidence": ""}),
    "stage_move_says_works": (StageMoveFactory, {"to_stage": "started"}),
    "park_management_code_format": (ParkFactory, {"management_code": "91"}),
    "park_areas_not_negative": (ParkFactory, {"built_area_ha": -1}),
    "park_areas_within_planned": (ParkFactory, {"planned_area_ha": 1, "leasable_area_ha": 2}),
    "level_period_level_known": (LevelPeriodFactory, {"level": "odd"}),
    "level_period_plausible": (LevelPeriodFactory, {"since": 1900}),
    "park_period_part_known": (ParkPeriodFactory, {"part": "odd"}),
    "park_period_plausible": (ParkPeriodFactory, {"year": 1900}),
    "park_period_not_negative": (ParkPeriodFactory, {"energy_tce": -1}),
    "park_period_revenue_covers_tax": (ParkPeriodFactory, {"revenue_yuan": 1, "tax_yuan": 2}),
    "park_period_share_within_100": (ParkPeriodFactory, {"waste_use_percent": 101}),
    "park_period_has_source": (ParkPeriodFactory, {"source": ""}),
    "utility_known": (UtilityFactory, {"kind": "odd"}),
    "utility_unit_known": (UtilityFactory, {"unit": "odd"}),
    "utility_used_within_capacity": (UtilityFactory, {"used": 11}),
}
REGISTERED = {
    "code_format": {"registry_code": "XX-1"},
    "has_source": {"source": ""},
    "has_name": {"name_zh": ""},
    "state_known": {"state": "secret"},
    "confidence_known": {"confidence": "certain"},
    "visibility_known": {"visibility": "secret"},
    "hidden_fields_known": {"hidden_fields": ["name_zh"]},
}
LOCATED = {
    "precision_known": {"location_precision": "somewhere"},
    "point_has_precision": {"point": GEOSGeometry(POINT)},
    "datum_known": {"location_datum": "guessed"},
    "method_known": {"location_method": "dreamt"},
}
SHARED = {
    "park": (ParkFactory, REGISTERED | LOCATED),
    "base": (BaseFactory, REGISTERED | LOCATED),
    "project": (ProjectFactory, REGISTERED | LOCATED),
    "enterprise": (EnterpriseFactory, REGISTERED),
}
BREAKERS |= {
    f"{kind}_{rule}": (factory, values)
    for kind, (factory, rules) in SHARED.items()
    for rule, values in rules.items()
}

# Rows that nothing changes: a broken one is refused when it is added.
ONLY_ADDED = (Act,)

# Unique constraint -> a model of which a row is stored a second time.
TWICE = {
    "belt_member_once": BeltMember,
    "belt_record_once": BeltRecord,
    "chain_link_slug_once": ChainLink,
    "chain_link_position_once": ChainLink,
    "park_industry_rank_once": ParkSector,
    "park_chain_link_once": ParkChain,
    "project_chain_link_once": ProjectChain,
    "project_plan_item_once": ProjectPlanItem,
}


# Unique constraint -> what makes a row; a second of the same kind is refused.
ONCE = {
    "investor_once": InvestorFactory,
    "fund_once": FundFactory,
    "year_plan_once": YearPlanFactory,
    "factor_once": FactorNeedFactory,
    "key_listing_once": KeyListingFactory,
    "report_month_once": ProgressReportFactory,
    "level_period_once": LevelPeriodFactory,
    "park_period_once": ParkPeriodFactory,
    "utility_once": UtilityFactory,
    "project_code_once": lambda **same: ProjectFactory(project_code=A_CODE, **same),
    "project_phase_once": lambda **same: ProjectFactory(phase_number=1, **same),
    "enterprise_credit_code_once": lambda **same: EnterpriseFactory(credit_code=A_CREDIT, **same),
}
# Rows that nobody may change are wrong from the start.
WRONG_FROM_THE_START = {
    "report_month_is_first": {"month": "2026-01-02"},
    "report_correction_explained": {"invested_yuan": -1},
}


@pytest.mark.parametrize("name", sorted(ONCE))
def test_the_database_rejects_what_is_there_already(facts, name):
    make = ONCE[name]
    if name == "project_phase_once":
        same = {"phase_of": ProjectFactory()}
    elif name.startswith(("project", "enterprise")):
        same = {}
    elif name in {"level_period_once", "park_period_once", "utility_once"}:
        same = {"park": ParkFactory()}
    else:
        same = {"project": ProjectFactory()}
    make(**same)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make(**same)


@pytest.mark.parametrize("name", sorted(WRONG_FROM_THE_START))
def test_the_database_rejects_such_a_report(facts, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ProgressReportFactory(**WRONG_FROM_THE_START[name])


def stated():
    """Every constraint that a model states, by name."""
    return {
        constraint.name: (model, constraint)
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        for constraint in model._meta.constraints
    }


def test_every_constraint_has_a_test():
    tried = {
        *BREAKERS,
        *TWICE,
        *ONCE,
        *WRONG_FROM_THE_START,
        "enterprise_name_once",
        "saved_view_name_once",
        "territory_park_once",
        "recovery_code_once",
        "proposal_pending_once",
        "distinction_once",
    }
    assert set(stated()) == tried


def write(row, values):
    """Change a row, or add one where rows are only ever added."""
    if isinstance(row, ONLY_ADDED):
        type(row).objects.create(**values)
    else:
        type(row).objects.filter(pk=row.pk).update(**values)


@pytest.mark.parametrize("name", sorted(BREAKERS))
def test_the_database_rejects(facts, name):
    create, values = BREAKERS[name]
    row = create()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        write(row, values)


@pytest.mark.parametrize("name", sorted(TWICE))
def test_the_database_rejects_a_second(facts, name):
    model, constraint = stated()[name]
    row = first(model)
    fields = [field for field in model._meta.fields if not field.primary_key]
    values = {field.attname: getattr(row, field.attname) for field in fields}
    # Only what the constraint names is the same: another constraint must not answer for it.
    other = {"slug": "synthetic", "position": 999, "rank": 99}
    values |= {
        key: new for key, new in other.items() if key in values and key not in constraint.fields
    }
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.bulk_create([model(**values)])


def test_a_chain_without_link_counts_once_too(facts):
    """An empty link is no way around the constraint: nulls are not distinct there."""
    place = ParkChain.objects.filter(link=None).first()
    with pytest.raises(IntegrityError, match="park_chain_link_once"), transaction.atomic():
        ParkChain.objects.create(park=place.park, chain=place.chain, basis="合成", confidence="low")


def test_an_enterprise_is_registered_once(facts):
    EnterpriseFactory(name_zh="合成同名企业")
    with pytest.raises(IntegrityError, match="enterprise_name_once"), transaction.atomic():
        EnterpriseFactory(name_zh="合成同名企业")


def test_a_pair_is_told_apart_once(facts):
    pair = distinction()
    with pytest.raises(IntegrityError, match="distinction_once"), transaction.atomic():
        Distinction.objects.create(
            code=pair.code, other_code=pair.other_code, reason="合成", by=pair.by
        )


@pytest.mark.parametrize(
    ("old_code", "code"), [("PJ-9002", "PJ-9003"), ("PJ-9003", "PJ-9001"), ("PJ-9002", "PJ-9001")]
)
def test_a_redirect_leads_to_no_redirect(facts, old_code, code):
    known = redirect()
    with pytest.raises(IntegrityError, match="not to another redirect"), transaction.atomic():
        Redirect.objects.create(old_code=old_code, registry_code=code, by=known.by)


def test_a_recovery_code_is_kept_once(facts):
    code = RecoveryCode.objects.create(user=UserFactory(), digest="x")
    with pytest.raises(IntegrityError, match="recovery_code_once"), transaction.atomic():
        RecoveryCode.objects.create(user=code.user, digest=code.digest)


def test_a_user_gives_a_name_to_one_view(facts):
    view = saved_view()
    with pytest.raises(IntegrityError, match="saved_view_name_once"), transaction.atomic():
        SavedView.objects.create(owner=view.owner, name=view.name, address="/parks/")


def test_a_user_has_one_proposal_for_a_record_in_hand(facts):
    first_one = proposal()
    again = {"registry_code": "PJ-9001", "by": first_one.by, "values": {"note": "y"}, "base": {}}
    Proposal.objects.filter(pk=first_one.pk).update(state="withdrawn")
    second = Proposal.objects.create(**again, proposed_at=timezone.now())
    with pytest.raises(IntegrityError, match="proposal_pending_once"), transaction.atomic():
        Proposal.objects.create(**again, proposed_at=second.proposed_at)


def test_a_sound_row_is_taken(facts):
    """The other way round: the factories break none of the rules above."""
    for factory, _rules in SHARED.values():
        factory().full_clean()


@pytest.mark.django_db
def test_every_stated_index_and_constraint_is_in_the_database():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE schemaname = 'public' "
            "UNION SELECT conname FROM pg_constraint"
        )
        there = {name for (name,) in cursor.fetchall()}
    indexes = {
        index.name
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        for index in model._meta.indexes
    }
    assert len(indexes) > 15
    assert indexes | set(stated()) <= there


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["park", "base", "project"])
@pytest.mark.parametrize(
    ("index", "method"),
    [
        ("point_gist", "gist"),
        ("geography_gist", "gist"),
        ("names_trgm", "gin"),
        ("pinyin_trgm", "gin"),
    ],
)
def test_spatial_and_text_indexes_are_of_their_method(kind, index, method):
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [f"{kind}_{index}"])
        [definition] = cursor.fetchone()
    assert f"USING {method} " in definition
    assert ("geography" in definition) == ("geography" in index)
