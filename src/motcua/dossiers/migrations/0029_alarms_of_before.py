"""Dossiers that were under way before there were alarms get theirs too: the worker looks at each anew."""

from django.db import migrations

# Without a purpose (`alarm_for` stays empty) it only asks for the next alarm to be set: nobody is told of anything.
LOOK_ANEW = """
UPDATE dossiers_dossier SET alarm_at = now()
WHERE alarm_at IS NULL AND rung = '' AND source = '' AND ended_at IS NULL
  AND (state = 'awaiting_supplement' OR due_at IS NOT NULL AND decided_at IS NULL)
"""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0028_whose_a_pushed_dossier_is")]

    operations = [migrations.RunSQL(LOOK_ANEW, migrations.RunSQL.noop)]
