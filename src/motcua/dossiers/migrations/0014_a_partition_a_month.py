"""Dossiers lie in a table of their own for each month. Whether somebody sees or holds a dossier is asked by a function
with a plan that is kept: a policy that looks into the months itself would be planned over all of them at each statement."""

from django.db import migrations

from motcua.platform.database.partitioning import partition_by_id
from motcua.platform.database.row_security import AGENCIES, EVERYTHING, agency_is, person_is

AGENCY_OF = " OR ".join(agency_is(f"d.{side}_agency_id") for side in ("receiving", "resolving"))
TRACKED = (
    "code, version_hash, receiving_agency_id, state, status, submitted_at, received_at, due_at, decided_at, ended_at, "
    "id, journey_id"
)


def asks(name, condition):
    """As who asks: row-level security of the dossiers holds inside. `concat` is what leaves the choice of the month to
    the moment of asking, so that one plan serves for all of them."""
    return f"""
    CREATE FUNCTION {name}(wanted uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
    BEGIN
        RETURN EXISTS (SELECT 1 FROM public.dossiers_dossier d WHERE {condition});
    END $$;
    """


THIS = "d.id = concat(wanted)::uuid"
FUNCTIONS = "".join(
    (
        asks("dossiers_sees", THIS),
        asks("dossiers_holds", f"{THIS} AND ({person_is('d.applicant_id')} OR {AGENCY_OF})"),
        asks("dossiers_handles", f"{THIS} AND ({AGENCY_OF})"),
        asks("dossiers_sees_journey", "d.journey_id = wanted"),
    )
)
HOLDING = f"receiving_agency_id = ANY({AGENCIES}) OR resolving_agency_id = ANY({AGENCIES})"
SEES, HOLDS = "dossiers_sees(dossier_id)", "dossiers_holds(dossier_id)"


def policy(table, name, using="", check=""):
    said = f" USING ({EVERYTHING} OR ({using}))" * bool(using) + f" WITH CHECK ({EVERYTHING} OR ({check}))" * bool(check)
    return f"ALTER POLICY dossiers_{table}_{name} ON dossiers_{table}{said}"


POLICIES = [
    policy("dossierpaper", "rows", SEES, HOLDS),
    policy("document", "rows", SEES, HOLDS),
    policy("document", "changed", HOLDS),
    policy("document", "issued", check="dossiers_handles(dossier_id)"),
    policy("seat", "rows", SEES, HOLDS),
    policy("seat", "removed", HOLDS),
    policy("dossierstep", "rows", f"{agency_is('agency_id')} OR {SEES}", f"{agency_is('agency_id')} OR {HOLDS}"),
    policy("dossierstep", "removed", f"recorded_at IS NULL AND {HOLDS}"),
    policy("moveddossier", "rows", SEES),
    policy("dossierparty", "rows", f"{person_is('person_id')} OR {SEES}"),
    f"ALTER POLICY dossiers_change_written ON dossiers_change WITH CHECK ({EVERYTHING} OR {HOLDING} OR version = 1 OR {SEES})",
    policy("journey", "rows", *(2 * [f"{person_is('applicant_id')} OR dossiers_sees_journey(id)"])),
]


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0013_who_works_on_it")]

    operations = [
        migrations.RunSQL(FUNCTIONS),
        migrations.RunSQL(POLICIES),
        migrations.RunSQL("DROP VIEW dossiers_tracking"),
        migrations.SeparateDatabaseAndState(
            database_operations=[partition_by_id("dossiers_dossier", own_unique=("code",))],
            # Nothing is unique across months but the id; the code is in each of them, and its day says in which.
            state_operations=[migrations.RemoveConstraint("dossier", "dossier_code_once")],
        ),
        migrations.RunSQL(
            f"CREATE VIEW dossiers_tracking WITH (security_barrier) AS SELECT {TRACKED} FROM dossiers_dossier"
        ),
    ]
