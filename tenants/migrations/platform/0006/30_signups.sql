-- Sign-ups to the events of the county: the same rules as at a tenant. The county has one role for readers and editors, and
-- the functions run with its rights.

CREATE FUNCTION take_signup() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
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

CREATE TRIGGER take BEFORE INSERT ON signup FOR EACH ROW EXECUTE FUNCTION take_signup();

CREATE FUNCTION end_signup() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
-- What somebody wrote is gone in the transaction that says so.
BEGIN
    DELETE FROM signup WHERE id = NEW.signup_id AND article_id = NEW.article_id;
    RETURN NULL;
END
$$;

CREATE TRIGGER take_away AFTER INSERT ON signup_gone FOR EACH ROW EXECUTE FUNCTION end_signup();

CREATE VIEW signup_count AS
SELECT article_id, count(*) AS taken FROM signup GROUP BY article_id;

CREATE VIEW published_signup AS
SELECT
    article.id AS article_id,
    CASE WHEN article.places IS NOT NULL THEN
        greatest(article.places - (SELECT count(*) FROM signup WHERE signup.article_id = article.id), 0)
    END AS places_left,
    EXISTS (SELECT FROM signup_closing WHERE signup_closing.article_id = article.id) AS is_closed
FROM article
WHERE article.kind = 'event' AND article.state = 'published' AND article.signup_until IS NOT NULL;

CREATE VIEW published_signup_gone AS
SELECT signup_id FROM signup_gone;
