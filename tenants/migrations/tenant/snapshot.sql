-- Made by `flask snapshot` from the migrations; do not edit. {schema} is the schema's name.
CREATE FUNCTION {schema}.end_signup() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO '{schema}', 'ext', 'pg_temp'
    AS $$
-- What somebody wrote is gone in the transaction that says so.
BEGIN
    DELETE FROM signup WHERE id = NEW.signup_id AND article_id = NEW.article_id;
    RETURN NULL;
END
$$;
CREATE FUNCTION {schema}.mark_activities_called_off() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO '{schema}', 'ext', 'pg_temp'
    AS $$
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
CREATE FUNCTION {schema}.mark_attendance() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO '{schema}', 'ext', 'pg_temp'
    AS $$
BEGIN
    INSERT INTO dirty_mark (subproject_id, month)
    SELECT DISTINCT participation.subproject_id, date_trunc('month', touched.on_date::timestamp)::date
    FROM touched JOIN participation ON participation.id = touched.participation_id;
    RETURN NULL;
END
$$;
CREATE FUNCTION {schema}.mark_changed_attendance() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO '{schema}', 'ext', 'pg_temp'
    AS $$
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
CREATE FUNCTION {schema}.mark_changed_follow_ups() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO '{schema}', 'ext', 'pg_temp'
    AS $$
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
CREATE FUNCTION {schema}.mark_changed_insatser() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO '{schema}', 'ext', 'pg_temp'
    AS $$
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
CREATE FUNCTION {schema}.mark_changed_participations() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO '{schema}', 'ext', 'pg_temp'
    AS $$
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
CREATE FUNCTION {schema}.mark_changed_referrals() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO '{schema}', 'ext', 'pg_temp'
    AS $$
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
CREATE FUNCTION {schema}.mark_changed_situations() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO '{schema}', 'ext', 'pg_temp'
    AS $$
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
CREATE FUNCTION {schema}.mark_follow_ups() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO '{schema}', 'ext', 'pg_temp'
    AS $$
BEGIN
    INSERT INTO dirty_mark (subproject_id, month)
    SELECT DISTINCT participation.subproject_id, date_trunc('month', touched.due_on::timestamp)::date
    FROM touched JOIN participation ON participation.id = touched.participation_id;
    RETURN NULL;
END
$$;
CREATE FUNCTION {schema}.mark_insatser() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO '{schema}', 'ext', 'pg_temp'
    AS $$
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
CREATE FUNCTION {schema}.mark_insatser_of_other_kind() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO '{schema}', 'ext', 'pg_temp'
    AS $$
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
CREATE FUNCTION {schema}.mark_months() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO '{schema}', 'ext', 'pg_temp'
    AS $$
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
CREATE FUNCTION {schema}.mark_participations() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO '{schema}', 'ext', 'pg_temp'
    AS $$
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
CREATE FUNCTION {schema}.mark_persons_of_other_sex() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO '{schema}', 'ext', 'pg_temp'
    AS $$
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
CREATE FUNCTION {schema}.mark_reasons_counted_otherwise() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO '{schema}', 'ext', 'pg_temp'
    AS $$
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
CREATE FUNCTION {schema}.mark_referrals() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO '{schema}', 'ext', 'pg_temp'
    AS $$
BEGIN
    INSERT INTO dirty_mark (subproject_id, month)
    SELECT DISTINCT subproject_id, date_trunc('month', received_on::timestamp)::date FROM touched;
    RETURN NULL;
END
$$;
CREATE FUNCTION {schema}.mark_situations() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO '{schema}', 'ext', 'pg_temp'
    AS $$
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
CREATE FUNCTION {schema}.mark_subprojects() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO '{schema}', 'ext', 'pg_temp'
    AS $$
-- Target or period: one mark, so that the headline is written anew.
BEGIN
    INSERT INTO dirty_mark (subproject_id, month)
    SELECT id, date_trunc('month', starts_on::timestamp)::date FROM touched;
    RETURN NULL;
END
$$;
CREATE FUNCTION {schema}.refuse_closed_month() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO '{schema}', 'ext', 'pg_temp'
    AS $$
-- The delprojekt is held in share: locking a month (which holds it alone) and noting in it come one after the other.
DECLARE
    days date[];
    of_subproject uuid;
BEGIN
    IF TG_TABLE_NAME = 'activity' THEN
        of_subproject := CASE TG_OP WHEN 'DELETE' THEN OLD.subproject_id ELSE NEW.subproject_id END;
    ELSE
        SELECT subproject_id INTO of_subproject FROM activity
        WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.activity_id ELSE NEW.activity_id END;
    END IF;
    IF TG_OP <> 'INSERT' THEN days := days || OLD.on_date; END IF;
    IF TG_OP <> 'DELETE' THEN days := days || NEW.on_date; END IF;
    PERFORM 1 FROM subproject WHERE id = of_subproject FOR KEY SHARE;
    IF EXISTS (SELECT FROM month_lock WHERE subproject_id = of_subproject
               AND month = ANY (SELECT date_trunc('month', day::timestamp)::date FROM unnest(days) AS day)) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_attendance_month_open',
            MESSAGE = 'the month is locked';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE FUNCTION {schema}.refuse_insats_outside_participation() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO '{schema}', 'ext', 'pg_temp'
    AS $$
-- Deferred to the end of the transaction: the exit ends the insatser and the participation one after the other.
DECLARE
    outside uuid;
BEGIN
    SELECT period.id INTO outside
    FROM intervention_period AS period
    JOIN participation ON participation.id = period.participation_id
    WHERE participation.id = CASE TG_TABLE_NAME WHEN 'participation' THEN NEW.id ELSE (to_jsonb(NEW) ->> 'participation_id')::uuid END
      AND participation.state <> 'misregistered'
      AND (period.starts_on < participation.started_on
           OR (participation.ended_on IS NOT NULL
               AND (period.ends_on IS NULL OR period.ends_on > participation.ended_on)))
    LIMIT 1;
    IF outside IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_intervention_period_within_participation',
            MESSAGE = 'an insats lies outside its participation';
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION {schema}.refuse_longer_day() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO '{schema}', 'ext', 'pg_temp'
    AS $$
-- The participation is locked first: two activities of one day that are noted at once are added up one after the other.
BEGIN
    PERFORM 1 FROM participation WHERE id = NEW.participation_id FOR NO KEY UPDATE;
    IF (SELECT sum(attended_minutes) FROM attendance
        WHERE participation_id = NEW.participation_id AND on_date = NEW.on_date) > 24 * 60 THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_attendance_day',
            MESSAGE = 'more than 24 hours of attendance on one day';
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION {schema}.refuse_own_reading() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO '{schema}', 'ext', 'pg_temp'
    AS $$
