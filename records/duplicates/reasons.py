"""Why two records may be one, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Why(models.TextChoices):
    """What two records have in common."""

    PHASE = "phase", _("another phase")
    SAME_CODE = "same_code", _("the same code %(code)s")
    SAME_NAME = "same_name", _("the same name")
    SAME_KEY = "same_key", _("the names differ only in how they are written")
    ALIKE = "alike", _("the names are %(percent)s%% alike")
    SAME_BUILDER = "same_builder", _("the same enterprise")
    NEAR = "near", _("%(metres)s m apart")


@dataclass(frozen=True)
class Reason:
    """One reason with what it is about."""

    why: Why
    code: str = ""
    percent: int = 0
    metres: int = 0

    def __str__(self) -> str:
        return str(self.why.label) % vars(self)
