"""Users with a role and a territory."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from geo.models import Division
from geo.querysets import DivisionQuerySet


class User(AbstractUser):
    """A person with one role, who acts inside the divisions of the territory."""

    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.VIEWER)
    territory = models.ManyToManyField(
        Division, blank=True, related_name="users", verbose_name=_("territory")
    )

    class Meta(AbstractUser.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="user_role_known"),
        ]

    @property
    def is_administrator(self) -> bool:
        """Administrators act everywhere."""
        return self.is_superuser or self.role == Role.ADMINISTRATOR

    @property
    def may_register(self) -> bool:
        """Whether the role lets this user enter records."""
        return self.is_administrator or self.role in {Role.CONTRIBUTOR, Role.REVIEWER}

    @property
    def may_review(self) -> bool:
        """Whether the role lets this user decide on records."""
        return self.is_administrator or self.role == Role.REVIEWER

    def divisions(self) -> DivisionQuerySet:
        """Divisions in which this user acts: the territory and everything below it."""
        if self.is_administrator:
            return Division.objects.all()
        return Division.objects.under(*self.territory.values_list("code", flat=True))
