"""Entries get a place that no late committer undercuts; the public log's leaves and checkpoints get their tables."""

import django.db.models.functions.datetime
from django.db import migrations, models
from django.db.models.expressions import Func

from motcua.platform.database.row_security import enable_rls

# As the change feed's positions (ADR 0024). STABLE, so that adding the column writes no row anew: what is there already
# has this migration's place, and among equals the id decides.
PLACE = """
CREATE FUNCTION ledger_place() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT greatest(pg_current_xact_id()::text::bigint, pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1)
$$;
CREATE FUNCTION ledger_horizon() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint
$$;
"""
NO_PLACE = "DROP FUNCTION ledger_place(); DROP FUNCTION ledger_horizon();"

# The only way to take something out of an entry. It leaves its own entry, so what was erased, when and why is in the log.
# The lock keeps the sequencer from committing to a body that is being erased.
ERASE = """
CREATE FUNCTION ledger_erase(record uuid, trace uuid, reason text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    erased bigint;
BEGIN
    IF current_setting('motcua.everything', true) IS DISTINCT FROM 'on' THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the system erases entries';
    END IF;
    PERFORM pg_advisory_xact_lock(7107445, 1);
    UPDATE ledger_leaf l SET salt = NULL FROM ledger_entry e WHERE e.record_id = record AND e.action <> 'ledger.erased'
      AND l.entry_id = e.id;
    UPDATE ledger_entry e SET actor_id = NULL, actor_name = '', "position" = '', why = '', facts = '{}'
    WHERE e.record_id = record AND e.action <> 'ledger.erased';
    GET DIAGNOSTICS erased = ROW_COUNT;
    INSERT INTO ledger_entry (id, action, actor_kind, actor_name, "position", record_id, why, facts)
    VALUES (trace, 'ledger.erased', 'system', '', '', record, reason, jsonb_build_object('entries', erased));
    RETURN erased;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_a_partition_a_month")]

    operations = [
        migrations.RunSQL(PLACE, NO_PLACE),
        migrations.AddField("entry", "place", models.BigIntegerField(db_default=Func(function="ledger_place"))),
        migrations.AddField("entry", "sealed_until", models.DateTimeField(null=True)),
        migrations.AddIndex("entry", models.Index(fields=["place", "id"], name="ledger_by_place")),
        migrations.CreateModel(
            name="Leaf",
            fields=[
                ("index", models.BigIntegerField(primary_key=True, serialize=False)),
                ("entry_id", models.UUIDField(unique=True)),
                ("place", models.BigIntegerField()),
                ("salt", models.BinaryField(null=True)),
                ("body_hash", models.BinaryField()),
                ("commitment", models.BinaryField()),
                ("subject_id", models.UUIDField(null=True)),
                ("subject_seq", models.IntegerField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("subject_id__isnull", False)),
                        fields=("subject_id", "subject_seq"),
                        name="ledger_leaf_of_subject",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("size", models.BigIntegerField(primary_key=True, serialize=False)),
                ("root", models.BinaryField()),
                ("note", models.TextField()),
                ("signed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        enable_rls("ledger_leaf", "false"),
        enable_rls("ledger_checkpoint", "false"),
        migrations.RunSQL(ERASE, "DROP FUNCTION ledger_erase(uuid, uuid, text)"),
    ]
