"""The import that the registry's is compared with: django-import-export in bulk mode, no checks."""

from __future__ import annotations

from typing import Any

from django.contrib.gis.geos import Point
from import_export import fields, resources, widgets
from tablib import Dataset

from benchmarks.synthetic import FIRST_NUMBER
from benchmarks.tables import HEADERS, UNIT
from parks.models import Sector
from projects.models import Project

AFTER_SYNTHETIC = FIRST_NUMBER + 1_000_000
GIVEN = [name for name in HEADERS if name not in {"sector", "division", "lon", "lat"}]


class SectorWidget(widgets.Widget):
    """The key of a sector by its slug, looked up without a query for each row."""

    def __init__(self) -> None:
        super().__init__()
        self.keys = dict(Sector.objects.values_list("slug", "pk"))

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """The key."""
        return self.keys[value]


class ProjectResource(resources.ModelResource):
    """Projects as the file has them; what every record needs is put in beside."""

    sector = fields.Field(attribute="sector_id", column_name="sector")
    division = fields.Field(attribute="division_id", column_name="division")
    investment_yuan = fields.Field(
        attribute="investment_yuan", column_name=UNIT, widget=widgets.DecimalWidget()
    )

    class Meta:
        model = Project
        fields = [*GIVEN, "sector", "division"]
        import_id_fields: list[str] = []
        use_bulk = True
        batch_size = 1_000
        skip_diff = True
        skip_html_diff = True
        clean_model_instances = False
        use_transactions = True

    def __init__(self) -> None:
        super().__init__()
        self.fields["sector"].widget = SectorWidget()
        self.number = AFTER_SYNTHETIC

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Put in the code and the point."""
        self.number += 1
        instance.registry_code = f"PJ-{self.number}"
        if row["lon"]:
            instance.point = Point(float(row["lon"]), float(row["lat"]), srid=4326)


def import_rows(content: bytes, batch: int) -> int:
    """Import a CSV file; gives the number of new rows."""
    resource = ProjectResource()
    resource._meta.batch_size = batch
    data = Dataset().load(content.decode("utf-8-sig"), format="csv")
    result = resource.import_data(data, raise_errors=True)
    return int(result.totals["new"])
