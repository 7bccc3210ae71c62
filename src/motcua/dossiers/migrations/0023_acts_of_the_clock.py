"""What a dossier's clock does by itself, waiting for the fee, and lateness. Applicants change nothing more than before: what
follows from their two acts may follow."""

from django.db import migrations, models
from django.db.models import Q

from motcua.platform.database.row_security import EVERYTHING, agency_is

OPEN = ("submitted", "awaiting_supplement", "awaiting_payment", "in_process", "awaiting_approval", "approved")
QUEUES = {
    "dossier_queue_of_state": (["desk_agency_id", "state", "act_by", "id"], {"source": ""}),
    "dossier_queue_free": (["desk_agency_id", "state", "act_by", "id"], {"assignee_id__isnull": True, "source": ""}),
    "dossier_queue_of_official": (["assignee_id", "act_by", "id"], {"assignee_id__isnull": False}),
}

FOLLOWING = ["alarm_at", "alarm_for", "rung", "assignee_id", "assignee_name", "assigned_at", "hands"]
MOVING = ["state", "status", "version", "clock", "due_at", "act_by", "asked_agency_ids"]
HOLDING = " OR ".join(agency_is(f"OLD.{side}_agency_id") for side in ("receiving", "resolving"))


def narrow(follows, withdrawable):
    def same_but(*columns):
        kept = [*MOVING, *columns, *follows, "desk_agency_id"]
        return f"to_jsonb(NEW) - ARRAY{kept} = to_jsonb(OLD) - ARRAY{kept}"

    return f"""
CREATE OR REPLACE FUNCTION dossiers_applicant_answers_or_withdraws() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT row_security_active('dossiers_dossier') OR {EVERYTHING} OR {HOLDING} THEN
        RETURN NEW;
    END IF;
    IF NEW.state = 'withdrawn' AND OLD.state IN ({", ".join(f"'{state}'" for state in withdrawable)})
        AND {same_but("decided_at", "ended_at")} THEN
        RETURN NEW;
    END IF;
    IF OLD.state = 'awaiting_supplement' AND NEW.state = OLD.supplement->>'origin'
        AND NEW.previous_answers = OLD.answers AND NEW.supplement - 'answered_at' = OLD.supplement - 'answered_at'
        AND {same_but("answers", "previous_answers", "supplement", "from_record")} THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an applicant answers what was asked for or withdraws, and changes nothing else of a dossier'
        USING ERRCODE = 'insufficient_privilege';
END $$;
"""


WITHDRAWABLE = ("awaiting_earlier", "submitted", "awaiting_supplement", "in_process")


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0022_books")]

    operations = [
        migrations.AddField("dossier", "payment", models.JSONField(null=True)),
        migrations.AddField("dossier", "lateness", models.JSONField(null=True)),
        migrations.AddField("dossier", "alarm_at", models.DateTimeField(null=True)),
        migrations.AddField("dossier", "alarm_for", models.CharField(max_length=16, db_default="")),
        migrations.AddField("dossier", "rung", models.CharField(max_length=16, db_default="")),
        *(migrations.RemoveIndex("dossier", name) for name in QUEUES),
        *(
            migrations.AddIndex(
                "dossier", models.Index(fields=fields, name=name, condition=Q(state__in=OPEN, **condition))
            )
            for name, (fields, condition) in QUEUES.items()
        ),
        migrations.AddIndex(
            "dossier", models.Index(fields=["alarm_at"], name="dossier_alarm", condition=Q(alarm_at__isnull=False))
        ),
        migrations.RunSQL(
            narrow(FOLLOWING, (*WITHDRAWABLE, "awaiting_payment")), narrow([], WITHDRAWABLE)
        ),
    ]
