"""Queries are counted by what became of them: asked, nothing found, something opened."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0007_a_first_catalogue")]

    operations = [
        migrations.DeleteModel(name="MissedQuery"),
        migrations.CreateModel(
            name="AskedQuery",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "query", "day", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("query", models.CharField(max_length=120)),
                ("day", models.DateField()),
                ("asked", models.IntegerField(default=0)),
                ("nothing", models.IntegerField(default=0)),
                ("opened", models.IntegerField(default=0)),
            ],
            options={"indexes": [models.Index(fields=["day"], name="catalogue_asked_by_day")]},
        ),
    ]
