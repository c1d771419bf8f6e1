-- What no single row can say: an insats lies within its participation, a day has 24 hours, a closed month stays as it is.

CREATE FUNCTION refuse_insats_outside_participation() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
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

CREATE CONSTRAINT TRIGGER within_participation AFTER INSERT OR UPDATE OF starts_on, ends_on, participation_id ON intervention_period
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_insats_outside_participation();

CREATE CONSTRAINT TRIGGER around_insatser AFTER UPDATE OF started_on, ended_on, state ON participation
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_insats_outside_participation();

CREATE FUNCTION refuse_longer_day() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
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

CREATE TRIGGER longer_day AFTER INSERT OR UPDATE OF attended_minutes, on_date, participation_id ON attendance
FOR EACH ROW WHEN (NEW.attended_minutes > 0) EXECUTE FUNCTION refuse_longer_day();

CREATE FUNCTION refuse_closed_month() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
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

CREATE TRIGGER closed_month BEFORE INSERT OR UPDATE OR DELETE ON attendance
FOR EACH ROW EXECUTE FUNCTION refuse_closed_month();

CREATE TRIGGER closed_month BEFORE INSERT OR UPDATE OR DELETE ON activity
FOR EACH ROW EXECUTE FUNCTION refuse_closed_month();

REVOKE ALL ON FUNCTION refuse_insats_outside_participation(), refuse_longer_day(), refuse_closed_month() FROM PUBLIC;
