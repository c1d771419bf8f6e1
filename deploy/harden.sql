-- Closes what the catalogues tell one tenant about another (reference: row counts, sizes, view texts, shared locks and large
-- objects). Needs a superuser; safe to run again. A DBA may run this file by hand: psql -f deploy/harden.sql.
DO $$
DECLARE
  found record;
  columns text;
BEGIN
  FOR found IN
    SELECT p.oid::regprocedure AS routine FROM pg_proc p
    WHERE p.pronamespace = 'pg_catalog'::regnamespace
      AND (p.proname LIKE 'pg\_stat\_get\_%' OR p.proname LIKE 'pg\_advisory\_%' OR p.proname LIKE 'pg\_try\_advisory\_%'
           OR p.proname ~ '^(lo_.*|loread|lowrite|pg_notify|pg_relation_size|pg_total_relation_size|pg_table_size|pg_indexes_size|pg_database_size|pg_tablespace_size|pg_get_viewdef|pg_get_functiondef|pg_get_ruledef|pg_get_triggerdef|pg_get_function_sqlbody|pg_prepared_xact|pg_lock_status|pg_ls_dir|pg_read_file|pg_read_binary_file|pg_stat_file)$')
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', found.routine);
  END LOOP;

  FOR found IN
    SELECT c.relname FROM pg_class c
    WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'v'
      AND (c.relname ~ '^pg_stat' OR c.relname IN ('pg_views', 'pg_matviews', 'pg_rules', 'pg_locks', 'pg_prepared_xacts', 'pg_indexes', 'pg_sequences', 'pg_cursors', 'pg_prepared_statements'))
  LOOP
    EXECUTE format('REVOKE ALL ON pg_catalog.%I FROM PUBLIC', found.relname);
  END LOOP;

  SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) INTO columns FROM pg_attribute a
  WHERE a.attrelid = 'pg_catalog.pg_class'::regclass AND NOT a.attisdropped AND a.attnum > 0
    AND a.attname NOT IN ('reltuples', 'relpages', 'relallvisible', 'relallfrozen');
  REVOKE SELECT ON pg_catalog.pg_class FROM PUBLIC;
  EXECUTE format('GRANT SELECT (%s, tableoid) ON pg_catalog.pg_class TO PUBLIC', columns);

  REVOKE SELECT ON pg_catalog.pg_statistic_ext, pg_catalog.pg_rewrite FROM PUBLIC;
END
$$;
