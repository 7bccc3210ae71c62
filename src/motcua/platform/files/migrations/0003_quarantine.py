"""Since when a file is known to be clean, or known not to be."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("files", "0002_key_of_a_program")]

    operations = [
        migrations.AddField("file", "clean_at", models.DateTimeField(null=True)),
        migrations.AddField("file", "quarantined_at", models.DateTimeField(null=True)),
    ]
