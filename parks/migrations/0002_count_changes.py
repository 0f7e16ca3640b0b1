from django.db import migrations

from records.triggers import count_changes


class Migration(migrations.Migration):
    dependencies = [("parks", "0001_initial"), ("records", "0002_count_changes")]

    operations = count_changes(
        "parks_sector",
        "parks_keyindustry",
        "parks_emergingindustry",
        "parks_chain",
        "parks_chainlink",
        "parks_park",
        "parks_parksector",
        "parks_parksector_key_industries",
        "parks_parksector_emerging_industries",
        "parks_parkchain",
        "parks_base",
        "parks_base_divisions",
        "parks_designation",
    )
