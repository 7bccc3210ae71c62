"""How long dossiers have really taken, for the page of a procedure."""

from django.db import migrations, models

from motcua.platform.database.row_security import enable_rls


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0030_archive")]

    operations = [
        migrations.CreateModel(
            name="ProcessingTime",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "procedure_code", "agency_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("procedure_code", models.CharField(max_length=40)),
                ("agency_id", models.UUIDField()),
                ("window", models.SmallIntegerField()),
                ("number", models.IntegerField()),
                ("median", models.SmallIntegerField()),
                ("nine_of_ten", models.SmallIntegerField()),
                ("reckoned_at", models.DateTimeField()),
            ],
        ),
        enable_rls("dossiers_processingtime", "true", "false"),
    ]
