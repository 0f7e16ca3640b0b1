"""The small tables of a project as fields of its form."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parks.models import ChainLink
from projects.models import FactorNeed, Fund, Investor, KeyListing, ProjectChain, YearPlan
from records.codes import credit_code_problem
from records.form_fields import CodeField, SumField
from records.review.table_fields import RowsField, Table, TablesMixin


class LinkIterator(forms.models.ModelChoiceIterator):
    """The links of chains, below the chain that they are part of."""

    def __iter__(self) -> Iterator[Any]:
        """Give the empty choice, then each chain with its links."""
        yield ("", self.field.empty_label)
        links = self.queryset.select_related("chain").order_by("chain", "position")
        for chain, inside in groupby(links, key=lambda link: link.chain):
            yield (str(chain), [self.choice(link) for link in inside])


class LinkField(forms.ModelChoiceField):
    """A link of a chain."""

    iterator = LinkIterator


class ChainPlaceForm(forms.ModelForm):
    """What a project is to a chain."""

    link = LinkField(
        ChainLink.objects.all(),
        label=capfirst(gettext_lazy("link")),
        required=False,
    )

    class Meta:
        model = ProjectChain
        fields = ("chain", "link", "role", "capacity", "capacity_unit", "local_share_percent")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chain"].required = False

    def clean(self) -> dict[str, Any]:
        """Take the chain from the link; refuse two that do not belong together."""
        cleaned = super().clean() or {}
        chain, link = cleaned.get("chain"), cleaned.get("link")
        if link and chain and link.chain != chain and link.chain.parent_id != chain.pk:
            self.add_error("link", self._no_part(link))
        elif link:
            cleaned["chain"] = link.chain
        elif not chain and not self.errors:
            self.add_error("chain", _("Choose the chain or one of its links, or empty this row."))
        if cleaned.get("capacity") is not None and not cleaned.get("capacity_unit"):
            self.add_error("capacity_unit", _("Give the unit, such as 10,000 t a year."))
        return cleaned

    def _no_part(self, link: ChainLink) -> str:
        return _("This link is part of “%(chain)s”. Choose that chain, or another link.") % {
            "chain": link.chain
        }


class InvestorForm(forms.ModelForm):
    """Who puts money in."""

    credit_code = CodeField(
        label=capfirst(gettext_lazy("unified social credit code")), required=False
    )

    class Meta:
        model = Investor
        fields = ("name", "credit_code", "share_percent")

    def clean_credit_code(self) -> str:
        """Refuse a code that is none."""
        code = str(self.cleaned_data["credit_code"])
        if code and (problem := credit_code_problem(code)):
            raise ValidationError(problem)
        return code


class FundForm(forms.ModelForm):
    """A source of the money."""

    yuan = SumField(label=gettext_lazy("Sum (hundred million yuan)"), min_value=Decimal("0.0001"))

    class Meta:
        model = Fund
        fields = ("source", "yuan")


class YearPlanForm(forms.ModelForm):
    """What a year is to bring."""

    year = forms.IntegerField(label=capfirst(gettext_lazy("year")), min_value=1949, max_value=2100)
    yuan = SumField(label=gettext_lazy("Planned (hundred million yuan)"))

    class Meta:
        model = YearPlan
        fields = ("year", "yuan")


class FactorForm(forms.ModelForm):
    """A factor of production."""

    class Meta:
        model = FactorNeed
        fields = ("factor", "quantity", "unit", "peak")


class ListingForm(forms.ModelForm):
    """A list of key projects."""

    class Meta:
        model = KeyListing
        fields = ("level", "year", "batch")


TABLES = {
    table.name: table
    for table in (
        Table(
            "chain_places",
            gettext_lazy("Places in chains"),
            ChainPlaceForm,
            "capacity",
            is_first=True,
            empty_rows=1,
            help=gettext_lazy("The chain follows from the link. Leave it empty if none fits."),
        ),
        Table("investors", gettext_lazy("Investors"), InvestorForm, "enterprise"),
        Table("funds", gettext_lazy("Where the money comes from"), FundForm, "investment"),
        Table("year_plans", gettext_lazy("Plan by years"), YearPlanForm, "investment"),
        Table("factors", gettext_lazy("Needed factors of production"), FactorForm),
        Table("listings", gettext_lazy("Lists of key projects"), ListingForm),
    )
}


class ProjectTables(TablesMixin):
    """The small tables in the form of a project."""

    TABLES = TABLES

    chain_places = RowsField(TABLES["chain_places"])
    investors = RowsField(TABLES["investors"])
    funds = RowsField(TABLES["funds"])
    year_plans = RowsField(TABLES["year_plans"])
    factors = RowsField(TABLES["factors"])
    listings = RowsField(TABLES["listings"])
