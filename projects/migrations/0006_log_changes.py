from django.db import migrations

from records.log.triggers import log_changes

PROJECT = {"project_id": ["projects_project"]}


class Migration(migrations.Migration):
    dependencies = [("projects", "0005_counted_index"), ("records", "0004_change_log")]

    operations = [
        *log_changes("projects_enterprise"),
        *log_changes("projects_project"),
        *log_changes(
            "projects_project_enterprises",
            owners={**PROJECT, "enterprise_id": ["projects_enterprise"]},
        ),
        *log_changes("projects_projectchain", owners=PROJECT),
        *log_changes("projects_projectplanitem", owners=PROJECT),
    ]
