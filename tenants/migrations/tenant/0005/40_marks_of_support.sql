-- The other sources. INSERT and DELETE give one table of rows (`touched`), UPDATE two.

CREATE FUNCTION mark_situations() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
-- Situation before or after: the person's first and latest registration, and the hours, which are told by support before.
DECLARE
    of_participations uuid[];
BEGIN
    IF TG_TABLE_NAME = 'situation_support' THEN
        SELECT array_agg(DISTINCT situation.participation_id) INTO of_participations
        FROM situation WHERE situation.id IN (SELECT situation_id FROM touched);
    ELSE
        SELECT array_agg(DISTINCT participation_id) INTO of_participations FROM touched;
    END IF;
    INSERT INTO dirty_mark (subproject_id, month)
    SELECT participation.subproject_id, date_trunc('month', told.on_date::timestamp)::date
    FROM participation
    CROSS JOIN LATERAL (VALUES (participation.first_activity_on), (participation.ended_on)) AS told (on_date)
    WHERE told.on_date IS NOT NULL
      AND participation.id = ANY (of_participations || ARRAY(
          SELECT sibling.id FROM participation AS own JOIN participation AS sibling USING (person_id)
          WHERE own.id = ANY (of_participations)
      ))
    UNION
    SELECT participation.subproject_id, date_trunc('month', attendance.on_date::timestamp)::date
    FROM attendance JOIN participation ON participation.id = attendance.participation_id
    WHERE attendance.participation_id = ANY (of_participations);
    RETURN NULL;
END
$$;

CREATE FUNCTION mark_changed_situations() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    of_participations uuid[];
BEGIN
    IF TG_TABLE_NAME = 'situation_support' THEN
        SELECT array_agg(DISTINCT situation.participation_id) INTO of_participations
        FROM situation
        WHERE situation.id IN (SELECT situation_id FROM (TABLE old_rows EXCEPT TABLE new_rows) AS was
                               UNION ALL SELECT situation_id FROM (TABLE new_rows EXCEPT TABLE old_rows) AS is_now);
    ELSE
        SELECT array_agg(new_rows.participation_id) || array_agg(old_rows.participation_id) INTO of_participations
        FROM old_rows JOIN new_rows USING (id)
        WHERE (old_rows.participation_id, old_rows.moment, old_rows.main_activity)
            IS DISTINCT FROM (new_rows.participation_id, new_rows.moment, new_rows.main_activity);
    END IF;
    IF of_participations IS NULL THEN
        RETURN NULL;
    END IF;
    INSERT INTO dirty_mark (subproject_id, month)
    SELECT participation.subproject_id, date_trunc('month', told.on_date::timestamp)::date
    FROM participation
    CROSS JOIN LATERAL (VALUES (participation.first_activity_on), (participation.ended_on)) AS told (on_date)
    WHERE told.on_date IS NOT NULL
      AND participation.id = ANY (of_participations || ARRAY(
          SELECT sibling.id FROM participation AS own JOIN participation AS sibling USING (person_id)
          WHERE own.id = ANY (of_participations)
      ))
    UNION
    SELECT participation.subproject_id, date_trunc('month', attendance.on_date::timestamp)::date
    FROM attendance JOIN participation ON participation.id = attendance.participation_id
    WHERE attendance.participation_id = ANY (of_participations);
    RETURN NULL;
END
$$;

CREATE FUNCTION mark_referrals() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO dirty_mark (subproject_id, month)
    SELECT DISTINCT subproject_id, date_trunc('month', received_on::timestamp)::date FROM touched;
    RETURN NULL;
END
$$;

CREATE FUNCTION mark_changed_referrals() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO dirty_mark (subproject_id, month)
    SELECT told.subproject_id, date_trunc('month', told.received_on::timestamp)::date
    FROM old_rows
    JOIN new_rows USING (id)
    CROSS JOIN LATERAL (
        VALUES (old_rows.subproject_id, old_rows.received_on), (new_rows.subproject_id, new_rows.received_on)
    ) AS told (subproject_id, received_on)
    WHERE (old_rows.subproject_id, old_rows.person_id, old_rows.referring_party, old_rows.received_on, old_rows.state = 'waiting_list')
        IS DISTINCT FROM
          (new_rows.subproject_id, new_rows.person_id, new_rows.referring_party, new_rows.received_on, new_rows.state = 'waiting_list')
    UNION
    -- Who has started, by who referred them and how long they waited.
    SELECT counted_month.subproject_id, counted_month.month
    FROM old_rows
    JOIN new_rows USING (id)
    JOIN participation ON participation.referral_id = new_rows.id
    JOIN participation AS sibling ON sibling.id = participation.id OR sibling.person_id = participation.person_id
    JOIN counted_month ON counted_month.participation_id = sibling.id
    WHERE (old_rows.referring_party, old_rows.received_on) IS DISTINCT FROM (new_rows.referring_party, new_rows.received_on);
    RETURN NULL;
END
$$;

CREATE FUNCTION mark_insatser() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
-- Which insats of a kind was the person's first may have changed: the months of all of theirs.
BEGIN
    INSERT INTO dirty_mark (subproject_id, month)
    SELECT participation.subproject_id, date_trunc('month', touched.starts_on::timestamp)::date
    FROM touched JOIN participation ON participation.id = touched.participation_id
    UNION
    SELECT sibling.subproject_id, date_trunc('month', period.starts_on::timestamp)::date
    FROM participation
    JOIN participation AS sibling ON sibling.id = participation.id OR sibling.person_id = participation.person_id
    JOIN intervention_period AS period ON period.participation_id = sibling.id
    WHERE participation.id IN (SELECT participation_id FROM touched);
    RETURN NULL;
