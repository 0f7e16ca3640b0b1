"""Sectors, chains, parks and bases in the admin."""

from django.contrib import admin

from geo.admin import SmallInline
from parks.models import (
    Base,
    Chain,
    ChainLink,
    Designation,
    EmergingIndustry,
    KeyIndustry,
    LevelPeriod,
    Park,
    ParkChain,
    ParkPeriod,
    ParkSector,
    Sector,
    Utility,
)
from parks.rules import period_problems, problems
from records.admin import RegisteredAdmin, record_form
from records.ruled_forms import ruled


@admin.register(Sector, KeyIndustry, EmergingIndustry)
class TermAdmin(admin.ModelAdmin):
    """Short lists."""

    list_display = ("slug", "name_zh", "name_en", "position")
    search_fields = ("slug", "name_zh", "name_en")


class ChainLinkInline(SmallInline):
    """The links of a chain."""

    model = ChainLink
    extra = 0
    autocomplete_fields = ("plan_item",)


@admin.register(Chain)
class ChainAdmin(admin.ModelAdmin):
    """Chains with their links."""

    list_display = ("slug", "name_zh", "sector", "kind")
    list_filter = ("kind", "sector")
    search_fields = ("slug", "name_zh", "name_en")
    autocomplete_fields = ("plan_item", "parent")
    inlines = (ChainLinkInline,)


@admin.register(ChainLink)
class ChainLinkAdmin(admin.ModelAdmin):
    """Links of all chains."""

    list_display = ("slug", "name_zh", "chain", "position", "order_basis")
    search_fields = ("slug", "name_zh", "name_en")
    autocomplete_fields = ("chain", "plan_item")


class ParkSectorInline(SmallInline):
    """The leading industries of a park."""

    model = ParkSector
    extra = 0
    autocomplete_fields = ("sector", "key_industries", "emerging_industries")


class ParkChainInline(SmallInline):
    """The places of a park in chains."""

    model = ParkChain
    extra = 0
    autocomplete_fields = ("chain", "link")


class DesignationInline(SmallInline):
    """The titles of a park or base."""

    model = Designation
    extra = 0
    autocomplete_fields = ("park", "base")


@admin.register(Park)
class ParkAdmin(RegisteredAdmin):
    """Parks and policy areas."""

    form = record_form(problems)

    list_display = (*RegisteredAdmin.list_display, "level", "kind")
    list_filter = (*RegisteredAdmin.list_filter, "record", "level", "kind")
    autocomplete_fields = ("parent", "division", "more_divisions")
    inlines = (ParkSectorInline, ParkChainInline, DesignationInline)


@admin.register(Base)
class BaseAdmin(RegisteredAdmin):
    """Bases."""

    list_display = (*RegisteredAdmin.list_display, "kind", "sector")
    list_filter = (*RegisteredAdmin.list_filter, "kind", "sector")
    autocomplete_fields = ("divisions", "host_park", "plan_item")
    inlines = (DesignationInline,)


@admin.register(Designation)
class DesignationAdmin(admin.ModelAdmin):
    """Titles."""

    list_display = ("designation_id", "kind", "specialty", "park", "base", "year")
    list_filter = ("kind",)
    autocomplete_fields = ("park", "base")


@admin.register(ParkSector)
class ParkSectorAdmin(admin.ModelAdmin):
    """Leading industries of all parks."""

    list_display = ("park", "rank", "phrase", "sector", "confidence")
    list_filter = ("sector",)
    autocomplete_fields = ("park", "sector", "key_industries", "emerging_industries")


@admin.register(ParkChain)
class ParkChainAdmin(admin.ModelAdmin):
    """Places of all parks in chains."""

    list_display = ("park", "chain", "link", "confidence")
    autocomplete_fields = ("park", "chain", "link")


@admin.register(ParkPeriod)
class ParkPeriodAdmin(admin.ModelAdmin):
    """Figures of periods of all parks."""

    form = ruled(period_problems)
    list_display = ("park", "__str__")
    autocomplete_fields = ("park",)


@admin.register(LevelPeriod, Utility)
class ParkTableAdmin(admin.ModelAdmin):
    """Levels of old and utilities of all parks."""

    list_display = ("park", "__str__")
    autocomplete_fields = ("park",)
