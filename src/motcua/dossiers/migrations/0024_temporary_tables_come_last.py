"""A function of the owner's looks for its tables where they are, not among the temporary ones of whoever calls it: a
temporary view of the same name would otherwise run its own functions with the owner's rights."""

from django.db import migrations

FUNCTIONS = ("dossiers_feed_newest()", "dossiers_feed_edge(bigint, int, uuid, int)")


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0023_acts_of_the_clock")]

    operations = [
        migrations.RunSQL(
            [f"ALTER FUNCTION {name} SET search_path = pg_catalog, public, pg_temp" for name in FUNCTIONS],
            [f"ALTER FUNCTION {name} SET search_path = public" for name in FUNCTIONS],
        )
    ]
