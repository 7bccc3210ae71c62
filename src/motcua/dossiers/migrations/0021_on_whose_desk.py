"""One agency receives, another one resolves: on whose desk a dossier lies follows from its state, and queues go by that."""

from django.db import migrations, models
from django.db.models import Case, F, Q, When

OPEN = ("submitted", "awaiting_supplement", "in_process", "awaiting_approval", "approved")
ON_DESK = Case(
    When(
        Q(state__in=("in_process", "awaiting_approval")) | Q(state="awaiting_supplement", received_at__isnull=False),
        then=F("resolving_agency_id"),
    ),
    default=F("receiving_agency_id"),
)
QUEUES = {
    "dossier_queue_of_state": (["state", "act_by", "id"], Q(state__in=OPEN, source="")),
    "dossier_queue_free": (["state", "act_by", "id"], Q(state__in=OPEN, assignee_id__isnull=True, source="")),
    "dossier_over": (["state", "-ended_at", "-id"], Q(ended_at__isnull=False, source="")),
}
# Before a row is written a column that the database works out itself is still empty: triggers that compare look past it.
LOOK_PAST = """
DO $$
DECLARE said text; name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['dossiers_applicant_answers_or_withdraws', 'dossiers_asked_only_count_up'] LOOP
        said := pg_get_functiondef(name::regproc);
        said := replace(said, 'to_jsonb(NEW) -', 'to_jsonb(NEW) - ''desk_agency_id''::text -');
        said := replace(said, 'to_jsonb(OLD) -', 'to_jsonb(OLD) - ''desk_agency_id''::text -');
        EXECUTE said;
    END LOOP;
END $$
"""
LOOK_AGAIN = """
DO $$
DECLARE said text; name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['dossiers_applicant_answers_or_withdraws', 'dossiers_asked_only_count_up'] LOOP
        said := replace(pg_get_functiondef(name::regproc), ' - ''desk_agency_id''::text', '');
        EXECUTE said;
    END LOOP;
END $$
"""


def add(name, fields, condition=None):
    return migrations.AddIndex("dossier", models.Index(fields=fields, name=name, condition=condition))


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0020_figures")]

    operations = [
        migrations.AddField(
            "dossier",
            "desk_agency_id",
            models.GeneratedField(expression=ON_DESK, output_field=models.UUIDField(), db_persist=True),
        ),
        migrations.AddField("dossier", "unrouted", models.BooleanField(db_default=False)),
        *(migrations.RemoveIndex("dossier", name) for name in QUEUES),
        *(add(name, ["desk_agency_id", *fields], condition) for name, (fields, condition) in QUEUES.items()),
        add("dossier_of_resolver", ["resolving_agency_id", "-id"]),
        migrations.RunSQL(LOOK_PAST, LOOK_AGAIN),
        add("dossier_unrouted", ["receiving_agency_id", "act_by", "id"], Q(unrouted=True)),
    ]
