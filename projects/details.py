"""The full record of a project in groups of facts: what is known, and what is computed of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from projects.detail_forms import SECTIONS
from projects.models import Project, ProjectChain
from records.facts import MU_PER_HA, YUAN_PER_WAN, Fact, plain
from records.templatetags.registry import money


def fact_groups(project: Project) -> list[tuple[str, list[Fact]]]:
    """The known facts of a project as its reader sees it, by the sections of the form."""
    groups = [
        (str(title), list(_stated(project, [name for row in rows for name in row])))
        for title, rows in SECTIONS.values()
    ]
    groups.append((_("Computed"), list(computed(project))))
    groups += [(str(title), facts) for title, facts in _tables(project)]
    return [(title, facts) for title, facts in groups if facts]


def _stated(project: Project, names: list[str]) -> Iterator[Fact]:
    shown_with_stage = {"stage_note"}
    for name in names:
        value = getattr(project, name)
        if value in (None, "", False) or name in shown_with_stage:
            continue
        if name == "phase_of" and not value.is_public:
            continue
        field: Any = Project._meta.get_field(name)
        url = value.get_absolute_url() if name == "phase_of" else ""
        yield Fact(str(field.verbose_name), _said(project, name, value), _note(name, value), url)


def _said(project: Project, name: str, value: Any) -> Any:
    """A value in words."""
    if name.endswith("_yuan"):
        return money(value)
    if name == "land_area_ha":
        return _("%(ha)s ha (%(mu)s mu)") % {
            "ha": plain(value),
            "mu": plain(round(value * MU_PER_HA, 1)),
        }
    if value is True:
        return _("yes")
    display = getattr(project, f"get_{name}_display", None)
    return display() if display else plain(value)


def _note(name: str, value: Any) -> str:
    return _("format right, check digit not verified") if name == "project_code" and value else ""


def computed(project: Project) -> Iterator[Fact]:
    """What follows from investment, land and yields. Nobody types these."""
    mu = project.land_area_ha * MU_PER_HA if project.land_area_ha else None
    for label, yuan, formula in (
        (
            _("Investment intensity"),
            project.fixed_investment_yuan,
            _("investment in fixed assets ÷ land area"),
        ),
        (_("Output per mu"), project.expected_output_yuan, _("output a year ÷ land area")),
        (_("Tax per mu"), project.expected_tax_yuan, _("tax a year ÷ land area")),
    ):
        if mu and yuan is not None:
            wan = round(yuan / YUAN_PER_WAN / mu, 2)
            yield Fact(label, _("%(wan)s 10,000 yuan per mu") % {"wan": plain(wan)}, formula)
    energy, output = project.expected_energy_tce, project.expected_output_yuan
    if energy is not None and output:
        tce = round(energy / (output / YUAN_PER_WAN), 3)
        yield Fact(
            _("Energy per output"),
            _("%(tce)s tce per 10,000 yuan") % {"tce": plain(tce)},
            _("energy a year ÷ output a year"),
        )


def _tables(project: Project) -> Iterator[tuple[str, list[Fact]]]:
    if "enterprise" not in project.kept_back:
        yield from _who(project)
    if "investment" not in project.kept_back:
        yield from _money(project)
    yield from _others(project)


def _who(project: Project) -> Iterator[tuple[str, list[Fact]]]:
    yield (
        _("Investors"),
        [
            Fact(one.name, _("%(share)s %%") % {"share": plain(one.share_percent)})
            if one.share_percent is not None
            else Fact(one.name, _("share unknown"))
            for one in project.investors.all()
        ],
    )


def _money(project: Project) -> Iterator[tuple[str, list[Fact]]]:
    yield (
        _("Where the money comes from"),
        [Fact(str(one), money(one.yuan)) for one in project.funds.all()],
    )
    yield (
        _("Plan by years"),
        [Fact(str(one.year), money(one.yuan)) for one in project.year_plans.all()],
    )


def _in_chains(project: Project) -> tuple[str, list[Fact]]:
    """What the project is to its chains; the panel of chains tells in which it stands."""
    told = [
        (place, role_in_chain(place, "capacity" not in project.kept_back))
        for place in project.chain_places.all()
    ]
    return _("Places in chains"), [Fact(str(place), said) for place, said in told if said]


def role_in_chain(place: ProjectChain, with_capacity: bool) -> str:
    """Role, design capacity and local purchases in words; empty when nothing is known."""
    said = [place.get_role_display()]
    if place.capacity is not None and with_capacity:
        said.append(f"{plain(place.capacity)} {place.capacity_unit}")
    if place.local_share_percent is not None:
        share = plain(place.local_share_percent)
        said.append(_("%(share)s %% bought in the province") % {"share": share})
    return _("; ").join(str(one) for one in said if one)


def _others(project: Project) -> Iterator[tuple[str, list[Fact]]]:
    yield _in_chains(project)
    yield (
        _("Needed factors of production"),
        [
            Fact(
                str(one),
                f"{plain(one.quantity)} {one.unit}",
                _("peak %(peak)s") % {"peak": plain(one.peak)} if one.peak is not None else "",
            )
            for one in project.factors.all()
        ],
    )
    yield (
        _("Lists of key projects"),
        [Fact(str(one), one.batch or _("listed")) for one in project.listings.all()],
    )
    yield (
        _("Phases"),
        [
            Fact(
                _("Phase %(number)d") % {"number": one.phase_number},
                one.name,
                url=one.get_absolute_url(),
            )
            for one in project.phases.published()
        ],
    )
