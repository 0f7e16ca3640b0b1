"""The full record of a park in groups of facts: what is known, and what is computed of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from parks.models import Park, ParkPeriod
from parks.models.details import PERIOD_AMOUNTS
from records.facts import MU_PER_HA, YUAN_PER_WAN, Fact, plain
from records.templatetags.registry import hectares, money

STATED = (
    "four_bounds",
    "built_area_ha",
    "industrial_area_ha",
    "leasable_area_ha",
    "management_body",
    "management_code",
    "management_contact",
    "website",
)


def park_fact_groups(park: Park) -> list[tuple[str, list[Fact]]]:
    """The facts that are known and that the reader may see; hidden ones are empty already."""
    periods = list(park.periods.all())
    latest = periods[0] if periods else None
    groups = [
        (_("Areas and management"), list(_stated(park))),
        (_("Figures of %(period)s") % {"period": latest}, list(_figures(latest)))
        if latest
        else ("", []),
        (_("Computed"), list(computed(park, latest)) if latest else []),
        (_("Utilities"), list(_utilities(park))),
        (
            _("Levels over time"),
            [Fact(str(one.since), str(one)) for one in park.level_periods.all()],
        ),
    ]
    return [(title, facts) for title, facts in groups if facts]


def _stated(park: Park) -> Iterator[Fact]:
    for name in STATED:
        value = getattr(park, name)
        field: Any = Park._meta.get_field(name)
        if value not in (None, ""):
            said = hectares(value) if name.endswith("_ha") else value
            url = value if name == "website" else ""
            yield Fact(str(field.verbose_name), said, url=url)
    more = [division.full_name for division in park.more_divisions.all()]
    if more:
        yield Fact(_("Further divisions"), _("; ").join(more))


def _figures(period: ParkPeriod) -> Iterator[Fact]:
    for name in (*PERIOD_AMOUNTS, "firms", "staff"):
        value = getattr(period, name)
        field: Any = ParkPeriod._meta.get_field(name)
        if value is not None:
            said = money(value) if name.endswith("_yuan") else plain(value)
            yield Fact(str(field.verbose_name), said)
    yield Fact(_("Source"), period.source, _("audited") if period.is_audited else _("not audited"))


def computed(park: Park, period: ParkPeriod) -> Iterator[Fact]:
    """What follows from a year and the built area. Nobody types these."""
    mu = park.built_area_ha * MU_PER_HA if park.built_area_ha else None
    for label, yuan, formula in (
        (_("Tax per mu"), period.tax_yuan, _("tax of the period ÷ built area")),
        (_("Output per mu"), period.output_yuan, _("output of the period ÷ built area")),
        (
            _("Investment intensity"),
            period.fixed_investment_yuan,
            _("investment in fixed assets of the period ÷ built area"),
        ),
    ):
        if mu and yuan is not None:
            wan = round(yuan / YUAN_PER_WAN / mu, 2)
            yield Fact(label, _("%(wan)s 10,000 yuan per mu") % {"wan": plain(wan)}, formula)
    if period.energy_tce is not None and period.value_added_yuan:
        tce = round(period.energy_tce / (period.value_added_yuan / YUAN_PER_WAN), 3)
        yield Fact(
            _("Energy per value added"),
            _("%(tce)s tce per 10,000 yuan") % {"tce": plain(tce)},
            _("energy ÷ value added"),
        )


def _utilities(park: Park) -> Iterator[Fact]:
    for one in park.utilities.all():
        unit = one.get_unit_display()
        free = (
            _("%(free)s free") % {"free": plain(one.capacity - one.used)}
            if one.used is not None
            else ""
        )
        note = f"{one.on:%Y-%m-%d}" + (f" · {free}" if free else "")
        yield Fact(str(one), f"{plain(one.capacity)} {unit}", note)


def _levels(park: Park) -> Iterator[Fact]:
    for one in park.level_periods.all():
        yield Fact(str(one.since), one.get_level_display(), one.document)
