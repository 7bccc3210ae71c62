"""The key from which the ids of people are made, so that what is pushed about somebody finds them when they come."""

import secrets

from django.db import migrations, models

from motcua.platform.database.row_security import enable_rls


def make_key(apps, schema_editor):
    apps.get_model("identity", "NumberKey").objects.using(schema_editor.connection.alias).create(
        secret=secrets.token_bytes(32)
    )


class Migration(migrations.Migration):
    dependencies = [("identity", "0003_demo_and_window")]

    operations = [
        migrations.CreateModel(
            name="NumberKey",
            fields=[("secret", models.BinaryField(max_length=32, primary_key=True, serialize=False))],
        ),
        migrations.RunPython(make_key, migrations.RunPython.noop),
        enable_rls("identity_numberkey", "false"),
    ]
