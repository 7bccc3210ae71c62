"""Who sees which dossier is one predicate: as applicant; as an official of its agencies, as far as the position reaches;
or because it was shared. Whatever hangs on a dossier asks for the dossier."""

from django.db import migrations

from motcua.platform.database.row_security import AGENCIES, EVERYTHING, OFFICIAL, REACH, agency_is, person_is

# The one place where a right is compared with a dossier. Plain words without a sub-select, so that PostgreSQL writes them
# into the policy itself; NULL where nothing is restricted.
WITHIN = """
CREATE FUNCTION dossiers_within(reach text[], family text, procedure_code text, receiving uuid, resolving uuid)
RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT reach && ARRAY[
    'f:' || family || '|*', 'f:' || family || '|a:' || receiving::text, 'f:' || family || '|a:' || resolving::text,
    'p:' || procedure_code || '|*', 'p:' || procedure_code || '|a:' || receiving::text,
    'p:' || procedure_code || '|a:' || resolving::text, '*|a:' || receiving::text, '*|a:' || resolving::text]
$$;
"""


def shared(name, column, kind):
    """What is shared with the official who asks, read past row-level security, which would ask here again."""
    return f"""
    CREATE FUNCTION {name}() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
    DECLARE
      official uuid := NULLIF(current_setting('motcua.official', true), '')::uuid;
    BEGIN
      IF official IS NULL THEN
        RETURN NULL;
      END IF;
      RETURN (SELECT array_agg({column}) FROM public.dossiers_share s WHERE s.official_id = official
        AND s.ended_at IS NULL AND now() < s.valid_until AND {kind});
    END $$;
    """


SHARED = shared("dossiers_shared", "s.dossier_id", "s.part_id IS NULL")
SHARED_PARTS = shared("dossiers_shared_parts", "s.part_id", "s.part_id IS NOT NULL")
NO_FUNCTIONS = """
DROP FUNCTION dossiers_shared_parts();
DROP FUNCTION dossiers_shared();
DROP FUNCTION dossiers_within(text[], text, text, uuid, uuid);
"""
AGENCY = f"{agency_is('receiving_agency_id')} OR {agency_is('resolving_agency_id')} OR asked_agency_ids && {AGENCIES}"
REACHED = (
    f"({REACH} IS NULL OR dossiers_within({REACH}, family, procedure_code, receiving_agency_id, resolving_agency_id))"
)
OWN = f"{person_is('applicant_id')} OR (({AGENCY}) AND {REACHED})"
SEEN = f"{OWN} OR id = ANY((SELECT dossiers_shared())::uuid[])"
PART = "id = ANY((SELECT dossiers_shared_parts())::uuid[])"
SEES = "dossiers_sees(dossier_id)"
ALL_OR_SEEN = f"({REACH} IS NULL OR {SEES})"
HEARS = " OR ".join(agency_is(f"{side}_agency_id") for side in ("receiving", "resolving", "was_resolving"))


def policy(table, using, check=""):
    said = f" WITH CHECK ({EVERYTHING} OR ({check}))" if check else ""
    return f"ALTER POLICY dossiers_{table} USING ({EVERYTHING} OR ({using})){said}"


BEFORE = f"{person_is('applicant_id')} OR {AGENCY}"
DONE = "state IN ('open', 'paused', 'done')"


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0039_who_sees_what")]

    operations = [
        migrations.RunSQL(WITHIN + SHARED + SHARED_PARTS, NO_FUNCTIONS),
        migrations.RunSQL(
            [
                policy("dossier_rows ON dossiers_dossier", SEEN, SEEN),
                # What was only shared may be locked, to look whether an act is allowed, and is never written.
                "CREATE POLICY dossiers_dossier_changed ON dossiers_dossier AS RESTRICTIVE FOR UPDATE USING (true)"
                f" WITH CHECK ({EVERYTHING} OR ({OWN}))",
                policy("dossierpaper_rows ON dossiers_dossierpaper", f"{SEES} OR {PART}"),
                policy(
                    "document_rows ON dossiers_document",
                    f"({agency_is('agency_id')} AND {REACH} IS NULL) OR {SEES} OR {PART}",
                ),
                policy(
                    "dossierstep_rows ON dossiers_dossierstep",
                    f"({agency_is('agency_id')} AND {DONE} AND {REACH} IS NULL) OR {SEES}",
                ),
                policy("change_read ON dossiers_change", f"({HEARS}) AND {ALL_OR_SEEN}"),
                policy("archived_rows ON dossiers_archived", f"{agency_is('agency_id')} AND {ALL_OR_SEEN}"),
                policy("destruction_rows ON dossiers_destruction", f"{agency_is('agency_id')} AND {REACH} IS NULL"),
                policy(
                    "destructionrow_rows ON dossiers_destructionrow", f"{agency_is('agency_id')} AND {REACH} IS NULL"
                ),
            ],
            [
                policy("destructionrow_rows ON dossiers_destructionrow", agency_is("agency_id")),
                policy("destruction_rows ON dossiers_destruction", agency_is("agency_id")),
                policy("archived_rows ON dossiers_archived", agency_is("agency_id")),
                policy("change_read ON dossiers_change", HEARS),
                policy("dossierstep_rows ON dossiers_dossierstep", f"({agency_is('agency_id')} AND {DONE}) OR {SEES}"),
                policy("document_rows ON dossiers_document", f"{agency_is('agency_id')} OR {SEES}"),
                policy("dossierpaper_rows ON dossiers_dossierpaper", SEES),
                "DROP POLICY dossiers_dossier_changed ON dossiers_dossier",
                policy("dossier_rows ON dossiers_dossier", BEFORE, BEFORE),
            ],
        ),
        # Whoever is given a right sees it; so does who sees the dossier. A share is written by its dossier's agencies.
        migrations.RunSQL(
            [
                "ALTER TABLE dossiers_share ENABLE ROW LEVEL SECURITY",
                "CREATE POLICY dossiers_share_rows ON dossiers_share"
                f" USING ({EVERYTHING} OR official_id = {OFFICIAL}"
                f" OR {SEES}) WITH CHECK ({EVERYTHING} OR dossiers_handles(dossier_id))",
            ],
            [
                "DROP POLICY dossiers_share_rows ON dossiers_share",
                "ALTER TABLE dossiers_share DISABLE ROW LEVEL SECURITY",
            ],
        ),
    ]
