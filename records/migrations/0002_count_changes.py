from django.db import migrations

from records.triggers import CREATE_FUNCTION, count_changes


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial"), ("geo", "0001_initial")]

    operations = [
        CREATE_FUNCTION,
        *count_changes(
            "geo_division",
            "geo_belt",
            "geo_beltmember",
            "geo_water",
            "records_beltrecord",
            "records_planitem",
        ),
    ]
