"""What is shared is shared with an official at an agency: it ends with the position there. And whoever sees a dossier only because
it was shared writes nothing that hangs on it, also at the dossier's own agency."""

from django.db import migrations

from motcua.platform.database.row_security import AGENCIES, REACH, agency_is, person_is

AT_POST = f"s.official_agency_id = ANY({AGENCIES})"
AGENCY_OF = " OR ".join(agency_is(f"d.{side}_agency_id") for side in ("receiving", "resolving"))
REACHED = (
    f"({REACH} IS NULL OR"
    f" public.dossiers_within({REACH}, d.family, d.procedure_code, d.receiving_agency_id, d.resolving_agency_id))"
)


def shared(name, column, kind, post):
    return f"""
    CREATE OR REPLACE FUNCTION {name}() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
    DECLARE
      official uuid := NULLIF(current_setting('motcua.official', true), '')::uuid;
    BEGIN
      IF official IS NULL THEN
        RETURN NULL;
      END IF;
      RETURN (SELECT array_agg({column}) FROM public.dossiers_share s WHERE s.official_id = official
        AND s.ended_at IS NULL AND now() < s.valid_until AND {kind} AND {post});
    END $$;
    """


def asks(name, condition):
    return f"""
    CREATE OR REPLACE FUNCTION {name}(wanted uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
    BEGIN
        RETURN EXISTS (SELECT 1 FROM public.dossiers_dossier d WHERE d.id = concat(wanted)::uuid AND ({condition}));
    END $$;
    """


def functions(post, agency):
    return "".join(
        (
            shared("dossiers_shared", "s.dossier_id", "s.part_id IS NULL", post),
            shared("dossiers_shared_parts", "s.part_id", "s.part_id IS NOT NULL", post),
            asks("dossiers_holds", f"{person_is('d.applicant_id')} OR {agency}"),
            asks("dossiers_handles", agency),
        )
    )


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0041_families_of_before")]

    operations = [
        migrations.RunSQL(functions(AT_POST, f"(({AGENCY_OF}) AND {REACHED})"), functions("true", f"({AGENCY_OF})")),
    ]
