"""A seal is part of what is committed to, and a person finds the looks at lists that she stood on."""

import django.contrib.postgres.indexes
import django.db.models.fields.json
from django.db import migrations, models


class Migration(migrations.Migration):
    """Leaves of before keep their format, 1, and with it their commitment. Nothing was sealed so far."""

    dependencies = [("ledger", "0003_leaves_and_checkpoints")]

    operations = [
        migrations.AddField("entry", "sealed_basis", models.CharField(db_default="", default="", max_length=300)),
        migrations.AddField("leaf", "format", models.SmallIntegerField(db_default=1, default=1)),
        migrations.AddIndex(
            "entry",
            models.Index(
                fields=["agency_id", "at"],
                name="ledger_by_seal",
                condition=models.Q(("sealed_until__isnull", False)),
            ),
        ),
        migrations.AddIndex(
            "entry",
            django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.fields.json.KeyTransform("subjects", "facts"), "jsonb_path_ops"
                ),
                name="ledger_by_subjects",
                condition=models.Q(("facts__has_key", "subjects")),
            ),
        ),
    ]
