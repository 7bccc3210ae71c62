"""An issued document is emptied by nobody, the system included, but where two people have approved a list that names its
dossier."""

from django.db import migrations

from motcua.platform.database.row_security import EVERYTHING

STAYS = f"""
CREATE OR REPLACE FUNCTION dossiers_document_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.file_id IS NULL AND to_jsonb(NEW) - 'file_id' = to_jsonb(OLD) - 'file_id' THEN
        RETURN NEW;
    END IF;
    IF {EVERYTHING} AND NEW.data = '{{}}'::jsonb AND NEW.file_id IS NULL
        AND to_jsonb(NEW) - 'file_id' - 'data' = to_jsonb(OLD) - 'file_id' - 'data'
        AND EXISTS (SELECT FROM dossiers_destructionrow r JOIN dossiers_destruction d ON d.id = r.destruction_id
            WHERE r.dossier_id = OLD.dossier_id AND d.approved AND d.scope = 'all') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a document that was issued is printed once and never changes' USING ERRCODE = 'restrict_violation';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0033_destroyed_clocks_say_no_reason")]

    operations = [migrations.RunSQL(STAYS, migrations.RunSQL.noop)]
