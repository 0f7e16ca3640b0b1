from django.db import migrations

from records.log.triggers import log_changes

PARK = {"park_id": ["parks_park"]}
OF_SECTOR = {"parksector_id": ["parks_parksector", "park_id", "parks_park"]}


class Migration(migrations.Migration):
    dependencies = [("parks", "0005_one_spatial_index"), ("records", "0004_change_log")]

    operations = [
        *log_changes("parks_park"),
        *log_changes("parks_parksector", owners=PARK),
        *log_changes("parks_parksector_key_industries", owners=OF_SECTOR),
        *log_changes("parks_parksector_emerging_industries", owners=OF_SECTOR),
        *log_changes("parks_parkchain", owners=PARK),
        *log_changes("parks_base"),
        *log_changes("parks_base_divisions", owners={"base_id": ["parks_base"]}),
        *log_changes("parks_designation", owners={**PARK, "base_id": ["parks_base"]}),
        *log_changes("parks_sector", owners={}),
        *log_changes("parks_keyindustry", owners={}),
        *log_changes("parks_emergingindustry", owners={}),
        *log_changes("parks_chain", owners={}),
        *log_changes("parks_chainlink", owners={}),
    ]
