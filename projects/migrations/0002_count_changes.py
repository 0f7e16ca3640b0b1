from django.db import migrations

from records.triggers import count_changes


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial"), ("records", "0002_count_changes")]

    operations = count_changes(
        "projects_enterprise",
        "projects_project",
        "projects_project_enterprises",
        "projects_projectchain",
        "projects_projectplanitem",
    )
