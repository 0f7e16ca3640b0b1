"""Users with a role and a territory, and what belongs to their accounts."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.audience import EVERYTHING, PUBLIC, Audience
from accounts.devices import device
from accounts.enums import STAFF, AccountEventKind, Role
from geo.models import Division
from geo.querysets import DivisionQuerySet

if TYPE_CHECKING:
    from accounts.sessions import SessionStore


class User(AbstractUser):
    """A person with one role, who acts inside the territory: divisions, parks, or both."""

    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.VIEWER)
    territory = models.ManyToManyField(
        Division, blank=True, related_name="users", verbose_name=_("territory")
    )
    # How many links to set a new password were issued: each one ends those before it.
    reset_links = models.PositiveIntegerField(default=0, editable=False)

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

    @cached_property
    def territory_codes(self) -> tuple[str, ...]:
        """The codes of the divisions of the territory, read once."""
        return tuple(sorted(self.territory.values_list("code", flat=True)))

    def divisions(self) -> DivisionQuerySet:
        """Divisions in which this user acts: the territory and everything below it."""
        if self.is_administrator:
            return Division.objects.all()
        return Division.objects.under(*self.territory_codes)

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
            divisions=self.territory_codes,
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


class Session(AbstractBaseSession):
    """A session, with the user who is signed in and where it was last used."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        related_name="sessions",
        verbose_name=_("user"),
    )
    seen_at = models.DateTimeField(_("last seen"), default=timezone.now)
    agent = models.CharField(_("browser"), max_length=300, blank=True)
    address = models.CharField(_("address"), max_length=60, blank=True)

    # Set by the list of sessions.
    is_current = False

    @classmethod
    def get_session_store_class(cls) -> "type[SessionStore]":
        """The engine that reads this table."""
        from accounts.sessions import SessionStore

        return SessionStore

    @property
    def handle(self) -> str:
        """What a page calls the session; its key would let whoever reads it in."""
        return salted_hmac("accounts.session", self.pk, algorithm="sha256").hexdigest()[:32]

    @property
    def device(self) -> str:
        """Browser and system, in words."""
        return device(self.agent)


class AccountEvent(models.Model):
    """Something that was done to an account, which its user is told on the page of the account."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="events", verbose_name=_("user")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=AccountEventKind)
    # Nobody: the user themselves.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("account event")
        verbose_name_plural = _("account events")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["user", "-at"], name="account_event_idx")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=AccountEventKind.values), name="account_event_kind_known"
            )
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class RecoveryCode(models.Model):
    """A code written down for the day the telephone is lost: its hash, and when it was used."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="recovery_codes",
        verbose_name=_("user"),
    )
    digest = models.CharField(_("hash"), max_length=64)
    used_at = models.DateTimeField(_("used on"), null=True)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints = [
            models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once")
        ]

    def __str__(self) -> str:
        return str(self.used_at or "")


class MailRequest(models.Model):
    """Somebody asked for a link by e-mail: from where, and for which account, as a hash.

    Rows are counted so that nobody has a mailbox filled, and go after the time that counts.
    """

    address = models.CharField(_("address"), max_length=60)
    digest = models.CharField(_("hash"), max_length=64)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("request for a link")
        verbose_name_plural = _("requests for links")
        indexes = [models.Index(fields=["at"], name="mail_request_idx")]

    def __str__(self) -> str:
        return str(self.at)
