"""Triggers that write every change of a table into the log, whoever makes it.

They fire once a statement and see its rows as tables, so a thousand rows cost little more than
one. https://www.postgresql.org/docs/15/sql-createtrigger.html (REFERENCING)
"""

from collections.abc import Mapping, Sequence

from django.db.migrations import RunSQL

# The columns of a row are read anew from the catalogue for each statement: a column that a later
# migration adds is logged without anybody thinking of it. Generated columns follow from others.
# Geometry as text is EWKB in hexadecimal digits; as JSON it would be rounded.
# Columns named in the third argument are not logged; of those in the fourth it is logged that they
# were set or changed, and nothing else.
_LOG_CHANGE = r"""
    CREATE OR REPLACE FUNCTION records_log_change() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        key_column text := TG_ARGV[0];
        codes text := TG_ARGV[1];
        left_out text[] := coalesce(TG_ARGV[2], '{}')::text[];
        secret text[] := coalesce(TG_ARGV[3], '{}')::text[];
        columns text;
        differing text;
        put text := 'INSERT INTO records_change (act_id, at, table_name, row_key, operation,'
            ' registry_codes, before, after) SELECT (SELECT records_current_act()),'
            ' clock_timestamp(), $1, ';
    BEGIN
        SELECT
            string_agg(format(
                CASE WHEN a.attname = ANY(secret)
                THEN 'CASE ''ROW.'' WHEN ''n.'' THEN ''{"secret": true}''::jsonb END AS %1$I'
                WHEN t.typname IN ('geometry', 'geography')
                THEN 'ROW.%1$I::text AS %1$I' ELSE 'ROW.%1$I' END, a.attname), ', '),
            string_agg(format(
                'CASE WHEN o.%1$I IS DISTINCT FROM n.%1$I THEN %1$L END', a.attname), ', ')
        INTO columns, differing
        FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
        WHERE a.attrelid = TG_RELID AND a.attnum > 0 AND NOT a.attisdropped
            AND a.attgenerated = '' AND a.attname <> ALL(left_out);
        columns := '(SELECT to_jsonb(v) FROM (SELECT ' || columns || ') v)';
        IF TG_OP = 'INSERT' THEN
            EXECUTE put || replace(format(
                'ROW.%I::text, ''insert'', array_remove(%s, NULL), NULL, %s FROM new_rows n',
                key_column, codes, columns), 'ROW.', 'n.') USING TG_TABLE_NAME;
        ELSIF TG_OP = 'DELETE' THEN
            EXECUTE put || replace(format(
                'ROW.%I::text, ''delete'', array_remove(%s, NULL), %s, NULL FROM old_rows o',
                key_column, codes, columns), 'ROW.', 'o.') USING TG_TABLE_NAME;
        ELSE
            -- A row that got another key appears on one side only: one is gone, one is new.
            EXECUTE put || format(
                'coalesce(n.%1$I, o.%1$I)::text,'
                ' CASE WHEN o.%1$I IS NULL THEN ''insert'' WHEN n.%1$I IS NULL THEN ''delete'''
                ' ELSE ''update'' END,'
                ' ARRAY(SELECT DISTINCT code FROM unnest(%2$s || %3$s) code'
                '  WHERE code IS NOT NULL),'
                ' CASE WHEN o.%1$I IS NOT NULL THEN (SELECT jsonb_object_agg(key, value)'
                '  FROM jsonb_each(%4$s) WHERE n.%1$I IS NULL OR key = ANY(d.names)) END,'
                ' CASE WHEN n.%1$I IS NOT NULL THEN (SELECT jsonb_object_agg(key, value)'
                '  FROM jsonb_each(%5$s) WHERE o.%1$I IS NULL OR key = ANY(d.names)) END'
                ' FROM old_rows o FULL JOIN new_rows n ON o.%1$I = n.%1$I'
                ' CROSS JOIN LATERAL (SELECT array_remove(ARRAY[%6$s], NULL) AS names) d'
                ' WHERE d.names <> ''{}''',
                key_column, replace(codes, 'ROW.', 'o.'), replace(codes, 'ROW.', 'n.'),
                replace(columns, 'ROW.', 'o.'), replace(columns, 'ROW.', 'n.'), differing
            ) USING TG_TABLE_NAME;
        END IF;
        RETURN NULL;
    END $$;
"""
CREATE_LOG = RunSQL(
    [
        r"""
    CREATE FUNCTION records_current_act() RETURNS bigint LANGUAGE plpgsql AS $$
    DECLARE
        told jsonb := nullif(current_setting('registry.act', true), '')::jsonb;
        act bigint;
    BEGIN
        IF told IS NULL THEN
            -- Nobody said who it is: what else this transaction writes is the same act.
            told := jsonb_build_object('key', gen_random_uuid(), 'kind', 'database');
            PERFORM set_config('registry.act', told::text, true);
        END IF;
        SELECT id INTO act FROM records_act WHERE key = (told->>'key')::uuid;
        IF act IS NULL THEN
            INSERT INTO records_act (key, kind, name, by_id, database_user, at, why, request)
            VALUES (
                (told->>'key')::uuid, told->>'kind', coalesce(told->>'name', ''),
                (told->>'by')::bigint, session_user, clock_timestamp(),
                coalesce(told->>'why', ''), coalesce(told->>'request', '')
            ) RETURNING id INTO act;
        END IF;
        RETURN act;
    END $$;
""",
        _LOG_CHANGE,
        """
    CREATE FUNCTION records_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'Rows of % are only ever added.', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END $$;

    CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON records_act
        FOR EACH ROW EXECUTE FUNCTION records_refuse_change();
    CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON records_change
        FOR EACH ROW EXECUTE FUNCTION records_refuse_change();
    """,
    ],
    """
    DROP TRIGGER only_added ON records_change;
    DROP TRIGGER only_added ON records_act;
    DROP FUNCTION records_refuse_change();
    DROP FUNCTION records_log_change();
    DROP FUNCTION records_current_act();
    """,
)

