"""The inbox: a person sees and marks her own messages; only the system writes them."""

from django.db import migrations, models

from motcua.kernel.ids import new_id
from motcua.platform.database.row_security import enable_rls, person_is


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.UUIDField(default=new_id, primary_key=True, serialize=False)),
                ("person_id", models.UUIDField()),
                ("key", models.CharField(max_length=120)),
                ("kind", models.CharField(max_length=40)),
                ("template", models.DateField()),
                ("title", models.JSONField()),
                ("body", models.JSONField()),
                ("about", models.CharField(default="", max_length=40)),
                ("at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person_id", "-id"], name="notices_inbox"),
                    models.Index(condition=models.Q(("read_at", None)), fields=["person_id"], name="notices_unread"),
                ],
                "constraints": [models.UniqueConstraint(fields=("person_id", "key"), name="notices_told_once")],
            },
        ),
        enable_rls("notices_message", person_is("person_id")),
    ]
