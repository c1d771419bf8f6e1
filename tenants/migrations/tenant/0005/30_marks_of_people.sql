-- What changes a crossed count leaves a mark for every month it may have changed, as in 0001: appended, one a month and
-- statement, and nothing at all when nothing that is counted changed.

CREATE VIEW counted_month WITH (security_barrier = true) AS
-- Every month in which something of a participation is counted. For the triggers, which run with the tenant role's rights.
SELECT told.participation_id, told.subproject_id, date_trunc('month', told.on_date::timestamp)::date AS month
FROM (
    SELECT participation.id AS participation_id, participation.subproject_id, dates.on_date
    FROM participation
    CROSS JOIN LATERAL (
        VALUES (participation.started_on), (participation.first_activity_on), (participation.ended_on)
    ) AS dates (on_date)
    UNION ALL
    SELECT participation.id, participation.subproject_id, period.starts_on
    FROM participation JOIN intervention_period AS period ON period.participation_id = participation.id
    UNION ALL
    SELECT participation.id, participation.subproject_id, attendance.on_date
    FROM participation JOIN attendance ON attendance.participation_id = participation.id
    UNION ALL
    SELECT participation.id, participation.subproject_id, follow_up.due_on
    FROM participation JOIN follow_up ON follow_up.participation_id = participation.id
) AS told
WHERE told.on_date IS NOT NULL;

CREATE OR REPLACE FUNCTION mark_participations() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
-- After INSERT or DELETE; `touched` are the rows that came or went.
BEGIN
    INSERT INTO dirty_mark (subproject_id, month)
    SELECT DISTINCT moved.subproject_id, date_trunc('month', told.on_date::timestamp)::date
    FROM (
        SELECT subproject_id, started_on, first_activity_on, ended_on FROM touched
        UNION ALL
        -- Which participation is the first or the latest, and which activity the first, may have changed: all of the person's.
        SELECT subproject_id, started_on, first_activity_on, ended_on
        FROM participation
        WHERE person_id IN (SELECT person_id FROM touched WHERE person_id IS NOT NULL)
    ) AS moved
    CROSS JOIN LATERAL (VALUES (moved.started_on), (moved.first_activity_on), (moved.ended_on)) AS told (on_date)
    WHERE told.on_date IS NOT NULL;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION mark_changed_participations() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    counted_otherwise uuid[];
    persons uuid[];
BEGIN
    INSERT INTO dirty_mark (subproject_id, month)
    WITH change AS (
        SELECT old_row AS was, new_row AS is_now
        FROM old_rows AS old_row
        JOIN new_rows AS new_row USING (id)
        WHERE (old_row.subproject_id, old_row.person_id, old_row.sex, old_row.state, old_row.started_on, old_row.first_activity_on,
               old_row.ended_on, old_row.exit_reason, old_row.municipality_code, old_row.referral_id)
            IS DISTINCT FROM
              (new_row.subproject_id, new_row.person_id, new_row.sex, new_row.state, new_row.started_on, new_row.first_activity_on,
               new_row.ended_on, new_row.exit_reason, new_row.municipality_code, new_row.referral_id)
    )
    SELECT DISTINCT moved.subproject_id, date_trunc('month', told.on_date::timestamp)::date
    FROM (
        SELECT (was).subproject_id, (was).started_on, (was).first_activity_on, (was).ended_on FROM change
        UNION ALL
        SELECT (is_now).subproject_id, (is_now).started_on, (is_now).first_activity_on, (is_now).ended_on FROM change
        UNION ALL
        SELECT subproject_id, started_on, first_activity_on, ended_on
        FROM participation
        WHERE person_id IN (
            SELECT (was).person_id FROM change WHERE (was).person_id IS NOT NULL
            UNION
            SELECT (is_now).person_id FROM change WHERE (is_now).person_id IS NOT NULL
        )
    ) AS moved
    CROSS JOIN LATERAL (VALUES (moved.started_on), (moved.first_activity_on), (moved.ended_on)) AS told (on_date)
    WHERE told.on_date IS NOT NULL;

    -- Another person, another sex, or counted no more: what was done in it is counted otherwise, too.
    SELECT array_agg(new_row.id), array_remove(array_agg(old_row.person_id) || array_agg(new_row.person_id), NULL)
    INTO counted_otherwise, persons
    FROM old_rows AS old_row
    JOIN new_rows AS new_row USING (id)
    WHERE (old_row.subproject_id, old_row.person_id, old_row.sex, old_row.state = 'misregistered')
        IS DISTINCT FROM (new_row.subproject_id, new_row.person_id, new_row.sex, new_row.state = 'misregistered');
    IF counted_otherwise IS NOT NULL THEN
        INSERT INTO dirty_mark (subproject_id, month)
        SELECT DISTINCT owner.subproject_id, counted_month.month
        FROM counted_month
        CROSS JOIN (SELECT subproject_id FROM old_rows UNION SELECT subproject_id FROM new_rows) AS owner
        WHERE counted_month.participation_id = ANY (
            counted_otherwise || ARRAY(SELECT id FROM participation WHERE person_id = ANY (persons))
        );
    END IF;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION mark_persons_of_other_sex() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
-- Or of another age.
DECLARE
    changed uuid[];
BEGIN
    SELECT array_agg(id) INTO changed
    FROM old_rows JOIN new_rows USING (id)
    WHERE (old_rows.sex, old_rows.birth_date) IS DISTINCT FROM (new_rows.sex, new_rows.birth_date);
    IF changed IS NULL THEN
        RETURN NULL;
    END IF;
    INSERT INTO dirty_mark (subproject_id, month)
    SELECT subproject_id, month
    FROM counted_month
    WHERE participation_id = ANY (ARRAY(SELECT id FROM participation WHERE person_id = ANY (changed)))
    UNION
    SELECT subproject_id, date_trunc('month', received_on::timestamp)::date FROM referral WHERE person_id = ANY (changed);
    RETURN NULL;
END
$$;
