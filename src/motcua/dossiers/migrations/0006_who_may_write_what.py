"""Whoever sees a case because it was asked for an opinion, or because a draw is public, writes nothing but its own part."""

from django.db import migrations

from motcua.platform.database.row_security import EVERYTHING, agency_is, enable_rls, person_is


def holders(row):
    return " OR ".join(
        (person_is(f"{row}.applicant_id"), agency_is(f"{row}.receiving_agency_id"), agency_is(f"{row}.resolving_agency_id"))
    )


OF_HELD_DOSSIER = f"EXISTS (SELECT 1 FROM dossiers_dossier d WHERE d.id = dossier_id AND ({holders('d')}))"
OF_VISIBLE_DOSSIER = "EXISTS (SELECT 1 FROM dossiers_dossier d WHERE d.id = dossier_id)"


def only(table, changed, removed):
    """What was seen may be changed and removed by these alone, whatever else lets a row be seen."""
    return migrations.RunSQL(
        [
            f"CREATE POLICY {table}_changed ON {table} AS RESTRICTIVE FOR UPDATE USING ({EVERYTHING} OR {changed})",
            f"CREATE POLICY {table}_removed ON {table} AS RESTRICTIVE FOR DELETE USING ({EVERYTHING} OR {removed})",
        ],
        [f"DROP POLICY {table}_changed ON {table}", f"DROP POLICY {table}_removed ON {table}"],
    )


def added_by_holders(table):
    return migrations.RunSQL(
        f"ALTER POLICY {table}_rows ON {table} WITH CHECK ({EVERYTHING} OR {OF_HELD_DOSSIER})",
        f"ALTER POLICY {table}_rows ON {table} WITH CHECK ({EVERYTHING} OR {OF_VISIBLE_DOSSIER})",
    )


ASKED = f"""
CREATE FUNCTION dossiers_asked_only_count_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT row_security_active('dossiers_dossier') OR {EVERYTHING} OR {holders("OLD")} THEN
        RETURN NEW;
    END IF;
    IF to_jsonb(NEW) - 'version' IS DISTINCT FROM to_jsonb(OLD) - 'version' THEN
        RAISE EXCEPTION 'an agency that is asked for an opinion changes nothing else of a dossier'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dossiers_asked_only_count_up BEFORE UPDATE ON dossiers_dossier
    FOR EACH ROW WHEN (OLD.asked_agency_ids IS NOT NULL) EXECUTE FUNCTION dossiers_asked_only_count_up();
CREATE POLICY dossiers_dossier_removed ON dossiers_dossier AS RESTRICTIVE FOR DELETE USING ({EVERYTHING});
"""
NOT_ASKED = """
DROP POLICY dossiers_dossier_removed ON dossiers_dossier;
DROP TRIGGER dossiers_asked_only_count_up ON dossiers_dossier;
DROP FUNCTION dossiers_asked_only_count_up();
"""
DRAWN = """
CREATE FUNCTION dossiers_draw_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.held_at IS NULL AND to_jsonb(NEW) - ARRAY['seed', 'drawn', 'held_at', 'held_by']
            = to_jsonb(OLD) - ARRAY['seed', 'drawn', 'held_at', 'held_by'] THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'a list that was published and a draw that was held never change'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER dossiers_draw_never_changes BEFORE UPDATE OR DELETE ON dossiers_draw
    FOR EACH ROW EXECUTE FUNCTION dossiers_draw_never_changes();
"""
NOT_DRAWN = """
DROP TRIGGER dossiers_draw_never_changes ON dossiers_draw;
DROP FUNCTION dossiers_draw_never_changes();
"""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0005_move_to_another_version")]

    operations = [
        migrations.RunSQL(ASKED, NOT_ASKED),
        # A record is written by the agency that does the step, and stays; a step that is no longer asked for goes.
        only("dossiers_dossierstep", agency_is("agency_id"), f"(recorded_at IS NULL AND {OF_HELD_DOSSIER})"),
        *(added_by_holders(f"dossiers_{table}") for table in ("dossierpaper", "document", "seat")),
        *(only(f"dossiers_{table}", OF_HELD_DOSSIER, OF_HELD_DOSSIER) for table in ("dossierpaper", "document", "seat")),
        only("dossiers_moveddossier", changed="false", removed="false"),
        enable_rls("dossiers_versionmove", "false"),
        enable_rls("dossiers_draw", "true", agency_is("agency_id")),
        only("dossiers_draw", changed=agency_is("agency_id"), removed="false"),
        migrations.RunSQL(DRAWN, NOT_DRAWN),
    ]
