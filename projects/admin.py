"""Enterprises and projects in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from geo.admin import SmallInline
from projects.models import (
    Enterprise,
    FactorNeed,
    Fund,
    Investor,
    KeyListing,
    ProgressReport,
    Project,
    ProjectChain,
    ProjectPlanItem,
    StageMove,
    YearPlan,
)
from records.admin import RegisteredAdmin


@admin.register(Enterprise)
class EnterpriseAdmin(RegisteredAdmin):
    """Enterprises."""

    list_display = (*RegisteredAdmin.list_display, "kind", "sector")
    list_filter = (*RegisteredAdmin.list_filter, "kind", "in_plan")
    autocomplete_fields = ("sector", "division")


class ProjectChainInline(SmallInline):
    """The places of a project in chains."""

    model = ProjectChain
    extra = 0
    autocomplete_fields = ("chain", "link")


class ProjectPlanItemInline(SmallInline):
    """The items of the plan that a project bears on."""

    model = ProjectPlanItem
    extra = 0
    autocomplete_fields = ("plan_item",)


@admin.register(Project)
class ProjectAdmin(RegisteredAdmin):
    """Projects."""

    list_display = (*RegisteredAdmin.list_display, "stage", "sector")
    list_filter = (*RegisteredAdmin.list_filter, "stage", "in_plan", "sector")
    autocomplete_fields = ("enterprises", "park", "division", "phase_of")
    inlines = (ProjectChainInline, ProjectPlanItemInline)


@admin.register(ProjectChain)
class ProjectChainAdmin(admin.ModelAdmin):
    """Places of all projects in chains."""

    list_display = ("project", "chain", "link", "confidence")
    autocomplete_fields = ("project", "chain", "link")


@admin.register(ProjectPlanItem)
class ProjectPlanItemAdmin(admin.ModelAdmin):
    """Projects at items of the plan."""

    list_display = ("project", "plan_item", "confidence")
    autocomplete_fields = ("project", "plan_item")


@admin.register(Investor, Fund, YearPlan, FactorNeed, KeyListing)
class TableAdmin(admin.ModelAdmin):
    """The small tables of all projects."""

    list_display = ("project", "__str__")
    autocomplete_fields = ("project",)


@admin.register(ProgressReport, StageMove)
class OnlyAddedAdmin(admin.ModelAdmin):
    """What is only ever added, and not here: monthly reports and changes of stage."""

    list_display = ("project", "__str__", "by", "at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """They come from the pages of the project, which check them."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody rewrites them."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody takes them away."""
        return False
