"""Divisions, belts and water in the admin."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.contrib.gis.db import models
from django.http import HttpRequest

from geo.models import Belt, BeltMember, Division, Water
from geo.widgets import LocalMapWidget

# Text areas of a few lines, so that rows of an inline stay narrow.
SMALL_TEXT: dict[Any, dict[str, Any]] = {
    models.TextField: {"widget": AdminTextareaWidget({"rows": 2, "cols": 40})},
}


class SmallInline(admin.TabularInline):
    """Rows below a record, narrow enough for the page."""

    formfield_overrides = SMALL_TEXT


class MapAdmin(admin.ModelAdmin):
    """An admin whose geometries are edited on a local map."""

    # An address of a site without a scheme is taken for a safe one.
    formfield_overrides = {**SMALL_TEXT, models.URLField: {"assume_scheme": "https"}}

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Give geometry fields the local map."""
        if isinstance(db_field, models.GeometryField):
            kwargs["widget"] = LocalMapWidget
            return db_field.formfield(**kwargs)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(Division)
class DivisionAdmin(MapAdmin):
    """Divisions."""

    list_display = ("code", "name_zh", "name_en", "level", "parent")
    list_filter = ("level",)
    search_fields = ("code", "name_zh", "name_en")
    autocomplete_fields = ("parent",)


class BeltMemberInline(SmallInline):
    """The divisions of a belt."""

    model = BeltMember
    extra = 0
    autocomplete_fields = ("division",)


@admin.register(Belt)
class BeltAdmin(admin.ModelAdmin):
    """Belts with their members."""

    list_display = ("slug", "name_zh", "name_en", "confidence")
    inlines = (BeltMemberInline,)


@admin.register(BeltMember)
class BeltMemberAdmin(admin.ModelAdmin):
    """Members of all belts."""

    list_display = ("belt", "division", "basis", "confidence")
    list_filter = ("belt",)
    autocomplete_fields = ("division",)


@admin.register(Water)
class WaterAdmin(MapAdmin):
    """Water of the base map."""

    list_display = ("reference", "kind", "source")
    list_filter = ("kind",)
