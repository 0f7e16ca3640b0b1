"""Roles, and what happens to accounts."""

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


class AccountEventKind(models.TextChoices):
    """What was done to an account."""

    PASSWORD_CHANGED = "password_changed", _("Password changed")
    LINK_ISSUED = "link_issued", _("Link for a new password issued")
    PASSWORD_RESET = "password_reset", _("New password set by link")
    SESSIONS_ENDED = "sessions_ended", _("Sessions ended")
    STEP_ON = "step_on", _("Second step turned on")
    STEP_OFF = "step_off", _("Second step turned off")
    STEP_REMOVED = "step_removed", _("Second step removed by an administrator")
    CODES_MADE = "codes_made", _("New recovery codes made")
    CODE_USED = "code_used", _("Recovery code used")


# What a role lets somebody do, in sentences; each holds in the territory where it says so.
DUTIES = {
    Role.VIEWER: [_("Read what everybody may read, and save views of it.")],
    Role.CONTRIBUTOR: [
        _("Enter records of your territory, singly or from a file, and hand them in for review."),
        _("Propose changes of published records of your territory."),
        _("See what is internal in your territory."),
    ],
    Role.REVIEWER: [
        _("Decide on what others hand in or propose in your territory."),
        _("Enter and import records of your territory yourself; somebody else then decides."),
        _("See everything in your territory but the drafts of others."),
    ],
    Role.GIS_STAFF: [_("See what is internal in your territory.")],
    Role.ADMINISTRATOR: [
        _("Everything a reviewer does, everywhere."),
        _("Let users in, set their role and territory, and help those who lost a password."),
    ],
}
