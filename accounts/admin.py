"""Users in the admin."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import TerritoryPark, User

# The titles that Django gives, and translates.
PERSONAL, RIGHTS, DATES = (title for title, _fields in (DjangoUserAdmin.fieldsets or ())[1:])

# It would show secrets; users set devices up themselves, and “Help users” takes them away.
admin.site.unregister(TOTPDevice)


class TerritoryParkInline(admin.TabularInline):
    """The parks of a user's territory, by registry code."""

    model = TerritoryPark
    extra = 1


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """Users with role and territory."""

    # What a user may do follows from role and territory: they come first, and the rights of
    # the admin, which seldom change, are folded.
    fieldsets = (
        (None, {"fields": ["username", "password", "is_active"]}),
        (_("Role and territory"), {"fields": ["role", "territory"]}),
        (PERSONAL, {"fields": ["first_name", "last_name", "email"]}),
        (
            RIGHTS,
            {
                "fields": ["is_staff", "is_superuser", "groups", "user_permissions"],
                "classes": ["collapse"],
            },
        ),
        (DATES, {"fields": ["last_login", "date_joined"], "classes": ["collapse"]}),
    )
    list_display = ("username", "role", "is_active", "last_login")
    add_form_template = "accounts/add_user.html"
    list_filter = ("role", "is_active")
    autocomplete_fields = ("territory",)
    inlines = (TerritoryParkInline,)