END
$$;

CREATE FUNCTION mark_changed_insatser() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO dirty_mark (subproject_id, month)
    WITH change AS (
        SELECT told.participation_id, told.starts_on
        FROM old_rows
        JOIN new_rows USING (id)
        CROSS JOIN LATERAL (
            VALUES (old_rows.participation_id, old_rows.starts_on), (new_rows.participation_id, new_rows.starts_on)
        ) AS told (participation_id, starts_on)
        WHERE (old_rows.participation_id, old_rows.intervention_id, old_rows.starts_on)
            IS DISTINCT FROM (new_rows.participation_id, new_rows.intervention_id, new_rows.starts_on)
    )
    SELECT participation.subproject_id, date_trunc('month', change.starts_on::timestamp)::date
    FROM change JOIN participation ON participation.id = change.participation_id
    UNION
    SELECT sibling.subproject_id, date_trunc('month', period.starts_on::timestamp)::date
    FROM participation
    JOIN participation AS sibling ON sibling.id = participation.id OR sibling.person_id = participation.person_id
    JOIN intervention_period AS period ON period.participation_id = sibling.id
    WHERE participation.id IN (SELECT participation_id FROM change);
    RETURN NULL;
END
$$;

CREATE FUNCTION mark_insatser_of_other_kind() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
-- An insats of the catalogue is now of another kind: every month in which one of the delprojekt's began.
BEGIN
    INSERT INTO dirty_mark (subproject_id, month)
    SELECT DISTINCT new_rows.subproject_id, date_trunc('month', period.starts_on::timestamp)::date
    FROM old_rows
    JOIN new_rows ON new_rows.id = old_rows.id AND new_rows.kind <> old_rows.kind
    JOIN intervention ON intervention.subproject_id = new_rows.subproject_id
    JOIN intervention_period AS period ON period.intervention_id = intervention.id;
    RETURN NULL;
END
$$;

CREATE FUNCTION mark_attendance() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO dirty_mark (subproject_id, month)
    SELECT DISTINCT participation.subproject_id, date_trunc('month', touched.on_date::timestamp)::date
    FROM touched JOIN participation ON participation.id = touched.participation_id;
    RETURN NULL;
END
$$;

CREATE FUNCTION mark_changed_attendance() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO dirty_mark (subproject_id, month)
    SELECT DISTINCT participation.subproject_id, date_trunc('month', told.on_date::timestamp)::date
    FROM old_rows
    JOIN new_rows USING (id)
    CROSS JOIN LATERAL (
        VALUES (old_rows.participation_id, old_rows.on_date), (new_rows.participation_id, new_rows.on_date)
    ) AS told (participation_id, on_date)
    JOIN participation ON participation.id = told.participation_id
    WHERE (old_rows.participation_id, old_rows.on_date, old_rows.state, old_rows.attended_minutes)
        IS DISTINCT FROM (new_rows.participation_id, new_rows.on_date, new_rows.state, new_rows.attended_minutes);
    RETURN NULL;
END
$$;

CREATE FUNCTION mark_activities_called_off() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO dirty_mark (subproject_id, month)
    SELECT DISTINCT participation.subproject_id, date_trunc('month', new_rows.on_date::timestamp)::date
    FROM old_rows
    JOIN new_rows ON new_rows.id = old_rows.id AND (new_rows.state = 'cancelled') <> (old_rows.state = 'cancelled')
    JOIN attendance ON attendance.activity_id = new_rows.id
    JOIN participation ON participation.id = attendance.participation_id;
    RETURN NULL;
END
$$;

CREATE FUNCTION mark_follow_ups() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO dirty_mark (subproject_id, month)
    SELECT DISTINCT participation.subproject_id, date_trunc('month', touched.due_on::timestamp)::date
    FROM touched JOIN participation ON participation.id = touched.participation_id;
    RETURN NULL;
END
$$;

CREATE FUNCTION mark_changed_follow_ups() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO dirty_mark (subproject_id, month)
    SELECT DISTINCT participation.subproject_id, date_trunc('month', told.due_on::timestamp)::date
    FROM old_rows
    JOIN new_rows USING (id)
    CROSS JOIN LATERAL (
        VALUES (old_rows.participation_id, old_rows.due_on), (new_rows.participation_id, new_rows.due_on)
    ) AS told (participation_id, due_on)
    JOIN participation ON participation.id = told.participation_id
    WHERE (old_rows.participation_id, old_rows.due_on, old_rows.months, old_rows.state)
        IS DISTINCT FROM (new_rows.participation_id, new_rows.due_on, new_rows.months, new_rows.state);
    RETURN NULL;
END
$$;

CREATE FUNCTION mark_months() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
-- Rows that name their month: locks and counted heads.
BEGIN
    IF TG_OP = 'UPDATE' THEN
        INSERT INTO dirty_mark (subproject_id, month)
        SELECT subproject_id, month FROM old_rows UNION SELECT subproject_id, month FROM new_rows;
    ELSE
        INSERT INTO dirty_mark (subproject_id, month) SELECT DISTINCT subproject_id, month FROM touched;
    END IF;
    RETURN NULL;
END
$$;
