"""Synthetic boundaries as somebody sends them."""

import factory
from django.contrib.gis.geos import MultiPolygon, Polygon

from geo.datums import Datum
from records.enums import AreaMethod
from records.models import GivenArea
from tests.factories.accounts import UserFactory


class GivenAreaFactory(factory.django.DjangoModelFactory):
    """A small square of an uploaded file."""

    class Meta:
        model = GivenArea

    registry_code = "PK-9001"
    by = factory.SubFactory(UserFactory)
    method = AreaMethod.UPLOAD
    datum = Datum.WGS84
    file_name = "合成.zip"
    content = b"PK"
    digest = "0" * 64
    area = MultiPolygon(Polygon.from_bbox((127.48, 45.74, 127.50, 45.76)), srid=4326)
