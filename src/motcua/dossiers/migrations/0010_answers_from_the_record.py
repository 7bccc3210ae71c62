"""Which answers came from the applicant's record; an answer to what was asked for may change that too."""

from importlib import import_module

from django.db import migrations, models

_before = import_module("motcua.dossiers.migrations.0008_applicants_only_answer_and_withdraw")
ANSWERING = str(_before.ANSWERING)
NARROW = _before.NARROW.partition("CREATE TRIGGER")[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0009_end_what_the_asked_agency_reads")]

    operations = [
        migrations.AddField("dossier", "from_record", models.JSONField(db_default={})),
        migrations.RunSQL(NARROW.replace(ANSWERING, str([*_before.ANSWERING, "from_record"])), NARROW),
    ]
