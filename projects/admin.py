"""Enterprises and projects in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.access import signed_in
from geo.admin import SmallInline
from projects import actions, enterprise_rules
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
from projects.rules import all_problems, row_problems
from records.admin import RegisteredAdmin, record_form
from records.ruled_forms import ruled


@admin.register(Enterprise)
class EnterpriseAdmin(RegisteredAdmin):
    """Enterprises."""

    form = record_form(enterprise_rules.problems)

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

    form = record_form(all_problems)

    list_display = (*RegisteredAdmin.list_display, "stage", "sector")
    list_filter = (*RegisteredAdmin.list_filter, "stage", "in_plan", "sector")
    autocomplete_fields = ("enterprises", "park", "division", "phase_of")
    inlines = (ProjectChainInline, ProjectPlanItemInline)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Keep the move of a published project to another stage, as the forms of clerks do."""
        before = Project.objects.filter(pk=obj.pk).values("stage", "is_military_civil").first()
        if obj.is_military_civil and not (before and before["is_military_civil"]):
            actions.keep_internal(obj)
        super().save_model(request, obj, form, change)
        if before and obj.is_published and before["stage"] != obj.stage:
            actions.note_move(obj, before["stage"], signed_in(request))


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

    form = ruled(row_problems)

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
