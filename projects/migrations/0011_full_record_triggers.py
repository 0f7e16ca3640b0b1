from django.db import migrations

from projects.triggers import COUNTED_SUMS, REPORTS
from records.log.triggers import log_changes
from records.triggers import count_changes

PROJECT = {"project_id": ["projects_project"]}
TABLES = (
    "projects_investor",
    "projects_fund",
    "projects_yearplan",
    "projects_factorneed",
    "projects_keylisting",
    "projects_progressreport",
    "projects_stagemove",
)


class Migration(migrations.Migration):
    dependencies = [("projects", "0010_full_record")]

    operations = [
        COUNTED_SUMS,
        REPORTS,
        *count_changes(*TABLES),
        *(operation for table in TABLES for operation in log_changes(table, owners=PROJECT)),
    ]