-- Two pairs of eyes: whoever wrote a text is not the one who finds nobody in it.
BEGIN
    IF NEW.by_account IS NULL AND NEW.verdict = 'approved' OR EXISTS (
        SELECT FROM deviation_text
        WHERE deviation_id = NEW.deviation_id AND number = NEW.number AND by_account = NEW.by_account
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_deviation_reading_by_another',
            MESSAGE = 'a text is read by another than its writer';
    END IF;
    RETURN NEW;
END
$$;
CREATE FUNCTION {schema}.refuse_unread_text() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO '{schema}', 'ext', 'pg_temp'
    AS $$
-- The latest reading of the approved text says so. At the end of the transaction: reading and row are written in turn.
DECLARE
    last_verdict text;
    now_approved integer;
BEGIN
    SELECT approved_number INTO now_approved FROM deviation WHERE id = NEW.id;
    IF now_approved IS NOT NULL THEN
        SELECT verdict INTO last_verdict FROM deviation_reading
        WHERE deviation_id = NEW.id AND number = now_approved ORDER BY at DESC, id DESC LIMIT 1;
        IF last_verdict IS DISTINCT FROM 'approved' THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_deviation_read_by_two',
                MESSAGE = 'a text counts as read that nobody has approved';
        END IF;
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION {schema}.take_signup() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO '{schema}', 'ext', 'pg_temp'
    AS $$
-- Before INSERT. Whoever comes at the same moment waits for the row of the event, and counts what the one before has left.
DECLARE
    event record;
BEGIN
    SELECT kind, state, signup_until, places INTO event FROM article WHERE id = NEW.article_id FOR NO KEY UPDATE;
    IF NOT FOUND OR event.kind <> 'event' OR event.state <> 'published' OR event.signup_until IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_signup_event', MESSAGE = 'no such event';
    END IF;
    IF EXISTS (SELECT FROM signup WHERE id = NEW.id) THEN
        RAISE EXCEPTION USING ERRCODE = 'unique_violation', CONSTRAINT = 'pk_signup', MESSAGE = 'sent before';
    END IF;
    IF EXISTS (SELECT FROM signup_gone WHERE signup_id = NEW.id) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_signup_gone', MESSAGE = 'cancelled before';
    END IF;
    IF NEW.signed_up_on > event.signup_until THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_signup_late', MESSAGE = 'too late';
    END IF;
    IF EXISTS (SELECT FROM signup_closing WHERE article_id = NEW.article_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_signup_closed', MESSAGE = 'closed';
    END IF;
    IF event.places <= (SELECT count(*) FROM signup WHERE article_id = NEW.article_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_signup_full', MESSAGE = 'full';
    END IF;
    RETURN NEW;
END
$$;
CREATE TABLE {schema}.access_log (
    at timestamp with time zone DEFAULT now() NOT NULL,
    account_id uuid NOT NULL,
    authority_id uuid,
    roles text NOT NULL,
    action text NOT NULL,
    subject_ids uuid[] NOT NULL,
    fields text NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    request_id text NOT NULL,
    id uuid NOT NULL,
    CONSTRAINT ck_access_log_action CHECK ((action = ANY (ARRAY['read'::text, 'list'::text, 'search'::text, 'write'::text, 'export'::text])))
);
CREATE TABLE {schema}.accessibility_statement (
    is_only boolean DEFAULT true NOT NULL,
    changed_by uuid NOT NULL,
    conformity text NOT NULL,
    method text NOT NULL,
    assessed_on date NOT NULL,
    faults_sv text DEFAULT ''::text NOT NULL,
    faults_en text DEFAULT ''::text NOT NULL,
    burden_sv text DEFAULT ''::text NOT NULL,
    burden_en text DEFAULT ''::text NOT NULL,
    outside_sv text DEFAULT ''::text NOT NULL,
    outside_en text DEFAULT ''::text NOT NULL,
    email text DEFAULT ''::text NOT NULL,
    phone text DEFAULT ''::text NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT ck_accessibility_statement_conformity CHECK ((conformity = ANY (ARRAY['full'::text, 'partly'::text, 'not'::text]))),
    CONSTRAINT ck_accessibility_statement_faults_are_told CHECK (((conformity = 'full'::text) OR (faults_sv <> ''::text))),
    CONSTRAINT ck_accessibility_statement_is_only CHECK (is_only),
    CONSTRAINT ck_accessibility_statement_length CHECK ((GREATEST(length(faults_sv), length(faults_en), length(burden_sv), length(burden_en), length(outside_sv), length(outside_en)) <= 4000)),
    CONSTRAINT ck_accessibility_statement_method CHECK ((method = ANY (ARRAY['own'::text, 'external'::text])))
);
CREATE TABLE {schema}.activity (
    subproject_id uuid NOT NULL,
    intervention_id uuid,
    owner_id uuid NOT NULL,
    leader_id uuid,
    place_id uuid,
    name text NOT NULL,
    on_date date NOT NULL,
    begins_at time without time zone NOT NULL,
    ends_at time without time zone NOT NULL,
    state text DEFAULT 'planned'::text NOT NULL,
    series_id uuid,
    form_token uuid,
    created_by uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT ck_activity_end_after_beginning CHECK ((ends_at > begins_at)),
    CONSTRAINT ck_activity_name CHECK (((length(name) >= 1) AND (length(name) <= 200))),
    CONSTRAINT ck_activity_state CHECK ((state = ANY (ARRAY['planned'::text, 'held'::text, 'cancelled'::text])))
);
CREATE TABLE {schema}.agenda_item (
    meeting_id uuid NOT NULL,
    "position" integer NOT NULL,
    kind text NOT NULL,
    person_id uuid,
    referral_id uuid,
    participation_id uuid,
    owner_id uuid NOT NULL,
    question text DEFAULT ''::text NOT NULL,
    outcome text,
    outcome_list text GENERATED ALWAYS AS (
CASE
    WHEN (outcome IS NULL) THEN NULL::text
    ELSE 'team_outcome'::text
END) STORED,
    outcome_line text DEFAULT ''::text NOT NULL,
    next_review_on date,
    participant_present boolean DEFAULT false NOT NULL,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT ck_agenda_item_about_somebody CHECK (((kind = 'other'::text) = (person_id IS NULL))),
    CONSTRAINT ck_agenda_item_kind CHECK ((kind = ANY (ARRAY['referral'::text, 'review'::text, 'other'::text]))),
    CONSTRAINT ck_agenda_item_participation_named CHECK (((kind = 'review'::text) = (participation_id IS NOT NULL))),
    CONSTRAINT ck_agenda_item_referral_named CHECK (((kind = 'referral'::text) = (referral_id IS NOT NULL)))
);
CREATE TABLE {schema}.follow_up (
    participation_id uuid NOT NULL,
    months integer NOT NULL,
    due_on date NOT NULL,
    state text DEFAULT 'due'::text NOT NULL,
    closed_on date,
    closed_by uuid,
    main_activity text,
    work_subsidised boolean,
    words text DEFAULT ''::text NOT NULL,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    corrected_on date,
    corrected_by uuid,
    CONSTRAINT ck_follow_up_answered_says_what CHECK (((state = 'answered'::text) = (main_activity IS NOT NULL))),
    CONSTRAINT ck_follow_up_closed_by CHECK (((closed_on IS NULL) = (closed_by IS NULL))),
    CONSTRAINT ck_follow_up_closed_on CHECK (((state = 'due'::text) = (closed_on IS NULL))),
    CONSTRAINT ck_follow_up_corrected_answer CHECK (((corrected_on IS NULL) OR (state = 'answered'::text))),
    CONSTRAINT ck_follow_up_corrected_by CHECK (((corrected_on IS NULL) = (corrected_by IS NULL))),
    CONSTRAINT ck_follow_up_months CHECK (((months >= 1) AND (months <= 36))),
    CONSTRAINT ck_follow_up_state CHECK ((state = ANY (ARRAY['due'::text, 'answered'::text, 'unreachable'::text, 'declined'::text, 'dropped'::text]))),
    CONSTRAINT ck_follow_up_words CHECK ((length(words) <= 1000))
);
CREATE TABLE {schema}.participation (
    subproject_id uuid NOT NULL,
    person_id uuid,
    referral_id uuid,
    number text NOT NULL,
    grade text NOT NULL,
    sex text NOT NULL,
    state text DEFAULT 'active'::text NOT NULL,
    controller_id uuid NOT NULL,
    key_worker_id uuid,
    municipality_code text,
    started_on date NOT NULL,
    first_activity_on date,
    ended_on date,
    exit_reason text,
    exit_reason_list text GENERATED ALWAYS AS (
CASE
    WHEN (exit_reason IS NULL) THEN NULL::text
    ELSE 'exit_reason'::text
END) STORED,
    handed_to text,
    next_contact_on date,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT ck_participation_active_has_no_end CHECK (((state <> ALL (ARRAY['active'::text, 'paused'::text])) OR (ended_on IS NULL))),
    CONSTRAINT ck_participation_activity_after_start CHECK (((first_activity_on IS NULL) OR (first_activity_on >= started_on))),
    CONSTRAINT ck_participation_anonymous_is_nobody CHECK (((grade = 'anonymous'::text) = (person_id IS NULL))),
    CONSTRAINT ck_participation_anonymous_says_nothing CHECK (((grade <> 'anonymous'::text) OR ((referral_id IS NULL) AND (municipality_code IS NULL) AND (handed_to IS NULL)))),
    CONSTRAINT ck_participation_end_after_start CHECK (((ended_on IS NULL) OR (ended_on >= started_on))),
    CONSTRAINT ck_participation_ended_has_exit CHECK (((state = 'ended'::text) <= ((ended_on IS NOT NULL) AND (exit_reason IS NOT NULL)))),
    CONSTRAINT ck_participation_grade CHECK ((grade = ANY (ARRAY['personal'::text, 'anonymous'::text]))),
    CONSTRAINT ck_participation_sex CHECK ((sex = ANY (ARRAY['woman'::text, 'man'::text]))),
    CONSTRAINT ck_participation_state CHECK ((state = ANY (ARRAY['active'::text, 'paused'::text, 'ended'::text, 'misregistered'::text])))
);
CREATE TABLE {schema}.person (
    given_name text NOT NULL,
    family_name text NOT NULL,
    birth_date date,
    sex text NOT NULL,
    municipality_code text,
    identity_kind text NOT NULL,
    identity_number bytea,
    identity_index bytea,
    address bytea,
    phone bytea,
    email bytea,
    search_key text GENERATED ALWAYS AS (ext.sv_fold(((given_name || ' '::text) || family_name))) STORED NOT NULL,
    sort_key text GENERATED ALWAYS AS (ext.sv_key(((family_name || ' '::text) || given_name))) STORED NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    merged_into uuid,
    CONSTRAINT ck_person_family_name CHECK (((length(family_name) >= 1) AND (length(family_name) <= 200))),
    CONSTRAINT ck_person_given_name CHECK (((length(given_name) >= 1) AND (length(given_name) <= 200))),
    CONSTRAINT ck_person_identity_index CHECK (((identity_number IS NULL) = (identity_index IS NULL))),
    CONSTRAINT ck_person_identity_kind CHECK ((identity_kind = ANY (ARRAY['personal_number'::text, 'coordination_number'::text, 'temporary'::text]))),
    CONSTRAINT ck_person_identity_number CHECK (((identity_kind = 'temporary'::text) = (identity_number IS NULL))),
    CONSTRAINT ck_person_merged_into_another CHECK ((merged_into <> id)),
    CONSTRAINT ck_person_sex CHECK ((sex = ANY (ARRAY['woman'::text, 'man'::text])))
);
CREATE TABLE {schema}.subproject (
    project_key text NOT NULL,
    name text NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    esf_ends_on date,
    target integer,
    target_is_example boolean DEFAULT false NOT NULL,
    age_min integer DEFAULT 16 NOT NULL,
    age_max integer DEFAULT 64 NOT NULL,
    mapping_counts boolean DEFAULT true NOT NULL,
    number_prefix text DEFAULT 'P'::text NOT NULL,
    contact_email text,
    contact_phone text,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    intake_authority_id uuid,
    places integer,
    review_weeks integer DEFAULT 8 NOT NULL,
    consent_months integer DEFAULT 12 NOT NULL,
    reminder_days integer DEFAULT 30 NOT NULL,
    quiet_days integer DEFAULT 42 NOT NULL,
    follow_up_months integer[] DEFAULT '{1,6}'::integer[] NOT NULL,
    caseload_limit integer,
    CONSTRAINT ck_subproject_ages CHECK (((age_min >= 0) AND (age_min <= age_max))),
    CONSTRAINT ck_subproject_caseload_limit CHECK (((caseload_limit IS NULL) OR (caseload_limit > 0))),
    CONSTRAINT ck_subproject_consent_months CHECK (((consent_months >= 1) AND (consent_months <= 60))),
    CONSTRAINT ck_subproject_follow_up_months CHECK (((cardinality(follow_up_months) <= 6) AND (1 <= ALL (follow_up_months)) AND (36 >= ALL (follow_up_months)))),
    CONSTRAINT ck_subproject_period CHECK ((ends_on >= starts_on)),
    CONSTRAINT ck_subproject_places CHECK (((places IS NULL) OR (places > 0))),
    CONSTRAINT ck_subproject_quiet_days CHECK (((quiet_days >= 7) AND (quiet_days <= 365))),
    CONSTRAINT ck_subproject_reminder_days CHECK (((reminder_days >= 1) AND (reminder_days <= 180))),
    CONSTRAINT ck_subproject_review_weeks CHECK (((review_weeks >= 1) AND (review_weeks <= 52))),
    CONSTRAINT ck_subproject_target_positive CHECK (((target IS NULL) OR (target > 0)))
);
CREATE VIEW {schema}.agg_follow_ups WITH (security_barrier='true') AS
 SELECT subproject.project_key,
    (date_trunc('month'::text, (follow_up.due_on)::timestamp without time zone))::date AS month,
    'follow_up'::text AS cube,
    ((follow_up.months || '>'::text) || follow_up.state) AS key,
    COALESCE(person.sex, participation.sex) AS sex,
    (participation.grade = 'anonymous'::text) AS apart,
    (count(*))::integer AS count
   FROM ((({schema}.follow_up
     JOIN {schema}.participation ON (((participation.id = follow_up.participation_id) AND (participation.state <> 'misregistered'::text))))
     LEFT JOIN {schema}.person ON ((person.id = participation.person_id)))
     JOIN {schema}.subproject ON ((subproject.id = participation.subproject_id)))
  GROUP BY subproject.project_key, ((date_trunc('month'::text, (follow_up.due_on)::timestamp without time zone))::date), ((follow_up.months || '>'::text) || follow_up.state), COALESCE(person.sex, participation.sex), (participation.grade = 'anonymous'::text);
CREATE VIEW {schema}.agg_hours AS
SELECT
    NULL::text AS project_key,
    NULL::date AS month,
    NULL::text AS cube,
    NULL::text AS key,
    NULL::text AS sex,
    NULL::boolean AS apart,
    NULL::integer AS count;
CREATE TABLE {schema}.intervention (
    subproject_id uuid NOT NULL,
    kind text NOT NULL,
    name_sv text NOT NULL,
    name_en text NOT NULL,
    "position" integer DEFAULT 0 NOT NULL,
    valid_from date,
    valid_until date,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    text_sv text DEFAULT ''::text NOT NULL,
    text_en text DEFAULT ''::text NOT NULL,
    capacity integer,
    is_complementary boolean DEFAULT false NOT NULL,
    given_by text DEFAULT ''::text NOT NULL,
    CONSTRAINT ck_intervention_capacity CHECK (((capacity IS NULL) OR (capacity > 0))),
    CONSTRAINT ck_intervention_given_by CHECK ((length(given_by) <= 120)),
    CONSTRAINT ck_intervention_kind CHECK ((kind = ANY (ARRAY['mapping'::text, 'case_management'::text, 'supported_employment'::text, 'work_training_asf'::text, 'work_training_employer'::text, 'course'::text, 'cbt'::text, 'health_group'::text, 'study_start'::text, 'other'::text])))
);
CREATE TABLE {schema}.intervention_period (
    participation_id uuid NOT NULL,
    intervention_id uuid NOT NULL,
    starts_on date NOT NULL,
    ends_on date,
    extent_percent integer,
    place text DEFAULT ''::text NOT NULL,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    place_id uuid,
    insured_on date,
    insured_by uuid,
    CONSTRAINT ck_intervention_period_end_after_start CHECK (((ends_on IS NULL) OR (ends_on >= starts_on))),
    CONSTRAINT ck_intervention_period_extent CHECK (((extent_percent IS NULL) OR ((extent_percent >= 1) AND (extent_percent <= 100)))),
    CONSTRAINT ck_intervention_period_insured_by CHECK (((insured_on IS NULL) = (insured_by IS NULL)))
);
CREATE VIEW {schema}.agg_insats WITH (security_barrier='true') AS
 SELECT subproject.project_key,
    (date_trunc('month'::text, (begun.starts_on)::timestamp without time zone))::date AS month,
    'insats'::text AS cube,
    begun.kind AS key,
    begun.sex,
    begun.apart,
    (count(*))::integer AS count
   FROM (( SELECT participation.subproject_id,
            intervention.kind,
            COALESCE(person.sex, participation.sex) AS sex,
            (participation.grade = 'anonymous'::text) AS apart,
            min(period.starts_on) AS starts_on
           FROM ((({schema}.intervention_period period
             JOIN {schema}.intervention ON ((intervention.id = period.intervention_id)))
             JOIN {schema}.participation ON ((participation.id = period.participation_id)))
             LEFT JOIN {schema}.person ON ((person.id = participation.person_id)))
          WHERE (participation.state <> 'misregistered'::text)
          GROUP BY participation.subproject_id, intervention.kind, COALESCE(person.sex, participation.sex), (participation.grade = 'anonymous'::text), COALESCE(participation.person_id, participation.id)) begun
     JOIN {schema}.subproject ON ((subproject.id = begun.subproject_id)))
  GROUP BY subproject.project_key, ((date_trunc('month'::text, (begun.starts_on)::timestamp without time zone))::date), begun.kind, begun.sex, begun.apart;
CREATE TABLE {schema}.code (
    list text NOT NULL,
    key text NOT NULL,
    name_sv text NOT NULL,
    name_en text NOT NULL,
    "position" integer DEFAULT 0 NOT NULL,
    local boolean DEFAULT false NOT NULL,
    active boolean DEFAULT true NOT NULL,
    counts_as text,
    outside_goals boolean DEFAULT false NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT ck_code_counts_as CHECK ((counts_as = ANY (ARRAY['work_or_studies'::text, 'regular_measures'::text])))
);
CREATE VIEW {schema}.agg_month WITH (security_barrier='true') AS
 WITH registration AS (
         SELECT participation.subproject_id,
            COALESCE(participation.person_id, participation.id) AS counted_as,
            COALESCE(person.sex, participation.sex) AS sex,
            participation.state,
            participation.started_on,
            participation.first_activity_on,
            participation.ended_on,
            participation.exit_reason,
            participation.id
           FROM ({schema}.participation
             LEFT JOIN {schema}.person ON ((person.id = participation.person_id)))
          WHERE (participation.state <> 'misregistered'::text)
        ), counted AS (
         SELECT DISTINCT ON (registration.subproject_id, registration.counted_as) registration.subproject_id,
            registration.sex,
            registration.state,
            registration.ended_on,
            registration.exit_reason,
            min(registration.first_activity_on) OVER (PARTITION BY registration.subproject_id, registration.counted_as) AS first_activity_on
           FROM registration
          ORDER BY registration.subproject_id, registration.counted_as, registration.started_on DESC, registration.ended_on DESC, registration.id DESC
        ), event AS (
         SELECT counted.subproject_id,
            counted.sex,
            told.figure,
            told.on_date
           FROM ((counted
             LEFT JOIN {schema}.code ON (((code.list = 'exit_reason'::text) AND (code.key = counted.exit_reason))))
             CROSS JOIN LATERAL ( VALUES ('started'::text,counted.first_activity_on,true), ('ended'::text,counted.ended_on,(counted.state = 'ended'::text)), ('ended_not_started'::text,counted.ended_on,((counted.state = 'ended'::text) AND (counted.first_activity_on IS NULL))), ('ended_outside_goals'::text,counted.ended_on,((counted.state = 'ended'::text) AND code.outside_goals)), ('work_or_studies'::text,counted.ended_on,((counted.state = 'ended'::text) AND (code.counts_as = 'work_or_studies'::text) AND (NOT code.outside_goals))), ('regular_measures'::text,counted.ended_on,((counted.state = 'ended'::text) AND (code.counts_as = 'regular_measures'::text) AND (NOT code.outside_goals)))) told(figure, on_date, counts))
          WHERE (told.counts AND (told.on_date IS NOT NULL))
        )
 SELECT subproject.project_key,
    (date_trunc('month'::text, (event.on_date)::timestamp without time zone))::date AS month,
    event.figure,
    event.sex,
    (count(*))::integer AS count
   FROM (event
     JOIN {schema}.subproject ON ((subproject.id = event.subproject_id)))
  GROUP BY subproject.project_key, ((date_trunc('month'::text, (event.on_date)::timestamp without time zone))::date), event.figure, event.sex;
CREATE TABLE {schema}.month_lock (
    subproject_id uuid NOT NULL,
    month date NOT NULL,
    locked_at timestamp with time zone DEFAULT now() NOT NULL,
    locked_by uuid NOT NULL,
    comment text DEFAULT ''::text NOT NULL,
    CONSTRAINT ck_month_lock_month CHECK ((date_trunc('month'::text, (month)::timestamp with time zone) = month))
);
CREATE VIEW {schema}.agg_month_lock WITH (security_barrier='true') AS
 SELECT subproject.project_key,
    month_lock.month,
    month_lock.locked_at,
    month_lock.comment
   FROM ({schema}.month_lock
     JOIN {schema}.subproject ON ((subproject.id = month_lock.subproject_id)));
CREATE TABLE {schema}.referral (
    subproject_id uuid NOT NULL,
    person_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    kind text NOT NULL,
    arrival_way text NOT NULL,
    received_on date NOT NULL,
    referring_party text NOT NULL,
    referrer_name text DEFAULT ''::text NOT NULL,
    referrer_contact text DEFAULT ''::text NOT NULL,
    municipality_code text,
    exception_reason text DEFAULT ''::text NOT NULL,
    state text DEFAULT 'received'::text NOT NULL,
    referred_to text DEFAULT ''::text NOT NULL,
    form_token uuid,
    created_by uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    reference text DEFAULT ((('R-'::text || upper(substr((gen_random_uuid())::text, 1, 4))) || '-'::text) || upper(substr((gen_random_uuid())::text, 1, 4))) NOT NULL,
    referrer_account uuid,
    author_id uuid,
    as_written bytea,
    inbox_id uuid,
    wanted_contact text DEFAULT ''::text NOT NULL,
    priority text DEFAULT 'ordinary'::text NOT NULL,
    priority_list text GENERATED ALWAYS AS ('waiting_priority'::text) STORED,
    first_contact_on date,
    CONSTRAINT ck_referral_arrival_way CHECK ((arrival_way = ANY (ARRAY['system'::text, 'phone'::text, 'letter'::text, 'meeting'::text, 'form'::text]))),
    CONSTRAINT ck_referral_contact_after_arrival CHECK (((first_contact_on IS NULL) OR (first_contact_on >= received_on))),
    CONSTRAINT ck_referral_kind CHECK ((kind = ANY (ARRAY['expression_of_interest'::text, 'referral'::text]))),
    CONSTRAINT ck_referral_state CHECK ((state = ANY (ARRAY['received'::text, 'to_be_completed'::text, 'being_assessed'::text, 'waiting_list'::text, 'offered'::text, 'referred_on'::text, 'withdrawn'::text, 'started'::text])))
);
CREATE TABLE {schema}.situation (
    participation_id uuid NOT NULL,
    moment text NOT NULL,
    observed_on date NOT NULL,
    main_activity text NOT NULL,
    education text,
    support_since date,
    work_subsidised boolean,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT ck_situation_moment CHECK ((moment = ANY (ARRAY['before'::text, 'after'::text]))),
    CONSTRAINT ck_situation_support_since CHECK (((support_since IS NULL) OR (support_since <= observed_on)))
);
CREATE TABLE {schema}.situation_support (
    situation_id uuid NOT NULL,
    source text NOT NULL,
    main boolean DEFAULT false NOT NULL
);
CREATE VIEW {schema}.agg_people WITH (security_barrier='true') AS
 WITH registration AS (
         SELECT participation.id,
            participation.subproject_id,
            participation.state,
            participation.started_on,
            participation.ended_on,
            COALESCE(person.sex, participation.sex) AS sex,
            (participation.grade = 'anonymous'::text) AS apart,
            person.birth_date,
            participation.municipality_code,
            participation.exit_reason,
            referral.referring_party,
            referral.received_on,
            min(participation.first_activity_on) OVER whole AS began_on,
            row_number() OVER (whole ORDER BY participation.started_on, participation.id) AS from_first,
            row_number() OVER (whole ORDER BY participation.started_on DESC, participation.ended_on DESC, participation.id DESC) AS from_last
           FROM (({schema}.participation
             LEFT JOIN {schema}.person ON ((person.id = participation.person_id)))
             LEFT JOIN {schema}.referral ON ((referral.id = participation.referral_id)))
          WHERE (participation.state <> 'misregistered'::text)
          WINDOW whole AS (PARTITION BY participation.subproject_id, COALESCE(participation.person_id, participation.id))
        ), observed AS (
         SELECT DISTINCT ON (situation.id) situation.participation_id,
            situation.moment,
            situation.main_activity,
            COALESCE(support.source, 'unknown'::text) AS source
           FROM ({schema}.situation
             LEFT JOIN {schema}.situation_support support ON ((support.situation_id = situation.id)))
          ORDER BY situation.id, support.main DESC NULLS LAST, support.source
        ), told_of AS (
         SELECT registration.id,
            registration.subproject_id,
            registration.state,
            registration.started_on,
            registration.ended_on,
            registration.sex,
            registration.apart,
            registration.birth_date,
            registration.municipality_code,
            registration.exit_reason,
            registration.referring_party,
            registration.received_on,
            registration.began_on,
            registration.from_first,
            registration.from_last,
            (before.participation_id IS NOT NULL) AS has_before,
            (after.participation_id IS NOT NULL) AS has_after,
            COALESCE(before.main_activity, 'unknown'::text) AS activity_before,
            COALESCE(after.main_activity, 'unknown'::text) AS activity_after,
            COALESCE(before.source, 'unknown'::text) AS source_before,
            COALESCE(after.source, 'unknown'::text) AS source_after,
            (registration.began_on - registration.received_on) AS waited,
            EXTRACT(year FROM age((registration.began_on)::timestamp without time zone, (registration.birth_date)::timestamp without time zone)) AS years,
            ((EXTRACT(year FROM age((registration.ended_on)::timestamp without time zone, (registration.started_on)::timestamp without time zone)) * (12)::numeric) + EXTRACT(month FROM age((registration.ended_on)::timestamp without time zone, (registration.started_on)::timestamp without time zone))) AS months
           FROM ((registration
             LEFT JOIN observed before ON (((before.participation_id = registration.id) AND (before.moment = 'before'::text))))
             LEFT JOIN observed after ON (((after.participation_id = registration.id) AND (after.moment = 'after'::text))))
        ), event AS (
         SELECT told_of.subproject_id,
            told_of.sex,
            told_of.apart,
            told.cube,
            told.on_date,
            told.key
           FROM ((told_of
             LEFT JOIN {schema}.code ON (((code.list = 'exit_reason'::text) AND (code.key = told_of.exit_reason))))
             CROSS JOIN LATERAL ( VALUES ('started_age'::text,(told_of.from_first = 1),told_of.began_on,
                        CASE
                            WHEN (told_of.years < (20)::numeric) THEN '16'::text
                            WHEN (told_of.years < (65)::numeric) THEN (((floor((told_of.years / (5)::numeric)) * (5)::numeric))::integer)::text
                            WHEN (told_of.years >= (65)::numeric) THEN '65'::text
                            ELSE 'unknown'::text
                        END), ('started_municipality'::text,(told_of.from_first = 1),told_of.began_on,COALESCE(told_of.municipality_code, 'unknown'::text)), ('started_party'::text,(told_of.from_first = 1),told_of.began_on,COALESCE(told_of.referring_party, 'unknown'::text)), ('started_support'::text,(told_of.from_first = 1),told_of.began_on,told_of.source_before), ('started_activity'::text,(told_of.from_first = 1),told_of.began_on,told_of.activity_before), ('started_wait'::text,(told_of.from_first = 1),told_of.began_on,
                        CASE
                            WHEN (told_of.waited <= 14) THEN 'to_14'::text
                            WHEN (told_of.waited <= 30) THEN '15_30'::text
                            WHEN (told_of.waited <= 60) THEN '31_60'::text
                            WHEN (told_of.waited <= 90) THEN '61_90'::text
                            WHEN (told_of.waited > 90) THEN 'from_91'::text
                            ELSE 'unknown'::text
                        END), ('ended_goal'::text,((told_of.from_last = 1) AND (told_of.state = 'ended'::text)),told_of.ended_on,
                        CASE
                            WHEN code.outside_goals THEN 'outside'::text
                            ELSE COALESCE(code.counts_as, 'other'::text)
                        END), ('ended_support'::text,((told_of.from_last = 1) AND (told_of.state = 'ended'::text)),told_of.ended_on,((told_of.source_before || '>'::text) || told_of.source_after)), ('ended_activity'::text,((told_of.from_last = 1) AND (told_of.state = 'ended'::text)),told_of.ended_on,((told_of.activity_before || '>'::text) || told_of.activity_after)), ('ended_length'::text,((told_of.from_last = 1) AND (told_of.state = 'ended'::text)),told_of.ended_on,
                        CASE
                            WHEN (told_of.months < (3)::numeric) THEN '0_2'::text
                            WHEN (told_of.months < (6)::numeric) THEN '3_5'::text
                            WHEN (told_of.months < (9)::numeric) THEN '6_8'::text
                            WHEN (told_of.months < (12)::numeric) THEN '9_11'::text
                            WHEN (told_of.months < (18)::numeric) THEN '12_17'::text
                            ELSE 'from_18'::text
                        END), ('active_since'::text,((told_of.from_last = 1) AND (told_of.state = ANY (ARRAY['active'::text, 'paused'::text])) AND (told_of.began_on IS NOT NULL)),told_of.started_on,''::text), ('paused'::text,((told_of.from_last = 1) AND (told_of.state = 'paused'::text)),told_of.started_on,''::text), ('missing'::text,((told_of.from_first = 1) AND (NOT told_of.has_before)),told_of.began_on,'baseline'::text), ('missing'::text,((told_of.from_last = 1) AND (told_of.state = 'ended'::text) AND (NOT told_of.has_after)),told_of.ended_on,'exit'::text)) told(cube, counts, on_date, key))
          WHERE (told.counts AND (told.on_date IS NOT NULL))
        )
 SELECT subproject.project_key,
    (date_trunc('month'::text, (event.on_date)::timestamp without time zone))::date AS month,
    event.cube,
    event.key,
    event.sex,
    event.apart,
    (count(*))::integer AS count
   FROM (event
     JOIN {schema}.subproject ON ((subproject.id = event.subproject_id)))
  GROUP BY subproject.project_key, ((date_trunc('month'::text, (event.on_date)::timestamp without time zone))::date), event.cube, event.key, event.sex, event.apart;
CREATE VIEW {schema}.agg_referrals WITH (security_barrier='true') AS
 SELECT subproject.project_key,
    (date_trunc('month'::text, (referral.received_on)::timestamp without time zone))::date AS month,
    told.cube,
    referral.referring_party AS key,
    person.sex,
    false AS apart,
    (count(*))::integer AS count
   FROM ((({schema}.referral
     JOIN {schema}.person ON ((person.id = referral.person_id)))
     JOIN {schema}.subproject ON ((subproject.id = referral.subproject_id)))
     CROSS JOIN LATERAL ( VALUES ('referred'::text,true), ('waiting'::text,(referral.state = 'waiting_list'::text))) told(cube, counts))
  WHERE told.counts
  GROUP BY subproject.project_key, ((date_trunc('month'::text, (referral.received_on)::timestamp without time zone))::date), told.cube, referral.referring_party, person.sex;
CREATE VIEW {schema}.agg_stock WITH (security_barrier='true') AS
 SELECT subproject.project_key,
    'paused'::text AS figure,
    counted.sex,
    (count(*))::integer AS count
   FROM (( SELECT DISTINCT ON (participation.subproject_id, COALESCE(participation.person_id, participation.id)) participation.subproject_id,
            COALESCE(person.sex, participation.sex) AS sex,
            participation.state
           FROM ({schema}.participation
             LEFT JOIN {schema}.person ON ((person.id = participation.person_id)))
          WHERE (participation.state <> 'misregistered'::text)
          ORDER BY participation.subproject_id, COALESCE(participation.person_id, participation.id), participation.started_on DESC, participation.ended_on DESC, participation.id DESC) counted
     JOIN {schema}.subproject ON ((subproject.id = counted.subproject_id)))
  WHERE (counted.state = 'paused'::text)
  GROUP BY subproject.project_key, counted.sex;
CREATE VIEW {schema}.agg_subproject WITH (security_barrier='true') AS
 SELECT id AS subproject_id,
    project_key,
    starts_on,
    ends_on,
    target,
    target_is_example
   FROM {schema}.subproject;
CREATE TABLE {schema}.volume_count (
    subproject_id uuid NOT NULL,
    month date NOT NULL,
    activity text NOT NULL,
    count integer NOT NULL,
    id uuid NOT NULL,
    CONSTRAINT ck_volume_count_count CHECK ((count >= 0)),
    CONSTRAINT ck_volume_count_month CHECK ((date_trunc('month'::text, (month)::timestamp with time zone) = month))
);
CREATE VIEW {schema}.agg_volume WITH (security_barrier='true') AS
 SELECT subproject.project_key,
    volume_count.month,
    'volume'::text AS cube,
    ''::text AS key,
    ''::text AS sex,
    false AS apart,
    (sum(volume_count.count))::integer AS count
   FROM ({schema}.volume_count
     JOIN {schema}.subproject ON ((subproject.id = volume_count.subproject_id)))
  WHERE (volume_count.count > 0)
  GROUP BY subproject.project_key, volume_count.month;
CREATE TABLE {schema}.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE {schema}.article (
    kind text NOT NULL,
    state text DEFAULT 'draft'::text NOT NULL,
    publish_at timestamp with time zone,
    happens_on date,
    last_day date,
    picture_id uuid,
    created_by uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_by uuid NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    signup_until date,
    places integer,
    media_id uuid,
    CONSTRAINT ck_article_kind CHECK ((kind = ANY (ARRAY['news'::text, 'story'::text, 'event'::text, 'job'::text, 'opening'::text]))),
    CONSTRAINT ck_article_last_day_after_first CHECK ((last_day >= happens_on)),
    CONSTRAINT ck_article_places CHECK (((places >= 1) AND (places <= 1000))),
    CONSTRAINT ck_article_published_has_day CHECK (((state <> 'published'::text) OR (publish_at IS NOT NULL))),
    CONSTRAINT ck_article_signup_of_event CHECK (((signup_until IS NULL) OR ((kind = 'event'::text) AND (happens_on IS NOT NULL)))),
    CONSTRAINT ck_article_state CHECK ((state = ANY (ARRAY['draft'::text, 'review'::text, 'published'::text, 'archived'::text])))
);
CREATE TABLE {schema}.article_consent (
    article_id uuid NOT NULL,
    consent_id uuid NOT NULL
);
CREATE TABLE {schema}.article_picture (
    article_id uuid NOT NULL,
    picture_id uuid NOT NULL
);
CREATE TABLE {schema}.article_tag (
    article_id uuid NOT NULL,
    tag text NOT NULL,
    CONSTRAINT ck_article_tag_tag CHECK (((length(tag) >= 1) AND (length(tag) <= 40)))
);
CREATE TABLE {schema}.article_text (
    article_id uuid NOT NULL,
    language text NOT NULL,
    slug text NOT NULL,
    title text NOT NULL,
    lead text DEFAULT ''::text NOT NULL,
    body text DEFAULT ''::text NOT NULL,
    quote text DEFAULT ''::text NOT NULL,
    quoted_as text DEFAULT ''::text NOT NULL,
    CONSTRAINT ck_article_text_body CHECK ((length(body) <= 60000)),
    CONSTRAINT ck_article_text_language CHECK ((language = ANY (ARRAY['sv'::text, 'en'::text]))),
    CONSTRAINT ck_article_text_lead CHECK ((length(lead) <= 400)),
    CONSTRAINT ck_article_text_quote CHECK ((length(quote) <= 400)),
    CONSTRAINT ck_article_text_quoted_as CHECK ((length(quoted_as) <= 80)),
    CONSTRAINT ck_article_text_title CHECK (((length(title) >= 1) AND (length(title) <= 120)))
);
CREATE TABLE {schema}.article_version (
    article_id uuid NOT NULL,
    number integer NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    by_account uuid NOT NULL,
    state text NOT NULL,
    content jsonb NOT NULL,
    id uuid NOT NULL
);
CREATE TABLE {schema}.assessment (
    person_id uuid NOT NULL,
    participation_id uuid,
    owner_id uuid NOT NULL,
    on_date date NOT NULL,
    own_words text DEFAULT ''::text NOT NULL,
    form_token uuid,
    created_by uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL
);
CREATE TABLE {schema}.assessment_answer (
    assessment_id uuid NOT NULL,
    area text NOT NULL,
    grade integer,
    words text DEFAULT ''::text NOT NULL,
    CONSTRAINT ck_assessment_answer_area CHECK ((area = ANY (ARRAY['everyday_life'::text, 'home'::text, 'family_and_friends'::text, 'wellbeing'::text, 'economy'::text, 'work_and_studies'::text, 'contacts_with_authorities'::text, 'future'::text]))),
    CONSTRAINT ck_assessment_answer_grade CHECK (((grade >= 1) AND (grade <= 5)))
);
CREATE TABLE {schema}.assessment_question (
    area text NOT NULL,
    text_sv text NOT NULL,
    text_en text NOT NULL,
    "position" integer DEFAULT 0 NOT NULL,
    active boolean DEFAULT true NOT NULL,
    replaces_id uuid,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT ck_assessment_question_area CHECK ((area = ANY (ARRAY['everyday_life'::text, 'home'::text, 'family_and_friends'::text, 'wellbeing'::text, 'economy'::text, 'work_and_studies'::text, 'contacts_with_authorities'::text, 'future'::text])))
);
CREATE TABLE {schema}.assessment_reply (
    assessment_id uuid NOT NULL,
    question_id uuid NOT NULL,
    words text NOT NULL
);
CREATE TABLE {schema}.attendance (
    activity_id uuid NOT NULL,
    on_date date NOT NULL,
    participation_id uuid NOT NULL,
    planned_minutes integer NOT NULL,
    state text DEFAULT 'planned'::text NOT NULL,
    attended_minutes integer DEFAULT 0 NOT NULL,
    absence text,
    noted_by uuid,
    noted_at timestamp with time zone,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT ck_attendance_absence CHECK ((absence = ANY (ARRAY['ill'::text, 'child'::text, 'agreed'::text, 'other_measure'::text, 'no_show'::text]))),
    CONSTRAINT ck_attendance_absent_has_kind CHECK (((state = 'absent'::text) = (absence IS NOT NULL))),
    CONSTRAINT ck_attendance_attended_minutes CHECK (((attended_minutes >= 0) AND (attended_minutes <= 1440))),
    CONSTRAINT ck_attendance_planned_minutes CHECK (((planned_minutes >= 1) AND (planned_minutes <= 1440))),
    CONSTRAINT ck_attendance_present_has_minutes CHECK (((state = 'present'::text) = (attended_minutes > 0))),
    CONSTRAINT ck_attendance_state CHECK ((state = ANY (ARRAY['planned'::text, 'present'::text, 'absent'::text])))
);
CREATE TABLE {schema}.attendance_report (
    participation_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    month date NOT NULL,
    number integer NOT NULL,
    minutes integer NOT NULL,
    hours integer NOT NULL,
    digest text NOT NULL,
    made_by uuid NOT NULL,
    made_at timestamp with time zone DEFAULT now() NOT NULL,
    signed_on date,
    received_on date,
    received_by uuid,
    file_id uuid,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT ck_attendance_report_month CHECK ((date_trunc('month'::text, (month)::timestamp with time zone) = month)),
    CONSTRAINT ck_attendance_report_number CHECK ((number >= 1)),
    CONSTRAINT ck_attendance_report_received_after_signing CHECK ((received_on >= signed_on)),
    CONSTRAINT ck_attendance_report_received_by CHECK (((received_on IS NULL) = (received_by IS NULL))),
    CONSTRAINT ck_attendance_report_received_is_signed CHECK (((received_on IS NULL) = (signed_on IS NULL))),
    CONSTRAINT ck_attendance_report_whole_hours CHECK (((minutes >= 0) AND (hours = (minutes / 60))))
);
CREATE TABLE {schema}.authority (
    party_key text NOT NULL,
    name text NOT NULL,
    agreement_from date,
    agreement_until date,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT ck_authority_agreement_dates CHECK (((agreement_until IS NULL) OR (agreement_until >= agreement_from)))
);
CREATE VIEW {schema}.caseload WITH (security_barrier='true') AS
 SELECT key_worker_id AS account_id,
    (count(*))::integer AS open_count
   FROM {schema}.participation
  WHERE ((state = ANY (ARRAY['active'::text, 'paused'::text])) AND (key_worker_id IS NOT NULL))
  GROUP BY key_worker_id;
CREATE TABLE {schema}.chart (
    project_key text NOT NULL,
    chart text NOT NULL,
    language text NOT NULL,
    width text NOT NULL,
    fingerprint text NOT NULL,
    svg text NOT NULL,
    drawn_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ck_chart_chart CHECK ((chart = ANY (ARRAY['goals'::text, 'targets'::text, 'over_time'::text, 'exits'::text]))),
    CONSTRAINT ck_chart_language CHECK ((language = ANY (ARRAY['sv'::text, 'en'::text]))),
    CONSTRAINT ck_chart_width CHECK ((width = ANY (ARRAY['wide'::text, 'narrow'::text])))
);
CREATE TABLE {schema}.consent (
    person_id uuid NOT NULL,
    kind text DEFAULT 'information'::text NOT NULL,
    purpose text DEFAULT ''::text NOT NULL,
    given_by text NOT NULL,
    witness text DEFAULT ''::text NOT NULL,
    given_on date NOT NULL,
    until date NOT NULL,
    withdrawn_on date,
    form_token uuid,
    registered_by uuid NOT NULL,
    registered_at timestamp with time zone DEFAULT now() NOT NULL,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    holder_id uuid,
    scope text DEFAULT ''::text NOT NULL,
    file_id uuid,
    reminded_on date,
    withdrawn_how text DEFAULT ''::text NOT NULL,
    withdrawn_by uuid,
    CONSTRAINT ck_consent_given_by CHECK ((given_by = ANY (ARRAY['written'::text, 'oral'::text, 'electronic'::text]))),
    CONSTRAINT ck_consent_kind CHECK ((kind = ANY (ARRAY['information'::text, 'publicity'::text]))),
    CONSTRAINT ck_consent_oral_has_witness CHECK (((given_by <> 'oral'::text) OR (witness <> ''::text))),
    CONSTRAINT ck_consent_until_after_given CHECK ((until >= given_on)),
    CONSTRAINT ck_consent_withdrawn_after_given CHECK (((withdrawn_on IS NULL) OR (withdrawn_on >= given_on)))
);
CREATE TABLE {schema}.consent_authority (
    consent_id uuid NOT NULL,
    authority_id uuid NOT NULL
);
CREATE TABLE {schema}.consent_data_kind (
    consent_id uuid NOT NULL,
    data_kind text NOT NULL,
    CONSTRAINT ck_consent_data_kind_data_kind CHECK ((data_kind = ANY (ARRAY['referral'::text, 'mapping'::text, 'plan'::text, 'note'::text, 'attendance'::text, 'outcome'::text, 'contact'::text])))
);
CREATE TABLE {schema}.consent_form (
    language_name text NOT NULL,
    file_id uuid NOT NULL,
    active boolean DEFAULT true NOT NULL,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL
);
CREATE VIEW {schema}.counted_month WITH (security_barrier='true') AS
 SELECT participation_id,
    subproject_id,
    (date_trunc('month'::text, (on_date)::timestamp without time zone))::date AS month
   FROM ( SELECT participation.id AS participation_id,
            participation.subproject_id,
            dates.on_date
           FROM ({schema}.participation
             CROSS JOIN LATERAL ( VALUES (participation.started_on), (participation.first_activity_on), (participation.ended_on)) dates(on_date))
        UNION ALL
         SELECT participation.id,
            participation.subproject_id,
            period.starts_on
           FROM ({schema}.participation
             JOIN {schema}.intervention_period period ON ((period.participation_id = participation.id)))
        UNION ALL
         SELECT participation.id,
            participation.subproject_id,
            attendance.on_date
           FROM ({schema}.participation
             JOIN {schema}.attendance ON ((attendance.participation_id = participation.id)))
        UNION ALL
         SELECT participation.id,
            participation.subproject_id,
            follow_up.due_on
           FROM ({schema}.participation
             JOIN {schema}.follow_up ON ((follow_up.participation_id = participation.id)))) told
  WHERE (on_date IS NOT NULL);
CREATE TABLE {schema}.dated_fact (
    happened_on date NOT NULL,
    text_sv text DEFAULT ''::text NOT NULL,
    text_en text DEFAULT ''::text NOT NULL,
    source_sv text DEFAULT ''::text NOT NULL,
    source_en text DEFAULT ''::text NOT NULL,
    link text DEFAULT ''::text NOT NULL,
    shown boolean DEFAULT true NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_by uuid NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT ck_dated_fact_link CHECK (((link = ''::text) OR (link ~ '^https?://'::text))),
    CONSTRAINT ck_dated_fact_source CHECK ((GREATEST(length(source_sv), length(source_en)) <= 300)),
    CONSTRAINT ck_dated_fact_text CHECK (((text_sv <> ''::text) AND (GREATEST(length(text_sv), length(text_en)) <= 300)))
);
CREATE TABLE {schema}.default_list (
    account_id uuid NOT NULL,
    kind text NOT NULL,
    saved_list_id uuid NOT NULL,
    CONSTRAINT ck_default_list_kind CHECK ((kind = ANY (ARRAY['participants'::text, 'referrals'::text])))
);
CREATE TABLE {schema}.deviation (
    subproject_id uuid NOT NULL,
    owner_id uuid,
    kind text NOT NULL,
    category text NOT NULL,
    category_list text GENERATED ALWAYS AS ('deviation_kind'::text) STORED NOT NULL,
    level text DEFAULT 'local'::text NOT NULL,
    state text DEFAULT 'new'::text NOT NULL,
    text_number integer DEFAULT 1 NOT NULL,
    approved_number integer,
    reader_id uuid,
    holder_id uuid,
    next_step text DEFAULT ''::text NOT NULL,
    next_step_on date,
    noted_on date NOT NULL,
    form_token uuid,
    by_account uuid NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    round integer DEFAULT 0 NOT NULL,
    county_state text,
    county_version integer DEFAULT 0 NOT NULL,
    county_answer text DEFAULT ''::text NOT NULL,
    county_step text DEFAULT ''::text NOT NULL,
    county_step_on date,
    answered_at timestamp with time zone,
    seen_at timestamp with time zone,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT ck_deviation_approved_number CHECK ((approved_number <= text_number)),
    CONSTRAINT ck_deviation_county_state CHECK ((county_state = ANY (ARRAY['waiting'::text, 'taken_up'::text, 'resolved'::text, 'written_off'::text, 'returned'::text, 'withdrawn'::text]))),
    CONSTRAINT ck_deviation_kind CHECK ((kind = ANY (ARRAY['deviation'::text, 'good_example'::text]))),
    CONSTRAINT ck_deviation_leaves_as_read CHECK (((state <> 'lifted_regionally'::text) OR (approved_number = text_number))),
    CONSTRAINT ck_deviation_level CHECK ((level = ANY (ARRAY['local'::text, 'regional'::text]))),
    CONSTRAINT ck_deviation_lifted_read CHECK (((state <> ALL (ARRAY['lifted_locally'::text, 'lifted_regionally'::text])) OR (approved_number IS NOT NULL))),
    CONSTRAINT ck_deviation_next_step CHECK ((length(next_step) <= 500)),
    CONSTRAINT ck_deviation_state CHECK ((state = ANY (ARRAY['new'::text, 'analysed'::text, 'lifted_locally'::text, 'lifted_regionally'::text, 'resolved'::text, 'written_off'::text])))
);
CREATE TABLE {schema}.deviation_authority (
    deviation_id uuid NOT NULL,
    authority_id uuid NOT NULL
);
CREATE TABLE {schema}.deviation_event (
    deviation_id uuid NOT NULL,
    from_state text,
    to_state text NOT NULL,
    words text DEFAULT ''::text NOT NULL,
    by_account uuid,
    at timestamp with time zone DEFAULT now() NOT NULL,
    id uuid NOT NULL,
    CONSTRAINT ck_deviation_event_from_state CHECK ((from_state = ANY (ARRAY['new'::text, 'analysed'::text, 'lifted_locally'::text, 'lifted_regionally'::text, 'resolved'::text, 'written_off'::text]))),
    CONSTRAINT ck_deviation_event_to_state CHECK ((to_state = ANY (ARRAY['new'::text, 'analysed'::text, 'lifted_locally'::text, 'lifted_regionally'::text, 'resolved'::text, 'written_off'::text])))
);
CREATE TABLE {schema}.deviation_party (
    deviation_id uuid NOT NULL,
    party_key text NOT NULL
);
CREATE TABLE {schema}.deviation_reading (
    deviation_id uuid NOT NULL,
    number integer NOT NULL,
    verdict text NOT NULL,
    words text DEFAULT ''::text NOT NULL,
    by_account uuid,
    at timestamp with time zone DEFAULT now() NOT NULL,
    id uuid NOT NULL,
    CONSTRAINT ck_deviation_reading_verdict CHECK ((verdict = ANY (ARRAY['approved'::text, 'returned'::text]))),
    CONSTRAINT ck_deviation_reading_words CHECK ((length(words) <= 500))
);
CREATE TABLE {schema}.deviation_text (
    deviation_id uuid NOT NULL,
    number integer CONSTRAINT deviation_text_number_not_null1 NOT NULL,
    title text NOT NULL,
    words text NOT NULL,
    proposal text DEFAULT ''::text NOT NULL,
    by_account uuid NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ck_deviation_text_number CHECK ((number > 0)),
    CONSTRAINT ck_deviation_text_proposal CHECK ((length(proposal) <= 2000)),
    CONSTRAINT ck_deviation_text_title CHECK (((length(title) >= 1) AND (length(title) <= 120))),
    CONSTRAINT ck_deviation_text_words CHECK (((length(words) >= 1) AND (length(words) <= 4000)))
);
CREATE TABLE {schema}.dirty_mark (
    id bigint NOT NULL,
    subproject_id uuid NOT NULL,
    month date NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE {schema}.dirty_mark ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME {schema}.dirty_mark_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE {schema}.draft (
    account_id uuid NOT NULL,
    form text NOT NULL,
    sealed bytea NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL
);
CREATE TABLE {schema}.employment_step (
    period_id uuid NOT NULL,
    stage text NOT NULL,
    reached_on date NOT NULL,
    noted_by uuid NOT NULL,
    CONSTRAINT ck_employment_step_stage CHECK ((stage = ANY (ARRAY['engagement'::text, 'profile'::text, 'job_finding'::text, 'employer'::text, 'on_the_job'::text])))
);
CREATE TABLE {schema}.export (
    account_id uuid NOT NULL,
    authority_id uuid NOT NULL,
    kind text NOT NULL,
    format text NOT NULL,
    language text NOT NULL,
    choices jsonb NOT NULL,
    columns text[] NOT NULL,
    why text NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    total integer NOT NULL,
    done integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    made_at timestamp with time zone,
    expires_at timestamp with time zone,
    downloads integer DEFAULT 0 NOT NULL,
    removed text,
    fault text,
    id uuid NOT NULL,
    CONSTRAINT ck_export_counts CHECK (((total >= 0) AND (done >= 0) AND (downloads >= 0))),
    CONSTRAINT ck_export_failed_why CHECK (((state = 'failed'::text) = (fault IS NOT NULL))),
    CONSTRAINT ck_export_fault CHECK ((fault = ANY (ARRAY['right_lost'::text, 'too_large'::text, 'broken'::text]))),
    CONSTRAINT ck_export_format CHECK ((format = ANY (ARRAY['xlsx'::text, 'csv'::text]))),
    CONSTRAINT ck_export_kind CHECK ((kind = ANY (ARRAY['participants'::text, 'referrals'::text]))),
    CONSTRAINT ck_export_language CHECK ((language = ANY (ARRAY['sv'::text, 'en'::text]))),
    CONSTRAINT ck_export_other_in_words CHECK (((why <> 'other'::text) OR (reason <> ''::text))),
    CONSTRAINT ck_export_ready_expires CHECK (((state <> 'ready'::text) OR ((made_at IS NOT NULL) AND (expires_at IS NOT NULL)))),
    CONSTRAINT ck_export_reason CHECK ((length(reason) <= 500)),
    CONSTRAINT ck_export_removed CHECK ((removed = ANY (ARRAY['expired'::text, 'fetched'::text, 'right_lost'::text, 'person_closed'::text, 'by_hand'::text]))),
    CONSTRAINT ck_export_removed_why CHECK (((state = 'removed'::text) = (removed IS NOT NULL))),
    CONSTRAINT ck_export_state CHECK ((state = ANY (ARRAY['waiting'::text, 'ready'::text, 'failed'::text, 'cancelled'::text, 'removed'::text]))),
    CONSTRAINT ck_export_why CHECK ((why = ANY (ARRAY['follow_up'::text, 'return'::text, 'check'::text, 'right_of_access'::text, 'other'::text])))
);
CREATE TABLE {schema}.export_subjects (
    export_id uuid NOT NULL,
    subject_ids uuid[] NOT NULL
);
CREATE TABLE {schema}.file (
    purpose text NOT NULL,
    subject_id uuid NOT NULL,
    person_id uuid,
    owner_id uuid,
    media_type text NOT NULL,
    size integer NOT NULL,
    name bytea NOT NULL,
    content bytea NOT NULL,
    created_by uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    hidden_at timestamp with time zone,
    hidden_by uuid,
    hidden_reason text DEFAULT ''::text NOT NULL,
    id uuid NOT NULL,
    CONSTRAINT ck_file_purpose CHECK ((purpose = ANY (ARRAY['referral'::text, 'consent'::text, 'consent_form'::text, 'minutes'::text, 'attendance'::text, 'import'::text, 'import_faults'::text, 'export'::text, 'owed'::text]))),
    CONSTRAINT ck_file_size CHECK (((size >= 1) AND (size <= 10485760)))
);
CREATE TABLE {schema}.finsam_year (
    subproject_id uuid NOT NULL,
    year integer NOT NULL,
    allotted bigint,
    equity bigint,
    administration_budget bigint,
    administration_outcome bigint,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT ck_finsam_year_year CHECK (((year >= 2000) AND (year <= 2100)))
);
CREATE VIEW {schema}.follow_up_count WITH (security_barrier='true') AS
 SELECT subproject.project_key,
    follow_up.months,
    follow_up.state,
        CASE
            WHEN (follow_up.state = 'due'::text) THEN follow_up.due_on
            ELSE NULL::date
        END AS due_on,
    before.main_activity AS before,
    after.main_activity AS after,
    follow_up.main_activity AS now,
    (count(*))::integer AS count
   FROM (((({schema}.follow_up
     JOIN {schema}.participation ON (((participation.id = follow_up.participation_id) AND (participation.state <> 'misregistered'::text))))
     JOIN {schema}.subproject ON ((subproject.id = participation.subproject_id)))
     LEFT JOIN {schema}.situation before ON (((before.participation_id = participation.id) AND (before.moment = 'before'::text))))
     LEFT JOIN {schema}.situation after ON (((after.participation_id = participation.id) AND (after.moment = 'after'::text))))
  GROUP BY subproject.project_key, follow_up.months, follow_up.state,
        CASE
            WHEN (follow_up.state = 'due'::text) THEN follow_up.due_on
            ELSE NULL::date
        END, before.main_activity, after.main_activity, follow_up.main_activity;
CREATE TABLE {schema}.follow_up_support (
    follow_up_id uuid NOT NULL,
    source text NOT NULL,
    main boolean DEFAULT false NOT NULL
);
CREATE TABLE {schema}.follow_up_try (
    follow_up_id uuid NOT NULL,
    on_date date NOT NULL,
    way text NOT NULL,
    reached boolean NOT NULL,
    form_token uuid,
    by_account uuid NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    id uuid NOT NULL,
    CONSTRAINT ck_follow_up_try_way CHECK ((way = ANY (ARRAY['phone'::text, 'text_message'::text, 'letter'::text, 'email'::text, 'meeting'::text])))
);
CREATE TABLE {schema}.handover (
    person_id uuid NOT NULL,
    participation_id uuid,
    kind text NOT NULL,
    item_id uuid NOT NULL,
    item_version integer NOT NULL,
    from_authority_id uuid NOT NULL,
    to_authority_id uuid NOT NULL,
    consent_id uuid NOT NULL,
    sealed bytea NOT NULL,
    handed_on date NOT NULL,
    handed_at timestamp with time zone DEFAULT now() NOT NULL,
    by_account uuid NOT NULL,
    form_token uuid,
    id uuid NOT NULL,
    CONSTRAINT ck_handover_kind CHECK ((kind = ANY (ARRAY['referral'::text, 'assessment'::text, 'plan'::text, 'note'::text, 'attendance'::text]))),
    CONSTRAINT ck_handover_to_another CHECK ((from_authority_id <> to_authority_id))
);
CREATE TABLE {schema}.handover_opening (
    handover_id uuid NOT NULL,
    account_id uuid NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    id uuid NOT NULL
);
CREATE TABLE {schema}.import_mapping (
    owner_id uuid NOT NULL,
    headings bytea NOT NULL,
    mapping jsonb NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE {schema}.import_row (
    run_id uuid NOT NULL,
    line integer NOT NULL,
    kind text NOT NULL,
    outcome text DEFAULT 'waiting'::text NOT NULL,
    person_id uuid,
    participation_id uuid,
    faults jsonb DEFAULT '[]'::jsonb NOT NULL,
    "values" jsonb DEFAULT '{}'::jsonb NOT NULL,
    former jsonb DEFAULT '{}'::jsonb NOT NULL,
    identity_number bytea,
    identity_index bytea,
    id uuid NOT NULL,
    CONSTRAINT ck_import_row_kind CHECK ((kind = ANY (ARRAY['new'::text, 'changed'::text, 'unchanged'::text, 'faulty'::text]))),
    CONSTRAINT ck_import_row_outcome CHECK ((outcome = ANY (ARRAY['waiting'::text, 'written'::text, 'undone'::text, 'left'::text])))
);
CREATE TABLE {schema}.import_run (
    owner_id uuid NOT NULL,
    subproject_id uuid NOT NULL,
    by_account uuid NOT NULL,
    state text NOT NULL,
    opened bytea,
    mapping jsonb,
    whole boolean DEFAULT true NOT NULL,
    trouble text DEFAULT ''::text NOT NULL,
    cancel_asked boolean DEFAULT false NOT NULL,
    total_rows integer DEFAULT 0 NOT NULL,
    done_rows integer DEFAULT 0 NOT NULL,
    new_rows integer DEFAULT 0 NOT NULL,
    changed_rows integer DEFAULT 0 NOT NULL,
    unchanged_rows integer DEFAULT 0 NOT NULL,
    faulty_rows integer DEFAULT 0 NOT NULL,
    left_rows integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    applied_at timestamp with time zone,
    undone_at timestamp with time zone,
    undone_by uuid,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT ck_import_run_state CHECK ((state = ANY (ARRAY['opening'::text, 'mapping'::text, 'checking'::text, 'checked'::text, 'applying'::text, 'done'::text, 'undoing'::text, 'undone'::text, 'cancelled'::text, 'failed'::text])))
);
CREATE TABLE {schema}.insats_year (
    intervention_id uuid NOT NULL,
    year integer NOT NULL,
    individual boolean DEFAULT true NOT NULL,
    planned_participants integer,
    budget bigint,
    outcome bigint,
    esf_budget bigint,
    esf_outcome bigint,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT ck_insats_year_budget CHECK (((budget >= 0) AND (esf_budget >= 0))),
    CONSTRAINT ck_insats_year_planned_participants CHECK ((planned_participants >= 0)),
    CONSTRAINT ck_insats_year_year CHECK (((year >= 2000) AND (year <= 2100)))
);
CREATE TABLE {schema}.intervention_extent (
    period_id uuid NOT NULL,
    valid_from date NOT NULL,
    percent integer NOT NULL,
    noted_by uuid NOT NULL,
    CONSTRAINT ck_intervention_extent_percent CHECK (((percent >= 1) AND (percent <= 100)))
);
CREATE TABLE {schema}.intervention_pause (
    period_id uuid NOT NULL,
    starts_on date NOT NULL,
    ends_on date,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT ck_intervention_pause_end_after_start CHECK (((ends_on IS NULL) OR (ends_on >= starts_on)))
);
CREATE TABLE {schema}.mail_choice (
    account_id uuid NOT NULL,
    kinds jsonb DEFAULT '{}'::jsonb NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT ck_mail_choice_kinds CHECK ((jsonb_typeof(kinds) = 'object'::text))
);
CREATE TABLE {schema}.mail_told (
    account_id uuid NOT NULL,
    digest_on date,
    counts jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT ck_mail_told_counts CHECK ((jsonb_typeof(counts) = 'object'::text))
);
CREATE TABLE {schema}.media (
    state text DEFAULT 'waiting'::text NOT NULL,
    form text NOT NULL,
    trouble text,
    kind text,
    media_type text,
    size integer,
    digest text,
    milliseconds integer,
    width integer,
    height integer,
    poster bytea,
    created_by uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    id uuid NOT NULL,
    CONSTRAINT ck_media_film_has_size CHECK (((kind <> 'film'::text) OR (num_nulls(width, height, poster) = 0))),
    CONSTRAINT ck_media_kind CHECK ((kind = ANY (ARRAY['sound'::text, 'film'::text]))),
    CONSTRAINT ck_media_ready_is_described CHECK (((state <> 'ready'::text) OR (num_nulls(kind, media_type, size, digest, milliseconds) = 0))),
    CONSTRAINT ck_media_refused_says_why CHECK (((state <> 'refused'::text) OR (trouble IS NOT NULL))),
    CONSTRAINT ck_media_size CHECK (((size >= 1) AND (size <= 42205184))),
    CONSTRAINT ck_media_state CHECK ((state = ANY (ARRAY['waiting'::text, 'ready'::text, 'refused'::text]))),
    CONSTRAINT ck_media_trouble CHECK ((trouble = ANY (ARRAY['unreadable'::text, 'film_codec'::text, 'sound_codec'::text, 'too_long'::text, 'too_much'::text, 'too_large'::text])))
);
CREATE TABLE {schema}.media_piece (
    media_id uuid NOT NULL,
    number integer NOT NULL,
    content bytea NOT NULL,
    CONSTRAINT ck_media_piece_content CHECK (((octet_length(content) >= 1) AND (octet_length(content) <= 262144))),
    CONSTRAINT ck_media_piece_number CHECK ((number >= 0))
);
CREATE TABLE {schema}.media_text (
    media_id uuid NOT NULL,
    language text NOT NULL,
    transcript text DEFAULT ''::text NOT NULL,
    captions text DEFAULT ''::text NOT NULL,
    CONSTRAINT ck_media_text_captions CHECK ((length(captions) <= 600000)),
    CONSTRAINT ck_media_text_language CHECK ((language = ANY (ARRAY['sv'::text, 'en'::text]))),
    CONSTRAINT ck_media_text_transcript CHECK ((length(transcript) <= 60000))
);
CREATE TABLE {schema}.media_upload_piece (
    media_id uuid NOT NULL,
    number integer NOT NULL,
    content bytea NOT NULL,
    CONSTRAINT ck_media_upload_piece_content CHECK (((octet_length(content) >= 1) AND (octet_length(content) <= 262144))),
    CONSTRAINT ck_media_upload_piece_number CHECK ((number >= 0))
);
CREATE TABLE {schema}.month_event (
    subproject_id uuid NOT NULL,
    month date NOT NULL,
    deed text NOT NULL,
    comment text DEFAULT ''::text NOT NULL,
    by_account uuid NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    id uuid NOT NULL,
    CONSTRAINT ck_month_event_deed CHECK ((deed = ANY (ARRAY['locked'::text, 'reopened'::text]))),
    CONSTRAINT ck_month_event_month CHECK ((date_trunc('month'::text, (month)::timestamp with time zone) = month)),
    CONSTRAINT ck_month_event_reopened_says_why CHECK (((deed <> 'reopened'::text) OR (comment <> ''::text)))
);
CREATE TABLE {schema}.note (
    person_id uuid NOT NULL,
    participation_id uuid,
    owner_id uuid NOT NULL,
    on_date date NOT NULL,
    text text NOT NULL,
    corrects_id uuid,
    form_token uuid,
    by_account uuid NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    id uuid NOT NULL,
    CONSTRAINT ck_note_corrects_another CHECK ((corrects_id <> id)),
    CONSTRAINT ck_note_text CHECK (((length(text) >= 1) AND (length(text) <= 4000)))
);
CREATE TABLE {schema}.outbox (
    job text NOT NULL,
    ids json DEFAULT '{}'::json NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    due_at timestamp with time zone DEFAULT now() NOT NULL,
    lease_until timestamp with time zone,
    lease_token uuid,
    attempts integer DEFAULT 0 NOT NULL,
    done_at timestamp with time zone,
    failed_at timestamp with time zone,
    error text,
    id uuid NOT NULL
);
CREATE VIEW {schema}.owed_insats_year WITH (security_barrier='true') AS
 SELECT participation.subproject_id,
    period.intervention_id,
    year.year,
    COALESCE(person.sex, participation.sex) AS sex,
    (count(DISTINCT COALESCE(participation.person_id, participation.id)))::integer AS took_part,
    (count(DISTINCT COALESCE(participation.person_id, participation.id)) FILTER (WHERE (EXTRACT(year FROM period.starts_on) = (year.year)::numeric)))::integer AS began
   FROM (((({schema}.intervention_period period
     JOIN {schema}.participation ON (((participation.id = period.participation_id) AND (participation.state <> 'misregistered'::text))))
     JOIN {schema}.subproject ON ((subproject.id = participation.subproject_id)))
     LEFT JOIN {schema}.person ON ((person.id = participation.person_id)))
     CROSS JOIN LATERAL generate_series((EXTRACT(year FROM period.starts_on))::integer, (EXTRACT(year FROM COALESCE(period.ends_on, participation.ended_on, GREATEST(subproject.ends_on, period.starts_on))))::integer) year(year))
  GROUP BY participation.subproject_id, period.intervention_id, year.year, COALESCE(person.sex, participation.sex);
CREATE VIEW {schema}.owed_line WITH (security_barrier='true') AS
 WITH hours AS (
         SELECT attendance.participation_id,
            (date_trunc('month'::text, (attendance.on_date)::timestamp without time zone))::date AS month,
            (sum(attendance.planned_minutes))::integer AS planned_minutes,
            (sum(attendance.attended_minutes))::integer AS minutes,
            (count(*) FILTER (WHERE (attendance.state = 'absent'::text)))::integer AS absent,
            (count(*) FILTER (WHERE (attendance.absence = 'no_show'::text)))::integer AS no_show,
            (count(*) FILTER (WHERE (attendance.state = 'planned'::text)))::integer AS not_noted,
            encode(sha256(convert_to(string_agg(concat_ws(' '::text, (attendance.on_date)::text, (activity.begins_at)::text, (activity.ends_at)::text, (attendance.attended_minutes)::text), '; '::text ORDER BY attendance.on_date, activity.begins_at, attendance.id) FILTER (WHERE (attendance.state = 'present'::text)), 'UTF8'::name)), 'hex'::text) AS digest
           FROM ({schema}.attendance
             JOIN {schema}.activity ON (((activity.id = attendance.activity_id) AND (activity.state <> 'cancelled'::text))))
          GROUP BY attendance.participation_id, ((date_trunc('month'::text, (attendance.on_date)::timestamp without time zone))::date)
        ), registration AS (
         SELECT participation.id AS participation_id,
            participation.subproject_id,
            participation.grade,
            COALESCE(person.sex, participation.sex) AS sex,
            participation.first_activity_on,
            participation.ended_on,
            (person.identity_kind = 'temporary'::text) AS is_temporary,
            (participation.first_activity_on = min(participation.first_activity_on) OVER (PARTITION BY participation.subproject_id, COALESCE(participation.person_id, participation.id))) AS is_first
           FROM ({schema}.participation
             LEFT JOIN {schema}.person ON ((person.id = participation.person_id)))
          WHERE (participation.state <> 'misregistered'::text)
        ), calendar AS (
         SELECT subproject.id AS subproject_id,
            (month.month)::date AS month,
            ((month.month + '1 mon'::interval))::date AS next_month
           FROM ({schema}.subproject
             CROSS JOIN LATERAL generate_series(date_trunc('month'::text, (subproject.starts_on)::timestamp without time zone), (subproject.ends_on)::timestamp without time zone, '1 mon'::interval) month(month))
        ), line AS (
         SELECT calendar.subproject_id,
            calendar.month,
            registration.participation_id,
            registration.sex,
            registration.grade,
            registration.is_temporary,
            COALESCE(((registration.first_activity_on < calendar.next_month) AND ((registration.ended_on IS NULL) OR (registration.ended_on >= calendar.month))), false) AS takes_part,
                CASE
                    WHEN ((registration.first_activity_on >= calendar.month) AND (registration.first_activity_on < calendar.next_month)) THEN
                    CASE
                        WHEN registration.is_first THEN 'new'::text
                        ELSE 'again'::text
                    END
                    ELSE NULL::text
                END AS begun,
                CASE
                    WHEN ((registration.first_activity_on >= calendar.month) AND (registration.first_activity_on < calendar.next_month)) THEN registration.first_activity_on
                    ELSE NULL::date
                END AS began_on,
                CASE
                    WHEN ((registration.ended_on >= calendar.month) AND (registration.ended_on < calendar.next_month)) THEN registration.ended_on
                    ELSE NULL::date
                END AS ended_on,
            COALESCE(hours.planned_minutes, 0) AS planned_minutes,
            COALESCE(hours.minutes, 0) AS minutes,
            COALESCE(hours.absent, 0) AS absent,
            COALESCE(hours.no_show, 0) AS no_show,
            COALESCE(hours.not_noted, 0) AS not_noted,
            hours.digest
           FROM ((calendar
             JOIN registration ON ((registration.subproject_id = calendar.subproject_id)))
             LEFT JOIN hours ON (((hours.participation_id = registration.participation_id) AND (hours.month = calendar.month))))
        )
 SELECT line.subproject_id,
    line.month,
    line.participation_id,
    line.sex,
    line.grade,
    line.takes_part,
    line.begun,
    line.began_on,
    line.ended_on,
    line.planned_minutes,
    line.minutes,
    line.absent,
    line.no_show,
    line.not_noted,
    support.source,
    COALESCE(((report.digest = line.digest) AND (report.received_on IS NOT NULL)), false) AS signed,
        CASE
            WHEN (line.grade = 'anonymous'::text) THEN '{}'::text[]
            ELSE array_remove(ARRAY[
            CASE
                WHEN line.is_temporary THEN 'identity'::text
                ELSE NULL::text
            END,
            CASE
                WHEN (line.not_noted > 0) THEN 'not_noted'::text
                ELSE NULL::text
            END,
            CASE
                WHEN ((line.minutes = 0) AND (line.not_noted = 0)) THEN 'no_hours'::text
                ELSE NULL::text
            END,
            CASE
                WHEN ((line.begun IS NOT NULL) AND (before.participation_id IS NULL)) THEN 'before'::text
                ELSE NULL::text
            END,
            CASE
                WHEN ((line.ended_on IS NOT NULL) AND (after.participation_id IS NULL)) THEN 'after'::text
                ELSE NULL::text
            END], NULL::text)
        END AS lacking
   FROM ((((line
     LEFT JOIN {schema}.situation before ON (((before.participation_id = line.participation_id) AND (before.moment = 'before'::text))))
     LEFT JOIN {schema}.situation after ON (((after.participation_id = line.participation_id) AND (after.moment = 'after'::text))))
     LEFT JOIN {schema}.situation_support support ON (((support.situation_id = before.id) AND support.main)))
     LEFT JOIN LATERAL ( SELECT attendance_report.digest,
            attendance_report.received_on
           FROM {schema}.attendance_report
          WHERE ((attendance_report.participation_id = line.participation_id) AND (attendance_report.month = line.month) AND (line.minutes > 0))
          ORDER BY attendance_report.number DESC
         LIMIT 1) report ON (true))
  WHERE (line.takes_part OR (line.planned_minutes > 0));
CREATE VIEW {schema}.owed_month WITH (security_barrier='true') AS
 SELECT subproject_id,
    month,
    (count(*) FILTER (WHERE takes_part))::integer AS taking_part,
    (count(*) FILTER (WHERE (takes_part AND (sex = 'woman'::text))))::integer AS women,
    (count(*) FILTER (WHERE (takes_part AND (sex = 'man'::text))))::integer AS men,
    (count(*) FILTER (WHERE (takes_part AND (grade = 'anonymous'::text))))::integer AS anonymous,
    (count(*) FILTER (WHERE ((begun = 'new'::text) AND (sex = 'woman'::text))))::integer AS new_women,
    (count(*) FILTER (WHERE ((begun = 'new'::text) AND (sex = 'man'::text))))::integer AS new_men,
    (count(*) FILTER (WHERE (begun = 'again'::text)))::integer AS came_back,
    (count(*) FILTER (WHERE (takes_part AND (ended_on IS NOT NULL) AND (sex = 'woman'::text))))::integer AS ended_women,
    (count(*) FILTER (WHERE (takes_part AND (ended_on IS NOT NULL) AND (sex = 'man'::text))))::integer AS ended_men,
    (count(*) FILTER (WHERE (takes_part AND (minutes > 0))))::integer AS with_hours,
    (COALESCE(sum((minutes / 60)) FILTER (WHERE takes_part), (0)::bigint))::integer AS hours,
    (count(*) FILTER (WHERE (takes_part AND (grade = 'personal'::text) AND (cardinality(lacking) = 0))))::integer AS complete,
    (count(*) FILTER (WHERE (takes_part AND ('identity'::text = ANY (lacking)))))::integer AS lacking_identity,
    (count(*) FILTER (WHERE (takes_part AND ('not_noted'::text = ANY (lacking)))))::integer AS lacking_not_noted,
    (count(*) FILTER (WHERE (takes_part AND ('no_hours'::text = ANY (lacking)))))::integer AS lacking_no_hours,
    (count(*) FILTER (WHERE (takes_part AND ('before'::text = ANY (lacking)))))::integer AS lacking_before,
    (count(*) FILTER (WHERE (takes_part AND ('after'::text = ANY (lacking)))))::integer AS lacking_after,
    (count(*) FILTER (WHERE (planned_minutes > 0)))::integer AS expected,
    (count(*) FILTER (WHERE (minutes > 0)))::integer AS attended,
    (sum(planned_minutes))::integer AS planned_minutes,
    (sum(minutes))::integer AS attended_minutes,
    (sum((minutes / 60)))::integer AS whole_hours,
    (sum(absent))::integer AS absent,
    (sum(no_show))::integer AS no_show,
    (sum(not_noted))::integer AS not_noted,
    (count(*) FILTER (WHERE ((minutes > 0) AND signed)))::integer AS signed,
    (count(*) FILTER (WHERE ((minutes > 0) AND (NOT signed))))::integer AS unsigned,
    COALESCE(encode(sha256(convert_to(string_agg((ROW(participation_id, begun, began_on, ended_on, minutes))::text, ';'::text ORDER BY participation_id) FILTER (WHERE takes_part), 'UTF8'::name)), 'hex'::text), ''::text) AS scb_digest,
    COALESCE(encode(sha256(convert_to(string_agg((ROW(participation_id, planned_minutes, minutes, source))::text, ';'::text ORDER BY participation_id) FILTER (WHERE (planned_minutes > 0)), 'UTF8'::name)), 'hex'::text), ''::text) AS attendance_digest
   FROM {schema}.owed_line
  GROUP BY subproject_id, month;
CREATE TABLE {schema}.owed_report (
    subproject_id uuid NOT NULL,
    kind text NOT NULL,
    period date NOT NULL,
    number integer NOT NULL,
    "position" integer NOT NULL,
    content jsonb NOT NULL,
    digest text NOT NULL,
    comment text DEFAULT ''::text NOT NULL,
    file bytea NOT NULL,
    reported_on date NOT NULL,
    reported_by uuid NOT NULL,
    reported_at timestamp with time zone DEFAULT now() NOT NULL,
    id uuid NOT NULL,
    CONSTRAINT ck_owed_report_kind CHECK ((kind = ANY (ARRAY['scb'::text, 'attendance'::text, 'finsam'::text]))),
    CONSTRAINT ck_owed_report_number CHECK (((number >= 1) AND ("position" >= number))),
    CONSTRAINT ck_owed_report_period CHECK ((date_trunc(
CASE kind
    WHEN 'finsam'::text THEN 'year'::text
    ELSE 'month'::text
END, (period)::timestamp without time zone) = period))
);
CREATE TABLE {schema}.owed_report_line (
    report_id uuid NOT NULL,
    participation_id uuid NOT NULL,
    begun text,
    began_on date,
    ended_on date,
    planned_minutes integer NOT NULL,
    minutes integer NOT NULL,
    CONSTRAINT ck_owed_report_line_begun CHECK ((begun = ANY (ARRAY['new'::text, 'again'::text]))),
    CONSTRAINT ck_owed_report_line_begun_has_day CHECK (((begun IS NULL) = (began_on IS NULL))),
    CONSTRAINT ck_owed_report_line_minutes CHECK (((planned_minutes >= 0) AND (minutes >= 0)))
);
CREATE VIEW {schema}.owed_source_month WITH (security_barrier='true') AS
 SELECT subproject_id,
    month,
    source,
    (count(*))::integer AS participants,
    (sum(minutes))::integer AS minutes,
    (sum((minutes / 60)))::integer AS whole_hours
   FROM {schema}.owed_line
  WHERE (minutes > 0)
  GROUP BY subproject_id, month, source;
CREATE SEQUENCE {schema}.participant_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
CREATE TABLE {schema}.participation_worker (
    participation_id uuid NOT NULL,
    account_id uuid NOT NULL,
    part text NOT NULL,
    task text DEFAULT ''::text NOT NULL,
    starts_on date NOT NULL,
    ends_on date,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT ck_participation_worker_deputy_has_end CHECK (((part <> 'deputy'::text) OR (ends_on IS NOT NULL))),
    CONSTRAINT ck_participation_worker_end_after_start CHECK (((ends_on IS NULL) OR (ends_on >= starts_on))),
    CONSTRAINT ck_participation_worker_part CHECK ((part = ANY (ARRAY['worker'::text, 'deputy'::text]))),
    CONSTRAINT ck_participation_worker_task CHECK ((length(task) <= 200))
);
CREATE TABLE {schema}.party (
    key text NOT NULL,
    name_sv text NOT NULL,
    name_en text NOT NULL
);
CREATE TABLE {schema}.person_merge (
    kept_id uuid NOT NULL,
    gone_id uuid NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    by_account uuid NOT NULL,
    reason text NOT NULL,
    moved jsonb NOT NULL,
    undone_at timestamp with time zone,
    undone_by uuid,
    id uuid NOT NULL
);
CREATE TABLE {schema}.picture (
    alt_sv text NOT NULL,
    alt_en text NOT NULL,
    credit text DEFAULT ''::text NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    id uuid NOT NULL
);
CREATE TABLE {schema}.picture_rendition (
    picture_id uuid NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    content bytea NOT NULL
);
CREATE TABLE {schema}.place (
    kind text NOT NULL,
    name text NOT NULL,
    municipality_code text,
    tasks text DEFAULT ''::text NOT NULL,
    contact_name text DEFAULT ''::text NOT NULL,
    contact_phone text DEFAULT ''::text NOT NULL,
    contact_email text DEFAULT ''::text NOT NULL,
    capacity integer,
    active boolean DEFAULT true NOT NULL,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT ck_place_capacity CHECK (((capacity IS NULL) OR (capacity > 0))),
    CONSTRAINT ck_place_kind CHECK ((kind = ANY (ARRAY['asf'::text, 'employer'::text, 'association'::text, 'other'::text]))),
    CONSTRAINT ck_place_name CHECK (((length(name) >= 1) AND (length(name) <= 200)))
);
CREATE TABLE {schema}.plan (
    person_id uuid NOT NULL,
    participation_id uuid,
    owner_id uuid NOT NULL,
    number integer NOT NULL,
    state text DEFAULT 'draft'::text NOT NULL,
    own_words text DEFAULT ''::text NOT NULL,
    written_on date NOT NULL,
    review_on date,
    agreed_on date,
    created_by uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT ck_plan_agreed_has_day CHECK (((state = ANY (ARRAY['agreed'::text, 'replaced'::text])) <= (agreed_on IS NOT NULL))),
    CONSTRAINT ck_plan_number CHECK ((number >= 1)),
    CONSTRAINT ck_plan_state CHECK ((state = ANY (ARRAY['draft'::text, 'agreed'::text, 'replaced'::text, 'dropped'::text])))
);
CREATE TABLE {schema}.plan_action (
    plan_id uuid NOT NULL,
    goal_id uuid,
    "position" integer NOT NULL,
    text text NOT NULL,
    responsible text NOT NULL,
    authority_id uuid,
    worker_id uuid,
    due_on date,
    state text DEFAULT 'planned'::text NOT NULL,
    done_on date,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT ck_plan_action_authority_named CHECK (((responsible = 'authority'::text) = (authority_id IS NOT NULL))),
    CONSTRAINT ck_plan_action_done_has_day CHECK (((state = 'done'::text) = (done_on IS NOT NULL))),
    CONSTRAINT ck_plan_action_responsible CHECK ((responsible = ANY (ARRAY['participant'::text, 'authority'::text]))),
    CONSTRAINT ck_plan_action_state CHECK ((state = ANY (ARRAY['planned'::text, 'begun'::text, 'done'::text, 'dropped'::text]))),
    CONSTRAINT ck_plan_action_text CHECK (((length(text) >= 1) AND (length(text) <= 2000)))
);
CREATE TABLE {schema}.plan_agreement (
    plan_id uuid NOT NULL,
    authority_id uuid,
    agreed_on date NOT NULL,
    noted_by uuid NOT NULL,
    id uuid NOT NULL
);
CREATE TABLE {schema}.plan_goal (
    plan_id uuid NOT NULL,
    "position" integer NOT NULL,
    text text NOT NULL,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT ck_plan_goal_text CHECK (((length(text) >= 1) AND (length(text) <= 2000)))
);
CREATE TABLE {schema}.publication (
    kind text NOT NULL,
    year integer NOT NULL,
    title_sv text DEFAULT ''::text NOT NULL,
    title_en text DEFAULT ''::text NOT NULL,
    text_sv text DEFAULT ''::text NOT NULL,
    text_en text DEFAULT ''::text NOT NULL,
    link text DEFAULT ''::text NOT NULL,
    shown_from timestamp with time zone,
    created_by uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_by uuid NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT ck_publication_kind CHECK ((kind = ANY (ARRAY['report'::text, 'fact_sheet'::text, 'leaflet'::text, 'reading_tip'::text]))),
    CONSTRAINT ck_publication_link CHECK (((link = ''::text) OR (link ~ '^https?://'::text))),
    CONSTRAINT ck_publication_text CHECK ((GREATEST(length(text_sv), length(text_en)) <= 600)),
    CONSTRAINT ck_publication_title_en CHECK ((length(title_en) <= 160)),
    CONSTRAINT ck_publication_title_sv CHECK (((title_sv <> ''::text) AND (length(title_sv) <= 160))),
    CONSTRAINT ck_publication_year CHECK (((year >= 1990) AND (year <= 2100)))
);
CREATE TABLE {schema}.publication_file (
    publication_id uuid NOT NULL,
    language text NOT NULL,
    name text NOT NULL,
    size integer NOT NULL,
    content bytea NOT NULL,
    cover bytea,
    cover_width integer,
    cover_height integer,
    created_by uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    id uuid NOT NULL,
    reading text DEFAULT 'unknown'::text NOT NULL,
    lacking text[] DEFAULT '{}'::text[] NOT NULL,
    CONSTRAINT ck_publication_file_language CHECK ((language = ANY (ARRAY['sv'::text, 'en'::text, 'ar'::text, 'bs'::text, 'ckb'::text, 'es'::text, 'fa'::text, 'fi'::text, 'fr'::text, 'kmr'::text, 'pl'::text, 'prs'::text, 'ps'::text, 'ru'::text, 'so'::text, 'syr'::text, 'th'::text, 'ti'::text, 'tr'::text, 'uk'::text]))),
    CONSTRAINT ck_publication_file_reading CHECK ((reading = ANY (ARRAY['unknown'::text, 'tagged'::text, 'untagged'::text, 'picture'::text]))),
    CONSTRAINT ck_publication_file_size CHECK (((size >= 1) AND (size <= 10485760)))
);
CREATE VIEW {schema}.published_article WITH (security_barrier='true') AS
 SELECT article.id AS article_id,
    words.language,
    article.kind,
    article.publish_at,
    article.changed_at,
    article.happens_on,
    article.last_day,
    article.picture_id,
    words.slug,
    words.title,
    words.lead,
    words.body,
    COALESCE(( SELECT array_agg(article_tag.tag ORDER BY article_tag.tag) AS array_agg
           FROM {schema}.article_tag
          WHERE (article_tag.article_id = article.id)), '{}'::text[]) AS tags,
    ( SELECT min(consent.until) AS min
           FROM ({schema}.article_consent
             JOIN {schema}.consent ON ((consent.id = article_consent.consent_id)))
          WHERE (article_consent.article_id = article.id)) AS consent_until,
    article.signup_until,
    article.places,
    article.media_id,
    words.quote,
    words.quoted_as
   FROM ({schema}.article
     JOIN {schema}.article_text words ON ((words.article_id = article.id)))
  WHERE ((article.state = 'published'::text) AND ((article.kind <> 'story'::text) OR (EXISTS ( SELECT
           FROM {schema}.article_consent
          WHERE (article_consent.article_id = article.id)))) AND (NOT (EXISTS ( SELECT
           FROM ({schema}.article_consent
             JOIN {schema}.consent ON ((consent.id = article_consent.consent_id)))
          WHERE ((article_consent.article_id = article.id) AND ((consent.withdrawn_on IS NOT NULL) OR (consent.kind <> 'publicity'::text)))))));
CREATE TABLE {schema}.site_contact (
    "position" integer DEFAULT 0 NOT NULL,
    role_sv text DEFAULT ''::text NOT NULL,
    role_en text DEFAULT ''::text NOT NULL,
    name text DEFAULT ''::text NOT NULL,
    is_acting boolean DEFAULT false NOT NULL,
    about_sv text DEFAULT ''::text NOT NULL,
    about_en text DEFAULT ''::text NOT NULL,
    phone text DEFAULT ''::text NOT NULL,
    email text DEFAULT ''::text NOT NULL,
    shown boolean DEFAULT true NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_by uuid NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT ck_site_contact_about CHECK ((GREATEST(length(about_sv), length(about_en)) <= 300)),
    CONSTRAINT ck_site_contact_role CHECK (((role_sv <> ''::text) AND (GREATEST(length(role_sv), length(role_en)) <= 80)))
);
CREATE VIEW {schema}.published_contact WITH (security_barrier='true') AS
 SELECT id AS contact_id,
    "position",
    role_sv,
    role_en,
    name,
    is_acting,
    about_sv,
    about_en,
    phone,
    email
   FROM {schema}.site_contact
  WHERE shown;
CREATE VIEW {schema}.published_document WITH (security_barrier='true') AS
 SELECT file.id AS file_id,
    file.publication_id,
    file.language,
    file.name,
    file.size,
    file.content,
    file.cover,
    file.cover_width,
    file.cover_height,
    file.reading
   FROM ({schema}.publication_file file
     JOIN {schema}.publication ON ((publication.id = file.publication_id)))
  WHERE (publication.shown_from IS NOT NULL);
CREATE VIEW {schema}.published_fact WITH (security_barrier='true') AS
 SELECT id AS fact_id,
    happened_on,
    text_sv,
    text_en,
    source_sv,
    source_en,
    link
   FROM {schema}.dated_fact
  WHERE shown;
CREATE VIEW {schema}.published_intervention WITH (security_barrier='true') AS
 SELECT id AS intervention_id,
    subproject_id,
    kind,
    name_sv,
    name_en,
    "position",
    valid_from,
    valid_until,
    text_sv,
    text_en,
    is_complementary,
    given_by
   FROM {schema}.intervention;
CREATE VIEW {schema}.published_media WITH (security_barrier='true') AS
 SELECT media.id AS media_id,
    media.kind,
    media.media_type,
    media.size,
    media.digest,
    media.milliseconds,
    media.width,
    media.height,
    media.poster,
    shown.seen_from,
    allowed.until AS consent_until
   FROM (({schema}.media
     JOIN LATERAL ( SELECT min(published_article.publish_at) AS seen_from
           FROM {schema}.published_article
          WHERE (published_article.media_id = media.id)
         HAVING (count(*) > 0)) shown ON (true))
     CROSS JOIN LATERAL ( SELECT min(consent.until) AS until,
            COALESCE(bool_or((consent.withdrawn_on IS NOT NULL)), false) AS is_withdrawn
           FROM (({schema}.article
             JOIN {schema}.article_consent ON ((article_consent.article_id = article.id)))
             JOIN {schema}.consent ON ((consent.id = article_consent.consent_id)))
          WHERE (article.media_id = media.id)) allowed)
  WHERE ((media.state = 'ready'::text) AND (NOT allowed.is_withdrawn));
CREATE VIEW {schema}.published_media_piece WITH (security_barrier='true') AS
 SELECT piece.media_id,
    piece.number,
    piece.content,
    seen.seen_from,
    seen.consent_until
   FROM ({schema}.media_piece piece
     JOIN {schema}.published_media seen ON ((seen.media_id = piece.media_id)));
CREATE VIEW {schema}.published_media_text WITH (security_barrier='true') AS
 SELECT said.media_id,
    said.language,
    said.transcript,
    said.captions,
    seen.seen_from,
    seen.consent_until
   FROM ({schema}.media_text said
     JOIN {schema}.published_media seen ON ((seen.media_id = said.media_id)));
CREATE TABLE {schema}.subproject_municipality (
    subproject_id uuid NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    joined_on date
);
CREATE VIEW {schema}.published_municipality WITH (security_barrier='true') AS
 SELECT subproject_id,
    code,
    name,
    joined_on
   FROM {schema}.subproject_municipality;
CREATE VIEW {schema}.published_picture WITH (security_barrier='true') AS
 SELECT rendition.picture_id,
    rendition.width,
    rendition.height,
    rendition.content,
    picture.alt_sv,
    picture.alt_en,
    picture.credit,
    shown.seen_from,
    allowed.until AS consent_until
   FROM ((({schema}.picture_rendition rendition
     JOIN {schema}.picture ON ((picture.id = rendition.picture_id)))
     JOIN LATERAL ( SELECT min(published_article.publish_at) AS seen_from
           FROM ({schema}.article_picture
             JOIN {schema}.published_article ON ((published_article.article_id = article_picture.article_id)))
          WHERE (article_picture.picture_id = rendition.picture_id)
         HAVING (count(*) > 0)) shown ON (true))
     CROSS JOIN LATERAL ( SELECT min(consent.until) AS until,
            COALESCE(bool_or((consent.withdrawn_on IS NOT NULL)), false) AS is_withdrawn
           FROM (({schema}.article_picture
             JOIN {schema}.article_consent ON ((article_consent.article_id = article_picture.article_id)))
             JOIN {schema}.consent ON ((consent.id = article_consent.consent_id)))
          WHERE (article_picture.picture_id = rendition.picture_id)) allowed)
  WHERE (NOT allowed.is_withdrawn);
CREATE VIEW {schema}.published_publication WITH (security_barrier='true') AS
 SELECT id AS publication_id,
    kind,
    year,
    title_sv,
    title_en,
    text_sv,
    text_en,
    link,
    shown_from
   FROM {schema}.publication
  WHERE (shown_from IS NOT NULL);
CREATE TABLE {schema}.signup (
    id uuid NOT NULL,
    article_id uuid NOT NULL,
    signed_up_on date NOT NULL,
    received_at timestamp with time zone DEFAULT now() NOT NULL,
    sealed bytea NOT NULL,
    CONSTRAINT ck_signup_sealed_size CHECK (((octet_length(sealed) >= 1) AND (octet_length(sealed) <= 10000)))
);
CREATE TABLE {schema}.signup_closing (
    article_id uuid NOT NULL,
    closed_by uuid NOT NULL,
    closed_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE VIEW {schema}.published_signup WITH (security_barrier='true') AS
 SELECT id AS article_id,
        CASE
            WHEN (places IS NOT NULL) THEN GREATEST((places - ( SELECT count(*) AS count
               FROM {schema}.signup
              WHERE (signup.article_id = article.id))), (0)::bigint)
            ELSE NULL::bigint
        END AS places_left,
    (EXISTS ( SELECT
           FROM {schema}.signup_closing
          WHERE (signup_closing.article_id = article.id))) AS is_closed
   FROM {schema}.article
  WHERE ((kind = 'event'::text) AND (state = 'published'::text) AND (signup_until IS NOT NULL));
CREATE TABLE {schema}.signup_gone (
    signup_id uuid NOT NULL,
    article_id uuid NOT NULL
);
CREATE VIEW {schema}.published_signup_gone WITH (security_barrier='true') AS
 SELECT signup_id
   FROM {schema}.signup_gone;
CREATE VIEW {schema}.published_statement WITH (security_barrier='true') AS
 SELECT id AS statement_id,
    conformity,
    method,
    assessed_on,
    faults_sv,
    faults_en,
    burden_sv,
    burden_en,
    outside_sv,
    outside_en,
    email,
    phone,
    changed_at
   FROM {schema}.accessibility_statement;
CREATE VIEW {schema}.published_subproject WITH (security_barrier='true') AS
 SELECT s.id AS subproject_id,
    s.project_key,
    s.name,
    s.starts_on,
    s.ends_on,
    s.esf_ends_on,
    s.target,
    s.target_is_example,
    s.age_min,
    s.age_max,
    s.mapping_counts,
    s.contact_email,
    s.contact_phone,
    a.name AS intake_authority,
    a.agreement_from AS intake_from,
    a.agreement_until AS intake_until
   FROM ({schema}.subproject s
     LEFT JOIN {schema}.authority a ON ((a.id = s.intake_authority_id)));
CREATE TABLE {schema}.site_text (
    page text NOT NULL,
    language text NOT NULL,
    body text DEFAULT ''::text NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_by uuid NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT ck_site_text_body CHECK ((length(body) <= 60000)),
    CONSTRAINT ck_site_text_language CHECK ((language = ANY (ARRAY['sv'::text, 'en'::text]))),
    CONSTRAINT ck_site_text_page CHECK ((page = ANY (ARRAY['participants'::text, 'easy_read'::text, 'officers'::text, 'results'::text, 'support'::text])))
);
CREATE VIEW {schema}.published_text WITH (security_barrier='true') AS
 SELECT page,
    language,
    body,
    changed_at
   FROM {schema}.site_text
  WHERE (body <> ''::text);
CREATE TABLE {schema}.referral_answer (
    referral_id uuid NOT NULL,
    on_date date NOT NULL,
    way text NOT NULL,
    to_whom text NOT NULL,
    says text NOT NULL,
    consent_id uuid,
    by_account uuid NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    form_token uuid,
    id uuid NOT NULL,
    CONSTRAINT ck_referral_answer_way CHECK ((way = ANY (ARRAY['system'::text, 'phone'::text, 'letter'::text, 'meeting'::text])))
);
CREATE TABLE {schema}.referral_event (
    referral_id uuid NOT NULL,
    from_state text,
    to_state text NOT NULL,
    on_date date NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    by_account uuid,
    reason text DEFAULT ''::text NOT NULL,
    id uuid NOT NULL,
    CONSTRAINT ck_referral_event_from_state CHECK ((from_state = ANY (ARRAY['received'::text, 'to_be_completed'::text, 'being_assessed'::text, 'waiting_list'::text, 'offered'::text, 'referred_on'::text, 'withdrawn'::text, 'started'::text]))),
    CONSTRAINT ck_referral_event_to_state CHECK ((to_state = ANY (ARRAY['received'::text, 'to_be_completed'::text, 'being_assessed'::text, 'waiting_list'::text, 'offered'::text, 'referred_on'::text, 'withdrawn'::text, 'started'::text])))
);
CREATE TABLE {schema}.referral_inbox (
    id uuid NOT NULL,
    received_at timestamp with time zone DEFAULT now() NOT NULL,
    sealed bytea NOT NULL,
    set_aside text,
    set_aside_by uuid,
    set_aside_at timestamp with time zone,
    CONSTRAINT ck_referral_inbox_set_aside CHECK ((set_aside = ANY (ARRAY['spam'::text, 'double'::text, 'no_contact'::text])))
);
CREATE TABLE {schema}.referral_inbox_file (
    id uuid NOT NULL,
    inbox_id uuid NOT NULL,
    sealed bytea NOT NULL
);
CREATE TABLE {schema}.saved_list (
    account_id uuid NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    shared boolean DEFAULT false NOT NULL,
    choices jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT ck_saved_list_choices CHECK (((jsonb_typeof(choices) = 'object'::text) AND (length((choices)::text) <= 2000))),
    CONSTRAINT ck_saved_list_kind CHECK ((kind = ANY (ARRAY['participants'::text, 'referrals'::text]))),
    CONSTRAINT ck_saved_list_name CHECK (((length(name) >= 1) AND (length(name) <= 80)))
);
CREATE VIEW {schema}.signup_count WITH (security_barrier='true') AS
 SELECT article_id,
    count(*) AS taken
   FROM {schema}.signup
  GROUP BY article_id;
CREATE TABLE {schema}.site_text_version (
    page text NOT NULL,
    language text NOT NULL,
    number integer NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    by_account uuid NOT NULL,
    body text DEFAULT ''::text NOT NULL,
    id uuid NOT NULL,
    CONSTRAINT ck_site_text_version_language CHECK ((language = ANY (ARRAY['sv'::text, 'en'::text]))),
    CONSTRAINT ck_site_text_version_page CHECK ((page = ANY (ARRAY['participants'::text, 'easy_read'::text, 'officers'::text, 'results'::text, 'support'::text])))
);
CREATE TABLE {schema}.staff (
    account_id uuid NOT NULL,
    name text NOT NULL,
    authority_id uuid,
    reads_persons boolean DEFAULT false NOT NULL,
    active boolean DEFAULT true NOT NULL,
    phone text DEFAULT ''::text NOT NULL
);
CREATE TABLE {schema}.step (
    participation_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    kind text NOT NULL,
    kind_list text GENERATED ALWAYS AS ('step_kind'::text) STORED NOT NULL,
    on_date date NOT NULL,
    words text DEFAULT ''::text NOT NULL,
    form_token uuid,
    by_account uuid NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    withdrawn_at timestamp with time zone,
    withdrawn_by uuid,
    withdrawn_reason text DEFAULT ''::text NOT NULL,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT ck_step_withdrawn_by CHECK (((withdrawn_at IS NULL) = (withdrawn_by IS NULL))),
    CONSTRAINT ck_step_withdrawn_says_why CHECK (((withdrawn_at IS NULL) = (withdrawn_reason = ''::text))),
    CONSTRAINT ck_step_words CHECK ((length(words) <= 500))
);
CREATE TABLE {schema}.team_meeting (
    subproject_id uuid NOT NULL,
    name text NOT NULL,
    on_date date NOT NULL,
    starts_at time without time zone NOT NULL,
    ends_at time without time zone,
    place text DEFAULT ''::text NOT NULL,
    state text DEFAULT 'planned'::text NOT NULL,
    remarks text DEFAULT ''::text NOT NULL,
    created_by uuid NOT NULL,
    closed_by uuid,
    closed_at timestamp with time zone,
    form_token uuid,
    id uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT ck_team_meeting_closed_has_time CHECK (((state = 'closed'::text) = (closed_at IS NOT NULL))),
    CONSTRAINT ck_team_meeting_ends_after_start CHECK (((ends_at IS NULL) OR (ends_at > starts_at))),
    CONSTRAINT ck_team_meeting_state CHECK ((state = ANY (ARRAY['planned'::text, 'closed'::text, 'cancelled'::text])))
);
CREATE TABLE {schema}.team_meeting_member (
    meeting_id uuid NOT NULL,
    account_id uuid NOT NULL,
    present boolean
);
CREATE TABLE {schema}.work_visit (
    account_id uuid NOT NULL,
    seen_at timestamp with time zone DEFAULT now() NOT NULL,
    since timestamp with time zone
);
ALTER TABLE ONLY {schema}.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY {schema}.intervention_pause
    ADD CONSTRAINT ex_intervention_pause_overlap EXCLUDE USING gist (period_id WITH =, daterange(starts_on, ends_on, '[)'::text) WITH &&);
ALTER TABLE ONLY {schema}.participation
    ADD CONSTRAINT ex_participation_overlap EXCLUDE USING gist (person_id WITH =, daterange(started_on, ended_on, '[)'::text) WITH &&) WHERE (((person_id IS NOT NULL) AND (state <> 'misregistered'::text)));
ALTER TABLE ONLY {schema}.participation_worker
    ADD CONSTRAINT ex_participation_worker_overlap EXCLUDE USING gist (participation_id WITH =, account_id WITH =, daterange(starts_on, ends_on, '[]'::text) WITH &&);
ALTER TABLE ONLY {schema}.access_log
    ADD CONSTRAINT pk_access_log PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.accessibility_statement
    ADD CONSTRAINT pk_accessibility_statement PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.activity
    ADD CONSTRAINT pk_activity PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.agenda_item
    ADD CONSTRAINT pk_agenda_item PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.article
    ADD CONSTRAINT pk_article PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.article_consent
    ADD CONSTRAINT pk_article_consent PRIMARY KEY (article_id, consent_id);
ALTER TABLE ONLY {schema}.article_picture
    ADD CONSTRAINT pk_article_picture PRIMARY KEY (article_id, picture_id);
ALTER TABLE ONLY {schema}.article_tag
    ADD CONSTRAINT pk_article_tag PRIMARY KEY (article_id, tag);
ALTER TABLE ONLY {schema}.article_text
    ADD CONSTRAINT pk_article_text PRIMARY KEY (article_id, language);
ALTER TABLE ONLY {schema}.article_version
    ADD CONSTRAINT pk_article_version PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.assessment
    ADD CONSTRAINT pk_assessment PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.assessment_answer
    ADD CONSTRAINT pk_assessment_answer PRIMARY KEY (assessment_id, area);
ALTER TABLE ONLY {schema}.assessment_question
    ADD CONSTRAINT pk_assessment_question PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.assessment_reply
    ADD CONSTRAINT pk_assessment_reply PRIMARY KEY (assessment_id, question_id);
ALTER TABLE ONLY {schema}.attendance
    ADD CONSTRAINT pk_attendance PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.attendance_report
    ADD CONSTRAINT pk_attendance_report PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.authority
    ADD CONSTRAINT pk_authority PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.chart
    ADD CONSTRAINT pk_chart PRIMARY KEY (project_key, chart, language, width);
ALTER TABLE ONLY {schema}.code
    ADD CONSTRAINT pk_code PRIMARY KEY (list, key);
ALTER TABLE ONLY {schema}.consent
    ADD CONSTRAINT pk_consent PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.consent_authority
    ADD CONSTRAINT pk_consent_authority PRIMARY KEY (consent_id, authority_id);
ALTER TABLE ONLY {schema}.consent_data_kind
    ADD CONSTRAINT pk_consent_data_kind PRIMARY KEY (consent_id, data_kind);
ALTER TABLE ONLY {schema}.consent_form
    ADD CONSTRAINT pk_consent_form PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.dated_fact
    ADD CONSTRAINT pk_dated_fact PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.default_list
    ADD CONSTRAINT pk_default_list PRIMARY KEY (account_id, kind);
ALTER TABLE ONLY {schema}.deviation
    ADD CONSTRAINT pk_deviation PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.deviation_authority
    ADD CONSTRAINT pk_deviation_authority PRIMARY KEY (deviation_id, authority_id);
ALTER TABLE ONLY {schema}.deviation_event
    ADD CONSTRAINT pk_deviation_event PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.deviation_party
    ADD CONSTRAINT pk_deviation_party PRIMARY KEY (deviation_id, party_key);
ALTER TABLE ONLY {schema}.deviation_reading
    ADD CONSTRAINT pk_deviation_reading PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.deviation_text
    ADD CONSTRAINT pk_deviation_text PRIMARY KEY (deviation_id, number);
ALTER TABLE ONLY {schema}.dirty_mark
    ADD CONSTRAINT pk_dirty_mark PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.draft
    ADD CONSTRAINT pk_draft PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.employment_step
    ADD CONSTRAINT pk_employment_step PRIMARY KEY (period_id, stage);
ALTER TABLE ONLY {schema}.export
    ADD CONSTRAINT pk_export PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.export_subjects
    ADD CONSTRAINT pk_export_subjects PRIMARY KEY (export_id);
ALTER TABLE ONLY {schema}.file
    ADD CONSTRAINT pk_file PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.finsam_year
    ADD CONSTRAINT pk_finsam_year PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.follow_up
    ADD CONSTRAINT pk_follow_up PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.follow_up_support
    ADD CONSTRAINT pk_follow_up_support PRIMARY KEY (follow_up_id, source);
ALTER TABLE ONLY {schema}.follow_up_try
    ADD CONSTRAINT pk_follow_up_try PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.handover
    ADD CONSTRAINT pk_handover PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.handover_opening
    ADD CONSTRAINT pk_handover_opening PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.import_mapping
    ADD CONSTRAINT pk_import_mapping PRIMARY KEY (owner_id, headings);
ALTER TABLE ONLY {schema}.import_row
    ADD CONSTRAINT pk_import_row PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.import_run
    ADD CONSTRAINT pk_import_run PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.insats_year
    ADD CONSTRAINT pk_insats_year PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.intervention
    ADD CONSTRAINT pk_intervention PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.intervention_extent
    ADD CONSTRAINT pk_intervention_extent PRIMARY KEY (period_id, valid_from);
ALTER TABLE ONLY {schema}.intervention_pause
    ADD CONSTRAINT pk_intervention_pause PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.intervention_period
    ADD CONSTRAINT pk_intervention_period PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.mail_choice
    ADD CONSTRAINT pk_mail_choice PRIMARY KEY (account_id);
ALTER TABLE ONLY {schema}.mail_told
    ADD CONSTRAINT pk_mail_told PRIMARY KEY (account_id);
ALTER TABLE ONLY {schema}.media
    ADD CONSTRAINT pk_media PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.media_piece
    ADD CONSTRAINT pk_media_piece PRIMARY KEY (media_id, number);
ALTER TABLE ONLY {schema}.media_text
    ADD CONSTRAINT pk_media_text PRIMARY KEY (media_id, language);
ALTER TABLE ONLY {schema}.media_upload_piece
    ADD CONSTRAINT pk_media_upload_piece PRIMARY KEY (media_id, number);
ALTER TABLE ONLY {schema}.month_event
    ADD CONSTRAINT pk_month_event PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.month_lock
    ADD CONSTRAINT pk_month_lock PRIMARY KEY (subproject_id, month);
ALTER TABLE ONLY {schema}.note
    ADD CONSTRAINT pk_note PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.outbox
    ADD CONSTRAINT pk_outbox PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.owed_report
    ADD CONSTRAINT pk_owed_report PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.owed_report_line
    ADD CONSTRAINT pk_owed_report_line PRIMARY KEY (report_id, participation_id);
ALTER TABLE ONLY {schema}.participation
    ADD CONSTRAINT pk_participation PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.participation_worker
    ADD CONSTRAINT pk_participation_worker PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.party
    ADD CONSTRAINT pk_party PRIMARY KEY (key);
ALTER TABLE ONLY {schema}.person
    ADD CONSTRAINT pk_person PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.person_merge
    ADD CONSTRAINT pk_person_merge PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.picture
    ADD CONSTRAINT pk_picture PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.picture_rendition
    ADD CONSTRAINT pk_picture_rendition PRIMARY KEY (picture_id, width);
ALTER TABLE ONLY {schema}.place
    ADD CONSTRAINT pk_place PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.plan
    ADD CONSTRAINT pk_plan PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.plan_action
    ADD CONSTRAINT pk_plan_action PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.plan_agreement
    ADD CONSTRAINT pk_plan_agreement PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.plan_goal
    ADD CONSTRAINT pk_plan_goal PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.publication
    ADD CONSTRAINT pk_publication PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.publication_file
    ADD CONSTRAINT pk_publication_file PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.referral
    ADD CONSTRAINT pk_referral PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.referral_answer
    ADD CONSTRAINT pk_referral_answer PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.referral_event
    ADD CONSTRAINT pk_referral_event PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.referral_inbox
    ADD CONSTRAINT pk_referral_inbox PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.referral_inbox_file
    ADD CONSTRAINT pk_referral_inbox_file PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.saved_list
    ADD CONSTRAINT pk_saved_list PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.signup
    ADD CONSTRAINT pk_signup PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.signup_closing
    ADD CONSTRAINT pk_signup_closing PRIMARY KEY (article_id);
ALTER TABLE ONLY {schema}.signup_gone
    ADD CONSTRAINT pk_signup_gone PRIMARY KEY (signup_id);
ALTER TABLE ONLY {schema}.site_contact
    ADD CONSTRAINT pk_site_contact PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.site_text
    ADD CONSTRAINT pk_site_text PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.site_text_version
    ADD CONSTRAINT pk_site_text_version PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.situation
    ADD CONSTRAINT pk_situation PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.situation_support
    ADD CONSTRAINT pk_situation_support PRIMARY KEY (situation_id, source);
ALTER TABLE ONLY {schema}.staff
    ADD CONSTRAINT pk_staff PRIMARY KEY (account_id);
ALTER TABLE ONLY {schema}.step
    ADD CONSTRAINT pk_step PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.subproject
    ADD CONSTRAINT pk_subproject PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.subproject_municipality
    ADD CONSTRAINT pk_subproject_municipality PRIMARY KEY (subproject_id, code);
ALTER TABLE ONLY {schema}.team_meeting
    ADD CONSTRAINT pk_team_meeting PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.team_meeting_member
    ADD CONSTRAINT pk_team_meeting_member PRIMARY KEY (meeting_id, account_id);
ALTER TABLE ONLY {schema}.volume_count
    ADD CONSTRAINT pk_volume_count PRIMARY KEY (id);
ALTER TABLE ONLY {schema}.work_visit
    ADD CONSTRAINT pk_work_visit PRIMARY KEY (account_id);
ALTER TABLE ONLY {schema}.accessibility_statement
    ADD CONSTRAINT uq_accessibility_statement_is_only UNIQUE (is_only);
ALTER TABLE ONLY {schema}.activity
    ADD CONSTRAINT uq_activity_form_token_on_date UNIQUE (form_token, on_date);
ALTER TABLE ONLY {schema}.activity
    ADD CONSTRAINT uq_activity_id_on_date UNIQUE (id, on_date);
ALTER TABLE ONLY {schema}.agenda_item
    ADD CONSTRAINT uq_agenda_item_meeting_id_participation_id UNIQUE (meeting_id, participation_id);
ALTER TABLE ONLY {schema}.agenda_item
    ADD CONSTRAINT uq_agenda_item_meeting_id_referral_id UNIQUE (meeting_id, referral_id);
ALTER TABLE ONLY {schema}.article_text
    ADD CONSTRAINT uq_article_text_language_slug UNIQUE (language, slug);
ALTER TABLE ONLY {schema}.article_version
    ADD CONSTRAINT uq_article_version_article_id_number UNIQUE (article_id, number);
ALTER TABLE ONLY {schema}.assessment
    ADD CONSTRAINT uq_assessment_form_token UNIQUE (form_token);
ALTER TABLE ONLY {schema}.assessment_question
    ADD CONSTRAINT uq_assessment_question_replaces_id UNIQUE (replaces_id);
ALTER TABLE ONLY {schema}.attendance
    ADD CONSTRAINT uq_attendance_activity_id_participation_id UNIQUE (activity_id, participation_id);
ALTER TABLE ONLY {schema}.attendance_report
    ADD CONSTRAINT uq_attendance_report_participation_id_month_number UNIQUE (participation_id, month, number);
ALTER TABLE ONLY {schema}.authority
    ADD CONSTRAINT uq_authority_name UNIQUE (name);
ALTER TABLE ONLY {schema}.consent_form
    ADD CONSTRAINT uq_consent_form_language_name UNIQUE (language_name);
ALTER TABLE ONLY {schema}.consent
    ADD CONSTRAINT uq_consent_form_token UNIQUE (form_token);
ALTER TABLE ONLY {schema}.deviation
    ADD CONSTRAINT uq_deviation_form_token UNIQUE (form_token);
ALTER TABLE ONLY {schema}.draft
    ADD CONSTRAINT uq_draft_account_id_form UNIQUE (account_id, form);
ALTER TABLE ONLY {schema}.finsam_year
    ADD CONSTRAINT uq_finsam_year_subproject_id_year UNIQUE (subproject_id, year);
ALTER TABLE ONLY {schema}.follow_up
    ADD CONSTRAINT uq_follow_up_participation_id_months UNIQUE (participation_id, months);
ALTER TABLE ONLY {schema}.follow_up_try
    ADD CONSTRAINT uq_follow_up_try_form_token UNIQUE (form_token);
ALTER TABLE ONLY {schema}.handover
    ADD CONSTRAINT uq_handover_form_token UNIQUE (form_token);
ALTER TABLE ONLY {schema}.handover
    ADD CONSTRAINT uq_handover_item_id_item_version_to_authority_id UNIQUE (item_id, item_version, to_authority_id);
ALTER TABLE ONLY {schema}.handover_opening
    ADD CONSTRAINT uq_handover_opening_handover_id_account_id UNIQUE (handover_id, account_id);
ALTER TABLE ONLY {schema}.import_row
    ADD CONSTRAINT uq_import_row_run_id_line UNIQUE (run_id, line);
ALTER TABLE ONLY {schema}.insats_year
    ADD CONSTRAINT uq_insats_year_intervention_id_year UNIQUE (intervention_id, year);
ALTER TABLE ONLY {schema}.intervention
    ADD CONSTRAINT uq_intervention_subproject_id_name_sv UNIQUE (subproject_id, name_sv);
ALTER TABLE ONLY {schema}.note
    ADD CONSTRAINT uq_note_corrects_id UNIQUE (corrects_id);
ALTER TABLE ONLY {schema}.note
    ADD CONSTRAINT uq_note_form_token UNIQUE (form_token);
ALTER TABLE ONLY {schema}.owed_report
    ADD CONSTRAINT uq_owed_report_subproject_id_kind_period_number UNIQUE (subproject_id, kind, period, number);
ALTER TABLE ONLY {schema}.owed_report
    ADD CONSTRAINT uq_owed_report_subproject_id_kind_position UNIQUE (subproject_id, kind, "position");
ALTER TABLE ONLY {schema}.participation
    ADD CONSTRAINT uq_participation_number UNIQUE (number);
ALTER TABLE ONLY {schema}.participation
    ADD CONSTRAINT uq_participation_referral_id UNIQUE (referral_id);
ALTER TABLE ONLY {schema}.person
    ADD CONSTRAINT uq_person_identity_index UNIQUE (identity_index);
ALTER TABLE ONLY {schema}.place
    ADD CONSTRAINT uq_place_name UNIQUE (name);
ALTER TABLE ONLY {schema}.plan_agreement
    ADD CONSTRAINT uq_plan_agreement_plan_id_authority_id UNIQUE NULLS NOT DISTINCT (plan_id, authority_id);
ALTER TABLE ONLY {schema}.plan
    ADD CONSTRAINT uq_plan_person_id_owner_id_number UNIQUE (person_id, owner_id, number);
ALTER TABLE ONLY {schema}.publication_file
    ADD CONSTRAINT uq_publication_file_publication_id_language UNIQUE (publication_id, language);
ALTER TABLE ONLY {schema}.referral_answer
    ADD CONSTRAINT uq_referral_answer_form_token UNIQUE (form_token);
ALTER TABLE ONLY {schema}.referral
    ADD CONSTRAINT uq_referral_form_token UNIQUE (form_token);
ALTER TABLE ONLY {schema}.referral
    ADD CONSTRAINT uq_referral_inbox_id UNIQUE (inbox_id);
ALTER TABLE ONLY {schema}.referral
    ADD CONSTRAINT uq_referral_reference UNIQUE (reference);
ALTER TABLE ONLY {schema}.saved_list
    ADD CONSTRAINT uq_saved_list_account_id_kind_name UNIQUE (account_id, kind, name);
ALTER TABLE ONLY {schema}.site_text
    ADD CONSTRAINT uq_site_text_page_language UNIQUE (page, language);
ALTER TABLE ONLY {schema}.site_text_version
    ADD CONSTRAINT uq_site_text_version_page_language_number UNIQUE (page, language, number);
ALTER TABLE ONLY {schema}.situation
    ADD CONSTRAINT uq_situation_participation_id_moment UNIQUE (participation_id, moment);
ALTER TABLE ONLY {schema}.step
    ADD CONSTRAINT uq_step_form_token UNIQUE (form_token);
ALTER TABLE ONLY {schema}.subproject
    ADD CONSTRAINT uq_subproject_project_key UNIQUE (project_key);
ALTER TABLE ONLY {schema}.team_meeting
    ADD CONSTRAINT uq_team_meeting_form_token UNIQUE (form_token);
ALTER TABLE ONLY {schema}.volume_count
    ADD CONSTRAINT uq_volume_count_subproject_id_month_activity UNIQUE (subproject_id, month, activity);
CREATE INDEX ix_access_log_at ON {schema}.access_log USING btree (at);
CREATE INDEX ix_access_log_subject_ids ON {schema}.access_log USING gin (subject_ids);
CREATE INDEX ix_activity_intervention_id ON {schema}.activity USING btree (intervention_id);
CREATE INDEX ix_activity_on_date ON {schema}.activity USING btree (on_date, begins_at);
CREATE INDEX ix_activity_owner_id ON {schema}.activity USING btree (owner_id);
CREATE INDEX ix_activity_place_id ON {schema}.activity USING btree (place_id);
CREATE INDEX ix_activity_series_id ON {schema}.activity USING btree (series_id);
CREATE INDEX ix_activity_subproject_id ON {schema}.activity USING btree (subproject_id);
CREATE INDEX ix_agenda_item_meeting_id ON {schema}.agenda_item USING btree (meeting_id);
CREATE INDEX ix_agenda_item_participation_id ON {schema}.agenda_item USING btree (participation_id);
CREATE INDEX ix_agenda_item_person_id ON {schema}.agenda_item USING btree (person_id);
CREATE INDEX ix_agenda_item_referral_id ON {schema}.agenda_item USING btree (referral_id);
CREATE INDEX ix_article_consent_consent_id ON {schema}.article_consent USING btree (consent_id);
CREATE INDEX ix_article_media_id ON {schema}.article USING btree (media_id);
CREATE INDEX ix_article_version_article_id ON {schema}.article_version USING btree (article_id);
CREATE INDEX ix_assessment_owner_id ON {schema}.assessment USING btree (owner_id);
CREATE INDEX ix_assessment_participation_id ON {schema}.assessment USING btree (participation_id);
CREATE INDEX ix_assessment_person_id ON {schema}.assessment USING btree (person_id);
CREATE INDEX ix_attendance_participation_day ON {schema}.attendance USING btree (participation_id, on_date);
CREATE INDEX ix_attendance_report_participation_id ON {schema}.attendance_report USING btree (participation_id);
CREATE INDEX ix_consent_person_id ON {schema}.consent USING btree (person_id);
CREATE INDEX ix_default_list_saved_list_id ON {schema}.default_list USING btree (saved_list_id);
CREATE INDEX ix_deviation_event_deviation_id ON {schema}.deviation_event USING btree (deviation_id);
CREATE INDEX ix_deviation_noted_on ON {schema}.deviation USING btree (noted_on);
CREATE INDEX ix_deviation_owner_id ON {schema}.deviation USING btree (owner_id);
CREATE INDEX ix_deviation_reading_deviation_id_number ON {schema}.deviation_reading USING btree (deviation_id, number);
CREATE INDEX ix_deviation_subproject_id ON {schema}.deviation USING btree (subproject_id);
CREATE INDEX ix_draft_updated_at ON {schema}.draft USING btree (updated_at);
CREATE INDEX ix_export_account_id ON {schema}.export USING btree (account_id);
CREATE INDEX ix_export_open ON {schema}.export USING btree (expires_at) WHERE (state = ANY (ARRAY['waiting'::text, 'ready'::text]));
CREATE INDEX ix_file_person_id ON {schema}.file USING btree (person_id);
CREATE INDEX ix_file_subject_id ON {schema}.file USING btree (subject_id);
CREATE INDEX ix_follow_up_due_on ON {schema}.follow_up USING btree (due_on) WHERE (state = 'due'::text);
CREATE INDEX ix_follow_up_try_follow_up_id ON {schema}.follow_up_try USING btree (follow_up_id);
CREATE INDEX ix_handover_item_id ON {schema}.handover USING btree (item_id);
CREATE INDEX ix_handover_opening_handover_id ON {schema}.handover_opening USING btree (handover_id);
CREATE INDEX ix_handover_participation_id ON {schema}.handover USING btree (participation_id);
CREATE INDEX ix_handover_person_id ON {schema}.handover USING btree (person_id);
CREATE INDEX ix_handover_received ON {schema}.handover USING btree (to_authority_id, handed_at);
CREATE INDEX ix_import_row_participation_id ON {schema}.import_row USING btree (participation_id);
CREATE INDEX ix_import_row_person_id ON {schema}.import_row USING btree (person_id);
CREATE INDEX ix_import_run_owner_id ON {schema}.import_run USING btree (owner_id);
CREATE INDEX ix_intervention_pause_period_id ON {schema}.intervention_pause USING btree (period_id);
CREATE INDEX ix_intervention_period_intervention_id ON {schema}.intervention_period USING btree (intervention_id);
CREATE INDEX ix_intervention_period_participation_id ON {schema}.intervention_period USING btree (participation_id);
CREATE INDEX ix_intervention_period_place_id ON {schema}.intervention_period USING btree (place_id);
CREATE INDEX ix_intervention_subproject_id ON {schema}.intervention USING btree (subproject_id);
CREATE INDEX ix_month_event_subproject_id ON {schema}.month_event USING btree (subproject_id);
CREATE INDEX ix_note_owner_id ON {schema}.note USING btree (owner_id);
CREATE INDEX ix_note_participation_id ON {schema}.note USING btree (participation_id);
CREATE INDEX ix_note_person_id ON {schema}.note USING btree (person_id);
CREATE INDEX ix_outbox_open ON {schema}.outbox USING btree (due_at) WHERE ((done_at IS NULL) AND (failed_at IS NULL));
CREATE INDEX ix_owed_report_line_participation_id ON {schema}.owed_report_line USING btree (participation_id);
CREATE INDEX ix_participation_controller_id ON {schema}.participation USING btree (controller_id);
CREATE INDEX ix_participation_key_worker_id ON {schema}.participation USING btree (key_worker_id);
CREATE INDEX ix_participation_person_id ON {schema}.participation USING btree (person_id);
CREATE INDEX ix_participation_started ON {schema}.participation USING btree (subproject_id, started_on);
CREATE INDEX ix_participation_subproject_id ON {schema}.participation USING btree (subproject_id);
CREATE INDEX ix_participation_worker_account_id ON {schema}.participation_worker USING btree (account_id);
CREATE INDEX ix_participation_worker_participation_id ON {schema}.participation_worker USING btree (participation_id);
CREATE INDEX ix_person_merge_gone_id ON {schema}.person_merge USING btree (gone_id);
CREATE INDEX ix_person_merge_kept_id ON {schema}.person_merge USING btree (kept_id);
CREATE INDEX ix_person_merged_into ON {schema}.person USING btree (merged_into);
CREATE INDEX ix_person_search_key ON {schema}.person USING gin (search_key ext.gin_trgm_ops);
CREATE INDEX ix_person_sort_key ON {schema}.person USING btree (sort_key COLLATE "C");
CREATE INDEX ix_plan_action_due_on ON {schema}.plan_action USING btree (due_on) WHERE (state = ANY (ARRAY['planned'::text, 'begun'::text]));
CREATE INDEX ix_plan_action_goal_id ON {schema}.plan_action USING btree (goal_id);
CREATE INDEX ix_plan_action_plan_id ON {schema}.plan_action USING btree (plan_id);
CREATE INDEX ix_plan_agreement_plan_id ON {schema}.plan_agreement USING btree (plan_id);
CREATE INDEX ix_plan_goal_plan_id ON {schema}.plan_goal USING btree (plan_id);
CREATE INDEX ix_plan_owner_id ON {schema}.plan USING btree (owner_id);
CREATE INDEX ix_plan_participation_id ON {schema}.plan USING btree (participation_id);
CREATE INDEX ix_plan_person_id ON {schema}.plan USING btree (person_id);
CREATE INDEX ix_plan_review_on ON {schema}.plan USING btree (review_on) WHERE (state = 'agreed'::text);
CREATE INDEX ix_publication_file_publication_id ON {schema}.publication_file USING btree (publication_id);
CREATE INDEX ix_referral_answer_referral_id ON {schema}.referral_answer USING btree (referral_id);
CREATE INDEX ix_referral_author_id ON {schema}.referral USING btree (author_id);
CREATE INDEX ix_referral_event_referral_id ON {schema}.referral_event USING btree (referral_id);
CREATE INDEX ix_referral_inbox_file_inbox_id ON {schema}.referral_inbox_file USING btree (inbox_id);
CREATE INDEX ix_referral_owner_id ON {schema}.referral USING btree (owner_id);
CREATE INDEX ix_referral_person_id ON {schema}.referral USING btree (person_id);
CREATE INDEX ix_referral_referrer_account ON {schema}.referral USING btree (referrer_account);
CREATE INDEX ix_referral_state_received ON {schema}.referral USING btree (state, received_on);
CREATE INDEX ix_referral_subproject_id ON {schema}.referral USING btree (subproject_id);
CREATE INDEX ix_signup_article_id ON {schema}.signup USING btree (article_id);
CREATE INDEX ix_signup_gone_article_id ON {schema}.signup_gone USING btree (article_id);
CREATE INDEX ix_staff_authority_id ON {schema}.staff USING btree (authority_id);
CREATE INDEX ix_step_on_date ON {schema}.step USING btree (on_date);
CREATE INDEX ix_step_participation_id ON {schema}.step USING btree (participation_id);
CREATE INDEX ix_team_meeting_on_date ON {schema}.team_meeting USING btree (on_date);
CREATE INDEX ix_team_meeting_subproject_id ON {schema}.team_meeting USING btree (subproject_id);
CREATE UNIQUE INDEX uq_follow_up_support_main ON {schema}.follow_up_support USING btree (follow_up_id) WHERE main;
CREATE UNIQUE INDEX uq_plan_one_draft ON {schema}.plan USING btree (person_id, owner_id) WHERE (state = 'draft'::text);
CREATE UNIQUE INDEX uq_situation_support_main ON {schema}.situation_support USING btree (situation_id) WHERE main;
CREATE OR REPLACE VIEW {schema}.agg_hours WITH (security_barrier='true') AS
 WITH noted AS (
         SELECT participation.subproject_id,
            COALESCE(participation.person_id, participation.id) AS who,
            COALESCE(person.sex, participation.sex) AS sex,
            (participation.grade = 'anonymous'::text) AS apart,
            (date_trunc('month'::text, (attendance.on_date)::timestamp without time zone))::date AS month,
            COALESCE(( SELECT support.source
                   FROM ({schema}.situation
                     JOIN {schema}.situation_support support ON ((support.situation_id = situation.id)))
                  WHERE ((situation.participation_id = participation.id) AND (situation.moment = 'before'::text))
                  ORDER BY support.main DESC, support.source
                 LIMIT 1), 'unknown'::text) AS source,
            sum(attendance.attended_minutes) FILTER (WHERE (attendance.state = 'present'::text)) AS minutes,
            bool_or((attendance.state = 'planned'::text)) AS missing
           FROM ((({schema}.attendance
             JOIN {schema}.activity ON (((activity.id = attendance.activity_id) AND (activity.state <> 'cancelled'::text))))
             JOIN {schema}.participation ON ((participation.id = attendance.participation_id)))
             LEFT JOIN {schema}.person ON ((person.id = participation.person_id)))
          WHERE (participation.state <> 'misregistered'::text)
          GROUP BY participation.id, person.sex, ((date_trunc('month'::text, (attendance.on_date)::timestamp without time zone))::date)
        ), ranked AS (
         SELECT noted.subproject_id,
            noted.month,
            sum(noted.minutes) AS minutes,
            row_number() OVER (PARTITION BY noted.subproject_id, noted.month ORDER BY (sum(noted.minutes)) DESC) AS place
           FROM noted
          WHERE (noted.minutes > 0)
          GROUP BY noted.subproject_id, noted.month, noted.who
        ), summed AS (
         SELECT ranked.subproject_id,
            ranked.month,
            sum(ranked.minutes) AS minutes,
            count(*) AS people,
            max(ranked.minutes) AS largest,
            COALESCE(sum(ranked.minutes) FILTER (WHERE (ranked.place > 2)), (0)::numeric) AS others
           FROM ranked
          GROUP BY ranked.subproject_id, ranked.month
        )
 SELECT subproject.project_key,
    noted.month,
    told.cube,
    told.key,
    noted.sex,
    noted.apart,
    (sum(told.count))::integer AS count
   FROM ((noted
     CROSS JOIN LATERAL ( VALUES ('minutes'::text,noted.source,noted.minutes), ('attendees'::text,noted.source,
                CASE
                    WHEN (noted.minutes > 0) THEN 1
                    ELSE NULL::integer
                END), ('missing'::text,'attendance'::text,
                CASE
                    WHEN noted.missing THEN 1
                    ELSE NULL::integer
                END)) told(cube, key, count))
     JOIN {schema}.subproject ON ((subproject.id = noted.subproject_id)))
  WHERE (told.count > 0)
  GROUP BY subproject.project_key, noted.month, told.cube, told.key, noted.sex, noted.apart
UNION ALL
 SELECT subproject.project_key,
    summed.month,
    'hours'::text AS cube,
        CASE
            WHEN (summed.people < 5) THEN 'few'::text
            WHEN ((summed.others * (10)::numeric) < summed.largest) THEN 'dominated'::text
            ELSE 'open'::text
        END AS key,
    ''::text AS sex,
    false AS apart,
    (summed.minutes)::integer AS count
   FROM (summed
     JOIN {schema}.subproject ON ((subproject.id = summed.subproject_id)));
CREATE CONSTRAINT TRIGGER around_insatser AFTER UPDATE OF started_on, ended_on, state ON {schema}.participation DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {schema}.refuse_insats_outside_participation();
CREATE TRIGGER by_another BEFORE INSERT ON {schema}.deviation_reading FOR EACH ROW EXECUTE FUNCTION {schema}.refuse_own_reading();
CREATE TRIGGER closed_month BEFORE INSERT OR DELETE OR UPDATE ON {schema}.activity FOR EACH ROW EXECUTE FUNCTION {schema}.refuse_closed_month();
CREATE TRIGGER closed_month BEFORE INSERT OR DELETE OR UPDATE ON {schema}.attendance FOR EACH ROW EXECUTE FUNCTION {schema}.refuse_closed_month();
CREATE TRIGGER longer_day AFTER INSERT OR UPDATE OF attended_minutes, on_date, participation_id ON {schema}.attendance FOR EACH ROW WHEN ((new.attended_minutes > 0)) EXECUTE FUNCTION {schema}.refuse_longer_day();
CREATE TRIGGER mark_deleted AFTER DELETE ON {schema}.attendance REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION {schema}.mark_attendance();
CREATE TRIGGER mark_deleted AFTER DELETE ON {schema}.follow_up REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION {schema}.mark_follow_ups();
CREATE TRIGGER mark_deleted AFTER DELETE ON {schema}.intervention_period REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION {schema}.mark_insatser();
CREATE TRIGGER mark_deleted AFTER DELETE ON {schema}.month_lock REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION {schema}.mark_months();
CREATE TRIGGER mark_deleted AFTER DELETE ON {schema}.participation REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION {schema}.mark_participations();
CREATE TRIGGER mark_deleted AFTER DELETE ON {schema}.referral REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION {schema}.mark_referrals();
CREATE TRIGGER mark_deleted AFTER DELETE ON {schema}.situation REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION {schema}.mark_situations();
CREATE TRIGGER mark_deleted AFTER DELETE ON {schema}.situation_support REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION {schema}.mark_situations();
CREATE TRIGGER mark_deleted AFTER DELETE ON {schema}.subproject REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION {schema}.mark_subprojects();
CREATE TRIGGER mark_deleted AFTER DELETE ON {schema}.volume_count REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION {schema}.mark_months();
CREATE TRIGGER mark_inserted AFTER INSERT ON {schema}.attendance REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION {schema}.mark_attendance();
CREATE TRIGGER mark_inserted AFTER INSERT ON {schema}.follow_up REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION {schema}.mark_follow_ups();
CREATE TRIGGER mark_inserted AFTER INSERT ON {schema}.intervention_period REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION {schema}.mark_insatser();
CREATE TRIGGER mark_inserted AFTER INSERT ON {schema}.month_lock REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION {schema}.mark_months();
CREATE TRIGGER mark_inserted AFTER INSERT ON {schema}.participation REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION {schema}.mark_participations();
CREATE TRIGGER mark_inserted AFTER INSERT ON {schema}.referral REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION {schema}.mark_referrals();
CREATE TRIGGER mark_inserted AFTER INSERT ON {schema}.situation REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION {schema}.mark_situations();
CREATE TRIGGER mark_inserted AFTER INSERT ON {schema}.situation_support REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION {schema}.mark_situations();
CREATE TRIGGER mark_inserted AFTER INSERT ON {schema}.subproject REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION {schema}.mark_subprojects();
CREATE TRIGGER mark_inserted AFTER INSERT ON {schema}.volume_count REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION {schema}.mark_months();
CREATE TRIGGER mark_updated AFTER UPDATE ON {schema}.activity REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION {schema}.mark_activities_called_off();
CREATE TRIGGER mark_updated AFTER UPDATE ON {schema}.attendance REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION {schema}.mark_changed_attendance();
CREATE TRIGGER mark_updated AFTER UPDATE ON {schema}.code REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION {schema}.mark_reasons_counted_otherwise();
CREATE TRIGGER mark_updated AFTER UPDATE ON {schema}.follow_up REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION {schema}.mark_changed_follow_ups();
CREATE TRIGGER mark_updated AFTER UPDATE ON {schema}.intervention REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION {schema}.mark_insatser_of_other_kind();
CREATE TRIGGER mark_updated AFTER UPDATE ON {schema}.intervention_period REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION {schema}.mark_changed_insatser();
CREATE TRIGGER mark_updated AFTER UPDATE ON {schema}.month_lock REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION {schema}.mark_months();
CREATE TRIGGER mark_updated AFTER UPDATE ON {schema}.participation REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION {schema}.mark_changed_participations();
CREATE TRIGGER mark_updated AFTER UPDATE ON {schema}.person REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION {schema}.mark_persons_of_other_sex();
CREATE TRIGGER mark_updated AFTER UPDATE ON {schema}.referral REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION {schema}.mark_changed_referrals();
CREATE TRIGGER mark_updated AFTER UPDATE ON {schema}.situation REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION {schema}.mark_changed_situations();
CREATE TRIGGER mark_updated AFTER UPDATE ON {schema}.situation_support REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION {schema}.mark_changed_situations();
CREATE TRIGGER mark_updated AFTER UPDATE ON {schema}.subproject REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION {schema}.mark_subprojects();
CREATE TRIGGER mark_updated AFTER UPDATE ON {schema}.volume_count REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION {schema}.mark_months();
CREATE CONSTRAINT TRIGGER read_by_two AFTER INSERT OR UPDATE OF approved_number ON {schema}.deviation DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.approved_number IS NOT NULL)) EXECUTE FUNCTION {schema}.refuse_unread_text();
CREATE TRIGGER take BEFORE INSERT ON {schema}.signup FOR EACH ROW EXECUTE FUNCTION {schema}.take_signup();
CREATE TRIGGER take_away AFTER INSERT ON {schema}.signup_gone FOR EACH ROW EXECUTE FUNCTION {schema}.end_signup();
CREATE CONSTRAINT TRIGGER within_participation AFTER INSERT OR UPDATE OF starts_on, ends_on, participation_id ON {schema}.intervention_period DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {schema}.refuse_insats_outside_participation();
ALTER TABLE ONLY {schema}.activity
    ADD CONSTRAINT fk_activity_intervention_id FOREIGN KEY (intervention_id) REFERENCES {schema}.intervention(id);
ALTER TABLE ONLY {schema}.activity
    ADD CONSTRAINT fk_activity_leader_id FOREIGN KEY (leader_id) REFERENCES {schema}.staff(account_id);
ALTER TABLE ONLY {schema}.activity
    ADD CONSTRAINT fk_activity_owner_id FOREIGN KEY (owner_id) REFERENCES {schema}.authority(id);
ALTER TABLE ONLY {schema}.activity
    ADD CONSTRAINT fk_activity_place_id FOREIGN KEY (place_id) REFERENCES {schema}.place(id);
ALTER TABLE ONLY {schema}.activity
    ADD CONSTRAINT fk_activity_subproject_id FOREIGN KEY (subproject_id) REFERENCES {schema}.subproject(id);
ALTER TABLE ONLY {schema}.agenda_item
    ADD CONSTRAINT fk_agenda_item_meeting_id FOREIGN KEY (meeting_id) REFERENCES {schema}.team_meeting(id);
ALTER TABLE ONLY {schema}.agenda_item
    ADD CONSTRAINT fk_agenda_item_outcome_list_outcome FOREIGN KEY (outcome_list, outcome) REFERENCES {schema}.code(list, key);
ALTER TABLE ONLY {schema}.agenda_item
    ADD CONSTRAINT fk_agenda_item_owner_id FOREIGN KEY (owner_id) REFERENCES {schema}.authority(id);
ALTER TABLE ONLY {schema}.agenda_item
    ADD CONSTRAINT fk_agenda_item_participation_id FOREIGN KEY (participation_id) REFERENCES {schema}.participation(id);
ALTER TABLE ONLY {schema}.agenda_item
    ADD CONSTRAINT fk_agenda_item_person_id FOREIGN KEY (person_id) REFERENCES {schema}.person(id);
ALTER TABLE ONLY {schema}.agenda_item
    ADD CONSTRAINT fk_agenda_item_referral_id FOREIGN KEY (referral_id) REFERENCES {schema}.referral(id);
ALTER TABLE ONLY {schema}.article_consent
    ADD CONSTRAINT fk_article_consent_article_id FOREIGN KEY (article_id) REFERENCES {schema}.article(id);
ALTER TABLE ONLY {schema}.article_consent
    ADD CONSTRAINT fk_article_consent_consent_id FOREIGN KEY (consent_id) REFERENCES {schema}.consent(id);
ALTER TABLE ONLY {schema}.article
    ADD CONSTRAINT fk_article_media_id_media FOREIGN KEY (media_id) REFERENCES {schema}.media(id);
ALTER TABLE ONLY {schema}.article_picture
    ADD CONSTRAINT fk_article_picture_article_id FOREIGN KEY (article_id) REFERENCES {schema}.article(id);
ALTER TABLE ONLY {schema}.article
    ADD CONSTRAINT fk_article_picture_id FOREIGN KEY (picture_id) REFERENCES {schema}.picture(id);
ALTER TABLE ONLY {schema}.article_picture
    ADD CONSTRAINT fk_article_picture_picture_id FOREIGN KEY (picture_id) REFERENCES {schema}.picture(id);
ALTER TABLE ONLY {schema}.article_tag
    ADD CONSTRAINT fk_article_tag_article_id FOREIGN KEY (article_id) REFERENCES {schema}.article(id);
ALTER TABLE ONLY {schema}.article_text
    ADD CONSTRAINT fk_article_text_article_id FOREIGN KEY (article_id) REFERENCES {schema}.article(id);
ALTER TABLE ONLY {schema}.article_version
    ADD CONSTRAINT fk_article_version_article_id FOREIGN KEY (article_id) REFERENCES {schema}.article(id);
ALTER TABLE ONLY {schema}.assessment_answer
    ADD CONSTRAINT fk_assessment_answer_assessment_id FOREIGN KEY (assessment_id) REFERENCES {schema}.assessment(id);
ALTER TABLE ONLY {schema}.assessment
    ADD CONSTRAINT fk_assessment_owner_id FOREIGN KEY (owner_id) REFERENCES {schema}.authority(id);
ALTER TABLE ONLY {schema}.assessment
    ADD CONSTRAINT fk_assessment_participation_id FOREIGN KEY (participation_id) REFERENCES {schema}.participation(id);
ALTER TABLE ONLY {schema}.assessment
    ADD CONSTRAINT fk_assessment_person_id FOREIGN KEY (person_id) REFERENCES {schema}.person(id);
ALTER TABLE ONLY {schema}.assessment_question
    ADD CONSTRAINT fk_assessment_question_replaces_id FOREIGN KEY (replaces_id) REFERENCES {schema}.assessment_question(id);
ALTER TABLE ONLY {schema}.assessment_reply
    ADD CONSTRAINT fk_assessment_reply_assessment_id FOREIGN KEY (assessment_id) REFERENCES {schema}.assessment(id);
ALTER TABLE ONLY {schema}.assessment_reply
    ADD CONSTRAINT fk_assessment_reply_question_id FOREIGN KEY (question_id) REFERENCES {schema}.assessment_question(id);
ALTER TABLE ONLY {schema}.attendance
    ADD CONSTRAINT fk_attendance_activity_id_on_date FOREIGN KEY (activity_id, on_date) REFERENCES {schema}.activity(id, on_date) ON UPDATE CASCADE;
ALTER TABLE ONLY {schema}.attendance
    ADD CONSTRAINT fk_attendance_participation_id FOREIGN KEY (participation_id) REFERENCES {schema}.participation(id);
ALTER TABLE ONLY {schema}.attendance_report
    ADD CONSTRAINT fk_attendance_report_file_id FOREIGN KEY (file_id) REFERENCES {schema}.file(id);
ALTER TABLE ONLY {schema}.attendance_report
    ADD CONSTRAINT fk_attendance_report_owner_id FOREIGN KEY (owner_id) REFERENCES {schema}.authority(id);
ALTER TABLE ONLY {schema}.attendance_report
    ADD CONSTRAINT fk_attendance_report_participation_id FOREIGN KEY (participation_id) REFERENCES {schema}.participation(id);
ALTER TABLE ONLY {schema}.authority
    ADD CONSTRAINT fk_authority_party_key FOREIGN KEY (party_key) REFERENCES {schema}.party(key);
ALTER TABLE ONLY {schema}.consent_authority
    ADD CONSTRAINT fk_consent_authority_authority_id FOREIGN KEY (authority_id) REFERENCES {schema}.authority(id);
ALTER TABLE ONLY {schema}.consent_authority
    ADD CONSTRAINT fk_consent_authority_consent_id FOREIGN KEY (consent_id) REFERENCES {schema}.consent(id);
ALTER TABLE ONLY {schema}.consent_data_kind
    ADD CONSTRAINT fk_consent_data_kind_consent_id FOREIGN KEY (consent_id) REFERENCES {schema}.consent(id);
ALTER TABLE ONLY {schema}.consent
    ADD CONSTRAINT fk_consent_file_id FOREIGN KEY (file_id) REFERENCES {schema}.file(id);
ALTER TABLE ONLY {schema}.consent_form
    ADD CONSTRAINT fk_consent_form_file_id FOREIGN KEY (file_id) REFERENCES {schema}.file(id);
ALTER TABLE ONLY {schema}.consent
    ADD CONSTRAINT fk_consent_holder_id FOREIGN KEY (holder_id) REFERENCES {schema}.authority(id);
ALTER TABLE ONLY {schema}.consent
    ADD CONSTRAINT fk_consent_person_id FOREIGN KEY (person_id) REFERENCES {schema}.person(id);
ALTER TABLE ONLY {schema}.default_list
    ADD CONSTRAINT fk_default_list_saved_list_id FOREIGN KEY (saved_list_id) REFERENCES {schema}.saved_list(id) ON DELETE CASCADE;
ALTER TABLE ONLY {schema}.deviation_authority
    ADD CONSTRAINT fk_deviation_authority_authority_id FOREIGN KEY (authority_id) REFERENCES {schema}.authority(id);
ALTER TABLE ONLY {schema}.deviation_authority
    ADD CONSTRAINT fk_deviation_authority_deviation_id FOREIGN KEY (deviation_id) REFERENCES {schema}.deviation(id);
ALTER TABLE ONLY {schema}.deviation
    ADD CONSTRAINT fk_deviation_category_list_category FOREIGN KEY (category_list, category) REFERENCES {schema}.code(list, key);
ALTER TABLE ONLY {schema}.deviation_event
    ADD CONSTRAINT fk_deviation_event_deviation_id FOREIGN KEY (deviation_id) REFERENCES {schema}.deviation(id);
ALTER TABLE ONLY {schema}.deviation
    ADD CONSTRAINT fk_deviation_holder_id FOREIGN KEY (holder_id) REFERENCES {schema}.staff(account_id);
ALTER TABLE ONLY {schema}.deviation
    ADD CONSTRAINT fk_deviation_owner_id FOREIGN KEY (owner_id) REFERENCES {schema}.authority(id);
ALTER TABLE ONLY {schema}.deviation_party
    ADD CONSTRAINT fk_deviation_party_deviation_id FOREIGN KEY (deviation_id) REFERENCES {schema}.deviation(id);
ALTER TABLE ONLY {schema}.deviation_party
    ADD CONSTRAINT fk_deviation_party_party_key FOREIGN KEY (party_key) REFERENCES {schema}.party(key);
ALTER TABLE ONLY {schema}.deviation
    ADD CONSTRAINT fk_deviation_reader_id FOREIGN KEY (reader_id) REFERENCES {schema}.staff(account_id);
ALTER TABLE ONLY {schema}.deviation_reading
    ADD CONSTRAINT fk_deviation_reading_deviation_id_number FOREIGN KEY (deviation_id, number) REFERENCES {schema}.deviation_text(deviation_id, number);
ALTER TABLE ONLY {schema}.deviation
    ADD CONSTRAINT fk_deviation_subproject_id FOREIGN KEY (subproject_id) REFERENCES {schema}.subproject(id);
ALTER TABLE ONLY {schema}.deviation_text
    ADD CONSTRAINT fk_deviation_text_deviation_id FOREIGN KEY (deviation_id) REFERENCES {schema}.deviation(id);
ALTER TABLE ONLY {schema}.employment_step
    ADD CONSTRAINT fk_employment_step_period_id FOREIGN KEY (period_id) REFERENCES {schema}.intervention_period(id);
ALTER TABLE ONLY {schema}.export
    ADD CONSTRAINT fk_export_authority_id FOREIGN KEY (authority_id) REFERENCES {schema}.authority(id);
ALTER TABLE ONLY {schema}.export_subjects
    ADD CONSTRAINT fk_export_subjects_export_id FOREIGN KEY (export_id) REFERENCES {schema}.export(id);
ALTER TABLE ONLY {schema}.file
    ADD CONSTRAINT fk_file_owner_id FOREIGN KEY (owner_id) REFERENCES {schema}.authority(id);
ALTER TABLE ONLY {schema}.file
    ADD CONSTRAINT fk_file_person_id FOREIGN KEY (person_id) REFERENCES {schema}.person(id);
ALTER TABLE ONLY {schema}.finsam_year
    ADD CONSTRAINT fk_finsam_year_subproject_id FOREIGN KEY (subproject_id) REFERENCES {schema}.subproject(id);
ALTER TABLE ONLY {schema}.follow_up
    ADD CONSTRAINT fk_follow_up_participation_id FOREIGN KEY (participation_id) REFERENCES {schema}.participation(id);
ALTER TABLE ONLY {schema}.follow_up_support
    ADD CONSTRAINT fk_follow_up_support_follow_up_id FOREIGN KEY (follow_up_id) REFERENCES {schema}.follow_up(id);
ALTER TABLE ONLY {schema}.follow_up_try
    ADD CONSTRAINT fk_follow_up_try_follow_up_id FOREIGN KEY (follow_up_id) REFERENCES {schema}.follow_up(id);
ALTER TABLE ONLY {schema}.handover
    ADD CONSTRAINT fk_handover_consent_id FOREIGN KEY (consent_id) REFERENCES {schema}.consent(id);
ALTER TABLE ONLY {schema}.handover
    ADD CONSTRAINT fk_handover_from_authority_id FOREIGN KEY (from_authority_id) REFERENCES {schema}.authority(id);
ALTER TABLE ONLY {schema}.handover_opening
    ADD CONSTRAINT fk_handover_opening_handover_id FOREIGN KEY (handover_id) REFERENCES {schema}.handover(id);
ALTER TABLE ONLY {schema}.handover
    ADD CONSTRAINT fk_handover_participation_id FOREIGN KEY (participation_id) REFERENCES {schema}.participation(id);
ALTER TABLE ONLY {schema}.handover
    ADD CONSTRAINT fk_handover_person_id FOREIGN KEY (person_id) REFERENCES {schema}.person(id);
ALTER TABLE ONLY {schema}.handover
    ADD CONSTRAINT fk_handover_to_authority_id FOREIGN KEY (to_authority_id) REFERENCES {schema}.authority(id);
ALTER TABLE ONLY {schema}.import_mapping
    ADD CONSTRAINT fk_import_mapping_owner_id FOREIGN KEY (owner_id) REFERENCES {schema}.authority(id);
ALTER TABLE ONLY {schema}.import_row
    ADD CONSTRAINT fk_import_row_run_id FOREIGN KEY (run_id) REFERENCES {schema}.import_run(id);
ALTER TABLE ONLY {schema}.import_run
    ADD CONSTRAINT fk_import_run_owner_id FOREIGN KEY (owner_id) REFERENCES {schema}.authority(id);
ALTER TABLE ONLY {schema}.import_run
    ADD CONSTRAINT fk_import_run_subproject_id FOREIGN KEY (subproject_id) REFERENCES {schema}.subproject(id);
ALTER TABLE ONLY {schema}.insats_year
    ADD CONSTRAINT fk_insats_year_intervention_id FOREIGN KEY (intervention_id) REFERENCES {schema}.intervention(id);
ALTER TABLE ONLY {schema}.intervention_extent
    ADD CONSTRAINT fk_intervention_extent_period_id FOREIGN KEY (period_id) REFERENCES {schema}.intervention_period(id);
ALTER TABLE ONLY {schema}.intervention_pause
    ADD CONSTRAINT fk_intervention_pause_period_id FOREIGN KEY (period_id) REFERENCES {schema}.intervention_period(id);
ALTER TABLE ONLY {schema}.intervention_period
    ADD CONSTRAINT fk_intervention_period_intervention_id FOREIGN KEY (intervention_id) REFERENCES {schema}.intervention(id);
ALTER TABLE ONLY {schema}.intervention_period
    ADD CONSTRAINT fk_intervention_period_participation_id FOREIGN KEY (participation_id) REFERENCES {schema}.participation(id);
ALTER TABLE ONLY {schema}.intervention_period
    ADD CONSTRAINT fk_intervention_period_place_id FOREIGN KEY (place_id) REFERENCES {schema}.place(id);
ALTER TABLE ONLY {schema}.intervention
    ADD CONSTRAINT fk_intervention_subproject_id FOREIGN KEY (subproject_id) REFERENCES {schema}.subproject(id);
ALTER TABLE ONLY {schema}.media_piece
    ADD CONSTRAINT fk_media_piece_media_id FOREIGN KEY (media_id) REFERENCES {schema}.media(id) ON DELETE CASCADE;
ALTER TABLE ONLY {schema}.media_text
    ADD CONSTRAINT fk_media_text_media_id FOREIGN KEY (media_id) REFERENCES {schema}.media(id) ON DELETE CASCADE;
ALTER TABLE ONLY {schema}.media_upload_piece
    ADD CONSTRAINT fk_media_upload_piece_media_id FOREIGN KEY (media_id) REFERENCES {schema}.media(id) ON DELETE CASCADE;
ALTER TABLE ONLY {schema}.month_event
    ADD CONSTRAINT fk_month_event_subproject_id FOREIGN KEY (subproject_id) REFERENCES {schema}.subproject(id);
ALTER TABLE ONLY {schema}.month_lock
    ADD CONSTRAINT fk_month_lock_subproject_id FOREIGN KEY (subproject_id) REFERENCES {schema}.subproject(id);
ALTER TABLE ONLY {schema}.note
    ADD CONSTRAINT fk_note_corrects_id FOREIGN KEY (corrects_id) REFERENCES {schema}.note(id);
ALTER TABLE ONLY {schema}.note
    ADD CONSTRAINT fk_note_owner_id FOREIGN KEY (owner_id) REFERENCES {schema}.authority(id);
ALTER TABLE ONLY {schema}.note
    ADD CONSTRAINT fk_note_participation_id FOREIGN KEY (participation_id) REFERENCES {schema}.participation(id);
ALTER TABLE ONLY {schema}.note
    ADD CONSTRAINT fk_note_person_id FOREIGN KEY (person_id) REFERENCES {schema}.person(id);
ALTER TABLE ONLY {schema}.owed_report_line
    ADD CONSTRAINT fk_owed_report_line_participation_id FOREIGN KEY (participation_id) REFERENCES {schema}.participation(id);
ALTER TABLE ONLY {schema}.owed_report_line
    ADD CONSTRAINT fk_owed_report_line_report_id FOREIGN KEY (report_id) REFERENCES {schema}.owed_report(id);
ALTER TABLE ONLY {schema}.owed_report
    ADD CONSTRAINT fk_owed_report_subproject_id FOREIGN KEY (subproject_id) REFERENCES {schema}.subproject(id);
ALTER TABLE ONLY {schema}.participation
    ADD CONSTRAINT fk_participation_controller_id FOREIGN KEY (controller_id) REFERENCES {schema}.authority(id);
ALTER TABLE ONLY {schema}.participation
    ADD CONSTRAINT fk_participation_exit_reason_list_exit_reason FOREIGN KEY (exit_reason_list, exit_reason) REFERENCES {schema}.code(list, key);
ALTER TABLE ONLY {schema}.participation
    ADD CONSTRAINT fk_participation_key_worker_id FOREIGN KEY (key_worker_id) REFERENCES {schema}.staff(account_id);
ALTER TABLE ONLY {schema}.participation
    ADD CONSTRAINT fk_participation_person_id FOREIGN KEY (person_id) REFERENCES {schema}.person(id);
ALTER TABLE ONLY {schema}.participation
    ADD CONSTRAINT fk_participation_referral_id FOREIGN KEY (referral_id) REFERENCES {schema}.referral(id);
ALTER TABLE ONLY {schema}.participation
    ADD CONSTRAINT fk_participation_subproject_id FOREIGN KEY (subproject_id) REFERENCES {schema}.subproject(id);
ALTER TABLE ONLY {schema}.participation_worker
    ADD CONSTRAINT fk_participation_worker_account_id FOREIGN KEY (account_id) REFERENCES {schema}.staff(account_id);
ALTER TABLE ONLY {schema}.participation_worker
    ADD CONSTRAINT fk_participation_worker_participation_id FOREIGN KEY (participation_id) REFERENCES {schema}.participation(id);
ALTER TABLE ONLY {schema}.person_merge
    ADD CONSTRAINT fk_person_merge_gone_id FOREIGN KEY (gone_id) REFERENCES {schema}.person(id);
ALTER TABLE ONLY {schema}.person_merge
    ADD CONSTRAINT fk_person_merge_kept_id FOREIGN KEY (kept_id) REFERENCES {schema}.person(id);
ALTER TABLE ONLY {schema}.person
    ADD CONSTRAINT fk_person_merged_into FOREIGN KEY (merged_into) REFERENCES {schema}.person(id);
ALTER TABLE ONLY {schema}.picture_rendition
    ADD CONSTRAINT fk_picture_rendition_picture_id FOREIGN KEY (picture_id) REFERENCES {schema}.picture(id);
ALTER TABLE ONLY {schema}.plan_action
    ADD CONSTRAINT fk_plan_action_authority_id FOREIGN KEY (authority_id) REFERENCES {schema}.authority(id);
ALTER TABLE ONLY {schema}.plan_action
    ADD CONSTRAINT fk_plan_action_goal_id FOREIGN KEY (goal_id) REFERENCES {schema}.plan_goal(id);
ALTER TABLE ONLY {schema}.plan_action
    ADD CONSTRAINT fk_plan_action_plan_id FOREIGN KEY (plan_id) REFERENCES {schema}.plan(id);
ALTER TABLE ONLY {schema}.plan_action
    ADD CONSTRAINT fk_plan_action_worker_id FOREIGN KEY (worker_id) REFERENCES {schema}.staff(account_id);
ALTER TABLE ONLY {schema}.plan_agreement
    ADD CONSTRAINT fk_plan_agreement_authority_id FOREIGN KEY (authority_id) REFERENCES {schema}.authority(id);
ALTER TABLE ONLY {schema}.plan_agreement
    ADD CONSTRAINT fk_plan_agreement_plan_id FOREIGN KEY (plan_id) REFERENCES {schema}.plan(id);
ALTER TABLE ONLY {schema}.plan_goal
    ADD CONSTRAINT fk_plan_goal_plan_id FOREIGN KEY (plan_id) REFERENCES {schema}.plan(id);
ALTER TABLE ONLY {schema}.plan
    ADD CONSTRAINT fk_plan_owner_id FOREIGN KEY (owner_id) REFERENCES {schema}.authority(id);
ALTER TABLE ONLY {schema}.plan
    ADD CONSTRAINT fk_plan_participation_id FOREIGN KEY (participation_id) REFERENCES {schema}.participation(id);
ALTER TABLE ONLY {schema}.plan
    ADD CONSTRAINT fk_plan_person_id FOREIGN KEY (person_id) REFERENCES {schema}.person(id);
ALTER TABLE ONLY {schema}.publication_file
    ADD CONSTRAINT fk_publication_file_publication_id FOREIGN KEY (publication_id) REFERENCES {schema}.publication(id);
ALTER TABLE ONLY {schema}.referral_answer
    ADD CONSTRAINT fk_referral_answer_consent_id FOREIGN KEY (consent_id) REFERENCES {schema}.consent(id);
ALTER TABLE ONLY {schema}.referral_answer
    ADD CONSTRAINT fk_referral_answer_referral_id FOREIGN KEY (referral_id) REFERENCES {schema}.referral(id);
ALTER TABLE ONLY {schema}.referral
    ADD CONSTRAINT fk_referral_author_id FOREIGN KEY (author_id) REFERENCES {schema}.authority(id);
ALTER TABLE ONLY {schema}.referral_event
    ADD CONSTRAINT fk_referral_event_referral_id FOREIGN KEY (referral_id) REFERENCES {schema}.referral(id);
ALTER TABLE ONLY {schema}.referral
    ADD CONSTRAINT fk_referral_owner_id FOREIGN KEY (owner_id) REFERENCES {schema}.authority(id);
ALTER TABLE ONLY {schema}.referral
    ADD CONSTRAINT fk_referral_person_id FOREIGN KEY (person_id) REFERENCES {schema}.person(id);
ALTER TABLE ONLY {schema}.referral
    ADD CONSTRAINT fk_referral_priority_list_priority FOREIGN KEY (priority_list, priority) REFERENCES {schema}.code(list, key);
ALTER TABLE ONLY {schema}.referral
    ADD CONSTRAINT fk_referral_subproject_id FOREIGN KEY (subproject_id) REFERENCES {schema}.subproject(id);
ALTER TABLE ONLY {schema}.signup
    ADD CONSTRAINT fk_signup_article_id FOREIGN KEY (article_id) REFERENCES {schema}.article(id);
ALTER TABLE ONLY {schema}.signup_closing
    ADD CONSTRAINT fk_signup_closing_article_id FOREIGN KEY (article_id) REFERENCES {schema}.article(id);
ALTER TABLE ONLY {schema}.signup_gone
    ADD CONSTRAINT fk_signup_gone_article_id FOREIGN KEY (article_id) REFERENCES {schema}.article(id);
ALTER TABLE ONLY {schema}.situation
    ADD CONSTRAINT fk_situation_participation_id FOREIGN KEY (participation_id) REFERENCES {schema}.participation(id);
ALTER TABLE ONLY {schema}.situation_support
    ADD CONSTRAINT fk_situation_support_situation_id FOREIGN KEY (situation_id) REFERENCES {schema}.situation(id);
ALTER TABLE ONLY {schema}.staff
    ADD CONSTRAINT fk_staff_authority_id FOREIGN KEY (authority_id) REFERENCES {schema}.authority(id);
ALTER TABLE ONLY {schema}.step
    ADD CONSTRAINT fk_step_kind_list_kind FOREIGN KEY (kind_list, kind) REFERENCES {schema}.code(list, key);
ALTER TABLE ONLY {schema}.step
    ADD CONSTRAINT fk_step_owner_id FOREIGN KEY (owner_id) REFERENCES {schema}.authority(id);
ALTER TABLE ONLY {schema}.step
    ADD CONSTRAINT fk_step_participation_id FOREIGN KEY (participation_id) REFERENCES {schema}.participation(id);
ALTER TABLE ONLY {schema}.subproject
    ADD CONSTRAINT fk_subproject_intake_authority_id FOREIGN KEY (intake_authority_id) REFERENCES {schema}.authority(id);
ALTER TABLE ONLY {schema}.subproject_municipality
    ADD CONSTRAINT fk_subproject_municipality_subproject_id FOREIGN KEY (subproject_id) REFERENCES {schema}.subproject(id);
ALTER TABLE ONLY {schema}.team_meeting_member
    ADD CONSTRAINT fk_team_meeting_member_account_id FOREIGN KEY (account_id) REFERENCES {schema}.staff(account_id);
ALTER TABLE ONLY {schema}.team_meeting_member
    ADD CONSTRAINT fk_team_meeting_member_meeting_id FOREIGN KEY (meeting_id) REFERENCES {schema}.team_meeting(id);
ALTER TABLE ONLY {schema}.team_meeting
    ADD CONSTRAINT fk_team_meeting_subproject_id FOREIGN KEY (subproject_id) REFERENCES {schema}.subproject(id);
ALTER TABLE ONLY {schema}.volume_count
    ADD CONSTRAINT fk_volume_count_subproject_id FOREIGN KEY (subproject_id) REFERENCES {schema}.subproject(id);
INSERT INTO {schema}.alembic_version VALUES
	('0007');
INSERT INTO {schema}.code VALUES
	('referring_party', 'kommun', 'Kommunen', 'The municipality', 10, true, true, NULL, false, 1),
	('referring_party', 'fk', 'Försäkringskassan', 'Swedish Social Insurance Agency', 20, true, true, NULL, false, 1),
	('referring_party', 'vardgivare', 'Vårdgivare', 'Care provider', 30, true, true, NULL, false, 1),
	('referring_party', 'af', 'Arbetsförmedlingen', 'Swedish Public Employment Service', 40, true, true, NULL, false, 1),
	('referring_party', 'egen_anmalan', 'Egen anmälan', 'The person themselves', 50, true, true, NULL, false, 1),
	('referring_party', 'annan', 'Annan', 'Other', 60, true, true, NULL, false, 1),
	('support_source', 'forsorjningsstod', 'Försörjningsstöd', 'Social assistance', 10, false, true, NULL, false, 1),
	('support_source', 'sjukpenning_rehabpenning', 'Sjukpenning eller rehabiliteringspenning', 'Sickness benefit or rehabilitation benefit', 20, false, true, NULL, false, 1),
	('support_source', 'aktivitetsstod_utvecklingsersattning', 'Aktivitetsstöd eller utvecklingsersättning', 'Activity support or development allowance', 30, false, true, NULL, false, 1),
	('support_source', 'aktivitetsersattning', 'Aktivitetsersättning', 'Activity compensation', 40, false, true, NULL, false, 1),
	('support_source', 'sjukersattning', 'Sjukersättning', 'Sickness compensation', 50, false, true, NULL, false, 1),
	('support_source', 'a_kassa', 'A-kassa', 'Unemployment benefit', 60, false, true, NULL, false, 1),
	('support_source', 'etablering', 'Etableringsersättning', 'Introduction benefit', 70, false, true, NULL, false, 1),
	('support_source', 'studiestod', 'Studiestöd', 'Student finance', 80, true, true, NULL, false, 1),
	('support_source', 'lon', 'Lön', 'Salary', 90, true, true, NULL, false, 1),
	('support_source', 'ingen', 'Ingen offentlig försörjning', 'No public support', 100, true, true, NULL, false, 1),
	('support_source', 'okant', 'Okänt', 'Not known', 110, true, true, NULL, false, 1),
	('main_activity', 'work', 'Arbete', 'Work', 10, false, true, NULL, false, 1),
	('main_activity', 'studies', 'Studier', 'Studies', 20, false, true, NULL, false, 1),
	('main_activity', 'job_seeking', 'Aktivt arbetssökande, varken i arbete eller studier', 'Actively seeking work, neither working nor studying', 30, false, true, NULL, false, 1),
	('main_activity', 'other', 'Annat', 'Other', 40, false, true, NULL, false, 1),
	('education', 'forgymnasial', 'Förgymnasial', 'Below upper secondary', 10, true, true, NULL, false, 1),
	('education', 'gymnasial', 'Gymnasial', 'Upper secondary', 20, true, true, NULL, false, 1),
	('education', 'eftergymnasial', 'Eftergymnasial', 'Post-secondary', 30, true, true, NULL, false, 1),
	('education', 'okant', 'Okänd', 'Not known', 40, true, true, NULL, false, 1),
	('exit_reason', 'arbete_utan_stod', 'Arbete utan subvention', 'Work without subsidy', 10, true, true, 'work_or_studies', false, 1),
	('exit_reason', 'arbete_subventionerat', 'Arbete med subvention', 'Subsidised work', 20, true, true, 'work_or_studies', false, 1),
	('exit_reason', 'studier', 'Studier', 'Studies', 30, true, true, 'work_or_studies', false, 1),
	('exit_reason', 'af_insats', 'Ordinarie insatser hos Arbetsförmedlingen', 'Regular measures at the Public Employment Service', 40, true, true, 'regular_measures', false, 1),
	('exit_reason', 'kommunens_insats', 'Ordinarie insatser hos kommunen', 'Regular measures at the municipality', 50, true, true, 'regular_measures', false, 1),
	('exit_reason', 'ater_till_remitterande', 'Åter till remitterande part', 'Back to the referring party', 60, true, true, NULL, false, 1),
	('exit_reason', 'halsoskal_vard', 'Hälsoskäl eller vård', 'Health reasons or care', 70, true, true, NULL, false, 1),
	('exit_reason', 'eget_avbrott', 'Eget val att avbryta', 'Own choice to leave', 80, true, true, NULL, false, 1),
	('exit_reason', 'samtycke_aterkallat', 'Samtycke återkallat', 'Consent withdrawn', 90, true, true, NULL, false, 1),
	('exit_reason', 'flytt', 'Flytt', 'Moved away', 100, true, true, NULL, false, 1),
	('exit_reason', 'foraldraledighet', 'Föräldraledighet', 'Parental leave', 110, true, true, NULL, false, 1),
	('exit_reason', 'sjukersattning_pension', 'Sjukersättning eller pension', 'Sickness compensation or pension', 120, true, true, NULL, false, 1),
	('exit_reason', 'avliden', 'Avliden', 'Deceased', 130, true, true, NULL, true, 1),
	('exit_reason', 'annat', 'Annan anledning', 'Other reason', 140, true, true, NULL, false, 1),
	('waiting_priority', 'first', 'Först i kön', 'First in the queue', 10, true, true, NULL, false, 1),
	('waiting_priority', 'young', 'Under 25 år', 'Under 25', 20, true, true, NULL, false, 1),
	('waiting_priority', 'support_ends', 'Ersättningen upphör snart', 'Benefit ends soon', 30, true, true, NULL, false, 1),
	('waiting_priority', 'ordinary', 'Ordinarie kö', 'Ordinary queue', 40, true, true, NULL, false, 1),
	('team_outcome', 'plan', 'Gemensam planering påbörjas', 'A joint plan is begun', 10, true, true, NULL, false, 1),
	('team_outcome', 'offer', 'Plats föreslås', 'A place is suggested', 20, true, true, NULL, false, 1),
	('team_outcome', 'complete', 'Mer underlag behövs', 'More information is needed', 30, true, true, NULL, false, 1),
	('team_outcome', 'wait', 'Väntelista', 'Waiting list', 40, true, true, NULL, false, 1),
	('team_outcome', 'refer_on', 'Hjälp att komma vidare någon annanstans', 'Help to get on elsewhere', 50, true, true, NULL, false, 1),
	('team_outcome', 'continue', 'Planen gäller vidare', 'The plan goes on', 60, true, true, NULL, false, 1),
	('team_outcome', 'change', 'Planen ändras', 'The plan is changed', 70, true, true, NULL, false, 1),
	('team_outcome', 'finish', 'Avslut förbereds', 'The exit is prepared', 80, true, true, NULL, false, 1),
	('team_outcome', 'postponed', 'Skjuts upp till nästa möte', 'Postponed to the next meeting', 90, true, true, NULL, false, 1),
	('step_kind', 'routine', 'Kommer regelbundet', 'Comes regularly', 10, true, true, NULL, false, 1),
	('step_kind', 'everyday', 'Vardagen fungerar bättre', 'Everyday life works better', 20, true, true, NULL, false, 1),
	('step_kind', 'health', 'Mår bättre', 'Feels better', 30, true, true, NULL, false, 1),
	('step_kind', 'more_time', 'Orkar fler timmar', 'Manages more hours', 40, true, true, NULL, false, 1),
	('step_kind', 'language', 'Svenskan har blivit bättre', 'Swedish has improved', 50, true, true, NULL, false, 1),
	('step_kind', 'training_begun', 'Arbetsträning har börjat', 'Work training has begun', 60, true, true, NULL, false, 1),
	('step_kind', 'application', 'Har sökt arbete eller utbildning', 'Has applied for work or education', 70, true, true, NULL, false, 1),
	('step_kind', 'interview', 'Har varit på intervju', 'Has been to an interview', 80, true, true, NULL, false, 1),
	('step_kind', 'trial', 'Provar ett arbete', 'Tries a job', 90, true, true, NULL, false, 1),
	('step_kind', 'studies_begun', 'Studier har börjat', 'Studies have begun', 100, true, true, NULL, false, 1),
	('step_kind', 'work_begun', 'Arbete har börjat', 'Work has begun', 110, true, true, NULL, false, 1),
	('step_kind', 'other', 'Annat steg', 'Another step', 120, true, true, NULL, false, 1),
	('deviation_kind', 'information', 'Information mellan myndigheter', 'Information between authorities', 10, true, true, NULL, false, 1),
	('deviation_kind', 'waiting', 'Väntetider', 'Waiting times', 20, true, true, NULL, false, 1),
	('deviation_kind', 'responsibility', 'Ansvar och gränser', 'Responsibilities and their limits', 30, true, true, NULL, false, 1),
	('deviation_kind', 'rules', 'Regler', 'Rules', 40, true, true, NULL, false, 1),
	('deviation_kind', 'messages', 'Besked till deltagare', 'Messages to participants', 50, true, true, NULL, false, 1),
	('deviation_kind', 'planning', 'Gemensam planering', 'Joint planning', 60, true, true, NULL, false, 1),
	('deviation_kind', 'support', 'Tillgång till stöd och insatser', 'Access to support and interventions', 70, true, true, NULL, false, 1),
	('deviation_kind', 'contact', 'Kontakt med handläggare', 'Contact with case officers', 80, true, true, NULL, false, 1),
	('deviation_kind', 'treatment', 'Bemötande', 'How people are met', 90, true, true, NULL, false, 1),
	('deviation_kind', 'accessibility', 'Tillgänglighet och språk', 'Accessibility and language', 100, true, true, NULL, false, 1),
	('deviation_kind', 'other', 'Annat', 'Other', 110, true, true, NULL, false, 1);
INSERT INTO {schema}.party VALUES
	('af', 'Arbetsförmedlingen', 'Swedish Public Employment Service'),
	('fk', 'Försäkringskassan', 'Swedish Social Insurance Agency'),
	('kommun', 'Kommunen', 'The municipality'),
	('region', 'Region Stockholm', 'Region Stockholm');
