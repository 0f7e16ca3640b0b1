"""Enterprises and projects in the admin."""

from django.contrib import admin

from geo.admin import SmallInline
from projects.models import Enterprise, Project, ProjectChain, ProjectPlanItem
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
    autocomplete_fields = ("enterprises", "park", "division")
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
