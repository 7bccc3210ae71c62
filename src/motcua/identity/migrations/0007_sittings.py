"""Sessions that know whose they are; and for which address a key was made."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


_FROZEN = """
CREATE OR REPLACE FUNCTION identity_passkey_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.account_id, NEW.official_id, NEW.credential_id, NEW.public_key, NEW.host, NEW.model, NEW.added_at)
        IS DISTINCT FROM
        (OLD.id, OLD.account_id, OLD.official_id, OLD.credential_id, OLD.public_key, OLD.host, OLD.model, OLD.added_at)
    THEN
        RAISE EXCEPTION 'a passkey is never made into another one' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.sign_count < OLD.sign_count THEN
        RAISE EXCEPTION 'the counter of a passkey never goes back' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0006_eid_bindings")]

    operations = [
        migrations.AddField("passkey", "host", models.CharField(default="", max_length=253), preserve_default=False),
        migrations.CreateModel(
            name="Sitting",
            fields=[
                (
                    "session_key",
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key"),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("official", models.BooleanField(default=False)),
                ("began_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
                ("by", models.CharField(blank=True, default="", max_length=40)),
                ("device", models.CharField(blank=True, default="", max_length=40)),
                (
                    "passkey_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, size=None
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, to="identity.account"
                    ),
                ),
            ],
            options={"abstract": False, "verbose_name": "session", "verbose_name_plural": "sessions"},
        ),
        migrations.RunSQL(_FROZEN, migrations.RunSQL.noop),
    ]
