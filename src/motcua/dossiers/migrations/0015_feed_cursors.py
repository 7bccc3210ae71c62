"""Where the feed ends for now, for whoever waits; where it begins, for whoever comes back late."""

from django.db import migrations, models

from motcua.platform.database.row_security import enable_rls

# They tell a place in the feed and nothing of what stands there, so anybody may ask: past row-level security, in one
# step of an index.
EDGE = """
CREATE FUNCTION dossiers_feed_newest(OUT "position" bigint, OUT version int, OUT id uuid) RETURNS SETOF record
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT c.position, c.version, c.id FROM dossiers_change c WHERE c.position < dossiers_feed_horizon()
    ORDER BY c.position DESC, c.version DESC, c.id DESC LIMIT 1
$$;
CREATE FUNCTION dossiers_feed_edge(after_position bigint, after_version int, after_id uuid, most int,
    OUT "position" bigint, OUT version int, OUT id uuid, OUT rows bigint) RETURNS SETOF record
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT w.position, w.version, w.id, count(*) OVER () FROM (
        SELECT c.position, c.version, c.id FROM dossiers_change c
        WHERE (c.position, c.version, c.id) > (after_position, after_version, after_id)
          AND c.position < dossiers_feed_horizon()
        ORDER BY c.position, c.version, c.id LIMIT most) w
    ORDER BY w.position DESC, w.version DESC, w.id DESC LIMIT 1
$$;
"""
NO_EDGE = """
DROP FUNCTION dossiers_feed_newest();
DROP FUNCTION dossiers_feed_edge(bigint, int, uuid, int);
"""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0014_a_partition_a_month")]

    operations = [
        migrations.RunSQL(EDGE, NO_EDGE),
        migrations.CreateModel(
            name="FeedCursor",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("position", models.BigIntegerField()),
                ("version", models.IntegerField()),
                ("change_id", models.UUIDField()),
                ("at", models.DateTimeField()),
            ],
        ),
        enable_rls("dossiers_feedcursor", "true", "false"),
    ]
