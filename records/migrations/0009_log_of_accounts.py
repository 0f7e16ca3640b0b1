"""Changes of accounts are logged too, but not their passwords and when somebody signed in."""

from django.db import migrations

from records.log.triggers import RENEW_LOG, log_changes

TIES = ("accounts_user_territory", "accounts_user_groups", "accounts_user_user_permissions")


class Migration(migrations.Migration):
    dependencies = [("records", "0008_proposal"), ("accounts", "0002_territory_parks")]

    operations = [
        RENEW_LOG,
        *log_changes("accounts_user", owners={}, left_out=["last_login"], secret=["password"]),
        *log_changes("accounts_territorypark", owners={}),
        *(operation for table in TIES for operation in log_changes(table, owners={})),
    ]
