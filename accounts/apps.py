"""Users, roles and territory."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Who may do what, where."""

    name = "accounts"
    verbose_name = _("Users")
