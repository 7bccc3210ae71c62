"""Rules of competence: which agency resolves what, where, by which law."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

import motcua.kernel.ids


class Migration(migrations.Migration):
    dependencies = [("agencies", "0004_absences")]

    operations = [
        migrations.CreateModel(
            name="RoutingRule",
            fields=[
                ("id", models.UUIDField(default=motcua.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("procedure_code", models.CharField(blank=True, default="", max_length=40)),
                ("field", models.CharField(blank=True, default="", max_length=200)),
                ("tier", models.CharField(blank=True, default="", max_length=8)),
                ("unit_code", models.CharField(blank=True, default="", max_length=5)),
                ("branch", models.CharField(blank=True, default="", max_length=20)),
                ("priority", models.PositiveSmallIntegerField(default=0)),
                ("legal", models.CharField(max_length=300)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="routing_rules",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["unit_code", "procedure_code", "field", "tier", "branch", "valid_from"],
                        name="routing_rule_once",
                    ),
                    models.CheckConstraint(
                        condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                        name="routing_rule_ends_after_it_begins",
                    ),
                ],
            },
        ),
    ]
