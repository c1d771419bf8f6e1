-- What a deviation is about: a list of the tenant's own, the same words for what went wrong and for what went well.
INSERT INTO code (list, key, position, name_sv, name_en, local) VALUES
    ('deviation_kind', 'information', 10, 'Information mellan myndigheter', 'Information between authorities', true),
    ('deviation_kind', 'waiting', 20, 'Väntetider', 'Waiting times', true),
    ('deviation_kind', 'responsibility', 30, 'Ansvar och gränser', 'Responsibilities and their limits', true),
    ('deviation_kind', 'rules', 40, 'Regler', 'Rules', true),
    ('deviation_kind', 'messages', 50, 'Besked till deltagare', 'Messages to participants', true),
    ('deviation_kind', 'planning', 60, 'Gemensam planering', 'Joint planning', true),
    ('deviation_kind', 'support', 70, 'Tillgång till stöd och insatser', 'Access to support and interventions', true),
    ('deviation_kind', 'contact', 80, 'Kontakt med handläggare', 'Contact with case officers', true),
    ('deviation_kind', 'treatment', 90, 'Bemötande', 'How people are met', true),
    ('deviation_kind', 'accessibility', 100, 'Tillgänglighet och språk', 'Accessibility and language', true),
    ('deviation_kind', 'other', 110, 'Annat', 'Other', true);

CREATE FUNCTION refuse_own_reading() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
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

CREATE TRIGGER by_another BEFORE INSERT ON deviation_reading FOR EACH ROW EXECUTE FUNCTION refuse_own_reading();

CREATE FUNCTION refuse_unread_text() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
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

CREATE CONSTRAINT TRIGGER read_by_two AFTER INSERT OR UPDATE OF approved_number ON deviation
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.approved_number IS NOT NULL) EXECUTE FUNCTION refuse_unread_text();
