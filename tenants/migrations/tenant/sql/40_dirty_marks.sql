-- A change leaves a mark for every month whose facts it may have changed. Marks are only appended: nobody waits, and a
-- statement over thousands of rows leaves one mark a month, not one a row.
--
-- The functions run with the rights of whoever changed the row (the tenant's role may insert into dirty_mark), with the
-- search_path of this schema pinned, and can be called by triggers only. What affects no fact (a new contact person, a
-- next contact date) leaves no mark. Insatser act through participation.first_activity_on alone.

CREATE FUNCTION mark_participations() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
-- After INSERT or DELETE; `touched` are the rows that came or went.
BEGIN
    INSERT INTO dirty_mark (subproject_id, month)
    SELECT DISTINCT moved.subproject_id, date_trunc('month', told.on_date::timestamp)::date
    FROM (
        SELECT subproject_id, first_activity_on, ended_on FROM touched
        UNION ALL
        -- Which participation is the latest, and which activity the first, may have changed: all of the person's.
        SELECT subproject_id, first_activity_on, ended_on
        FROM participation
        WHERE person_id IN (SELECT person_id FROM touched WHERE person_id IS NOT NULL)
    ) AS moved
    CROSS JOIN LATERAL (VALUES (moved.first_activity_on), (moved.ended_on)) AS told (on_date)
    WHERE told.on_date IS NOT NULL;
    RETURN NULL;
END
$$;

CREATE FUNCTION mark_changed_participations() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO dirty_mark (subproject_id, month)
    WITH change AS (
        SELECT old_row AS was, new_row AS is_now
        FROM old_rows AS old_row
        JOIN new_rows AS new_row USING (id)
        WHERE (old_row.subproject_id, old_row.person_id, old_row.sex, old_row.state, old_row.started_on,
               old_row.first_activity_on, old_row.ended_on, old_row.exit_reason)
            IS DISTINCT FROM
              (new_row.subproject_id, new_row.person_id, new_row.sex, new_row.state, new_row.started_on,
               new_row.first_activity_on, new_row.ended_on, new_row.exit_reason)
    )
    SELECT DISTINCT moved.subproject_id, date_trunc('month', told.on_date::timestamp)::date
    FROM (
        SELECT (was).subproject_id, (was).first_activity_on, (was).ended_on FROM change
        UNION ALL
        SELECT (is_now).subproject_id, (is_now).first_activity_on, (is_now).ended_on FROM change
        UNION ALL
        SELECT subproject_id, first_activity_on, ended_on
        FROM participation
        WHERE person_id IN (
            SELECT (was).person_id FROM change WHERE (was).person_id IS NOT NULL
            UNION
            SELECT (is_now).person_id FROM change WHERE (is_now).person_id IS NOT NULL
        )
    ) AS moved
    CROSS JOIN LATERAL (VALUES (moved.first_activity_on), (moved.ended_on)) AS told (on_date)
    WHERE told.on_date IS NOT NULL;
    RETURN NULL;
END
$$;

CREATE TRIGGER mark_inserted AFTER INSERT ON participation
REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION mark_participations();

CREATE TRIGGER mark_deleted AFTER DELETE ON participation
REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION mark_participations();

CREATE TRIGGER mark_updated AFTER UPDATE ON participation
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION mark_changed_participations();

CREATE FUNCTION mark_persons_of_other_sex() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO dirty_mark (subproject_id, month)
    SELECT DISTINCT participation.subproject_id, date_trunc('month', told.on_date::timestamp)::date
    FROM old_rows
    JOIN new_rows ON new_rows.id = old_rows.id AND new_rows.sex <> old_rows.sex
    JOIN participation ON participation.person_id = new_rows.id
    CROSS JOIN LATERAL (VALUES (participation.first_activity_on), (participation.ended_on)) AS told (on_date)
    WHERE told.on_date IS NOT NULL;
    RETURN NULL;
END
$$;

CREATE TRIGGER mark_updated AFTER UPDATE ON person
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION mark_persons_of_other_sex();

CREATE FUNCTION mark_reasons_counted_otherwise() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
-- An exit reason now fulfils another goal: every month in which somebody left for it. A reason that is new or removed
-- is used by nobody (foreign key), so only updates matter.
BEGIN
    INSERT INTO dirty_mark (subproject_id, month)
    SELECT DISTINCT participation.subproject_id, date_trunc('month', participation.ended_on::timestamp)::date
    FROM old_rows
    JOIN new_rows USING (list, key)
    JOIN participation ON participation.exit_reason = new_rows.key
    WHERE new_rows.list = 'exit_reason'
      AND (new_rows.counts_as, new_rows.outside_goals) IS DISTINCT FROM (old_rows.counts_as, old_rows.outside_goals)
      AND participation.ended_on IS NOT NULL;
    RETURN NULL;
END
$$;

CREATE TRIGGER mark_updated AFTER UPDATE ON code
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION mark_reasons_counted_otherwise();

CREATE FUNCTION mark_subprojects() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
-- Target or period: one mark, so that the headline is written anew.
BEGIN
    INSERT INTO dirty_mark (subproject_id, month)
    SELECT id, date_trunc('month', starts_on::timestamp)::date FROM touched;
    RETURN NULL;
END
$$;

CREATE TRIGGER mark_inserted AFTER INSERT ON subproject
REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION mark_subprojects();

CREATE TRIGGER mark_updated AFTER UPDATE ON subproject
REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION mark_subprojects();

CREATE TRIGGER mark_deleted AFTER DELETE ON subproject
REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION mark_subprojects();

REVOKE ALL ON FUNCTION
    mark_participations(), mark_changed_participations(), mark_persons_of_other_sex(),
    mark_reasons_counted_otherwise(), mark_subprojects()
FROM PUBLIC;
