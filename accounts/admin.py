"""Users in the admin."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import TerritoryPark, User

# It would show secrets; users set devices up themselves, and “Help users” takes them away.
admin.site.unregister(TOTPDevice)


class TerritoryParkInline(admin.TabularInline):
    """The parks of a user's territory, by registry code."""

    model = TerritoryPark
    extra = 1


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """Users with role and territory."""

    fieldsets = (
        *(DjangoUserAdmin.fieldsets or ()),
        (_("Role and territory"), {"fields": ["role", "territory"]}),
    )
    list_display = ("username", "role", "is_active", "last_login")
    add_form_template = "accounts/add_user.html"
    list_filter = ("role", "is_active")
    autocomplete_fields = ("territory",)
    inlines = (TerritoryParkInline,)