# Brings a registry that was set up earlier to the function above; and nobody empties the log.
RENEW_LOG = RunSQL(
    [
        _LOG_CHANGE,
        """
    CREATE TRIGGER never_emptied BEFORE TRUNCATE ON records_act
        EXECUTE FUNCTION records_refuse_change();
    CREATE TRIGGER never_emptied BEFORE TRUNCATE ON records_change
        EXECUTE FUNCTION records_refuse_change();
    """,
    ],
    """
    DROP TRIGGER never_emptied ON records_change;
    DROP TRIGGER never_emptied ON records_act;
    """,
)
# What the log holds in place of a secret that was set or changed.
KEPT_SECRET = {"secret": True}

# What a table of records is asked for its registry code by.
OWN_CODE = "ROW.registry_code"
EVENTS = {
    "INSERT": "NEW TABLE AS new_rows",
    "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "OLD TABLE AS old_rows",
}
# From a column to the table of the record that it names, perhaps by way of another table:
# {"park_id": ("parks_park",)}, {"parksector_id": ("parks_parksector", "park_id", "parks_park")}.
Owners = Mapping[str, Sequence[str]]


def log_changes(
    table: str,
    *,
    owners: Owners | None = None,
    key: str = "id",
    left_out: Sequence[str] = (),
    secret: Sequence[str] = (),
) -> list[RunSQL]:
    """Migration operations that write every change of `table` into the log.

    A table of records says its code itself. For a table whose rows belong to records, `owners`
    says how each column leads to the table of a record; {} if its rows belong to none. `key` is
    the column of the primary key. Columns that are `left_out` are not logged; of those that are
    `secret` it is logged that they changed. The names come from migrations, never from input.
    """
    codes = [OWN_CODE] if owners is None else [_code(*step) for step in owners.items()]
    array = f"ARRAY[{', '.join(codes)}]::text[]"
    arguments = [key, array]
    if left_out or secret:
        arguments += [f"{{{','.join(names)}}}" for names in (left_out, secret)]
    given = ", ".join(f"'{argument}'" for argument in arguments)
    return [
        RunSQL(
            f"CREATE TRIGGER log_{event.lower()} AFTER {event} ON {table} REFERENCING {rows} "
            "FOR EACH STATEMENT EXECUTE FUNCTION "
            f"records_log_change({given})",
            f"DROP TRIGGER log_{event.lower()} ON {table}",
        )
        for event, rows in EVENTS.items()
    ]


def _code(column: str, path: Sequence[str]) -> str:
    """SQL that finds the registry code to which a column leads."""
    *steps, last = path
    value = f"ROW.{column}"
    for table, onward in zip(steps[::2], steps[1::2], strict=True):
        value = f"(SELECT {onward} FROM {table} WHERE id = {value})"  # noqa: S608
    return f"(SELECT registry_code FROM {last} WHERE id = {value})"  # noqa: S608
