"""The composition of the registry."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Registers the checks of the installation."""

    name = "config"

    def ready(self) -> None:
        from config import checks  # noqa: F401
