"""Synthetic users."""

import factory

from accounts.enums import Role
from accounts.models import User
from geo.models import Division


class UserFactory(factory.django.DjangoModelFactory):
    """A user; `territory=["230100"]` takes the codes of divisions."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        contributor = factory.Trait(role=Role.CONTRIBUTOR)
        reviewer = factory.Trait(role=Role.REVIEWER)
        gis_staff = factory.Trait(role=Role.GIS_STAFF)
        administrator = factory.Trait(role=Role.ADMINISTRATOR)

    username = factory.Sequence(lambda number: f"synthetic-user-{number}")
    role = Role.VIEWER

    @factory.post_generation
    def territory(self, create, codes, **kwargs):
        """Give the divisions of the territory."""
        if create and codes:
            self.territory.set(Division.objects.filter(code__in=codes))
