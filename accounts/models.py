"""Users with a role and a territory."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.audience import EVERYTHING, PUBLIC, Audience
from accounts.enums import STAFF, Role
from geo.models import Division
from geo.querysets import DivisionQuerySet


class User(AbstractUser):
    """A person with one role, who acts inside the territory: divisions, parks, or both."""

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

    def park_codes(self) -> tuple[str, ...]:
        """Registry codes of the parks in which this user acts, whatever divisions they lie in."""
        return tuple(sorted(self.territory_parks.values_list("registry_code", flat=True)))

    @cached_property
    def audience(self) -> Audience:
        """What this user may see, read once; see records.visibility for what it means."""
        if self.is_administrator:
            return EVERYTHING
        if self.role not in STAFF:
            return PUBLIC
        return Audience(
            user=self.pk,
            staff=True,
            reviews=self.may_review,
            divisions=tuple(sorted(self.territory.values_list("code", flat=True))),
            parks=self.park_codes(),
        )


class TerritoryPark(models.Model):
    """A park in which a user acts: the park itself, the projects in it and the bases it hosts.

    The park is named by its registry code, since users stand below parks.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="territory_parks",
        verbose_name=_("user"),
    )
    registry_code = models.CharField(_("registry code of the park"), max_length=12)

    class Meta:
        verbose_name = _("park of a territory")
        verbose_name_plural = _("parks of a territory")
        ordering = ["user", "registry_code"]
        constraints = [
            models.UniqueConstraint(fields=["user", "registry_code"], name="territory_park_once"),
            models.CheckConstraint(
                condition=Q(registry_code__regex=r"^PK-\d{4,}$"), name="territory_park_code_format"
            ),
        ]

    def __str__(self) -> str:
        return self.registry_code
