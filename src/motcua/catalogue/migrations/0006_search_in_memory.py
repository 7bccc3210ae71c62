"""Search documents keep names with their marks, for the index in memory; the words of SQL search are gone."""

import uuid

import django.contrib.postgres.fields
from django.db import migrations, models

REFILL = """
UPDATE catalogue_searchdocument d SET
    names = ARRAY(SELECT value FROM jsonb_each_text(v.content->'procedure'->'name') ORDER BY key <> 'vi', key),
    everyday = ARRAY(
        SELECT name FROM jsonb_each(coalesce(v.content->'procedure'->'everyday_names', '{}')) names,
            jsonb_array_elements_text(names.value) name
    ),
    about = concat_ws(' ',
        (SELECT string_agg(value, ' ') FROM jsonb_each_text(v.content->'procedure'->'summary')),
        (SELECT string_agg(said.value, ' ') FROM jsonb_array_elements(v.content->'procedure'->'results') result,
            jsonb_each_text(result.value->'name') said),
        (SELECT string_agg(value, ' ') FROM jsonb_each_text(v.content->'procedure'->'field')),
        (SELECT string_agg(value, ' ') FROM jsonb_each_text(v.content->'procedure'->'agency'))
    ),
    summary = d.summary || jsonb_build_object(
        'life_events', coalesce(v.content->'procedure'->'life_events', '[]'),
        'limits', coalesce((
            SELECT jsonb_agg(jsonb_build_object(
                'amount', one->'amount', 'unit', one->'unit', 'since', one->'from', 'until', one->'to'))
            FROM jsonb_array_elements(coalesce(v.content->'procedure'->'time_limits', '[]')) one
            WHERE one->>'amount' IS NOT NULL AND one->>'unit' IS NOT NULL), '[]'),
        'fees', coalesce((
            SELECT jsonb_agg(jsonb_build_object(
                'amount', one->'amount', 'unit', 'vnd', 'since', one->'from', 'until', one->'to'))
            FROM jsonb_array_elements(coalesce(v.content->'fees'->'fees', '[]')) one), '[]'),
        'free', jsonb_array_length(coalesce(v.content->'fees'->'fees', '[]')) = 0
            AND NOT coalesce(v.content->'fees', '{}') ? 'note'
    )
FROM catalogue_procedure p JOIN catalogue_procedureversion v ON v.hash = p.current_hash
WHERE p.code = d.code
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0005_sources_never_change")]

    operations = [
        migrations.RemoveIndex(model_name="searchdocument", name="catalogue_search_in_words"),
        migrations.RemoveIndex(model_name="searchdocument", name="catalogue_search_in_letters"),
        migrations.RemoveField(model_name="searchdocument", name="words"),
        migrations.RemoveField(model_name="searchdocument", name="title_text"),
        migrations.RemoveField(model_name="searchdocument", name="titles"),
        migrations.AddField(
            model_name="searchdocument",
            name="names",
            field=django.contrib.postgres.fields.ArrayField(models.TextField(), default=list, size=None),
        ),
        migrations.AddField(
            model_name="searchdocument",
            name="everyday",
            field=django.contrib.postgres.fields.ArrayField(models.TextField(), default=list, size=None),
        ),
        migrations.AddField(model_name="searchdocument", name="about", field=models.TextField(default="")),
        migrations.DeleteModel(name="CommonWord"),
        migrations.AddField(model_name="synonym", name="reason", field=models.CharField(db_default="", max_length=500)),
        migrations.AddField(model_name="synonym", name="active", field=models.BooleanField(db_default=True)),
        migrations.CreateModel(
            name="SynonymChange",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("everyday", models.CharField(db_index=True, max_length=120)),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                ("by", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name="SearchStamp",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("stamp", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name="ProcedureUse",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey("code", "month", blank=True, editable=False, primary_key=True, serialize=False),
                ),
                ("code", models.CharField(max_length=60)),
                ("month", models.DateField()),
                ("opened", models.IntegerField(default=0)),
                ("started", models.IntegerField(default=0)),
                ("filed", models.IntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="MissedQuery",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey("query", "day", blank=True, editable=False, primary_key=True, serialize=False),
                ),
                ("query", models.CharField(max_length=120)),
                ("day", models.DateField()),
                ("nothing", models.IntegerField(default=0)),
                ("unopened", models.IntegerField(default=0)),
            ],
        ),
        migrations.RunSQL(REFILL, migrations.RunSQL.noop),
        migrations.RunSQL(
            f"INSERT INTO catalogue_searchstamp (id, stamp) VALUES (1, '{uuid.UUID(int=0)}')", migrations.RunSQL.noop
        ),
    ]
