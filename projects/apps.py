"""Enterprises and projects."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    """What is built, and by whom."""

    name = "projects"
    verbose_name = _("Projects")

    def ready(self) -> None:
        from projects import collections, editors, imports

        collections.register()
        editors.register()
        imports.register()
