"""A published version is what dossiers are pinned to: the database itself refuses to change or remove one."""

from django.db import migrations

MAKE = """
CREATE FUNCTION catalogue_version_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published procedure version never changes' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER catalogue_version_never_changes BEFORE UPDATE OR DELETE ON catalogue_procedureversion
    FOR EACH ROW EXECUTE FUNCTION catalogue_version_never_changes();
"""
UNMAKE = """
DROP TRIGGER catalogue_version_never_changes ON catalogue_procedureversion;
DROP FUNCTION catalogue_version_never_changes();
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]
    operations = [migrations.RunSQL(MAKE, UNMAKE)]
