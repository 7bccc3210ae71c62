"""What was published from is kept as long as what was published: the database refuses to change or remove it."""

from django.db import migrations

MAKE = """
CREATE FUNCTION catalogue_source_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the files of a published version never change' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER catalogue_source_never_changes BEFORE UPDATE OR DELETE ON catalogue_packagesource
    FOR EACH ROW EXECUTE FUNCTION catalogue_source_never_changes();
CREATE TRIGGER catalogue_source_file_never_changes BEFORE UPDATE OR DELETE ON catalogue_packagefile
    FOR EACH ROW EXECUTE FUNCTION catalogue_source_never_changes();
"""
UNMAKE = """
DROP TRIGGER catalogue_source_file_never_changes ON catalogue_packagefile;
DROP TRIGGER catalogue_source_never_changes ON catalogue_packagesource;
DROP FUNCTION catalogue_source_never_changes();
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0004_package_sources")]
    operations = [migrations.RunSQL(MAKE, UNMAKE)]
