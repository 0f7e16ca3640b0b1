"""Triggers that keep what follows from other rows: counted sums, last reports, moves of stage."""

from django.db.migrations import RunSQL

# A parent counts without its published phases, whose sums count where those are. So every sum
# over any selection counts a yuan once, and the sums of parts make up the sum of the whole.
COUNTED_SUMS = RunSQL(
    """
    CREATE FUNCTION projects_count_sum() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.counted_yuan := NEW.investment_yuan;
        IF TG_OP = 'UPDATE' AND NEW.investment_yuan IS NOT NULL THEN
            NEW.counted_yuan := GREATEST(0, NEW.investment_yuan - (
                SELECT COALESCE(SUM(phase.investment_yuan), 0) FROM projects_project phase
                WHERE phase.phase_of_id = NEW.id AND phase.state = 'published'));
        END IF;
        RETURN NEW;
    END $$;
    CREATE FUNCTION projects_count_parents() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        -- Touching the sum of a parent lets the trigger above count it anew.
        IF TG_OP <> 'INSERT' AND OLD.phase_of_id IS NOT NULL THEN
            UPDATE projects_project SET investment_yuan = investment_yuan
            WHERE id = OLD.phase_of_id;
        END IF;
        IF TG_OP <> 'DELETE' AND NEW.phase_of_id IS NOT NULL THEN
            UPDATE projects_project SET investment_yuan = investment_yuan
            WHERE id = NEW.phase_of_id;
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER count_sum BEFORE INSERT OR UPDATE OF investment_yuan ON projects_project
        FOR EACH ROW EXECUTE FUNCTION projects_count_sum();
    CREATE TRIGGER count_parent_of_new AFTER INSERT ON projects_project
        FOR EACH ROW WHEN (NEW.phase_of_id IS NOT NULL)
        EXECUTE FUNCTION projects_count_parents();
    CREATE TRIGGER count_parent_of_changed
        AFTER UPDATE OF investment_yuan, phase_of_id, state ON projects_project
        FOR EACH ROW WHEN (OLD.phase_of_id IS NOT NULL OR NEW.phase_of_id IS NOT NULL)
        EXECUTE FUNCTION projects_count_parents();
    CREATE TRIGGER count_parent_of_gone AFTER DELETE ON projects_project
        FOR EACH ROW WHEN (OLD.phase_of_id IS NOT NULL)
        EXECUTE FUNCTION projects_count_parents();
    UPDATE projects_project SET investment_yuan = investment_yuan WHERE investment_yuan > 0;
    """,
    """
    DROP TRIGGER count_sum ON projects_project;
    DROP TRIGGER count_parent_of_new ON projects_project;
    DROP TRIGGER count_parent_of_changed ON projects_project;
    DROP TRIGGER count_parent_of_gone ON projects_project;
    DROP FUNCTION projects_count_parents();
    DROP FUNCTION projects_count_sum();
    """,
)

# What a report says stays as it was said; a merge may give it to another project.
REPORTS = RunSQL(
    """
    CREATE FUNCTION projects_keep_report() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'a monthly report is never changed: add one for a later month'
            USING ERRCODE = 'restrict_violation';
    END $$;
    CREATE FUNCTION projects_note_report() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE projects_project SET last_report = GREATEST(last_report, NEW.month)
        WHERE id = NEW.project_id;
        RETURN NULL;
    END $$;
    CREATE TRIGGER keep_report BEFORE UPDATE OF month, invested_yuan, progress, issue, next_step,
        explanation, by_id, at ON projects_progressreport
        FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
        EXECUTE FUNCTION projects_keep_report();
    CREATE TRIGGER note_report AFTER INSERT OR UPDATE OF project_id ON projects_progressreport
        FOR EACH ROW EXECUTE FUNCTION projects_note_report();
    """,
    """
    DROP TRIGGER keep_report ON projects_progressreport;
    DROP TRIGGER note_report ON projects_progressreport;
    DROP FUNCTION projects_note_report();
    DROP FUNCTION projects_keep_report();
    """,
)
