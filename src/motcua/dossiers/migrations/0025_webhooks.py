"""Who is sent changes, what did not arrive; and how a dossier of another system stood before, where that may change too."""

import django.db.models.deletion
import django.db.models.functions.datetime
import motcua.kernel.ids
from django.db import migrations, models

from motcua.platform.database.row_security import agency_is, enable_rls


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0024_temporary_tables_come_last'),
    ]

    operations = [
        migrations.AddField("change", "was", models.JSONField(null=True)),
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('agency_id', models.UUIDField()),
                ('url', models.CharField(max_length=500)),
                ('procedure_code', models.CharField(db_default='', max_length=40)),
                ('position', models.BigIntegerField()),
                ('version', models.IntegerField()),
                ('change_id', models.UUIDField()),
                ('reach_position', models.BigIntegerField(db_default=0)),
                ('reach_version', models.IntegerField(db_default=0)),
                ('reach_id', models.UUIDField(null=True)),
                ('tries', models.IntegerField(db_default=0)),
                ('first_tried_at', models.DateTimeField(null=True)),
                ('next_try_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('leased_until', models.DateTimeField(null=True)),
                ('given_up', models.IntegerField(db_default=0)),
                ('last_status', models.IntegerField(null=True)),
                ('last_why', models.CharField(db_default='', max_length=80)),
                ('last_arrived_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('created_by', models.CharField(max_length=400)),
                ('paused_at', models.DateTimeField(null=True)),
                ('paused_by', models.CharField(db_default='', max_length=400)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['agency_id'], name='webhook_of_agency'), models.Index(condition=models.Q(('ended_at', None), ('paused_at', None)), fields=['next_try_at'], name='webhook_at_work')],
            },
        ),
        migrations.CreateModel(
            name='WebhookSecret',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('sealed', models.TextField()),
                ('made_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(null=True)),
                ('webhook', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='secret_rows', to='dossiers.webhook')),
            ],
        ),
        migrations.CreateModel(
            name='DeadLetter',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('agency_id', models.UUIDField()),
                ('position', models.BigIntegerField()),
                ('version', models.IntegerField()),
                ('change_id', models.UUIDField()),
                ('code', models.CharField(max_length=40)),
                ('action', models.CharField(max_length=40)),
                ('tries', models.IntegerField()),
                ('first_tried_at', models.DateTimeField()),
                ('died_at', models.DateTimeField()),
                ('why', models.CharField(max_length=80)),
                ('again_at', models.DateTimeField(null=True)),
                ('arrived_at', models.DateTimeField(null=True)),
                ('webhook', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dead_rows', to='dossiers.webhook')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('arrived_at', None)), fields=['webhook', '-id'], name='dead_of_webhook'), models.Index(condition=models.Q(('again_at__isnull', False), ('arrived_at', None)), fields=['webhook', 'id'], name='dead_again')],
                'constraints': [models.UniqueConstraint(fields=('webhook', 'change_id'), name='dead_once')],
            },
        ),
        enable_rls("dossiers_webhook", agency_is("agency_id")),
        enable_rls(
            "dossiers_webhooksecret",
            "EXISTS (SELECT 1 FROM dossiers_webhook w WHERE w.id = webhook_id)",
        ),
        enable_rls("dossiers_deadletter", agency_is("agency_id")),
    ]
