-- Months of a table that is partitioned by its time-ordered id. Written anew at every migration; the owner's.

-- The smallest id of a moment: UUID version 7 begins with 48 bits of milliseconds.
CREATE OR REPLACE FUNCTION partitions_first_id(moment timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex(floor(extract(epoch FROM moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

-- Makes the months from `first` to `last` (any day of each) that a table lacks, for every table partitioned by its id.
-- A month whose rows lie in another partition already is left as it is. Returns the names of what was made.
CREATE OR REPLACE FUNCTION partitions_make(first date, last date) RETURNS SETOF text
  LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp SET lock_timeout = '5s' AS $$
DECLARE
  parent record;
  month timestamptz;
  made text;
  holder record;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('motcua.partitions', 0));
  FOR parent IN
    SELECT c.relname AS name, rest.relname AS rest
    FROM pg_partitioned_table p JOIN pg_class c ON c.oid = p.partrelid JOIN pg_class rest ON rest.oid = p.partdefid
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = p.partattrs[0]
    WHERE p.partstrat = 'r' AND p.partnatts = 1 AND a.atttypid = 'uuid'::regtype
      AND c.relnamespace = 'public'::regnamespace AND c.relowner = current_user::regrole
    ORDER BY 1
  LOOP
    FOR month IN
      SELECT (m || '-01 00:00+00')::timestamptz FROM (
        SELECT to_char(g, 'YYYY-MM') AS m FROM generate_series(
          date_trunc('month', first::timestamp), date_trunc('month', last::timestamp), interval '1 month') g) months
      ORDER BY 1
    LOOP
      made := parent.name || to_char(month AT TIME ZONE 'UTC', '_YYYY_MM');
      CONTINUE WHEN to_regclass(format('public.%I', made)) IS NOT NULL;
      BEGIN
        -- Like the rest of the table, which carries what each partition has for itself: unique indexes without the id.
        EXECUTE format('CREATE TABLE public.%I (LIKE public.%I INCLUDING ALL)', made, parent.rest);
        EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', made);
        FOR holder IN
          SELECT DISTINCT grantee::regrole AS role FROM pg_class c, aclexplode(c.relacl)
          WHERE c.oid = to_regclass(format('public.%I', made)) AND grantee NOT IN (0, c.relowner)
        LOOP
          EXECUTE format('REVOKE ALL ON TABLE public.%I FROM %s', made, holder.role);
        END LOOP;
        EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)', parent.name,
          made, partitions_first_id(month), partitions_first_id((month AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC'));
        RETURN NEXT made;
      EXCEPTION WHEN invalid_object_definition OR check_violation THEN
        NULL;  -- an older partition holds this month, or rows of it came before it was made: they stay where they are
      END;
    END LOOP;
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION partitions_make(date, date) FROM PUBLIC;

-- What the application role may do: have this month and the three to come made, and nothing else.
CREATE OR REPLACE FUNCTION partitions_ahead() RETURNS SETOF text
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT partitions_make((now() AT TIME ZONE 'UTC')::date, ((now() AT TIME ZONE 'UTC') + interval '3 months')::date)
$$;
REVOKE ALL ON FUNCTION partitions_ahead() FROM PUBLIC;
