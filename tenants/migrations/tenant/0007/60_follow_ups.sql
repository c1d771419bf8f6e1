-- An answer that was written down wrongly is put right, in the open.

ALTER TABLE follow_up
    ADD COLUMN corrected_on date,
    ADD COLUMN corrected_by uuid,
    ADD CONSTRAINT ck_follow_up_corrected_by CHECK ((corrected_on IS NULL) = (corrected_by IS NULL)),
    ADD CONSTRAINT ck_follow_up_corrected_answer CHECK (corrected_on IS NULL OR state = 'answered');
