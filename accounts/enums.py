"""Roles."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a signed-in person is here to do."""

    VIEWER = "viewer", _("Viewer")
    CONTRIBUTOR = "contributor", _("Contributor")
    REVIEWER = "reviewer", _("Reviewer")
    GIS_STAFF = "gis_staff", _("GIS staff")
    ADMINISTRATOR = "administrator", _("Administrator")


# Who sees what is internal, inside the territory.
STAFF = {Role.CONTRIBUTOR, Role.REVIEWER, Role.GIS_STAFF, Role.ADMINISTRATOR}
