"""What was sent and what was issued stays as it is: papers, seats and documents are added, and changed by the system alone.
An applicant issues nothing."""

from django.db import migrations

from motcua.platform.database.row_security import EVERYTHING, agency_is

HOLDING = " OR ".join(agency_is(f"d.{side}_agency_id") for side in ("receiving", "resolving"))
HELD = f"EXISTS (SELECT 1 FROM dossiers_dossier d WHERE d.id = dossier_id AND ({{}}{HOLDING}))"
BY_HOLDERS = HELD.format("d.applicant_id = (SELECT NULLIF(current_setting('motcua.person', true), '')::uuid) OR ")


def only_the_system(table, act):
    """Nobody else changes ("changed") or removes ("removed") a row, whoever may see it."""
    policy = f"ALTER POLICY dossiers_{table}_{act} ON dossiers_{table} USING ({EVERYTHING}"
    return migrations.RunSQL(f"{policy})", f"{policy} OR {BY_HOLDERS})")


ISSUED = f"""
CREATE POLICY dossiers_document_issued ON dossiers_document AS RESTRICTIVE FOR INSERT
    WITH CHECK ({EVERYTHING} OR {HELD.format("")});
CREATE FUNCTION dossiers_document_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.file_id IS NULL AND to_jsonb(NEW) - 'file_id' = to_jsonb(OLD) - 'file_id' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a document that was issued is printed once and never changes' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER dossiers_document_stays BEFORE UPDATE ON dossiers_document
    FOR EACH ROW EXECUTE FUNCTION dossiers_document_stays();
"""
LOOSE = """
DROP TRIGGER dossiers_document_stays ON dossiers_document;
DROP FUNCTION dossiers_document_stays();
DROP POLICY dossiers_document_issued ON dossiers_document;
"""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0010_answers_from_the_record")]

    operations = [
        only_the_system("dossierpaper", "changed"),
        only_the_system("dossierpaper", "removed"),
        only_the_system("document", "removed"),
        only_the_system("seat", "changed"),
        migrations.RunSQL(ISSUED, LOOSE),
    ]
