"""Dossiers of before are told to which family of procedures they belong, by their version."""

from django.db import migrations

from motcua.kernel.texts import clean


TOLD = """
UPDATE dossiers_dossier d SET family = told.family FROM unnest(%s::text[], %s::text[]) AS told (version, family)
WHERE d.version_hash = told.version AND d.family = ''
"""


def tell(apps, editor):
    versions = apps.get_model("catalogue", "ProcedureVersion").objects.using(editor.connection.alias)
    found = versions.values_list("hash", "content__procedure__field__vi")
    told = [(version, clean(family)[:200]) for version, family in found.iterator() if family]
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT set_config('motcua.everything', 'on', true)")  # what is archived is told too
        cursor.execute(TOLD, [[version for version, _ in told], [family for _, family in told]])
        cursor.execute("SELECT set_config('motcua.everything', 'off', true)")


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0040_one_predicate"), ("catalogue", "0008_asked_queries")]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
