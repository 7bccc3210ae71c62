"""Keys of officials. Whose they are, and what identifies them, is kept by the database itself."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

import motcua.kernel.ids
from motcua.platform.database.row_security import OFFICIAL, enable_rls

_FROZEN = """
CREATE FUNCTION identity_passkey_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.account_id, NEW.official_id, NEW.credential_id, NEW.public_key, NEW.model, NEW.added_at)
        IS DISTINCT FROM
        (OLD.id, OLD.account_id, OLD.official_id, OLD.credential_id, OLD.public_key, OLD.model, OLD.added_at)
    THEN
        RAISE EXCEPTION 'a passkey is never made into another one' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.sign_count < OLD.sign_count THEN
        RAISE EXCEPTION 'the counter of a passkey never goes back' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER identity_passkey_frozen BEFORE UPDATE ON identity_passkey
    FOR EACH ROW EXECUTE FUNCTION identity_passkey_frozen();
"""
_THAWED = "DROP TRIGGER identity_passkey_frozen ON identity_passkey; DROP FUNCTION identity_passkey_frozen();"


class Migration(migrations.Migration):
    dependencies = [("identity", "0004_ids_from_numbers")]

    operations = [
        migrations.CreateModel(
            name="Passkey",
            fields=[
                (
                    "id",
                    models.UUIDField(default=motcua.kernel.ids.new_id, primary_key=True, serialize=False),
                ),
                ("official_id", models.UUIDField(db_index=True)),
                ("credential_id", models.BinaryField(max_length=1023, unique=True)),
                ("public_key", models.BinaryField(max_length=2048)),
                ("sign_count", models.BigIntegerField()),
                ("name", models.CharField(max_length=60)),
                ("model", models.CharField(max_length=36)),
                (
                    "transports",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                ("backed_up", models.BooleanField()),
                ("added_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="passkeys",
                        to="identity.account",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("sign_count__gte", 0)), name="passkey_counts_up")
                ]
            },
        ),
        migrations.CreateModel(
            name="Ceremony",
            fields=[
                ("id", models.UUIDField(default=motcua.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=12)),
                ("challenge", models.BinaryField(max_length=64)),
                ("expires_at", models.DateTimeField(db_index=True)),
                (
                    "account",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, to="identity.account"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                ("id", models.UUIDField(default=motcua.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("digest", models.BinaryField(max_length=32, unique=True)),
                ("given_by_id", models.UUIDField(null=True)),
                ("given_by_name", models.CharField(max_length=200)),
                ("given_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(db_index=True)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="identity.account"),
                ),
            ],
        ),
        RunSQL(_FROZEN, _THAWED),
        enable_rls("identity_passkey", f"official_id = {OFFICIAL}"),
        enable_rls("identity_ceremony", "false"),
        enable_rls("identity_enrolment", "false"),
    ]
