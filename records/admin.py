"""What all records share in the admin."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _

from geo.admin import MapAdmin
from records.actions import next_registry_code
from records.form_fields import CodeField
from records.intake.placing import is_administered, outside_the_province, problem_of_place
from records.models import (
    Act,
    BeltRecord,
    Change,
    CodeCounter,
    Distinction,
    FixtureLoad,
    GivenArea,
    ImportJob,
    PlanItem,
    Proposal,
    Redirect,
    SavedView,
    StateChange,
    TableVersion,
)
from records.ruled_forms import RuledForm

# Written by hand with blanks, small letters and other dashes; kept without.
CODES = {"credit_code", "project_code", "former_code", "management_code", "industry_class"}


class RecordForm(RuledForm):
    """A record in the admin: the rules of the clerks' forms hold here too."""

    rules: ClassVar[Callable[[Any], Mapping[str, str]]]

    def problems(self) -> Mapping[str, str]:
        """What the rules refuse, and what is wrong with a point that was moved."""
        found = dict(type(self).rules(self.instance))
        if {"point", "division", "park", "location_reason"} & set(self.changed_data):
            found.setdefault("point", self._problem_of_place())
        return {name: problem for name, problem in found.items() if problem}

    def _problem_of_place(self) -> str:
        record: Any = self.instance
        point = getattr(record, "point", None)
        if point is None:
            return ""
        if not is_administered(point):
            return outside_the_province()
        if record.location_reason:
            return ""
        linked = {name: record.__dict__.get(f"{name}_id") for name in ("division", "park")}
        stated = {name: getattr(record, name) if key else None for name, key in linked.items()}
        problem = problem_of_place(point, stated["division"], stated["park"])
        asked = _("If it is right, say why.")
        return f"{problem} {asked}" if problem else ""


def record_form(rules: Callable[[Any], Mapping[str, str]]) -> Any:
    """The form of a kind of record with its rules."""
    return type("RecordForm", (RecordForm,), {"rules": staticmethod(rules)})


class RegisteredAdmin(MapAdmin):
    """Records: the code is given out, and who changed a record is kept."""

    form = record_form(lambda record: {})

    list_display: tuple[str, ...] = (
        "registry_code",
        "name_zh",
        "state",
        "confidence",
        "changed_at",
    )
    list_filter: ClassVar[tuple[str, ...]] = ("state", "confidence")
    search_fields = ("registry_code", "name_zh", "name_en")
    readonly_fields = (
        "registry_code",
        "state",
        "created_by",
        "created_at",
        "changed_by",
        "changed_at",
        # They have a page of their own, which asks why.
        "visibility",
        "hidden_fields",
    )

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Take codes however they are typed."""
        if db_field.name in CODES:
            kwargs["form_class"] = CodeField
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Give a new record its code, and note who changed it, so that loading leaves it alone."""
        if not change:
            obj.registry_code = next_registry_code(prefix=obj.CODE_PREFIX)
            obj.created_by = request.user
        obj.changed_by = request.user
        super().save_model(request, obj, form, change)


@admin.register(PlanItem)
class PlanItemAdmin(admin.ModelAdmin):
    """Items of the plan."""

    list_display = ("item_id", "kind", "name_zh", "plan_section")
    list_filter = ("kind",)
    search_fields = ("item_id", "name_zh", "name_en")
    autocomplete_fields = ("parent",)


@admin.register(BeltRecord)
class BeltRecordAdmin(admin.ModelAdmin):
    """Records placed in belts."""

    list_display = ("belt", "registry_code", "basis", "confidence")
    list_filter = ("belt",)


class ReadOnlyAdmin(admin.ModelAdmin):
    """What the system writes and nobody edits."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes."""
        return False


@admin.register(StateChange)
class StateChangeAdmin(ReadOnlyAdmin):
    """The history of states."""

    list_display = ("registry_code", "from_state", "to_state", "by", "at")
    search_fields = ("registry_code",)


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyAdmin):
    """Proposed changes."""

    list_display = ("registry_code", "state", "by", "proposed_at")
    search_fields = ("registry_code",)


@admin.register(SavedView)
class SavedViewAdmin(ReadOnlyAdmin):
    """Views that users keep."""

    list_display = ("name", "owner", "created_at")


@admin.register(Redirect)
class RedirectAdmin(ReadOnlyAdmin):
    """Codes that lead to others."""

    list_display = ("old_code", "registry_code", "by", "at")
    search_fields = ("old_code", "registry_code")


@admin.register(Distinction)
class DistinctionAdmin(ReadOnlyAdmin):
    """Pairs that are two."""

    list_display = ("code", "other_code", "is_final", "by", "at")


@admin.register(Act)
class ActAdmin(ReadOnlyAdmin):
    """Acts: who, when, why."""

    list_display = ("at", "kind", "name", "by", "why", "request")
    list_filter = ("kind",)
    list_select_related = ("by",)


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    """Changes of rows."""

    list_display = ("at", "operation", "table_name", "row_key", "registry_codes")
    list_filter = ("table_name", "operation")
    show_full_result_count = False


@admin.register(GivenArea)
class GivenAreaAdmin(ReadOnlyAdmin):
    """Boundaries as they were sent."""

    list_display = ("registry_code", "method", "datum", "file_name", "by", "at", "confirmed_at")
    list_filter = ("method", "datum")
    search_fields = ("registry_code", "file_name")
    exclude = ("content",)


@admin.register(ImportJob)
class ImportJobAdmin(ReadOnlyAdmin):
    """Files that were sent to be imported."""

    list_display = ("created_at", "sheet", "file_name", "by", "state")
    list_select_related = ("by",)
    exclude = ("content", "report")


admin.site.register([CodeCounter, FixtureLoad, TableVersion], ReadOnlyAdmin)
