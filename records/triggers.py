"""The trigger that counts changes, so that an unchanged answer need not be sent again."""

from django.db.migrations import RunSQL

CREATE_FUNCTION = RunSQL(
    """
    CREATE FUNCTION records_count_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO records_tableversion (table_name, version) VALUES (TG_TABLE_NAME, 1)
        ON CONFLICT (table_name) DO UPDATE SET version = records_tableversion.version + 1;
        RETURN NULL;
    END $$
    """,
    "DROP FUNCTION records_count_change()",
)


def count_changes(*tables: str) -> list[RunSQL]:
    """Migration operations that make each change of `tables` raise its version.

    One row per table and one statement-level trigger: writers of different tables do not wait for
    each other. The names come from migrations, never from input.
    """
    return [
        RunSQL(
            f"CREATE TRIGGER count_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION records_count_change()",
            f"DROP TRIGGER count_change ON {table}",
        )
        for table in tables
    ]
