from django.db import migrations

from records.log.triggers import log_changes
from records.triggers import count_changes

PARK = {"park_id": ["parks_park"]}
TABLES = (
    "parks_levelperiod",
    "parks_parkperiod",
    "parks_utility",
    "parks_park_more_divisions",
)


class Migration(migrations.Migration):
    dependencies = [("parks", "0010_full_record"), ("records", "0004_change_log")]

    operations = [
        *count_changes(*TABLES),
        *(operation for table in TABLES for operation in log_changes(table, owners=PARK)),
    ]
