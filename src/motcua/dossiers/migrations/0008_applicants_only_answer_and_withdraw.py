"""Whoever applied sees the dossier and changes nothing of it but by the two acts that are theirs: an answer to what was
asked for, and a withdrawal. What officials decided, and whose it is, stays."""

from django.db import migrations

from motcua.platform.database.row_security import EVERYTHING, agency_is

MOVING = ["state", "status", "version", "clock", "due_at", "act_by", "asked_agency_ids"]
WITHDRAWING = [*MOVING, "decided_at", "ended_at"]
ANSWERING = [*MOVING, "answers", "previous_answers", "supplement"]
HOLDING = " OR ".join(agency_is(f"OLD.{side}_agency_id") for side in ("receiving", "resolving"))


def same_but(columns):
    return f"to_jsonb(NEW) - ARRAY{columns} = to_jsonb(OLD) - ARRAY{columns}"


NARROW = f"""
CREATE FUNCTION dossiers_applicant_answers_or_withdraws() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT row_security_active('dossiers_dossier') OR {EVERYTHING} OR {HOLDING} THEN
        RETURN NEW;
    END IF;
    IF NEW.state = 'withdrawn' AND OLD.state IN ('awaiting_earlier', 'submitted', 'awaiting_supplement', 'in_process')
        AND {same_but(WITHDRAWING)} THEN
        RETURN NEW;
    END IF;
    IF OLD.state = 'awaiting_supplement' AND NEW.state = OLD.supplement->>'origin'
        AND NEW.previous_answers = OLD.answers AND NEW.supplement - 'answered_at' = OLD.supplement - 'answered_at'
        AND {same_but(ANSWERING)} THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an applicant answers what was asked for or withdraws, and changes nothing else of a dossier'
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER dossiers_applicant_answers_or_withdraws BEFORE UPDATE ON dossiers_dossier
    FOR EACH ROW WHEN (OLD.applicant_id = NULLIF(current_setting('motcua.person', true), '')::uuid)
    EXECUTE FUNCTION dossiers_applicant_answers_or_withdraws();
"""
WIDE = """
DROP TRIGGER dossiers_applicant_answers_or_withdraws ON dossiers_dossier;
DROP FUNCTION dossiers_applicant_answers_or_withdraws();
"""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0007_keep_who_agreed")]

    operations = [migrations.RunSQL(NARROW, WIDE)]
