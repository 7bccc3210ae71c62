"""Whoever applied may also ask that a result be corrected: she writes down what is wrong, and nothing else of the dossier."""

from django.db import migrations, models
from django.db.models import Q

from motcua.platform.database.row_security import EVERYTHING, agency_is

FOLLOWING = ["alarm_at", "alarm_for", "rung", "assignee_id", "assignee_name", "assigned_at", "hands"]
MOVING = ["state", "status", "version", "clock", "due_at", "act_by", "asked_agency_ids", *FOLLOWING, "desk_agency_id"]
HOLDING = " OR ".join(agency_is(f"OLD.{side}_agency_id") for side in ("receiving", "resolving"))
WITHDRAWABLE = "'awaiting_earlier', 'submitted', 'awaiting_supplement', 'in_process', 'awaiting_payment'"


def same_but(*columns):
    kept = [*MOVING, *columns]
    return f"to_jsonb(NEW) - ARRAY{kept} = to_jsonb(OLD) - ARRAY{kept}"


ASKING = f"""
    IF NEW.state = OLD.state AND OLD.state IN ('approved', 'returned')
        AND OLD.correction_asked IS NULL AND NEW.correction_asked IS NOT NULL
        AND {same_but("correction_asked")} THEN
        RETURN NEW;
    END IF;
"""


def narrow(also):
    return f"""
CREATE OR REPLACE FUNCTION dossiers_applicant_answers_or_withdraws() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT row_security_active('dossiers_dossier') OR {EVERYTHING} OR {HOLDING} THEN
        RETURN NEW;
    END IF;
    IF NEW.state = 'withdrawn' AND OLD.state IN ({WITHDRAWABLE})
        AND {same_but("decided_at", "ended_at")} THEN
        RETURN NEW;
    END IF;
    IF OLD.state = 'awaiting_supplement' AND NEW.state = OLD.supplement->>'origin'
        AND NEW.previous_answers = OLD.answers AND NEW.supplement - 'answered_at' = OLD.supplement - 'answered_at'
        AND {same_but("answers", "previous_answers", "supplement", "from_record")} THEN
        RETURN NEW;
    END IF;
{also}    RAISE EXCEPTION 'an applicant answers what was asked for or withdraws, and changes nothing else of a dossier'
        USING ERRCODE = 'insufficient_privilege';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0043_filed_together")]

    operations = [
        migrations.AddField("dossier", "correction_asked", models.JSONField(null=True)),
        migrations.RemoveIndex("dossier", "dossier_new_issue"),
        migrations.AddIndex(
            "dossier",
            models.Index(
                fields=["resolving_agency_id", "id"],
                name="dossier_new_issue",
                condition=Q(new_issue__isnull=False) | Q(correction_asked__isnull=False),
            ),
        ),
        migrations.RunSQL(narrow(ASKING), narrow("")),
    ]
