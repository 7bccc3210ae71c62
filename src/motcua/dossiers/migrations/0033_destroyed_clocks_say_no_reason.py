"""A list of destruction takes the reasons out of a step's clock; its kinds, moments and articles stay as they are."""

from django.db import migrations

from motcua.platform.database.row_security import EVERYTHING

_ONLY_GROWS = """
CREATE OR REPLACE FUNCTION dossiers_step_clock_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {unless}IF EXISTS (SELECT 1 FROM jsonb_array_elements(OLD.clock) WITH ORDINALITY AS was(segment, place)
        WHERE was.segment IS DISTINCT FROM NEW.clock -> (was.place - 1)::int) THEN
        RAISE EXCEPTION 'a clock is never rewritten: segments are added' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""
# Of an archived dossier, by the system alone: the same segments, each without its reason.
_DESTROYED = f"""IF {EVERYTHING} AND EXISTS (
        SELECT 1 FROM dossiers_dossier d WHERE d.id = OLD.dossier_id AND d.archived_at IS NOT NULL)
        AND NEW.clock = (SELECT coalesce(jsonb_agg(was.segment || '{{"reason": ""}}' ORDER BY was.place), '[]')
            FROM jsonb_array_elements(OLD.clock) WITH ORDINALITY AS was(segment, place)) THEN
        RETURN NEW;
    END IF;
    """


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0032_who_had_it_hears_too")]

    operations = [
        migrations.RunSQL(_ONLY_GROWS.format(unless=_DESTROYED), _ONLY_GROWS.format(unless="")),
    ]
