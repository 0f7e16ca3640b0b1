"""Users in the admin."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.utils.translation import gettext_lazy as _

from accounts.models import User


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """Users with role and territory."""

    fieldsets = (
        *(DjangoUserAdmin.fieldsets or ()),
        (_("Role and territory"), {"fields": ["role", "territory"]}),
    )
    list_display = ("username", "role", "is_active", "last_login")
    list_filter = ("role", "is_active")
    autocomplete_fields = ("territory",)
