"""Changes are forgotten from the old end, by a function of the owner's: the application itself takes none away."""

from django.db import migrations

# Never the last day's, never what the product's own followers have not read yet; and where the feed begins now is kept in
# the same step.
FORGET = """
CREATE FUNCTION dossiers_forget_changes(before timestamptz, most int) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    edge record;
    gone bigint;
BEGIN
    SELECT f.position, f.version, f.id, f.at INTO edge FROM (
        SELECT c.position, c.version, c.id, c.at,
            bool_and(c.at < least(before, now() - interval '1 day')) OVER (ORDER BY c.position, c.version, c.id) AS old
        FROM (SELECT position, version, id, at FROM dossiers_change ORDER BY position, version, id LIMIT most) c) f
    WHERE f.old AND NOT EXISTS (
        SELECT 1 FROM dossiers_feedcursor o WHERE o.name IN ('figures', 'webhooks')
          AND (o.position, o.version, o.change_id) < (f.position, f.version, f.id))
    ORDER BY f.position DESC, f.version DESC, f.id DESC LIMIT 1;
    IF edge IS NULL THEN
        RETURN 0;
    END IF;
    DELETE FROM dossiers_change c WHERE (c.position, c.version, c.id) <= (edge.position, edge.version, edge.id);
    GET DIAGNOSTICS gone = ROW_COUNT;
    INSERT INTO dossiers_feedcursor (name, position, version, change_id, at)
    VALUES ('floor', edge.position, edge.version, edge.id, edge.at)
    ON CONFLICT (name) DO UPDATE SET position = excluded.position, version = excluded.version,
        change_id = excluded.change_id, at = excluded.at;
    RETURN gone;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0026_who_holds_it")]

    operations = [migrations.RunSQL(FORGET, "DROP FUNCTION dossiers_forget_changes(timestamptz, int)")]
