from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial")]

    operations = [
        migrations.AddField("file", "key", models.CharField(max_length=120, null=True)),
        migrations.AddConstraint(
            "file", models.UniqueConstraint(fields=["owner_id", "key"], name="files_file_once_for_its_key")
        ),
    ]
