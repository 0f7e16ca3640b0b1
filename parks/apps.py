"""Sectors, chains, parks, bases and designations."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParksConfig(AppConfig):
    """The places of industry."""

    name = "parks"
    verbose_name = _("Parks and bases")

    def ready(self) -> None:
        from parks import collections, editors, imports

        collections.register()
        editors.register()
        imports.register()
