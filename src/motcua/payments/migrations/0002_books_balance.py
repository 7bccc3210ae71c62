from django.db import migrations
from django.db.migrations.operations import RunSQL

from motcua.platform.database.row_security import agency_is, enable_rls, person_is

# Looked at when the transaction ends, as the owner: row-level security must not hide a posting from its own sum.
BALANCE = """
CREATE FUNCTION payments_balanced() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    entry uuid := CASE WHEN TG_TABLE_NAME = 'payments_journal' THEN NEW.id ELSE NULL END;
    lines bigint;
    rest numeric;
BEGIN
    IF entry IS NULL THEN entry := (to_jsonb(NEW) ->> 'journal_id')::uuid; END IF;
    SELECT count(*), sum(amount) INTO lines, rest FROM payments_posting WHERE journal_id = entry;
    IF lines < 2 OR rest <> 0 THEN
        RAISE EXCEPTION 'entry % of the books does not come to nothing: % lines, rest %', entry, lines, rest
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER payments_journal_balances AFTER INSERT ON payments_journal
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments_balanced();
CREATE CONSTRAINT TRIGGER payments_posting_balances AFTER INSERT ON payments_posting
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments_balanced();
"""
UNDO = """
DROP TRIGGER payments_posting_balances ON payments_posting;
DROP TRIGGER payments_journal_balances ON payments_journal;
DROP FUNCTION payments_balanced();
"""
# What is written is written by the system, after a policy has been looked at.
NOBODY = "false"
OF_OBLIGATION = "EXISTS (SELECT 1 FROM payments_obligation o WHERE o.id = obligation_id)"


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_money")]

    operations = [
        RunSQL(BALANCE, UNDO),
        enable_rls("payments_treasuryaccount", "true", NOBODY),
        enable_rls("payments_obligation", f"{person_is('payer_id')} OR {agency_is('agency_id')}", NOBODY),
        enable_rls("payments_attempt", OF_OBLIGATION, NOBODY),
        enable_rls("payments_credit", f"{agency_is('agency_id')} OR {OF_OBLIGATION}", NOBODY),
        enable_rls("payments_refund", f"{agency_is('agency_id')} OR {OF_OBLIGATION}", NOBODY),
        enable_rls("payments_journal", agency_is("agency_id"), NOBODY),
        enable_rls("payments_posting", "EXISTS (SELECT 1 FROM payments_journal j WHERE j.id = journal_id)", NOBODY),
        enable_rls("payments_refusednotice", NOBODY, NOBODY),
    ]
